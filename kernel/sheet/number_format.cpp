#include "sheet/number_format.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>

namespace liren::sheet {

namespace {

constexpr double seconds_of_day = 86'400;
constexpr double last_day = 2'958'465;   // 9999-12-31
constexpr std::string_view year = "\u5e74", month = "\u6708", day = "\u65e5", hour = "\u65f6", minute = "\u5206", second = "\u79d2", weekday = "\u661f\u671f";

char small(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; }

/// The letters of the first section that stand for a part of the value: without quoted, escaped, bracketed and filling ones.
/// Elapsed hours ([h]) stay as h.
std::string speaking_letters(std::string_view code) {
    std::string letters;
    for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
        const char letter = code[at];
        if (letter == '"') {
            const std::size_t close = code.find('"', at + 1);
            if (close == std::string_view::npos) break;
            at = close;
        } else if (letter == '\\' || letter == '_' || letter == '*') {
            ++at;
        } else if (letter == '[') {
            const std::size_t close = code.find(']', at + 1);
            if (close == std::string_view::npos) break;
            const std::string_view inside = code.substr(at + 1, close - at - 1);
            if (!inside.empty() && inside.find_first_not_of(small(inside[0]) == 'h' ? "hH" : small(inside[0]) == 'm' ? "mM" : "sS") == std::string_view::npos) letters.push_back('h');
            at = close;
        } else {
            letters.push_back(small(letter));
        }
    }
    return letters;
}

void remove_all(std::string& text, std::string_view what) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) text.erase(at, what.size());
}

bool has(std::string_view text, std::string_view what) { return text.find(what) != std::string_view::npos; }

char* two_digits(char* into, std::int64_t value) {
    into[0] = static_cast<char>('0' + value / 10 % 10);
    into[1] = static_cast<char>('0' + value % 10);
    return into + 2;
}

char* clock_text(char* into, char* end, std::int64_t seconds) {
    const std::int64_t hours = seconds / 3600;
    into = hours < 100 ? two_digits(into, hours) : std::to_chars(into, end, hours).ptr;
    *into++ = ':';
    into = two_digits(into, seconds / 60 % 60);
    *into++ = ':';
    return two_digits(into, seconds % 60);
}

}  // namespace

NumberMeaning meaning_of_format(std::string_view code) {
    std::string letters = speaking_letters(code);
    if (letters.starts_with("g/")) return NumberMeaning::number;   // what Chinese programs call General
    remove_all(letters, "general");
    const bool halves = has(letters, "am/pm") || has(letters, "a/p");
    remove_all(letters, "am/pm");
    remove_all(letters, "a/p");
    remove_all(letters, "e+");   // scientific
    remove_all(letters, "e-");
    const bool shows_day = letters.find_first_of("ydegb") != std::string::npos || has(letters, "aaa") || has(letters, year) || has(letters, month) || has(letters, day) || has(letters, weekday);
    const bool shows_time = halves || letters.find_first_of("hs") != std::string::npos || has(letters, hour) || has(letters, minute) || has(letters, second);
    if (shows_day) return shows_time ? NumberMeaning::date_time : NumberMeaning::date;
    if (shows_time) return NumberMeaning::time;
    return letters.find('m') != std::string::npos ? NumberMeaning::date : NumberMeaning::number;
}

NumberMeaning meaning_of_builtin(std::uint32_t id) {
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58) return NumberMeaning::date;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56) return NumberMeaning::time;
    return id == 22 ? NumberMeaning::date_time : NumberMeaning::number;
}

std::string_view date_text(double serial, NumberMeaning meaning, DayCount count, ShortText& into) {
    if (!(serial >= 0) || serial > last_day + 1) return {};
    char* at = into.data();
    if (meaning == NumberMeaning::time) return {at, static_cast<std::size_t>(clock_text(at, at + into.size(), std::llround(serial * seconds_of_day)) - at)};
    auto days = static_cast<std::int64_t>(serial);
    std::int64_t seconds = std::llround((serial - static_cast<double>(days)) * seconds_of_day);
    if (seconds == static_cast<std::int64_t>(seconds_of_day)) {
        ++days;
        seconds = 0;
    }
    using namespace std::chrono;
    sys_days date = sys_days{December / 30 / 1899} + std::chrono::days{days};
    if (count == DayCount::from_1904) date = sys_days{January / 1 / 1904} + std::chrono::days{days};
    else if (days == 0 || days == 60) return {};
    else if (days < 60) date += std::chrono::days{1};
    const year_month_day parts{date};
    const int number_of_year = static_cast<int>(parts.year());
    if (number_of_year > 9999) return {};
    at = two_digits(two_digits(at, number_of_year / 100), number_of_year % 100);
    *at++ = '-';
    at = two_digits(at, static_cast<unsigned>(parts.month()));
    *at++ = '-';
    at = two_digits(at, static_cast<unsigned>(parts.day()));
    if (meaning == NumberMeaning::date_time && seconds != 0) {
        *at++ = 'T';
        at = clock_text(at, into.data() + into.size(), seconds);
    }
    return {into.data(), static_cast<std::size_t>(at - into.data())};
}

std::string_view number_text(double value, ShortText& into) {
    if (value == 0) value = 0;   // no -0
    const double size = std::fabs(value);
    const bool plain = size < 1e21 && (size == 0 || size >= 1e-7);
    char* const begin = into.data();
    const auto [end, problem] = std::to_chars(begin, begin + into.size(), value, plain ? std::chars_format::fixed : std::chars_format::general);
    if (problem != std::errc{}) return {begin, static_cast<std::size_t>(std::to_chars(begin, begin + into.size(), value, std::chars_format::scientific).ptr - begin)};
    return {begin, static_cast<std::size_t>(end - begin)};
}

bool is_plain_number(std::string_view text) {
    std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0, digits = 0;
    const std::size_t begin = at;
    if (text.size() - at > 16) return false;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at, ++digits;
    if (digits == 0 || (text[begin] == '0' && (digits > 1 || (begin == 1 && at == text.size())))) return false;
    if (at < text.size()) {
        if (text[at] != '.') return false;
        const std::size_t point = at++;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at, ++digits;
        if (at != text.size() || at == point + 1 || text[at - 1] == '0' || at - point > 7) return false;
    }
    return digits <= 15;
}

std::int32_t serial_of(std::string_view iso) {
    using namespace std::chrono;
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return 0;
    int parts[3] = {};
    const std::size_t begins[3] = {0, 5, 8}, sizes[3] = {4, 2, 2};
    for (int i = 0; i < 3; ++i)
        for (const char letter : iso.substr(begins[i], sizes[i])) {
            if (letter < '0' || letter > '9') return 0;
            parts[i] = parts[i] * 10 + (letter - '0');
        }
    const year_month_day date{std::chrono::year{parts[0]}, std::chrono::month{static_cast<unsigned>(parts[1])}, std::chrono::day{static_cast<unsigned>(parts[2])}};
    if (!date.ok() || sys_days{date} < sys_days{March / 1 / 1900}) return 0;
    return static_cast<std::int32_t>((sys_days{date} - sys_days{December / 30 / 1899}).count());
}

}  // namespace liren::sheet
