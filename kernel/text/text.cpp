#include "liren/text.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include "text/dots.h"
#include "text/utf8.h"

namespace liren {

namespace utf8 {

char32_t next(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t index) { return index < text.size() ? static_cast<unsigned char>(text[index]) : 0u; };
    const auto follows = [&](std::size_t index) { return (byte(index) & 0xC0) == 0x80; };
    const unsigned first = byte(at);
    std::size_t length = 1;
    char32_t character = first;
    if (first >= 0xC2 && first <= 0xDF && follows(at + 1)) {
        length = 2;
        character = (first & 0x1F) << 6 | (byte(at + 1) & 0x3F);
    } else if (first >= 0xE0 && first <= 0xEF && follows(at + 1) && follows(at + 2)) {
        length = 3;
        character = (first & 0x0F) << 12 | (byte(at + 1) & 0x3F) << 6 | (byte(at + 2) & 0x3F);
        if (character < 0x800 || (character >= 0xD800 && character <= 0xDFFF)) length = 1, character = replacement;
    } else if (first >= 0xF0 && first <= 0xF4 && follows(at + 1) && follows(at + 2) && follows(at + 3)) {
        length = 4;
        character = (first & 0x07) << 18 | (byte(at + 1) & 0x3F) << 12 | (byte(at + 2) & 0x3F) << 6 | (byte(at + 3) & 0x3F);
        if (character < 0x10000 || character > 0x10FFFF) length = 1, character = replacement;
    } else if (first >= 0x80) {
        character = replacement;
    }
    at += length;
    return character;
}

void append(std::string& text, char32_t character) {
    const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (character < 0x80) {
        put(character);
    } else if (character < 0x800) {
        put(0xC0 | character >> 6), put(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
        put(0xE0 | character >> 12), put(0x80 | (character >> 6 & 0x3F)), put(0x80 | (character & 0x3F));
    } else {
        put(0xF0 | character >> 18), put(0x80 | (character >> 12 & 0x3F)), put(0x80 | (character >> 6 & 0x3F)), put(0x80 | (character & 0x3F));
    }
}

std::vector<char32_t> decode(std::string_view text) {
    std::vector<char32_t> characters;
    characters.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) characters.push_back(next(text, at));
    return characters;
}

}  // namespace utf8

namespace {

bool is_ascii(std::string_view text) {
    for (const char character : text)
        if (static_cast<unsigned char>(character) >= 0x80) return false;
    return true;
}

bool is_blank(char32_t character) {
    return character == ' ' || (character >= '\t' && character <= '\r') || character == 0x85 || character == 0xA0 || character == 0x1680 ||
           (character >= 0x2000 && character <= 0x200B) || character == 0x2028 || character == 0x2029 || character == 0x202F || character == 0x205F || character == 0x3000 ||
           character == 0xFEFF;
}

bool deceives(char32_t character) {
    return (character < 0x20 && character != '\n') || (character >= 0x7F && character <= 0x9F) || character == 0x200B || character == 0x200E || character == 0x200F ||
           (character >= 0x202A && character <= 0x202E) || (character >= 0x2060 && character <= 0x2069) || character == 0xFEFF || character == 0x061C;
}

std::string case_folded(std::string_view text) {
    if (is_ascii(text)) {
        std::string lowered(text);
        for (char& character : lowered)
            if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
        return lowered;
    }
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2* const folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
    std::string folded;
    icu::StringByteSink<std::string> sink(&folded, static_cast<std::int32_t>(text.size()));
    if (U_SUCCESS(status)) folding->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, status);
    return U_SUCCESS(status) ? folded : std::string(text);
}

}  // namespace

bool valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const std::size_t before = at;
        if (utf8::next(text, at) == utf8::replacement && at - before == 1) return false;   // an honest U+FFFD is three bytes long
    }
    return true;
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) utf8::next(text, at);
    return count;
}

std::string_view first_characters(std::string_view text, std::size_t limit) {
    std::size_t at = 0;
    while (limit-- > 0 && at < text.size()) utf8::next(text, at);
    return text.substr(0, at);
}

std::string_view trim(std::string_view text) {
    std::size_t begin = 0, end = 0;
    bool found = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t before = at;
        if (is_blank(utf8::next(text, at))) continue;
        if (!found) begin = before;
        found = true;
        end = at;
    }
    return found ? text.substr(begin, end - begin) : std::string_view{};
}

std::string strip_controls(std::string_view text) {
    std::string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = utf8::next(text, at);
        if (character == '\r') {
            if (at >= text.size() || text[at] != '\n') kept.push_back('\n');
        } else if (character == '\t') {
            kept.push_back(' ');
        } else if (!deceives(character)) {
            utf8::append(kept, character);
        }
    }
    return kept;
}

std::string lower_ascii(std::string_view text) {
    std::string small(text);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return small;
}

std::string like_literal(std::string_view text) {
    std::string literal;
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '!') literal += '!';
        literal += c;
    }
    return literal;
}

std::string fold(std::string_view text) {
    const std::string folded = join_dots(case_folded(text));
    std::string result;
    result.reserve(folded.size());
    bool gap = false;
    for (std::size_t at = 0; at < folded.size();) {
        const char32_t character = utf8::next(folded, at);
        if (is_blank(character)) {
            gap = !result.empty();
            continue;
        }
        if (deceives(character)) continue;
        if (gap) result.push_back(' ');
        gap = false;
        utf8::append(result, character);
    }
    return result;
}

bool is_han(char32_t character) {
    return (character >= 0x4E00 && character <= 0x9FFF) || (character >= 0x3400 && character <= 0x4DBF) || character == 0x3007 || (character >= 0xF900 && character <= 0xFAFF) ||
           (character >= 0x20000 && character <= 0x323AF);
}

std::string join_dots(std::string_view text) {
    const std::vector<char32_t> characters = utf8::decode(text);
    std::string joined;
    joined.reserve(text.size());
    for (std::size_t i = 0; i < characters.size();) {
        std::size_t dot = i;
        while (dot < characters.size() && is_blank(characters[dot])) ++dot;
        if (i > 0 && is_han(characters[i - 1]) && dot < characters.size() && is_dot(characters[dot])) {
            std::size_t after = dot + 1;
            while (after < characters.size() && is_blank(characters[after])) ++after;
            if (after < characters.size() && is_han(characters[after])) {
                utf8::append(joined, name_separator);
                i = after;
                continue;
            }
        }
        utf8::append(joined, characters[i++]);
    }
    return joined;
}

bool is_dot(char32_t character) {
    switch (character) {
        case '.': case 0xB7: case 0x0387: case 0x2022: case 0x2024: case 0x2027: case 0x2219: case 0x22C5: case 0x25CF: case 0x2E31: case 0x30FB: case 0xFE52: case 0xFF0E: case 0xFF65: return true;
        default: return false;
    }
}

bool is_blank_character(char32_t character) { return is_blank(character); }

}  // namespace liren
