#pragma once
// The middle dot between the parts of a Chinese-written name, and the many signs people type for it.

#include <string>
#include <string_view>

namespace liren {

constexpr char32_t name_separator = 0xB7;

/// Whether the sign is one of those typed for the separator: · • ‧ ・ . and their full- and half-width forms.
bool is_dot(char32_t character);

/// Makes every such dot between two Chinese characters, with the blanks around it, one U+00B7.
std::string join_dots(std::string_view text);

bool is_blank_character(char32_t character);

}  // namespace liren
