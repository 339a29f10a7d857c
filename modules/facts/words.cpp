#include "words.h"

#include <algorithm>
#include <array>

#include "liren/names.h"

namespace liren::facts {

namespace {

/// What nobody has a paper for.
constexpr std::array<std::string_view, 5> said_without_paper = {"phone", "employer", "parking", "colour", "brand"};

std::string amount_in_words(std::int64_t value, int decimals) {
    std::string text = std::to_string(value);
    const auto places = static_cast<std::size_t>(decimals);
    if (places == 0) return text;
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    return text.insert(text.size() - places, ".");
}

std::string number_in_words(Db& db, House& house, const RegisterField& field, std::int64_t number, std::string_view language) {
    switch (field.kind) {
        case FieldKind::date: return date_text(number);
        case FieldKind::amount: return amount_in_words(number, field.decimals);
        case FieldKind::boolean: return house.texts.get(language, number != 0 ? "facts.yes" : "facts.no");
        case FieldKind::reference: {
            const Register* to = Register::find(field.of);
            const auto row = to && to->title() ? find_record(db, house, *to, number, Scope::all()) : std::nullopt;
            const auto* title = row ? std::get_if<std::string>(&row->values[*to->title()]) : nullptr;
            return title ? *title : std::string();
        }
        default: return std::to_string(number);
    }
}

std::string text_in_words(const House& house, const RegisterField& field, const std::string& text, std::string_view language, bool clear) {
    if (field.kind == FieldKind::code) {
        const CodeItem* item = house.codes.get(field.of).find(text);
        if (!item) return text;
        return language == "en" && !item->name_en.empty() ? item->name_en : item->name;
    }
    if (clear) return text;
    switch (field.kind) {
        case FieldKind::id_number: return mask_id_number(text);
        case FieldKind::phone: return mask_phone(text);
        case FieldKind::address: return mask_address(text);
        default: return text;
    }
}

}  // namespace

std::string in_words(Db& db, House& house, const RegisterField& field, const FieldValue& value, std::string_view language, bool clear) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return number_in_words(db, house, field, *number, language);
    const auto* text = std::get_if<std::string>(&value);
    return text ? text_in_words(house, field, *text, language, clear) : std::string();
}

std::string label_of(const House& house, const Register& of, std::string_view field, std::string_view language) { return house.texts.get(language, of.kind() + "." + std::string(field)); }

bool is_shown(const RegisterField& field) { return field.name != "note"; }

bool is_correctable(const RegisterField& field) { return is_shown(field) && (field.kind == FieldKind::date || !field.is_number()); }

bool needs_paper(const RegisterField& field) { return std::find(said_without_paper.begin(), said_without_paper.end(), field.name) == said_without_paper.end(); }

std::optional<FieldValue> from_words(const RegisterField& field, std::string_view text) {
    if (field.kind != FieldKind::date) return FieldValue(std::string(text));
    const auto date = parse_date(text);
    return date ? std::optional<FieldValue>(*date) : std::nullopt;
}

std::string to_words(const RegisterField& field, const FieldValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return field.kind == FieldKind::date ? date_text(*number) : std::to_string(*number);
    const auto* text = std::get_if<std::string>(&value);
    return text ? *text : std::string();
}

}  // namespace liren::facts
