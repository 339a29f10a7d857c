#include "register/extra.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "liren/digest.h"

namespace liren {

namespace json = boost::json;

namespace {

const FieldValue nothing{};

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

ExtraValues read_extra(std::string_view text) {
    ExtraValues values;
    if (text.size() <= 2) return values;   // {}
    boost::system::error_code problem;
    const json::value parsed = json::parse({text.data(), text.size()}, problem);
    if (problem || !parsed.is_object()) return values;
    for (const auto& member : parsed.get_object()) {
        std::string name(member.key().data(), member.key().size());
        if (member.value().is_int64()) values.emplace_back(std::move(name), member.value().get_int64());
        else if (member.value().is_string()) values.emplace_back(std::move(name), std::string(member.value().get_string().data(), member.value().get_string().size()));
    }
    return values;
}

std::string extra_text(const ExtraValues& values) {
    std::string text;
    JsonWriter out(text);
    out.begin_object();
    for (const auto& [name, value] : values) {
        out.key(name);
        if (const auto* number = std::get_if<std::int64_t>(&value)) out.integer(*number);
        else out.string(std::get<std::string>(value));
    }
    out.end_object();
    return text;
}

const FieldValue& extra_value(const ExtraValues& values, std::string_view name) {
    for (const auto& [known, value] : values)
        if (known == name) return value;
    return nothing;
}

void set_extra(ExtraValues& values, std::string_view name, FieldValue value) {
    const auto at = std::lower_bound(values.begin(), values.end(), name, [](const auto& pair, std::string_view wanted) { return pair.first < wanted; });
    const bool there = at != values.end() && at->first == name;
    if (std::holds_alternative<std::monostate>(value)) {
        if (there) values.erase(at);
    } else if (there) {
        at->second = std::move(value);
    } else {
        values.insert(at, {std::string(name), std::move(value)});
    }
}

std::vector<std::pair<std::string_view, std::string_view>> extra_filters(std::string_view text) {
    std::vector<std::pair<std::string_view, std::string_view>> filters;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find(';'));
        text = pair.size() == text.size() ? std::string_view{} : text.substr(pair.size() + 1);
        const auto equals = pair.find('=');
        filters.emplace_back(pair.substr(0, equals), equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
    }
    return filters;
}

std::string extra_word(const Register& of, std::string_view name, const FieldValue& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    const std::string text = number ? std::to_string(*number) : std::get<std::string>(value);
    return "x" + hex(sha256(of.kind() + "." + std::string(name) + "=" + text)).substr(0, 14);
}

std::string extra_history_name(std::string_view name) { return "x." + std::string(name); }

FieldValue extra_from_stored(const ExtraField& extra, const std::optional<std::string>& text) {
    if (!text) return {};
    return extra.field.is_number() ? FieldValue(std::int64_t{std::stoll(*text)}) : FieldValue(*text);
}

void write_extra_value(JsonWriter& out, const ExtraField& extra, const FieldValue& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    if (std::holds_alternative<std::monostate>(value)) out.null();
    else if (number && extra.field.kind == FieldKind::date) out.string(date_text(*number));
    else if (number && extra.field.kind == FieldKind::boolean) out.boolean(*number != 0);
    else if (number) out.integer(*number);
    else out.string(std::get<std::string>(value));
}

std::optional<FieldValue> extra_from_text(const ExtraField& extra, std::string_view text) {
    const auto as_value = [](std::optional<std::int64_t> number) { return number ? std::optional<FieldValue>(*number) : std::nullopt; };
    switch (extra.field.kind) {
        case FieldKind::date: return as_value(parse_date(text));
        case FieldKind::integer: return as_value(whole_number(text));
        case FieldKind::boolean: return text == "true" || text == "1" ? std::optional<FieldValue>(std::int64_t{1}) : text == "false" || text == "0" ? std::optional<FieldValue>(std::int64_t{0}) : std::nullopt;
        default: return FieldValue(std::string(text));
    }
}

}  // namespace liren
