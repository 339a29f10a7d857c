#pragma once
// The table that generate/pinyin_table.cpp writes at build time. Syllables are numbers into one list of about 420;
// number 0 is "no reading".

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace liren::pinyin_table {

using Syllable = std::uint16_t;

/// One character of the second and third plane.
struct Rare {
    char32_t character;
    Syllable syllable;
};

/// A character with several readings, the commonest first; unused places are 0.
struct Polyphone {
    char32_t character;
    Syllable readings[4];
};

/// A word of up to eight characters; a syllable for each.
struct Phrase {
    char32_t characters[8];   ///< unused places are 0
    Syllable readings[8];
};

extern const std::span<const std::string_view> syllables;
extern const std::span<const Syllable> extension_a;    ///< from U+3400
extern const std::span<const Syllable> basic;          ///< from U+4E00
extern const std::span<const Rare> rare;               ///< by character
extern const std::span<const Polyphone> polyphones;    ///< by character
extern const std::span<const Phrase> phrases;          ///< by characters
extern const std::span<const Phrase> surnames;         ///< by characters

}  // namespace liren::pinyin_table
