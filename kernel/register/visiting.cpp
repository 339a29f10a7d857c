// Walking a whole list: the list's own statement with every column, the names of what rows refer to, and no page.

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

#include <boost/json.hpp>

#include "liren/page.h"
#include "liren/register.h"
#include "register/extra.h"
#include "register/list_query.h"
#include "register/statements.h"

namespace liren {

namespace json = boost::json;

namespace {

constexpr int walked_standing = 4;            // columns before the register's own: id, area, sort_key, extra

/// The two statements of one register, made from the text of its list.
class WalkStatements {
public:
    explicit WalkStatements(const Register& of) {
        const std::string_view list = of.statements().list->text();
        const std::string_view rest = list.substr(list.find(" from " + of.table() + " r"));
        std::string columns = "r.id, r.area, r.sort_key, r.extra", names;
        for (std::size_t i = 0; i < of.fields().size(); ++i) {
            columns += ", r." + of.statements().columns[i].name;
            if (const std::string name = title_of(of.fields()[i]); !name.empty()) {
                names += ", " + name;
                named_.push_back(i);
            }
        }
        texts_ = {of.kind() + "_walk", "select " + columns + names + std::string(rest), of.kind() + "_walk_count",
                  "select count(*) as number" + std::string(rest.substr(0, rest.find(" [and (r.sort_key, r.id)")))};
        walk.emplace(StoreKind::district, texts_[0].c_str(), texts_[1].c_str(), of.statements().list->index());
        count.emplace(StoreKind::district, texts_[2].c_str(), texts_[3].c_str());
    }

    std::optional<Statement> walk, count;
    /// The references whose rows have a title, in the order in which their titles follow the columns.
    const std::vector<std::size_t>& named() const { return named_; }

private:
    static std::string title_of(const RegisterField& field) {
        const Register* to = field.kind == FieldKind::reference ? Register::find(field.of) : nullptr;
        if (!to || !to->title() || to->fields()[*to->title()].is_sealed()) return {};
        return "(select t." + to->statements().columns[*to->title()].name + " from " + to->table() + " t where t.id = r." + field.name + ")";
    }

    std::array<std::string, 4> texts_;
    std::vector<std::size_t> named_;
};

const WalkStatements& statements_of(const Register& of) {
    static std::mutex mutex;
    static std::map<const Register*, std::unique_ptr<const WalkStatements>> made;
    const std::lock_guard lock(mutex);
    auto& found = made[&of];
    if (!found) found = std::make_unique<const WalkStatements>(of);
    return *found;
}

/// What a list's query may name, but for its place and length, which are the walk's.
bool is_known(const Register& of, std::string_view name) {
    for (const char* own : {"subdistrict", "community", "grid", "ended", "q", "extra"})
        if (name == own) return true;
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        const FieldColumn& column = of.statements().columns[i];
        if (of.fields()[i].is_filter && (of.fields()[i].kind == FieldKind::date ? name == column.from || name == column.to : name == of.fields()[i].name)) return true;
    }
    return false;
}

/// One row as the statement gave it; the next takes its place.
struct Walked {
    std::string key;
    std::int64_t id = 0, area = 0;
    std::vector<FieldValue> values;
    std::vector<std::string> titles;
    ExtraValues extra;
};

}  // namespace

struct ListWalk::Body {
    House& house;
    const Register& of;
    json::value query;
    Scope scope;

    void read(const liren::Row& row, const std::vector<bool>& opened, Walked& into) const;
};

ListWalk::ListWalk(House& house, const Register& of, std::vector<std::pair<std::string, std::string>> query, Scope scope)
    : body_(std::make_unique<Body>(Body{house, of, json::object(), std::move(scope)})) {
    json::object& given = body_->query.get_object();
    for (auto& [name, value] : query) {
        if (!is_known(of, name)) throw Error("request.invalid", {{name.substr(0, 40), "schema.unknown_member"}});
        given[name] = std::move(value);
    }
    ListQuery(house, of, body_->query);   // what the list would refuse is refused here, before anybody waits for it
}

ListWalk::~ListWalk() = default;

void ListWalk::make_statements() {
    for (const Register* of : Register::all()) statements_of(*of);
}

void ListWalk::Body::read(const liren::Row& row, const std::vector<bool>& opened, Walked& into) const {
    into.id = row.integer(0);
    into.area = row.integer(1);
    into.key = row.text(2);
    into.extra = read_extra(row.text(3));
    into.values.resize(of.fields().size());
    into.titles.resize(of.fields().size());
    int column = walked_standing;
    for (std::size_t i = 0; i < of.fields().size(); ++i, ++column) {
        const RegisterField& field = of.fields()[i];
        if (row.is_null(column) || (field.is_sealed() && !opened[i])) into.values[i] = std::monostate{};
        else if (field.is_number()) into.values[i] = row.integer(column);
        else if (field.is_sealed()) into.values[i] = house.keyring.open(row.text(column), seal_context(of, field)).value_or("");
        else if (auto* text = std::get_if<std::string>(&into.values[i])) text->assign(row.text(column));
        else into.values[i] = std::string(row.text(column));
    }
    for (const std::size_t i : statements_of(of).named()) into.titles[i].assign(row.text(column++));
}

std::int64_t ListWalk::count(Db& db) const {
    ListQuery query(body_->house, body_->of, body_->query);
    if (!query.can_find()) return 0;
    std::int64_t number = 0;
    if (const auto* words = body_->query.get_object().if_contains("q"); words && !words->get_string().empty()) {
        // Words find so many rows in each part of a scope: only walking tells how many.
        for (std::string place;;) {
            place = visit(db, place, 1'000, {}, [&](const Row&) { ++number; });
            if (place.empty()) return number;
        }
    }
    auto parameters = query.parameters(db, body_->scope, 1);
    std::erase_if(parameters, [](const Parameter& parameter) { return parameter.name == "limit" || parameter.name == "after_key" || parameter.name == "after_id"; });
    db.each(*statements_of(body_->of).count, &body_->scope, parameters, [&](const liren::Row& row) { number = row.integer(0); });
    return number;
}

std::string ListWalk::visit(Db& db, const std::string& place, int limit, const std::vector<std::size_t>& opened, const std::function<void(const Row&)>& visitor) const {
    const WalkStatements& statements = statements_of(body_->of);
    json::value given = body_->query;
    if (!place.empty()) given.get_object()["after"] = place;
    ListQuery query(body_->house, body_->of, given);
    if (!query.can_find()) return {};
    std::vector<bool> opens(body_->of.fields().size());
    for (const std::size_t i : opened) opens.at(i) = true;
    const std::vector<Scope> parts = parts_for(*statements.walk, body_->scope);
    std::vector<Walked> rows;                 // of several parts, to be merged
    Walked row, last;
    int seen = 0;
    for (const Scope& part : parts)
        db.each(*statements.walk, &part, query.parameters(db, part, limit + 1), [&](const liren::Row& found) {
            if (parts.size() == 1 && ++seen > limit) return;
            body_->read(found, opens, row);
            if (parts.size() > 1) return rows.push_back(row);
            visitor({row.id, row.area, row.values, row.titles, row.extra});
            last.key.assign(row.key);
            last.id = row.id;
        });
    std::sort(rows.begin(), rows.end(), [](const Walked& a, const Walked& b) { return std::tie(a.key, a.id) < std::tie(b.key, b.id); });
    for (const Walked& one : rows) {
        if (seen > 0 && one.id == last.id) continue;
        if (++seen > limit) break;
        visitor({one.id, one.area, one.values, one.titles, one.extra});
        last.key.assign(one.key);
        last.id = one.id;
    }
    return seen > limit ? cursor_text(std::array<CursorValue, 2>{last.key, last.id}) : std::string();
}

}  // namespace liren
