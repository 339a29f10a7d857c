// From a template and one call to the text an engine prepares and the values it binds.
#include <bit>
#include <stdexcept>

#include "search/dialect.h"
#include "sql/template.h"

namespace liren::sql {
namespace {

constexpr std::uint64_t bit(std::size_t index) { return std::uint64_t{1} << index; }
constexpr const char* area_columns[] = {"district", "subdistrict", "community", "grid"};

std::uint16_t rounded(std::size_t count, const Template& parsed) {
    if (count <= 4) return static_cast<std::uint16_t>(count);
    if (count > 8192) throw std::logic_error(std::string("statement ") + parsed.statement->name() + ": a scope of more than 8,192 areas or units");
    return static_cast<std::uint16_t>(std::bit_ceil(count));
}

[[noreturn]] void refuse(const Template& parsed, const std::string& why) {
    throw std::logic_error(std::string("statement ") + parsed.statement->name() + ": " + why);
}

void check_missing(const Template& parsed, std::uint64_t seen) {
    const std::uint64_t missing = parsed.required & ~seen;
    if (missing != 0) refuse(parsed, "parameter :" + std::string(parsed.names[static_cast<std::size_t>(std::countr_zero(missing))]) + " is missing");
}

/// Writes one text; gives out positions.
class Writer {
public:
    Writer(const Template& parsed, Engine engine, const Shape& shape) : parsed_(parsed), mark_(engine == Engine::sqlite ? '?' : '$'), shape_(shape) {}

    void number_parameters(std::uint64_t groups) {
        positions_.assign(parsed_.names.size(), 0);
        for (const Piece& piece : parsed_.pieces) {
            if (piece.kind != Piece::Kind::parameter || left_out(piece, groups) || positions_[piece.parameter] != 0) continue;
            variant_.parameters.push_back(static_cast<std::uint8_t>(piece.parameter));
            positions_[piece.parameter] = variant_.parameters.size();
        }
        if (!parsed_.scoped || shape_.everything) return;
        for (std::size_t level = 0; level < area_levels; ++level) area_begin_[level] = slots(static_cast<ScopeSlot::Kind>(level), shape_.areas[level]);
        if (shape_.owner || shape_.assignee) account_ = slots(ScopeSlot::Kind::account, 1);
        unit_begin_ = slots(ScopeSlot::Kind::unit, shape_.units);
    }

    static bool left_out(const Piece& piece, std::uint64_t groups) { return piece.group >= 0 && (groups & bit(static_cast<std::size_t>(piece.group))) == 0; }

    void write(const Piece& piece, Engine engine) {
        switch (piece.kind) {
            case Piece::Kind::text: variant_.text += piece.text; break;
            case Piece::Kind::parameter: position(positions_[piece.parameter]); break;
            case Piece::Kind::scope: scope(piece); break;
            case Piece::Kind::found: variant_.text += search::found_begin(piece.text, piece.table, engine); break;
            case Piece::Kind::found_end: variant_.text += search::found_end(engine); break;
            case Piece::Kind::skip_locked:
                if (engine == Engine::postgres) variant_.text += "for update skip locked";
                break;
        }
    }

    Variant take() { return std::move(variant_); }

private:
    std::size_t slots(ScopeSlot::Kind kind, std::uint16_t count) {
        const std::size_t first = variant_.parameters.size() + variant_.scope.size() + 1;
        for (std::uint16_t i = 0; i < count; ++i) variant_.scope.push_back({kind, i});
        return first;
    }

    void position(std::size_t number) {
        variant_.text += mark_;
        variant_.text += std::to_string(number);
    }

    void condition(bool& any, const std::string& alias, const char* column, std::size_t first, std::size_t count) {
        if (count == 0) return;
        if (any) variant_.text += " or ";
        any = true;
        variant_.text += alias + '.' + column;
        if (count == 1) {
            variant_.text += " = ";
            return position(first);
        }
        variant_.text += " in (";
        for (std::size_t i = 0; i < count; ++i) {
            if (i > 0) variant_.text += ", ";
            position(first + i);
        }
        variant_.text += ')';
    }

    void scope(const Piece& piece) {
        if (shape_.everything) {
            variant_.text += "1 = 1";
            return;
        }
        bool any = false;
        variant_.text += '(';
        for (std::size_t level = 0; level < area_levels; ++level) condition(any, piece.text, area_columns[level], area_begin_[level], shape_.areas[level]);
        if (piece.owner && shape_.owner) condition(any, piece.text, "owner", account_, 1);
        if (piece.assignee && shape_.assignee) condition(any, piece.text, "assignee", account_, 1);
        if (piece.unit) condition(any, piece.text, "unit", unit_begin_, shape_.units);
        variant_.text += any ? ")" : "1 = 0)";
    }

    const Template& parsed_;
    char mark_;
    Shape shape_;
    Variant variant_;
    std::vector<std::size_t> positions_;
    std::array<std::size_t, area_levels> area_begin_{};
    std::size_t account_ = 0;
    std::size_t unit_begin_ = 0;
};

}  // namespace

Shape shape_of(const Template& parsed, const Scope* scope) {
    Shape shape;
    if (!parsed.scoped || scope == nullptr) return shape;
    // A district's store holds nothing but the district; the city's rows say which district they lie in.
    const bool is_city = parsed.statement->store() == StoreKind::city;
    if (scope->everything || (scope->whole_district() && !is_city)) {
        shape.everything = true;
        return shape;
    }
    std::array<std::size_t, area_levels> counts{};
    for (const AreaGrant& grant : scope->areas) ++counts[static_cast<std::size_t>(grant.level)];
    for (std::size_t level = 0; level < area_levels; ++level) shape.areas[level] = rounded(counts[level], parsed);
    shape.owner = parsed.owner && scope->owned && scope->account != 0;
    shape.assignee = parsed.assignee && scope->assigned && scope->account != 0;
    if (parsed.unit) shape.units = rounded(scope->units.size(), parsed);
    return shape;
}

void match(const Template& parsed, const Scope* scope, std::span<const Parameter> given, Call& call) {
    if (parsed.scoped && scope == nullptr) refuse(parsed, "the text has a {scope:…} and the call gives none");
    if (!parsed.scoped && scope != nullptr) refuse(parsed, "the call gives a scope and the text has no {scope:…}");
    const std::size_t count = parsed.names.size();
    std::uint64_t seen = 0;
    std::uint64_t present = 0;
    std::size_t guess = 0;  // callers mostly give parameters in the order of the text
    for (const Parameter& parameter : given) {
        std::size_t index = guess;
        if (index >= count || parsed.names[index] != parameter.name)
            for (index = 0; index < count && parsed.names[index] != parameter.name;) ++index;
        if (index == count) refuse(parsed, "unknown parameter :" + std::string(parameter.name));
        if ((seen & bit(index)) != 0) refuse(parsed, "parameter :" + std::string(parameter.name) + " is given twice");
        guess = index + 1;
        call.values[index] = &parameter.value;
        seen |= bit(index);
        if (!parameter.value.is_null()) present |= bit(index);
    }
    check_missing(parsed, seen);
    call.groups = 0;
    for (std::size_t group = 0; group < parsed.groups.size(); ++group)
        if ((parsed.groups[group] & ~present) == 0) call.groups |= bit(group);
    call.shape = shape_of(parsed, scope);
}

Variant compile(const Template& parsed, Engine engine, std::uint64_t groups, const Shape& shape) {
    Writer writer(parsed, engine, shape);
    writer.number_parameters(groups);
    const Piece* found = nullptr;
    for (const Piece& piece : parsed.pieces) {
        if (Writer::left_out(piece, groups)) continue;
        writer.write(piece, engine);
        if (piece.kind == Piece::Kind::found) found = &piece;
    }
    Variant variant = writer.take();
    if (found != nullptr) search::look_up_by_id(variant.text, found->text, engine);
    return variant;
}

void scope_values(const Variant& variant, const Scope& scope, std::vector<std::int64_t>& out) {
    out.clear();
    std::size_t area = 0;  // slots of one level follow each other: walk the areas once for each level
    for (const ScopeSlot& slot : variant.scope) {
        if (slot.kind == ScopeSlot::Kind::account) {
            out.push_back(scope.account);
            continue;
        }
        if (slot.kind == ScopeSlot::Kind::unit) {
            out.push_back(slot.index < scope.units.size() ? scope.units[slot.index] : scope.units.back());
            continue;
        }
        const auto level = static_cast<AreaLevel>(slot.kind);
        if (slot.index == 0) area = 0;
        while (area < scope.areas.size() && scope.areas[area].level != level) ++area;
        out.push_back(area < scope.areas.size() ? scope.areas[area++].area : out.back());
    }
}

std::vector<std::pair<std::uint64_t, Shape>> choices(const Template& parsed) {
    std::vector<std::uint64_t> subsets;
    const std::size_t count = parsed.groups.size();
    const std::uint64_t all = count == 64 ? ~std::uint64_t{0} : bit(count) - 1;
    if (count <= 6) {
        for (std::uint64_t subset = 0; subset <= all; ++subset) subsets.push_back(subset);
    } else {  // none, all, each alone, each left out
        subsets = {0, all};
        for (std::size_t group = 0; group < count; ++group) subsets.insert(subsets.end(), {bit(group), all & ~bit(group)});
    }
    std::vector<Shape> shapes(1);
    if (parsed.scoped) {
        shapes.emplace_back().everything = true;
        const std::size_t first = parsed.statement->store() == StoreKind::city ? 0 : 1;
        for (std::size_t level = first; level < area_levels; ++level)
            for (std::uint16_t areas : {std::uint16_t{1}, std::uint16_t{2}}) shapes.emplace_back().areas[level] = areas;
        if (parsed.owner) shapes.emplace_back().owner = true;
        if (parsed.assignee) shapes.emplace_back().assignee = true;
        if (parsed.unit) shapes.emplace_back().units = 2;
        Shape full{.owner = parsed.owner, .assignee = parsed.assignee, .areas = {static_cast<std::uint16_t>(1 - first), 1, 2, 8}, .units = static_cast<std::uint16_t>(parsed.unit ? 1 : 0)};
        shapes.push_back(full);
    }
    std::vector<std::pair<std::uint64_t, Shape>> found;
    for (std::uint64_t subset : subsets)
        for (const Shape& shape : shapes) found.emplace_back(subset, shape);
    return found;
}

}  // namespace liren::sql
