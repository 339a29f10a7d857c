#include "liren/numbers.h"

#include <array>
#include <cctype>

#include "liren/text.h"

namespace liren {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// A letter of a plate: never I or O.
bool is_letter(char c) { return c >= 'A' && c <= 'Z' && c != 'I' && c != 'O'; }
bool is_mark(char c) { return is_digit(c) || is_letter(c); }

template <class Test>
bool all(std::string_view text, Test test) {
    for (const char c : text)
        if (!test(c)) return false;
    return true;
}

bool is_energy_class(char c) { return (c >= 'A' && c <= 'H') || c == 'J' || c == 'K'; }

// The characters of the provinces, municipalities and regions, and of the special ends, as GA 36 lists them.
constexpr std::string_view provinces = "\u4eac\u6d25\u5180\u664b\u8499\u8fbd\u5409\u9ed1\u6caa\u82cf\u6d59\u7696\u95fd\u8d63\u9c81\u8c6b\u9102\u6e58\u7ca4\u6842\u743c\u6e1d\u5ddd\u8d35\u4e91\u85cf\u9655\u7518\u9752\u5b81\u65b0";
constexpr std::array<std::string_view, 3> special_ends = {"\u5b66", "\u8b66", "\u6302"};
constexpr std::array<std::string_view, 2> border_ends = {"\u6e2f", "\u6fb3"};

template <std::size_t N>
bool cut_end(std::string_view& text, const std::array<std::string_view, N>& ends) {
    for (const std::string_view end : ends)
        if (text.ends_with(end)) {
            text.remove_suffix(end.size());
            return true;
        }
    return false;
}

constexpr std::string_view credit_characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// GB 11714: the ninth character of an organisation code.
char organisation_check(std::string_view code) {
    constexpr std::array<int, 8> weights = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (is_digit(code[i]) ? code[i] - '0' : code[i] - 'A' + 10);
    const int check = 11 - sum % 11;
    return check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
}

}  // namespace

std::string tidy_code(std::string_view text) {
    std::string tidy;
    for (const char c : fold(text))
        if (static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0) tidy += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    for (auto dot = tidy.find("\u00b7"); dot != std::string::npos; dot = tidy.find("\u00b7")) tidy.erase(dot, std::string_view("\u00b7").size());
    return tidy;
}

bool is_known_plate(std::string_view plate) {
    const std::string_view province = first_characters(plate, 1);
    if (province.size() < 2 || provinces.find(province) == std::string_view::npos) return false;
    std::string_view rest = plate.substr(province.size());
    if (rest.empty() || !is_letter(rest.front())) return false;
    const char city = rest.front();
    rest.remove_prefix(1);
    if (rest.size() == 6 && all(rest, is_mark)) {
        const bool small = is_energy_class(rest[0]) && all(rest.substr(2), is_digit);
        const bool large = is_energy_class(rest[5]) && all(rest.substr(0, 5), is_digit);
        return small || large;
    }
    if (rest.size() == 5 && all(rest, is_mark)) return true;
    if (province == "\u7ca4" && city == 'Z' && cut_end(rest, border_ends)) return rest.size() == 4 && all(rest, is_mark);
    return cut_end(rest, special_ends) && rest.size() == 4 && all(rest, is_mark);
}

CreditCode judge_credit_code(std::string_view code) {
    constexpr std::array<int, 17> weights = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    if (code.size() != 18) return CreditCode::wrong_form;
    int sum = 0;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const auto value = credit_characters.find(code[i]);
        if (value == std::string_view::npos) return CreditCode::wrong_form;
        if (i < weights.size()) sum += weights[i] * static_cast<int>(value);
    }
    const int check = (31 - sum % 31) % 31;
    if (code[17] != credit_characters[static_cast<std::size_t>(check)]) return CreditCode::wrong_check;
    return code[16] == organisation_check(code.substr(8, 8)) ? CreditCode::sound : CreditCode::inner_check_differs;
}

}  // namespace liren
