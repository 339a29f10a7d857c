#include "values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "layout.h"
#include "liren/names.h"
#include "liren/numbers.h"
#include "liren/text.h"

namespace liren::imports {

namespace {

constexpr std::int64_t first_serial = 3'654, last_serial = 80'000;   // 1910 to 2119: what a serial number of a person's date can be
constexpr std::int64_t serial_of_1970 = 25'569;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// yyyymmdd of a day counted from 1970 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
std::int64_t day_of(std::int64_t days) {
    days += 719'468;
    const std::int64_t era = days / 146'097, day_of_era = days % 146'097;
    const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted = (5 * day_of_year + 2) / 153, day = day_of_year - (153 * shifted + 2) / 5 + 1;
    const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    return (year_of_era + era * 400 + (month <= 2 ? 1 : 0)) * 10'000 + month * 100 + day;
}

/// The groups of digits in a text, and nothing else but what may stand between them.
std::vector<std::string> groups_of(std::string_view text) {
    std::vector<std::string> groups;
    bool inside = false;
    for (const char c : text) {
        if (is_digit(c)) {
            if (!inside) groups.emplace_back();
            groups.back() += c;
        }
        inside = is_digit(c);
    }
    return groups;
}

std::string unit_free(std::string_view text) {
    std::string number;
    for (const char c : text) {
        if (is_digit(c) || (c == '.' && number.find('.') == std::string::npos) || (c == '-' && number.empty())) number += c;
        else if (c == ',' || c == ' ') continue;
        else break;
    }
    if (const auto dot = number.find('.'); dot != std::string::npos) {
        while (number.ends_with('0')) number.pop_back();
        if (number.ends_with('.')) number.pop_back();
    }
    return number;
}

std::optional<std::int64_t> whole(std::string_view text, int decimals) {
    std::string number = unit_free(text);
    const auto dot = number.find('.');
    const std::size_t places = dot == std::string::npos ? 0 : number.size() - dot - 1;
    if (number.empty() || number == "-" || places > static_cast<std::size_t>(decimals)) return std::nullopt;
    if (dot != std::string::npos) number.erase(dot, 1);
    number.append(static_cast<std::size_t>(decimals) - places, '0');
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), value);
    return problem == std::errc{} && end == number.data() + number.size() ? std::optional(value) : std::nullopt;
}

/// "yes|y|…" in the language files.
bool is_among(const House& house, const char* key, std::string_view text) {
    const std::string wanted = "|" + fold(text) + "|";
    for (const std::string& language : house.texts.languages())
        if (("|" + fold(house.texts.get(language, key)) + "|").find(wanted) != std::string::npos) return true;
    return false;
}

/// Numbers are guarded against a spreadsheet's mind by a mark before them, which is no part of them.
std::string_view without_mark(std::string_view text) {
    while (text.starts_with('\'') || text.starts_with('`')) text.remove_prefix(1);
    return text;
}

/// Two to four Chinese characters, or parts with a dot between: what a column of names looks like.
bool looks_like_name(std::string_view text) {
    const std::string name = tidy_name(text);
    const std::size_t characters = count_characters(name);
    const bool dotted = name.find("\u00b7") != std::string::npos;
    if (characters < 2 || (characters > 4 && !dotted)) return false;
    for (std::size_t at = 0; at < name.size();) {
        const std::string_view one = first_characters(std::string_view(name).substr(at), 1);
        if (one.size() < 3 && one != "\u00b7") return false;   // every Chinese character takes three bytes or more
        at += one.size();
    }
    return true;
}

std::string shown(std::string_view text) { return std::string(first_characters(text, 30)); }

FieldValue code_value(const RegisterField& field, std::string_view text, const House& house, Findings& findings) {
    const CodeItem* item = house.codes.get(field.of).recognize(text);
    if (item) return item->code;
    findings.refuse(field.name, "imports.unknown_code", {{"found", shown(text)}});
    return {};
}

/// The choice as the city spells it, of an added field; null where it is none.
const std::string* choice_of(const ExtraField& extra, std::string_view text) {
    const std::string wanted = fold(trim(text));
    for (const std::string& choice : extra.choices)
        if (fold(trim(choice)) == wanted) return &choice;
    return nullptr;
}

FieldValue id_number_value(const RegisterField& field, std::string_view text, Findings& findings) {
    std::string number = tidy_id_number(without_mark(text));
    if (number.size() == 15)
        if (auto longer = lengthen_id_number(number)) {
            findings.warn(field.name, "imports.lengthened");
            number = std::move(*longer);
        }
    return number;
}

/// 1985.1 was 1985.1 or 1985.10: a spreadsheet drops the zero at a number's end.
bool lost_its_zero(std::string_view text) {
    const auto dot = text.find('.');
    return dot == 4 && text.substr(dot) == ".1";
}

}  // namespace

bool is_error_word(std::string_view text) {
    constexpr std::array<std::string_view, 8> words = {"#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"};
    return std::find(words.begin(), words.end(), text) != words.end();
}

std::optional<std::int64_t> date_of(std::string_view given, bool may_be_serial) {
    const std::string text = fold(given);
    const std::vector<std::string> groups = groups_of(text);
    if (groups.empty() || groups.size() > 6) return std::nullopt;
    if (groups.size() == 1) {
        const std::string& digits = groups[0];
        if (digits.size() == 8) return parse_date(digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6));
        if (digits.size() == 6) return parse_date(digits.substr(0, 4) + "-" + digits.substr(4));
        std::int64_t number = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (digits.size() == 4 && number >= 1850 && number <= 2200) return number * 10'000;
        if (may_be_serial && number >= first_serial && number <= last_serial) return day_of(number - serial_of_1970);
        return std::nullopt;
    }
    if (groups[0].size() != 4) return std::nullopt;   // 3/7/85 may be March or July: nobody can know
    return parse_date(groups[0] + "-" + groups[1] + (groups.size() > 2 ? "-" + groups[2] : ""));
}

FieldValue value_of(const RegisterField& field, std::string_view cell, const House& house, Findings& findings) {
    if (cell.empty()) return {};
    const char kind = cell[0];
    const std::string text(trim(strip_controls(cell.substr(1))));
    if (text.empty()) return {};
    if (kind == 'x' || is_error_word(text)) {
        findings.refuse(field.name, "imports.error_cell", {{"found", shown(text)}});
        return {};
    }
    if (kind == 'l') {   // whatever the field is: the end of the number is gone
        findings.refuse(field.name, "imports.lossy_number");
        return {};
    }
    switch (field.kind) {
        case FieldKind::code: return code_value(field, text, house, findings);
        case FieldKind::id_number: return id_number_value(field, text, findings);
        case FieldKind::date:
            if (kind == 'n' && lost_its_zero(text)) {
                findings.refuse(field.name, "imports.month_lost", {{"found", shown(text)}});
                return {};
            }
            if (const auto date = date_of(text, kind == 'n')) return *date;
            findings.refuse(field.name, "imports.not_date", {{"found", shown(text)}});
            return {};
        case FieldKind::boolean:
            if (kind == 'b') return std::int64_t{text == "TRUE" ? 1 : 0};
            if (is_among(house, "imports.yes_words", text)) return std::int64_t{1};
            if (is_among(house, "imports.no_words", text)) return std::int64_t{0};
            findings.refuse(field.name, "imports.not_boolean", {{"found", shown(text)}});
            return {};
        case FieldKind::integer:
        case FieldKind::amount:
            if (const auto number = whole(fold(text), field.decimals)) return *number;   // full-width digits too
            findings.refuse(field.name, "imports.not_number", {{"found", shown(text)}});
            return {};
        case FieldKind::phone:
        case FieldKind::plate:
        case FieldKind::credit_code: return std::string(without_mark(text));
        default: return text;
    }
}

FieldValue value_of(const ExtraField& extra, std::string_view cell, const House& house, Findings& findings) {
    RegisterField field = extra.field;
    field.name = extra_path(extra);
    const bool chosen = field.kind == FieldKind::code;
    if (chosen) field.kind = FieldKind::text;   // its choices stand with the field, in no list
    FieldValue value = value_of(field, cell, house, findings);
    const auto* text = chosen ? std::get_if<std::string>(&value) : nullptr;
    if (!text) return value;
    if (const std::string* choice = choice_of(extra, *text)) return *choice;
    findings.refuse(field.name, "imports.unknown_code", {{"found", shown(*text)}});
    return {};
}

bool looks_like(const ExtraField& extra, std::string_view cell) { return extra.field.kind == FieldKind::code && choice_of(extra, cell.substr(1)) != nullptr; }

bool looks_like(const RegisterField& field, std::string_view cell, const House& house) {
    const std::string text(trim(cell.substr(1)));
    switch (field.kind) {
        case FieldKind::id_number: return id_number_facts(tidy_id_number(text)).has_value();
        case FieldKind::phone: return valid_mobile(tidy_phone(text).value_or(""));
        case FieldKind::plate: return is_known_plate(tidy_code(text));
        case FieldKind::credit_code: return judge_credit_code(tidy_code(text)) == CreditCode::sound;
        case FieldKind::code: return house.codes.get(field.of).recognize(text) != nullptr;
        case FieldKind::person_name: return looks_like_name(text);
        default: return false;
    }
}

}  // namespace liren::imports
