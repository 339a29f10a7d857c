#include "liren/pinyin.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <unicode/coll.h>
#include <unicode/uversion.h>

#include "liren/text.h"
#include "text/pinyin_table.h"
#include "text/utf8.h"

namespace liren {

namespace {

using namespace pinyin_table;

constexpr std::size_t most_initials = 16;
constexpr std::size_t sorted_characters = 64;

Syllable common_reading(char32_t character) {
    if (character >= 0x4E00 && character - 0x4E00 < basic.size()) return basic[character - 0x4E00];
    if (character >= 0x3400 && character - 0x3400 < extension_a.size()) return extension_a[character - 0x3400];
    const auto found = std::lower_bound(rare.begin(), rare.end(), character, [](const Rare& row, char32_t wanted) { return row.character < wanted; });
    return found != rare.end() && found->character == character ? found->syllable : Syllable{0};
}

const Polyphone* polyphone(char32_t character) {
    const auto found = std::lower_bound(polyphones.begin(), polyphones.end(), character, [](const Polyphone& row, char32_t wanted) { return row.character < wanted; });
    return found != polyphones.end() && found->character == character ? &*found : nullptr;
}

std::size_t length_of(const Phrase& phrase) {
    std::size_t length = 0;
    while (length < 8 && phrase.characters[length] != 0) ++length;
    return length;
}

/// The longest of the rows that stands at `at`.
const Phrase* longest(std::span<const Phrase> rows, const std::vector<char32_t>& text, std::size_t at) {
    const auto first = std::lower_bound(rows.begin(), rows.end(), text[at], [](const Phrase& row, char32_t wanted) { return row.characters[0] < wanted; });
    const Phrase* best = nullptr;
    for (auto row = first; row != rows.end() && row->characters[0] == text[at]; ++row) {
        const std::size_t length = length_of(*row);
        if (length > text.size() - at || (best != nullptr && length <= length_of(*best))) continue;
        if (std::equal(row->characters, row->characters + length, text.begin() + static_cast<std::ptrdiff_t>(at))) best = &*row;
    }
    return best;
}

/// The likeliest reading of each character; 0 for what is not Chinese.
std::vector<Syllable> likeliest(const std::vector<char32_t>& text) {
    std::vector<Syllable> readings(text.size(), 0);
    const bool could_be_a_name = text.size() >= 2 && text.size() <= 4 && std::all_of(text.begin(), text.end(), is_han);
    for (std::size_t at = 0; at < text.size();) {
        const Phrase* found = longest(phrases, text, at);
        if (at == 0 && could_be_a_name) {
            const Phrase* surname = longest(surnames, text, at);
            if (surname != nullptr && (found == nullptr || length_of(*surname) >= length_of(*found))) found = surname;
        }
        if (found == nullptr) {
            readings[at] = common_reading(text[at]);
            ++at;
            continue;
        }
        const std::size_t length = length_of(*found);
        std::copy_n(found->readings, length, readings.begin() + static_cast<std::ptrdiff_t>(at));
        at += length;
    }
    return readings;
}

bool is_plain(char32_t character) { return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9'); }

void add_letter(std::string& letters, char letter) {
    if (letters.find(letter) == std::string::npos) letters.push_back(letter);
}

/// The letters a character may begin with, the likeliest first; empty for what leaves no trace.
std::string letters_of(char32_t character, Syllable likely, bool begins) {
    if (is_plain(character)) return {static_cast<char>(character)};
    std::string letters;
    if (likely != 0) letters.push_back(syllables[likely][0]);
    if (const Polyphone* several = polyphone(character))
        for (const Syllable reading : several->readings)
            if (reading != 0) add_letter(letters, syllables[reading][0]);
    if (begins)
        if (const Phrase* surname = longest(surnames, {character}, 0)) add_letter(letters, syllables[surname->readings[0]][0]);
    return letters;
}

/// A character that is commonly read so; the one given where there is none.
char32_t sounding(Syllable syllable, char32_t otherwise) {
    static const std::vector<char32_t> firsts = [] {
        std::vector<char32_t> first(syllables.size(), 0);
        for (std::size_t i = 0; i < basic.size(); ++i)
            if (first[basic[i]] == 0) first[basic[i]] = static_cast<char32_t>(0x4E00 + i);
        return first;
    }();
    return firsts[syllable] != 0 ? firsts[syllable] : otherwise;
}

std::unique_ptr<icu::Collator> make_collator() {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> collator(icu::Collator::createInstance(icu::Locale("zh@collation=pinyin"), status));
    if (U_SUCCESS(status)) collator->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU has no Chinese collation: ") + u_errorName(status));
    return collator;
}

}  // namespace

std::string pinyin_key(std::string_view text) {
    const std::vector<char32_t> characters = utf8::decode(fold(text));
    const std::vector<Syllable> readings = likeliest(characters);
    std::string key;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (is_plain(characters[i])) key.push_back(static_cast<char>(characters[i]));
        else key.append(syllables[readings[i]]);
    }
    return key;
}

std::vector<std::string> pinyin_initials(std::string_view text) {
    const std::vector<char32_t> characters = utf8::decode(fold(text));
    const std::vector<Syllable> readings = likeliest(characters);
    std::vector<std::string> all{""};
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const std::string letters = letters_of(characters[i], readings[i], i == 0);
        if (letters.empty()) continue;
        std::vector<std::string> longer;
        for (const char letter : letters)   // letter outermost: the likeliest of every place stay in front
            for (const std::string& each : all)
                if (longer.size() < most_initials) longer.push_back(each + letter);
        all = std::move(longer);
    }
    if (all.size() == 1 && all.front().empty()) all.clear();
    return all;
}

std::string sort_key(std::string_view text) {
    thread_local const std::unique_ptr<icu::Collator> collator = make_collator();
    if (trim(text).empty()) return {};
    const std::string_view counted = first_characters(trim(text), sorted_characters);
    const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(icu::StringPiece(counted.data(), static_cast<std::int32_t>(counted.size())));
    std::uint8_t near_buffer[512];
    std::vector<std::uint8_t> far_buffer;
    const std::uint8_t* bytes = near_buffer;
    std::int32_t size = collator->getSortKey(wide, near_buffer, sizeof near_buffer);
    if (size > static_cast<std::int32_t>(sizeof near_buffer)) {
        far_buffer.resize(static_cast<std::size_t>(size));
        size = collator->getSortKey(wide, far_buffer.data(), size);
        bytes = far_buffer.data();
    }
    // Base32 with the alphabet in byte order (RFC 4648 §7, lower case, no padding) keeps the order of the bytes.
    std::string key;
    key.reserve(static_cast<std::size_t>(size) * 8 / 5 + 1);
    std::uint32_t bits = 0;
    int waiting = 0;
    for (std::int32_t i = 0; i + 1 < size; ++i) {   // the last byte is ICU's closing zero
        bits = (bits << 8 | bytes[i]) & 0xFFF;
        for (waiting += 8; waiting >= 5; waiting -= 5) key.push_back("0123456789abcdefghijklmnopqrstuv"[bits >> (waiting - 5) & 31]);
    }
    if (waiting > 0) key.push_back("0123456789abcdefghijklmnopqrstuv"[bits << (5 - waiting) & 31]);
    return key;
}

std::string name_sort_key(std::string_view name) {
    std::vector<char32_t> characters = utf8::decode(trim(name));
    const Phrase* surname = characters.size() < 2 ? nullptr : longest(surnames, characters, 0);
    if (surname == nullptr) return sort_key(name);
    for (std::size_t i = 0; i < length_of(*surname); ++i)
        if (surname->readings[i] != common_reading(characters[i])) characters[i] = sounding(surname->readings[i], characters[i]);
    std::string heard;
    for (const char32_t character : characters) utf8::append(heard, character);
    return sort_key(heard);
}

std::string sort_key_version() {
    UVersionInfo version;
    make_collator()->getVersion(version);
    return "zh-pinyin-" + std::to_string(version[0]) + "." + std::to_string(version[1]) + "." + std::to_string(version[2]);
}

}  // namespace liren
