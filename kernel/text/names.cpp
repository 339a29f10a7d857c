#include "liren/names.h"

#include <array>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include "text/dots.h"
#include "text/utf8.h"

namespace liren {

namespace {

std::string composed(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2* const normalizer = icu::Normalizer2::getNFCInstance(status);
    std::string result;
    icu::StringByteSink<std::string> sink(&result, static_cast<std::int32_t>(text.size()));
    if (U_SUCCESS(status)) normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, status);
    return U_SUCCESS(status) ? result : std::string(text);
}

bool is_digit(char character) { return character >= '0' && character <= '9'; }

bool all_digits(std::string_view text) {
    for (const char character : text)
        if (!is_digit(character)) return false;
    return !text.empty();
}

/// Half-width and without any blank; hyphens and dashes of all kinds become '-'.
std::string narrow(std::string_view text) {
    std::string result;
    for (const char32_t character : utf8::decode(text)) {
        if (is_blank_character(character)) continue;
        if (character >= 0xFF01 && character <= 0xFF5E) utf8::append(result, character - 0xFF01 + '!');
        else if ((character >= 0x2010 && character <= 0x2015) || character == 0x2212) result.push_back('-');
        else utf8::append(result, character);
    }
    return result;
}

bool is_local_number(std::string_view text) { return (text.size() == 7 || text.size() == 8) && all_digits(text) && text[0] >= '2'; }

std::string masked_middle(const std::vector<char32_t>& characters, std::size_t front, std::size_t back) {
    std::string result;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (i < front || i + back >= characters.size()) utf8::append(result, characters[i]);
        else result.push_back('*');
    }
    return result;
}

}  // namespace

std::string tidy_name(std::string_view name) {
    const std::string joined = join_dots(composed(strip_controls(name)));
    const std::vector<char32_t> characters = utf8::decode(trim(joined));
    std::string result;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (!is_blank_character(characters[i])) {
            utf8::append(result, characters[i]);
            continue;
        }
        std::size_t after = i;
        while (is_blank_character(characters[after])) ++after;   // the text is trimmed: a blank is never the last
        if (!is_han(characters[i - 1]) || !is_han(characters[after])) result.push_back(' ');
        i = after - 1;
    }
    return result;
}

std::string mask_name(std::string_view name) {
    const std::vector<char32_t> characters = utf8::decode(tidy_name(name));
    std::string masked;
    bool first_of_part = true;
    for (const char32_t character : characters) {
        const bool separates = character == name_separator || character == ' ';
        if (separates || first_of_part) utf8::append(masked, character);
        else masked.push_back('*');
        first_of_part = separates;
    }
    if (characters.size() == 1) masked.push_back('*');
    return masked;
}

std::string mask_phone(std::string_view phone) {
    const std::string number = tidy_phone(phone).value_or(std::string{});
    if (number.size() == 11 && number[0] == '1') return number.substr(0, 3) + "****" + number.substr(7);
    if (const auto hyphen = number.find('-'); number[0] == '0' && hyphen != std::string::npos) {
        const auto extension = number.find('-', hyphen + 1);
        const std::string local = number.substr(hyphen + 1, extension == std::string::npos ? extension : extension - hyphen - 1);
        return number.substr(0, hyphen + 1) + std::string(local.size() - 4, '*') + local.substr(local.size() - 4);
    }
    const std::vector<char32_t> characters = utf8::decode(trim(phone));
    return masked_middle(characters, 0, characters.size() >= 5 ? 2 : 0);
}

std::string mask_id_number(std::string_view number) {
    const std::string tidy = tidy_id_number(number);
    if (tidy.size() == 18 && all_digits(std::string_view(tidy).substr(0, 17))) return tidy.substr(0, 6) + std::string(12, '*');
    if (tidy.size() == 15 && all_digits(tidy)) return tidy.substr(0, 6) + std::string(9, '*');
    const std::vector<char32_t> characters = utf8::decode(tidy);
    return characters.size() < 8 ? std::string(characters.size(), '*') : masked_middle(characters, 1, 2);
}

std::string mask_address(std::string_view address) {
    const std::size_t shown = std::min<std::size_t>(6, count_characters(address) / 2);
    return std::string(first_characters(address, shown)) + "****";
}

std::optional<std::string> tidy_phone(std::string_view phone) {
    std::string number = narrow(phone);
    if (number.size() > 40) return std::nullopt;
    std::string plain;
    for (const char character : number)   // brackets around the area code: (0356)2021234
        if (character == ')' && !plain.empty() && plain.back() != '-') plain.push_back('-');
        else if (character != '(' && character != ')') plain.push_back(character);
    for (const std::string_view country : {"+86-", "+86", "0086-", "0086"})
        if (plain.size() > 10 && plain.compare(0, country.size(), country) == 0) {
            plain.erase(0, country.size());
            if (plain.size() > 9 && plain[0] != '0' && plain[0] != '1') plain.insert(0, "0");   // +86 356 2021234
            break;
        }
    std::string digits;
    for (const char character : plain)
        if (character != '-') digits.push_back(character);
    if (!all_digits(digits)) return std::nullopt;
    if (digits.size() == 11 && digits[0] == '1' && digits[1] >= '3') return digits;
    if (digits.size() == 10 && (digits.compare(0, 3, "400") == 0 || digits.compare(0, 3, "800") == 0)) return digits;

    std::string area, rest = plain;
    if (plain[0] == '0') {
        const bool short_area = plain[1] == '1' || plain[1] == '2';   // 010, 021 … are three digits, all others four
        const std::size_t length = short_area ? 3 : 4;
        if (plain.size() <= length || !all_digits(std::string_view(plain).substr(0, length)) || plain[1] == '0') return std::nullopt;
        area = plain.substr(0, length) + "-";
        rest = plain.substr(plain[length] == '-' ? length + 1 : length);
    }
    const auto hyphen = rest.find('-');
    const std::string local = rest.substr(0, hyphen);
    const std::string extension = hyphen == std::string::npos ? "" : rest.substr(hyphen + 1);
    if (!is_local_number(local) || (hyphen != std::string::npos && (!all_digits(extension) || extension.size() > 6))) return std::nullopt;
    if (!extension.empty()) return area + local + std::string("-") + extension;
    return area + local;
}

bool valid_mobile_or_landline(std::string_view phone) { return tidy_phone(phone).has_value(); }

bool valid_mobile(std::string_view phone) {
    const auto number = tidy_phone(phone);
    return number && number->size() == 11 && (*number)[0] == '1' && number->find('-') == std::string::npos;
}

}  // namespace liren
