// The citizen identity number after GB 11643-1999: six digits of place, eight of birth, three of sequence, one check.

#include "liren/names.h"

#include <array>

#include "text/dots.h"
#include "text/utf8.h"

namespace liren {

namespace {

constexpr std::int32_t earliest_birth = 18500101;

bool is_digit(char character) { return character >= '0' && character <= '9'; }

bool all_digits(std::string_view text) {
    for (const char character : text)
        if (!is_digit(character)) return false;
    return true;
}

/// ISO 7064 MOD 11-2 over the first seventeen digits.
char check_character(std::string_view seventeen) {
    static constexpr std::array<int, 17> weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += (seventeen[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

/// GB/T 2260 provinces, and 81–83 for holders from Hong Kong, Macao and Taiwan.
bool is_province(int code) {
    return (code >= 11 && code <= 15) || (code >= 21 && code <= 23) || (code >= 31 && code <= 37) || (code >= 41 && code <= 46) || (code >= 50 && code <= 54) ||
           (code >= 61 && code <= 65) || code == 71 || (code >= 81 && code <= 83);
}

int number_at(std::string_view text, std::size_t at, std::size_t length) {
    int value = 0;
    for (std::size_t i = at; i < at + length; ++i) value = value * 10 + (text[i] - '0');
    return value;
}

bool is_date(std::int32_t date) {
    static constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (month < 1 || month > 12 || day < 1) return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= lengths[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool has_right_characters(std::string_view number) { return all_digits(number.substr(0, 17)) && (is_digit(number[17]) || number[17] == 'X'); }

}  // namespace

std::string tidy_id_number(std::string_view number) {
    std::string tidy;
    for (char32_t character : utf8::decode(number)) {
        if (is_blank_character(character)) continue;
        if (character >= 0xFF01 && character <= 0xFF5E) character = character - 0xFF01 + '!';
        if (character >= 'a' && character <= 'z') character = character - 'a' + 'A';
        utf8::append(tidy, character);
    }
    return tidy;
}

std::optional<std::string_view> id_number_problem(std::string_view number, std::int32_t today) {
    if (number.size() != 18) return "id_number.length";
    if (!has_right_characters(number)) return "id_number.characters";
    const bool permanent_residence_card = number[0] == '9';   // 2023 edition: 9, then the province that accepted it
    if (!is_province(number_at(number, permanent_residence_card ? 1 : 0, 2))) return "id_number.province";
    const std::int32_t birth = number_at(number, 6, 8);
    if (birth < earliest_birth || !is_date(birth)) return "id_number.birth_date";
    if (birth > today) return "id_number.birth_future";
    if (number[17] != check_character(number)) return "id_number.check";
    return std::nullopt;
}

std::optional<IdNumberFacts> id_number_facts(std::string_view number) {
    if (number.size() != 18 || !has_right_characters(number) || number[17] != check_character(number)) return std::nullopt;
    return IdNumberFacts{number_at(number, 6, 8), (number[16] - '0') % 2 == 1 ? 1 : 2};
}

std::optional<std::string> lengthen_id_number(std::string_view fifteen) {
    if (fifteen.size() != 15 || !all_digits(fifteen)) return std::nullopt;
    std::string number(fifteen.substr(0, 6));
    number.append("19").append(fifteen.substr(6));
    number.push_back(check_character(number));
    return number;
}

}  // namespace liren
