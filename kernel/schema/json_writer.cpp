#include "liren/json_writer.h"

#include <charconv>
#include <cstring>

namespace liren {

namespace {

void append_escape(std::string& out, unsigned char c) {
    static constexpr char hex[] = "0123456789abcdef";
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\t': out += "\\t"; return;
        case '\r': out += "\\r"; return;
        default:
            out += "\\u00";
            out += hex[c >> 4];
            out += hex[c & 15];
    }
}

/// Whether one of eight bytes is below 0x20, a quote or a backslash. A byte is zero exactly when taking one from it borrows and
/// its high bit was clear; a borrow may mark a byte above the first true one as well, never a byte of a word that has none.
bool any_needs_escape(const char* eight) {
    constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    std::uint64_t word = 0;
    std::memcpy(&word, eight, sizeof word);
    const auto has_zero = [](std::uint64_t bytes) { return (bytes - ones) & ~bytes; };
    const std::uint64_t below_space = (word - ones * 0x20) & ~word;
    return ((below_space | has_zero(word ^ ones * '"') | has_zero(word ^ ones * '\\')) & highs) != 0;
}

}  // namespace

void append_json_escaped(std::string& out, std::string_view text) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size();) {
        // Nearly all text needs no escape: eight bytes at a time are passed over.
        if (i + sizeof(std::uint64_t) <= text.size() && !any_needs_escape(text.data() + i)) {
            i += sizeof(std::uint64_t);
            continue;
        }
        const auto c = static_cast<unsigned char>(text[i++]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text, start, i - 1 - start);
        append_escape(out, c);
        start = i;
    }
    out.append(text, start, text.size() - start);
}

void JsonWriter::long_key(std::string_view name) {
    comma();
    out_.append(1, '"').append(name).append("\":");
    need_comma_ = false;
}

void JsonWriter::string(std::string_view text) {
    comma();
    out_ += '"';
    append_json_escaped(out_, text);
    out_ += '"';
    need_comma_ = true;
}

void JsonWriter::integer(std::int64_t value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    raw({digits, static_cast<std::size_t>(end - digits)});
}

}  // namespace liren
