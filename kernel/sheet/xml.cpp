#include "sheet/xml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>

#include "liren/text.h"
#include "sheet/refusal.h"
#include "text/utf8.h"

namespace liren::sheet {

namespace {

constexpr std::string_view comment_begins = "<!--", comment_ends = "-->", cdata_begins = "<![CDATA[", cdata_ends = "]]>";

bool blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }

const char* find(const char* at, const char* end, std::string_view what) {
    const void* const found = at < end ? ::memmem(at, static_cast<std::size_t>(end - at), what.data(), what.size()) : nullptr;
    return static_cast<const char*>(found);
}

enum class Special : std::uint8_t { tag, comment, cdata, instruction, unfinished };

/// What begins at '<'.
Special special(const char* at, const char* end) {
    if (end - at < 2) return Special::unfinished;
    if (at[1] == '?') return Special::instruction;
    if (at[1] != '!') return Special::tag;
    const std::string_view rest(at, std::min<std::size_t>(static_cast<std::size_t>(end - at), cdata_begins.size()));
    if (rest.starts_with(comment_begins)) return Special::comment;
    if (rest == cdata_begins) return Special::cdata;
    if (comment_begins.starts_with(rest) || cdata_begins.starts_with(rest)) return Special::unfinished;
    refuse("sheet.unsafe", "a part holds a document type or entity declarations");
}

/// Moves behind a comment, a CDATA section or an instruction.
bool skip_special(const char*& at, const char* end, Special kind) {
    const std::string_view ending = kind == Special::comment ? comment_ends : kind == Special::cdata ? cdata_ends : std::string_view("?>");
    const char* const found = find(at + 2, end, ending);
    if (found == nullptr) return false;
    at = found + ending.size();
    return true;
}

/// Bits of what a byte of text asks for.
enum : std::uint8_t { ends = 1, replaces = 2, underscore = 4, beyond_ascii = 8 };

constexpr auto meanings = [] {
    std::array<std::uint8_t, 256> table{};
    for (std::size_t byte = 0x80; byte < 256; ++byte) table[byte] = beyond_ascii;
    table['<'] = ends;
    table['&'] = replaces;
    table['\r'] = replaces;
    table['_'] = underscore;
    return table;
}();

char32_t entity(std::string_view name) {
    if (name == "amp") return '&';
    if (name == "lt") return '<';
    if (name == "gt") return '>';
    if (name == "quot") return '"';
    if (name == "apos") return '\'';
    if (name.size() >= 2 && name[0] == '#') {
        const bool hexadecimal = name[1] == 'x';
        const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
        std::uint32_t value = 0;
        const auto [rest, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
        if (problem == std::errc{} && rest == digits.data() + digits.size() && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff)) return value;
    }
    damaged("an entity that XML does not know");
}

/// The code unit of _xHHHH_ at the beginning of the text.
std::optional<char32_t> escaped_unit(std::string_view text) {
    if (text.size() < 7 || text[0] != '_' || (text[1] != 'x' && text[1] != 'X') || text[6] != '_') return std::nullopt;
    std::uint32_t unit = 0;
    const auto [rest, problem] = std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
    if (problem != std::errc{} || rest != text.data() + 6) return std::nullopt;
    return unit;
}

/// Replaces entities and line ends; the result is never longer than the source.
void replace_entities(std::string_view source, std::string& into) {
    for (std::size_t at = 0; at < source.size(); ++at) {
        if (source[at] == '\r') {   // XML 1.0, 2.11: every line end is \n
            into.push_back('\n');
            if (at + 1 < source.size() && source[at + 1] == '\n') ++at;
        } else if (source[at] == '&') {
            const std::size_t semicolon = source.find(';', at);
            if (semicolon == std::string_view::npos || semicolon - at > 12) damaged("an entity without an end");
            utf8::append(into, entity(source.substr(at + 1, semicolon - at - 1)));
            at = semicolon;
        } else {
            into.push_back(source[at]);
        }
    }
}

void replace_units(std::string& text) {
    if (text.find('_') == std::string::npos) return;
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = std::string_view(text).substr(at);
        const auto unit = escaped_unit(rest);
        if (!unit) {
            result.push_back(text[at++]);
            continue;
        }
        at += 7;
        char32_t character = *unit;
        if (character >= 0xd800 && character <= 0xdbff) {
            const auto second = escaped_unit(rest.substr(7));
            if (second && *second >= 0xdc00 && *second <= 0xdfff) {
                character = 0x10000 + ((character - 0xd800) << 10) + (*second - 0xdc00);
                at += 7;
            }
        }
        utf8::append(result, character >= 0xd800 && character <= 0xdfff ? utf8::replacement : character);
    }
    text = std::move(result);
}

enum class Blanks : std::uint8_t { stay, go_at_the_ends };

Blanks blanks_of(const Tag& tag) { return !tag.attributes.empty() && attribute(tag, "space") == "preserve" ? Blanks::stay : Blanks::go_at_the_ends; }

std::string_view without_first_blanks(std::string_view text) {
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    return text;
}

std::string_view without_last_blanks(std::string_view text) {
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

/// The text in pieces: CDATA, comments or foreign tags stand in it, or something must be replaced. False: it goes on.
bool gather(const char*& at, const char* end, Blanks blanks, std::string& text) {
    const char* here = at;
    const bool trims = blanks == Blanks::go_at_the_ends;
    std::string raw;
    for (;;) {
        const char* const mark = find(here, end, "<");
        if (mark == nullptr) return false;
        raw.append(here, mark);
        const Special kind = special(mark, end);
        if (kind == Special::unfinished) return false;
        here = mark;
        if (kind == Special::cdata) {
            const char* const close = find(mark, end, cdata_ends);
            if (close == nullptr) return false;
            replace_entities(trims && text.empty() ? without_first_blanks(raw) : std::string_view(raw), text);
            raw.clear();
            text.append(mark + cdata_begins.size(), close);
            here = close + cdata_ends.size();
            continue;
        }
        if (kind != Special::tag) {
            if (!skip_special(here, end, kind)) return false;
            continue;
        }
        if (mark[1] == '/') break;
        Tag inner;
        if (!next_tag(here, end, inner)) return false;
        if (inner.kind == TagKind::open) damaged("elements inside a text");
    }
    const std::string_view rest = trims ? without_last_blanks(raw) : std::string_view(raw);
    replace_entities(trims && text.empty() ? without_first_blanks(rest) : rest, text);
    at = here;
    return true;
}

}  // namespace

bool next_tag(const char*& at, const char* end, Tag& tag) {
    const char* here = at;
    for (;;) {
        here = here < end ? static_cast<const char*>(std::memchr(here, '<', static_cast<std::size_t>(end - here))) : nullptr;
        if (here == nullptr) return false;
        const Special kind = special(here, end);
        if (kind == Special::unfinished) return false;
        if (kind == Special::tag) break;
        if (!skip_special(here, end, kind)) return false;
    }
    const char* name = ++here;
    tag.kind = TagKind::open;
    if (*name == '/') {
        tag.kind = TagKind::close;
        here = ++name;
    }
    const char* local = name;
    while (here < end && !blank(*here) && *here != '>' && *here != '/') {
        if (*here == ':') local = here + 1;
        if (*here == '<') damaged("a tag inside a tag");
        ++here;
    }
    if (here >= end) return false;
    tag.name = {local, static_cast<std::size_t>(here - local)};
    if (tag.name.empty()) damaged("a tag without a name");
    const char* const attributes = here;
    for (char quote = 0; here < end; ++here) {   // a > inside quotes is a letter
        if (quote != 0) {
            here = static_cast<const char*>(std::memchr(here, quote, static_cast<std::size_t>(end - here)));
            if (here == nullptr) return false;
            quote = 0;
        } else if (*here == '"' || *here == '\'') {
            quote = *here;
        } else if (*here == '>') {
            break;
        } else if (*here == '<') {
            damaged("a tag inside a tag");
        }
    }
    if (here >= end) return false;
    const char* behind = here;
    if (behind > attributes && behind[-1] == '/' && tag.kind == TagKind::open) {
        tag.kind = TagKind::empty;
        --behind;
    }
    tag.attributes = {attributes, static_cast<std::size_t>(behind - attributes)};
    at = here + 1;
    return true;
}

bool next_attribute(std::string_view& rest, std::string_view& name, std::string_view& value) {
    std::size_t at = 0;
    while (at < rest.size() && blank(rest[at])) ++at;
    if (at == rest.size()) return false;
    const std::size_t begin = at;
    std::size_t local = at;
    while (at < rest.size() && rest[at] != '=' && !blank(rest[at])) {
        if (rest[at] == ':') local = at + 1;
        ++at;
    }
    name = rest.substr(local, at - local);
    while (at < rest.size() && blank(rest[at])) ++at;
    if (at == begin || at >= rest.size() || rest[at] != '=') damaged("an attribute without a value");
    ++at;
    while (at < rest.size() && blank(rest[at])) ++at;
    if (at >= rest.size() || (rest[at] != '"' && rest[at] != '\'')) damaged("an attribute without quotes");
    const std::size_t close = rest.find(rest[at], at + 1);
    if (close == std::string_view::npos) damaged("an attribute without an end");
    value = rest.substr(at + 1, close - at - 1);
    rest.remove_prefix(close + 1);
    return true;
}

std::string attribute(const Tag& tag, std::string_view name) {
    std::string_view rest = tag.attributes, found, value;
    while (next_attribute(rest, found, value))
        if (found == name) {
            std::string result;
            replace_entities(value, result);
            if (!valid_utf8(result)) damaged("bytes that are not UTF-8");
            return result;
        }
    return {};
}

bool flag(const Tag& tag, std::string_view name) {
    const std::string value = attribute(tag, name);
    return value == "1" || value == "true" || value == "on";
}

char* Arena::room(std::size_t size) {
    constexpr std::size_t usual = 64u << 10;
    while (chunk_ < chunks_.size() && chunks_[chunk_].size() - at_ < size) {
        ++chunk_;
        at_ = 0;
    }
    if (chunk_ == chunks_.size()) chunks_.emplace_back(std::max(size, usual));
    return chunks_[chunk_].data() + at_;
}

std::string_view Arena::keep(std::string_view text) {
    if (text.empty()) return {};
    char* const place = room(text.size());
    std::memcpy(place, text.data(), text.size());
    used(text.size());
    return {place, text.size()};
}

bool read_text(const char*& at, const char* end, const Tag& tag, Escapes escapes, Arena& arena, std::string_view& text) {
    const char* here = at;
    std::uint8_t met = 0;
    while (here < end) {
        const std::uint8_t meaning = meanings[static_cast<unsigned char>(*here)];
        met |= meaning;
        if (meaning == ends) break;
        ++here;
    }
    if (end - here < 2) return false;
    const Blanks blanks = blanks_of(tag);
    if (here[1] == '/' && (met & replaces) == 0) {
        text = {at, static_cast<std::size_t>(here - at)};
        if (blanks == Blanks::go_at_the_ends) text = without_first_blanks(without_last_blanks(text));
        if ((met & beyond_ascii) != 0 && !valid_utf8(text)) damaged("bytes that are not UTF-8");
        if ((met & underscore) != 0 && escapes == Escapes::sheet && text.find("_x") != std::string_view::npos) {
            std::string replaced(text);
            replace_units(replaced);
            text = arena.keep(replaced);
        }
        at = here;
        return true;
    }
    std::string gathered;
    here = at;
    if (!gather(here, end, blanks, gathered)) return false;
    if (escapes == Escapes::sheet) replace_units(gathered);
    if (!valid_utf8(gathered)) damaged("bytes that are not UTF-8");
    text = arena.keep(gathered);
    at = here;
    return true;
}

bool longer_than(std::string_view text, std::uint32_t units) {
    if (text.size() <= units) return false;
    std::uint64_t count = 0;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        count += (byte & 0xc0) != 0x80;   // one unit a character …
        count += byte >= 0xf0;            // … and one more beyond the basic plane
    }
    return count > units;
}

}  // namespace liren::sheet
