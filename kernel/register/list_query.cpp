#include "register/list_query.h"

#include <algorithm>
#include <charconv>

#include "liren/page.h"
#include "liren/text.h"
#include "register/extra.h"
#include "register/statements.h"
#include "search/dialect.h"

namespace liren {

namespace json = boost::json;

namespace {

[[noreturn]] void refuse(std::string_view name, const char* key) { throw Error("request.invalid", {{std::string(name), key}}); }

}  // namespace

ListQuery::ListQuery(House& house, const Register& of, const json::value& given) : of_(of), given_(given.get_object()) {
    values_.reserve(given_.size() + 4);
    for (const char* area : {"subdistrict", "community", "grid"}) add(area, id_value(area));
    for (std::size_t i = 0; i < of.fields().size(); ++i)
        if (of.fields()[i].is_filter) add_filter(of.fields()[i], of.statements().columns[i]);
    parameters_.push_back({"ended", text("ended") == "true" || text("ended") == "1"});
    read_question(house);
    read_extra_filters(house);
    read_page();
}

std::vector<Parameter> ListQuery::parameters(Db& db, const Scope& part, int ask) {
    std::vector<Parameter> all = parameters_;
    all.push_back({"limit", ask});
    all.push_back({"after_key", after_key_});
    all.push_back({"after_id", after_id_});
    SearchQuestion narrowed = question_;
    if (!question_.empty()) narrow(narrowed, part);
    find_ = question_.empty() ? std::nullopt : std::optional(db.find_text(narrowed));
    walked_.reset();
    if (typed_.empty() && find_ && are_many(db)) {
        walked_ = extra_words_;
        find_.reset();
    }
    if (!of_.statements().is_searched) return all;
    all.push_back({"find", find_});
    all.push_back({"extra_words", walked_});
    return all;
}

bool ListQuery::are_many(Db& db) const { return db.number(*of_.statements().found, {{"find", *find_}}).value_or(0) >= search::most_found; }

std::string_view ListQuery::text(std::string_view name) const {
    const auto* value = given_.if_contains(name);
    return value && value->is_string() ? std::string_view(value->get_string().data(), value->get_string().size()) : std::string_view{};
}

std::optional<std::int64_t> ListQuery::id_value(std::string_view name) const {
    if (text(name).empty()) return std::nullopt;
    const auto id = parse_id(text(name));
    if (!id) refuse(name, "schema.not_id");
    return id;
}

std::optional<std::int64_t> ListQuery::date_value(std::string_view name, bool last) const {
    if (text(name).empty()) return std::nullopt;
    auto date = parse_date(text(name));
    if (!date) refuse(name, "register.no_such_date");
    if (last && *date % 10000 == 0) *date += 1231;
    else if (last && *date % 100 == 0) *date += 31;
    return date;
}

void ListQuery::add_filter(const RegisterField& field, const FieldColumn& column) {
    if (field.kind == FieldKind::date) {
        add(column.from, date_value(column.from, false));
        add(column.to, date_value(column.to, true));
    } else if (field.kind == FieldKind::reference) {
        add(field.name, id_value(field.name));
    } else if (field.kind == FieldKind::boolean) {
        const std::string_view word = text(field.name);
        add(field.name, word.empty() ? std::nullopt : std::optional<std::int64_t>(word == "true" || word == "1" ? 1 : 0));
    } else {
        const std::string_view word = text(field.name);
        parameters_.push_back({field.name, word.empty() ? Value(nullptr) : Value(values_.emplace_back(word))});
    }
}

void ListQuery::read_question(House& house) {
    const std::string_view typed = trim(text("q"));
    if (typed.empty()) return;
    if (!of_.statements().is_searched) refuse("q", "register.no_words");
    typed_ = question_ = search_question(house.keyring, typed);
    can_find_ = !typed_.empty();
}

/// extra=heating=燃气;rooms=3 — what the city added is found by words that stand in the index beside the names.
void ListQuery::read_extra_filters(House& house) {
    auto filters = extra_filters(text("extra"));
    if (filters.empty()) return;
    std::sort(filters.begin(), filters.end());   // a row's words follow each other in the order of the fields' names
    const auto extras = extra_fields_of(house, of_);
    for (const auto& [name, asked] : filters) {
        const auto extra = std::find_if(extras->begin(), extras->end(), [&, name = name](const ExtraField& known) { return known.field.name == name; });
        if (extra == extras->end() || !extra->field.is_filter) refuse("extra", "register.unknown_filter");
        const auto value = asked.empty() ? std::nullopt : extra_from_text(*extra, asked);
        if (!value) refuse("extra", "register.unknown_filter");
        const std::string word = extra_word(of_, extra->field.name, *value);
        question_.push_back({SearchWord{word, false}});
        extra_words_ += "%" + word;
    }
    extra_words_ += "%";
}

void ListQuery::read_page() {
    if (const std::string_view word = text("limit"); !word.empty()) {
        const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), limit_);
        if (problem != std::errc{} || end != word.data() + word.size() || limit_ < 1 || limit_ > 100) refuse("limit", "schema.out_of_range");
    }
    if (text("after").empty()) return;
    const auto key = parse_cursor(text("after"), "ti");
    after_key_ = std::get<std::string>(key[0]);
    after_id_ = std::get<std::int64_t>(key[1]);
}

}  // namespace liren
