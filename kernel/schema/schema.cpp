#include "liren/schema.h"

#include <charconv>

#include <boost/core/demangle.hpp>
#include <boost/json.hpp>

#include "liren/names.h"

namespace liren {

Reading::Step::Step(Reading& reading, std::string_view name, std::ptrdiff_t index) : reading_(reading), length_(reading.path_.size()) {
    if (index >= 0) {
        reading.path_ += '[';
        reading.path_ += std::to_string(index);
        reading.path_ += ']';
        return;
    }
    if (!reading.path_.empty()) reading.path_ += '.';
    reading.path_ += name;
}

namespace schema_detail {

namespace json = boost::json;

namespace {

void fault_length(Reading& reading, const char* key, std::size_t limit, std::size_t found) {
    reading.fault(key, {{"limit", std::to_string(limit)}, {"found", std::to_string(found)}});
}

/// A query string gives numbers and truth values as text; JSON bodies give them as themselves.
bool integer_of(const JsonValue& in, std::int64_t& out) {
    if (in.is_int64()) return out = in.get_int64(), true;
    if (in.is_uint64()) return false;
    if (!in.is_string()) return false;
    const std::string_view text(in.get_string().data(), in.get_string().size());
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
    return problem == std::errc{} && end == text.data() + text.size() && !text.empty();
}

std::optional<std::string_view> text_of(const JsonValue& in, Reading& reading) {
    if (in.is_string()) return std::string_view(in.get_string().data(), in.get_string().size());
    reading.fault("schema.not_text");
    return std::nullopt;
}

/// yyyymmdd in the zone of the installation.
std::int32_t today() {
    std::int32_t date = 0;
    for (const char c : local_minute(SystemClock().now()).substr(0, 10))
        if (c != '-') date = date * 10 + (c - '0');
    return date;
}

}  // namespace

void read_text(const JsonValue& in, std::string& out, std::size_t min, std::size_t max, Reading& reading) {
    const auto text = text_of(in, reading);
    if (!text) return;
    out = trim(strip_controls(*text));
    if (out.empty() && text->find('\0') != std::string_view::npos) return reading.fault("schema.not_text");   // a text of nothing but NUL is no text
    const std::size_t characters = count_characters(out);
    if (characters > max) fault_length(reading, "schema.too_long", max, characters);
    else if (characters < min) fault_length(reading, characters == 0 ? "schema.required" : "schema.too_short", min, characters);
}

void read_integer(const JsonValue& in, std::int64_t& out, std::int64_t min, std::int64_t max, Reading& reading) {
    std::int64_t value = 0;
    if (!integer_of(in, value)) return reading.fault("schema.not_integer");
    if (value < min || value > max) return reading.fault("schema.out_of_range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
    out = value;
}

void read_boolean(const JsonValue& in, bool& out, Reading& reading) {
    if (in.is_bool()) out = in.get_bool();
    else if (in.is_string() && (in.get_string() == "true" || in.get_string() == "1")) out = true;
    else if (in.is_string() && (in.get_string() == "false" || in.get_string() == "0")) out = false;
    else reading.fault("schema.not_boolean");
}

void read_id(const JsonValue& in, std::int64_t& out, Reading& reading) {
    const auto text = text_of(in, reading);
    if (!text) return;
    if (const auto id = parse_id(*text)) out = *id;
    else reading.fault("schema.not_id");
}

void read_choice(const JsonValue& in, std::string& out, std::string_view words, Reading& reading) {
    const auto text = text_of(in, reading);
    if (!text) return;
    for (const std::string& word : split_words(words))
        if (word == *text) {
            out = word;
            return;
        }
    reading.fault("schema.not_a_choice", {{"choices", std::string(words)}});
}

void read_phone(const JsonValue& in, std::string& out, Reading& reading) {
    read_text(in, out, 0, 40, reading);
    if (out.empty()) return;
    if (auto tidy = tidy_phone(out)) out = std::move(*tidy);
    else reading.fault("schema.not_phone");
}

void read_person_name(const JsonValue& in, std::string& out, Reading& reading) {
    read_text(in, out, 0, 50, reading);
    out = tidy_name(out);
}

void read_id_number(const JsonValue& in, std::string& out, Reading& reading) {
    read_text(in, out, 0, 40, reading);
    out = tidy_id_number(out);
    if (out.empty()) return;
    if (const auto problem = id_number_problem(out, today())) reading.fault(std::string(*problem));
}

bool enter_object(const JsonValue& in, const Schema& schema, Reading& reading) {
    if (!in.is_object()) return reading.fault("schema.not_object"), false;
    for (const auto& member : in.get_object()) {
        bool known = false;
        for (const SchemaMember& m : schema.members) known = known || m.name == std::string_view(member.key().data(), member.key().size());
        if (known) continue;
        const std::string_view name = first_characters({member.key().data(), member.key().size()}, 40);
        Reading::Step step(reading, name);
        reading.fault("schema.unknown_member");
    }
    return true;
}

const JsonValue* find_member(const JsonValue& object, std::string_view name) {
    const auto* value = object.get_object().if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

std::vector<const JsonValue*> list_items(const JsonValue& in, std::size_t max, Reading& reading) {
    if (!in.is_array()) return reading.fault("schema.not_list"), std::vector<const JsonValue*>{};
    const auto& array = in.get_array();
    if (array.size() > max) {
        fault_length(reading, "schema.too_many", max, array.size());
        return {};
    }
    std::vector<const JsonValue*> items;
    for (const auto& item : array) items.push_back(&item);
    return items;
}

std::vector<std::string> split_words(std::string_view words) {
    std::vector<std::string> found;
    while (!words.empty()) {
        const auto bar = words.find('|');
        found.emplace_back(words.substr(0, bar));
        words = bar == std::string_view::npos ? std::string_view{} : words.substr(bar + 1);
    }
    return found;
}

void write_masked(JsonWriter& out, std::string_view clear, const char* rule) {
    const std::string_view name(rule);
    if (name == "phone") out.string(mask_phone(clear));
    else if (name == "person_name") out.string(mask_name(clear));
    else out.string(mask_id_number(clear));
}

std::string short_type_name(const char* mangled) {
    std::string name = boost::core::demangle(mangled);
    if (const auto colon = name.rfind("::"); colon != std::string::npos) name = name.substr(colon + 2);
    return name;
}

}  // namespace schema_detail

}  // namespace liren
