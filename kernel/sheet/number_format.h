#pragma once
// What a number in a cell means: the number format of the cell says whether it is a date, and the value is then counted in
// days. Also the one spelling of a stored number. Pure functions.

#include <array>
#include <cstdint>
#include <string_view>

namespace liren::sheet {

enum class NumberMeaning : std::uint8_t { number, date, date_time, time };

/// Of a custom format, e.g. yyyy"年"m"月"d"日", [h]:mm, [$-804]aaaa, 0.00E+00.
NumberMeaning meaning_of_format(std::string_view code);
/// Of a built-in format, those that Excel keeps for Chinese (27–36, 50–58) included.
NumberMeaning meaning_of_builtin(std::uint32_t id);

/// Which day is number 0. Excel's 1900 counts a 29 February 1900 that never was.
enum class DayCount : std::uint8_t { from_1900, from_1904 };

/// Enough for the longest spelling below.
using ShortText = std::array<char, 32>;

/// The day (and time) as ISO 8601, or an empty text when the value is none: before 1900, after 9999, or 29 February 1900.
std::string_view date_text(double serial, NumberMeaning meaning, DayCount count, ShortText& into);

/// The number as the shortest decimal that reads back as the same double, without exponent below 1e21.
std::string_view number_text(double value, ShortText& into);

/// Whether a spelling is that decimal already and has at most 15 digits, so that it can be taken as it stands.
bool is_plain_number(std::string_view text);

/// Spreadsheets keep 15 digits: from here on the last digits of a whole number are not those that were typed.
inline constexpr double lossy_from = 1e15;

/// The day number of yyyy-mm-dd in the 1900 count; 0 when it is no date or before 1 March 1900.
std::int32_t serial_of(std::string_view iso);

}  // namespace liren::sheet
