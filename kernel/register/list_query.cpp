#include "register/list_query.h"

#include <charconv>

#include "liren/page.h"
#include "liren/text.h"
#include "register/statements.h"

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
    if (of_.statements().is_searched) all.push_back({"find", find_});
    return all;
}

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

std::optional<std::int64_t> ListQuery::date_value(std::string_view name) const {
    if (text(name).empty()) return std::nullopt;
    const auto date = parse_date(text(name));
    if (!date) refuse(name, "register.no_such_date");
    return date;
}

void ListQuery::add_filter(const RegisterField& field, const FieldColumn& column) {
    if (field.kind == FieldKind::date) {
        add(column.from, date_value(column.from));
        add(column.to, date_value(column.to));
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
    question_ = search_question(house.keyring, typed);
    can_find_ = !question_.empty();
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
