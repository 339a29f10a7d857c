#include "judging.h"

#include <algorithm>

#include "liren/text.h"
#include "places/places.h"
#include "values.h"

namespace liren::imports {

namespace {

constexpr int most_alike = 20;                // rows of one title that are looked at: beyond that a name says nothing
constexpr char unit = '\x1f', line = '\x1e';

std::string cell_of(const std::vector<std::string>& cells, const Column* column) {
    return column && column->index < cells.size() ? cells[column->index] : std::string();
}

bool is_empty(const FieldValue& value) { return std::holds_alternative<std::monostate>(value); }

/// The areas below one, by name; a name borne twice leads nowhere.
std::map<std::string, std::optional<std::int64_t>> areas_below(House& house, std::int64_t top) {
    std::map<std::string, std::optional<std::int64_t>> areas;
    const auto add = [&](const std::string& name, std::int64_t id) {
        const auto [found, fresh] = areas.emplace(fold(name), id);
        if (!fresh) found->second.reset();
    };
    house.storage->read("city", [&](Db& city) {
        const auto self = places::find_area(city, AreaId{top});
        if (!self) return;
        add(self->name, top);
        for (const places::AreaInfo& child : places::children(city, self->id)) {
            add(child.name, child.id.value);
            for (const places::AreaInfo& grandchild : places::children(city, child.id)) {
                add(grandchild.name, grandchild.id.value);
                add(child.name + grandchild.name, grandchild.id.value);
                for (const places::AreaInfo& last : places::children(city, grandchild.id)) {   // the grids below a whole district
                    add(grandchild.name + last.name, last.id.value);
                    add(child.name + grandchild.name + last.name, last.id.value);
                }
            }
        }
    });
    return areas;
}

}  // namespace

std::string Judgement::fields() const {
    std::string names;
    for (const std::string& field : differing) names += (names.empty() ? "" : ",") + field;
    return names;
}

Judge::Judge(Db& db, House& house, const Register& of, const ImportRow& import, Layout layout)
    : db_(db), house_(house), of_(of), import_(import), layout_(std::move(layout)), areas_(areas_below(house, import.area)) {}

bool Judge::within(const Placement& at) const {
    if (import_.grid != 0) return at.grid == import_.grid;
    if (import_.community != 0) return at.community == import_.community;
    return import_.subdistrict == 0 || at.subdistrict == import_.subdistrict;
}

void Judge::read_area(const std::vector<std::string>& cells, Judgement& judged) {
    judged.file.area = import_.area;
    const std::string cell = cell_of(cells, layout_.of_field("area"));
    if (cell.size() < 2) return;
    const auto found = areas_.find(fold(cell.substr(1)));
    if (found != areas_.end() && found->second) judged.file.area = *found->second;
    else judged.findings.refuse("area", "imports.unknown_area", {{"found", std::string(first_characters(cell.substr(1), 30))}});
}

void Judge::read_reference(const RegisterField& field, std::size_t index, std::string_view cell, Judgement& judged) {
    const Register* to = Register::find(field.of);
    const std::string title(trim(cell.substr(1)));
    if (!to || title.empty()) return;
    const std::string key = field.of + line + title;
    auto known = referred_.find(key);
    if (known == referred_.end()) {
        const auto community = import_.community != 0 ? std::optional(import_.community) : std::nullopt;
        const std::vector<Record> rows = find_by_title(db_, house_, *to, title, community, 2);
        known = referred_.emplace(key, rows.size() == 1 ? std::optional(rows[0].id) : std::nullopt).first;
    }
    if (known->second) judged.file.values[index] = *known->second;
    else judged.findings.warn(field.name, "imports.unknown_reference", {{"found", std::string(first_characters(title, 30))}});
}

/// The row that bears the same number; one beyond the import's area may not be written, nor told more of.
std::optional<std::int64_t> Judge::known(Judgement& judged) {
    for (std::size_t i = 0; i < of_.fields().size(); ++i) {
        if (!of_.fields()[i].is_unique || is_empty(judged.file.values[i])) continue;
        const auto id = find_by_unique(db_, house_, of_, i, judged.file.values[i]);
        if (!id) continue;
        const auto at = house_.placement_of(db_, of_.kind(), *id);
        if (at && within(*at)) return id;
        judged.findings.refuse(of_.fields()[i].name, "imports.elsewhere");
    }
    return std::nullopt;
}

/// Somebody of the same name with the same birth date, phone or dwelling: perhaps the same.
std::optional<std::int64_t> Judge::lookalike(const Judgement& judged) {
    if (!of_.title()) return std::nullopt;
    const auto* title = std::get_if<std::string>(&judged.file.values[*of_.title()]);
    if (!title) return std::nullopt;
    for (const Record& row : find_by_title(db_, house_, of_, *title, std::nullopt, most_alike)) {
        if (!within(row.placement())) continue;
        for (std::size_t i = 0; i < of_.fields().size(); ++i)
            if (of_.fields()[i].tells_apart && !is_empty(row.values[i]) && row.values[i] == judged.file.values[i]) return row.id;
    }
    return std::nullopt;
}

Record Judge::merged(const Judgement& judged, bool file_wins) {
    Record record = *judged.there;
    for (std::size_t i = 0; i < record.values.size(); ++i)
        if (!is_empty(judged.file.values[i]) && (file_wins || is_empty(record.values[i]))) record.values[i] = judged.file.values[i];
    return record;
}

Judgement Judge::judge(const std::vector<std::string>& cells, std::optional<std::int64_t> same_as) {
    Judgement judged;
    judged.file.values.resize(of_.fields().size());
    read_area(cells, judged);
    for (std::size_t i = 0; i < of_.fields().size(); ++i) {
        const RegisterField& field = of_.fields()[i];
        const std::string cell = cell_of(cells, layout_.of_field(field.name));
        if (cell.empty()) continue;
        if (field.kind == FieldKind::reference) read_reference(field, i, cell, judged);
        else judged.file.values[i] = value_of(field, cell, house_, judged.findings);
    }
    Findings own;
    check_record(db_, house_, of_, judged.file, own);
    const std::optional<std::int64_t> there = same_as ? same_as : known(judged);
    for (const Finding& finding : own.refusals())   // what the file leaves out, the register has
        if (!there || finding.key != "schema.required") judged.findings.refuse(finding.field, finding.key, finding.values);
    for (const Finding& finding : own.warnings()) judged.findings.warn(finding.field, finding.key, finding.values);
    judged.outcome = "wrong";
    if (!judged.findings.refusals().empty()) return judged;
    if (!there) {
        const auto alike = lookalike(judged);
        if (alike) judged.there = find_record(db_, house_, of_, *alike, Scope::all());
        judged.outcome = alike ? "alike" : "new";
        return judged;
    }
    judged.there = find_record(db_, house_, of_, *there, Scope::all());
    bool fills = layout_.of_field("area") && judged.there->area != judged.file.area;
    for (std::size_t i = 0; i < of_.fields().size(); ++i) {
        if (is_empty(judged.file.values[i]) || judged.file.values[i] == judged.there->values[i]) continue;
        if (is_empty(judged.there->values[i])) fills = true;
        else judged.differing.push_back(of_.fields()[i].name);
    }
    judged.outcome = !judged.differing.empty() ? "conflict" : fills ? "changed" : "identical";
    return judged;
}

std::string stored_findings(const Findings& findings) {
    std::string text;
    for (const auto& [letter, list] : {std::pair{'r', &findings.refusals()}, std::pair{'w', &findings.warnings()}})
        for (const Finding& finding : *list) {
            text += (text.empty() ? "" : std::string(1, line)) + letter + unit + finding.field + unit + finding.key;
            for (const auto& [name, value] : finding.values) text += unit + name + unit + value;
        }
    return text;
}

std::vector<Finding> findings_from(std::string_view text) {
    std::vector<Finding> findings;
    while (!text.empty()) {
        std::string_view one = text.substr(0, text.find(line));
        text.remove_prefix(std::min(text.size(), one.size() + 1));
        std::vector<std::string> parts;
        for (;;) {
            const auto end = one.find(unit);
            parts.emplace_back(one.substr(0, end));
            if (end == std::string_view::npos) break;
            one.remove_prefix(end + 1);
        }
        if (parts.size() < 3) continue;
        Finding finding{parts[1], parts[2], {}};
        for (std::size_t i = 3; i + 1 < parts.size(); i += 2) finding.values.emplace_back(parts[i], parts[i + 1]);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace liren::imports
