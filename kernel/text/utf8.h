#pragma once
// Walking over UTF-8 one code point at a time, for the .cpp files of the kernel.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace liren::utf8 {

constexpr char32_t replacement = 0xFFFD;

/// Reads one code point at `at` (which must be inside) and moves past it; a bad byte is U+FFFD and one byte long.
char32_t next(std::string_view text, std::size_t& at);

void append(std::string& text, char32_t character);

std::vector<char32_t> decode(std::string_view text);

}  // namespace liren::utf8
