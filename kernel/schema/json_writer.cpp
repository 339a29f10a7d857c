#include "liren/json_writer.h"

#include <charconv>

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

/// Without a branch in the loop, so that the compiler looks at sixteen bytes at a time.
bool needs_escape(std::string_view text) {
    unsigned found = 0;
    for (const char c : text) found |= static_cast<unsigned>(static_cast<unsigned char>(c) < 0x20) | static_cast<unsigned>(c == '"') | static_cast<unsigned>(c == '\\');
    return found != 0;
}

}  // namespace

void append_json_escaped(std::string& out, std::string_view text) {
    if (!needs_escape(text)) {   // nearly always
        out.append(text);
        return;
    }
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text, start, i - start);
        append_escape(out, c);
        start = i + 1;
    }
    out.append(text, start, text.size() - start);
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
