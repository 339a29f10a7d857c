#pragma once
// UTF-8 text as the house treats it: checked once at the door, counted in characters, tidied before it is stored and
// folded before it is searched. All functions are pure and safe from any thread; those that take text which is not
// UTF-8 treat each bad byte as U+FFFD and never throw.

#include <cstddef>
#include <string>
#include <string_view>

namespace liren {

/// Whether the bytes are UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
bool valid_utf8(std::string_view text);

/// The number of code points; a flag or a family emoji counts as several.
std::size_t count_characters(std::string_view text);

/// At most `limit` characters, cut between characters, never inside one.
std::string_view first_characters(std::string_view text, std::size_t limit);

/// Without the blanks at both ends: space, tab, line ends, U+00A0, U+2000–200B, U+3000, U+FEFF.
std::string_view trim(std::string_view text);

/// Without characters that show nothing and can deceive: C0 and C1 controls other than \n, the byte order mark, zero-width
/// spaces and the marks that reverse the direction of text. A tab becomes a space, "\r\n" and a lone "\r" become "\n".
std::string strip_controls(std::string_view text);

/// The form that is compared and searched: NFKC case folding (full width to half width, lower case), every run of
/// blanks one space, none at the ends, and every kind of middle dot between Chinese characters U+00B7.
std::string fold(std::string_view text);

/// The text as part of a LIKE pattern that says `escape '!'`: its %, _ and ! mean themselves.
std::string like_literal(std::string_view text);
/// A to Z made small: what SQL's lower() does on both engines.
std::string lower_ascii(std::string_view text);

/// Whether the code point is a Chinese character, the extensions of GB 18030-2022 included.
bool is_han(char32_t character);

}  // namespace liren
