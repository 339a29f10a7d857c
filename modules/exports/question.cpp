#include "question.h"

#include <algorithm>
#include <functional>

#include "liren/form.h"
#include "liren/text.h"

namespace liren::exports {

namespace {

constexpr std::size_t long_number = 7;        // digits that may be somebody's

std::string context_of(std::int64_t id) { return "exports.query:" + id_text(id); }

std::string guarded(std::string_view typed) {
    const auto digits = std::count_if(typed.begin(), typed.end(), [](char c) { return c >= '0' && c <= '9'; });
    return static_cast<std::size_t>(digits) < long_number ? std::string(typed) : std::string(first_characters(typed, 3)) + "****";
}

/// The value of one filter in words.
std::string value_words(House& house, Db& db, std::string_view language, const RegisterField& field, const std::string& value) {
    if (field.kind == FieldKind::code) {
        const CodeList& list = house.codes.get(field.of);
        const CodeItem* item = list.find(value);
        return item ? (language == "en" && !item->name_en.empty() ? item->name_en : item->name) : value;
    }
    if (field.kind == FieldKind::boolean) return house.texts.get(language, value == "true" || value == "1" ? "exports.yes" : "exports.no");
    if (field.kind == FieldKind::reference) {
        const Register* to = Register::find(field.of);
        const auto id = parse_id(value);
        const auto row = to && to->title() && id ? find_record(db, house, *to, *id, Scope::all()) : std::nullopt;
        const auto* title = row ? std::get_if<std::string>(&row->values[*to->title()]) : nullptr;
        return title ? *title : value;
    }
    return guarded(value);
}

/// "heating: gas, rooms: 3" of added fields.
void add_extra_words(House& house, std::string_view language, const Register& of, const std::string& filters, const std::function<void(const std::string&)>& add) {
    const auto extras = extra_fields_of(house, of);
    for (const auto& [name, value] : extra_filters(filters))
        for (const ExtraField& extra : *extras)
            if (extra.field.name == name)
                add(house.texts.get(language, "exports.is", {{"what", extra.label_in(language)}, {"value", extra.field.kind == FieldKind::boolean ? house.texts.get(language, value == "true" || value == "1" ? "exports.yes" : "exports.no") : guarded(value)}}));
}

}  // namespace

Query read_query(std::string_view text) {
    Query query = parse_query(text);
    std::erase_if(query, [](const auto& pair) { return pair.second.empty(); });
    return query;
}

std::string seal_query(const House& house, std::int64_t id, const Query& query) {
    std::string text;
    for (const auto& [name, value] : query) text += name + '\x1f' + value + '\x1e';
    return house.keyring.seal(text, context_of(id));
}

Query open_query(const House& house, std::int64_t id, std::string_view sealed) {
    Query query;
    const std::string text = house.keyring.open(sealed, context_of(id)).value_or("");
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view pair = rest.substr(0, rest.find('\x1e'));
        const auto middle = pair.find('\x1f');
        query.emplace_back(pair.substr(0, middle), pair.substr(middle + 1));
        rest.remove_prefix(pair.size() + 1);
    }
    return query;
}

std::int64_t area_of_query(const Query& query) {
    for (const char* level : {"grid", "community", "subdistrict"})
        for (const auto& [name, value] : query)
            if (name == level) return parse_id(value).value_or(0);
    return 0;
}

std::string query_words(House& house, Db& db, std::string_view language, const Register& of, const Query& query) {
    const auto text = [&](const std::string& key, const TextValues& values = {}) { return house.texts.get(language, key, values); };
    std::string words;
    const auto add = [&](const std::string& one) { words += (words.empty() ? "" : text("exports.and")) + one; };
    for (const auto& [name, value] : query) {
        if (name == "q") add(text("exports.typed", {{"words", guarded(value)}}));
        else if (name == "ended") { if (value == "true" || value == "1") add(text("exports.ended")); }
        else if (name == "extra") add_extra_words(house, language, of, value, add);
        else if (name == "subdistrict" || name == "community" || name == "grid") add(house.name_of("places.area", parse_id(value).value_or(0)));
        else
            for (const RegisterField& field : of.fields()) {
                const std::string label = text(of.kind() + "." + field.name);
                if (field.kind == FieldKind::date && name == field.name + "_from") add(text("exports.from", {{"what", label}, {"value", value}}));
                else if (field.kind == FieldKind::date && name == field.name + "_to") add(text("exports.to", {{"what", label}, {"value", value}}));
                else if (name == field.name) add(text("exports.is", {{"what", label}, {"value", value_words(house, db, language, field, value)}}));
            }
    }
    return words.empty() ? text("exports.everything") : words;
}

std::vector<std::size_t> columns_of(const Register& of, std::string_view columns) {
    std::vector<std::size_t> chosen;
    if (of.title()) chosen.push_back(*of.title());
    for (std::size_t i = 0; i < of.fields().size(); ++i)
        if (of.title() != i && (columns == "all" || of.fields()[i].is_listed)) chosen.push_back(i);
    return chosen;
}

std::vector<std::size_t> sealed_of(const Register& of, const std::vector<std::size_t>& columns) {
    std::vector<std::size_t> sealed;
    std::copy_if(columns.begin(), columns.end(), std::back_inserter(sealed), [&](std::size_t i) { return of.fields()[i].is_sealed(); });
    return sealed;
}

std::string extra_columns(House& house, const Register& of, std::string_view columns) {
    std::string names;
    for (const auto held = extra_fields_of(house, of); const ExtraField& extra : *held)
        if (!extra.is_retired && (columns == "all" || extra.field.is_listed)) names += (names.empty() ? "" : ",") + extra.field.name;
    return names;
}

std::vector<ExtraField> extra_of(House& house, const Register& of, std::string_view names) {
    const std::string wanted = "," + std::string(names) + ",";
    std::vector<ExtraField> extras;
    for (const auto held = extra_fields_of(house, of); const ExtraField& extra : *held)
        if (wanted.find("," + extra.field.name + ",") != std::string::npos) extras.push_back(extra);
    return extras;
}

std::string column_words(House& house, std::string_view language, const Register& of, const ExportRow& row) {
    std::string words;
    const auto add = [&](const std::string& word) { words += (words.empty() ? "" : house.texts.get(language, "exports.and")) + word; };
    for (const std::size_t i : columns_of(of, row.columns)) add(house.texts.get(language, of.kind() + "." + of.fields()[i].name));
    for (const ExtraField& extra : extra_of(house, of, row.extra)) add(extra.label_in(language));
    return words;
}

std::string code_words(const CodeList& list, const CodeItem& item, std::string_view language) {
    const std::string& name = language == "en" && !item.name_en.empty() ? item.name_en : item.name;
    return list.recognize(name) == list.find(item.code) ? name : item.code;
}

}  // namespace liren::exports
