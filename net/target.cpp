#include "target.h"

namespace liren::net {

namespace {

constexpr Refusal bad_path{400, "http.bad_path"};

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool percent_decode(std::string_view text, std::string& decoded) {
    decoded.clear();
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded.push_back(text[i]);
            continue;
        }
        if (i + 2 >= text.size()) return false;
        const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
        if (high < 0 || low < 0) return false;
        const auto byte = static_cast<unsigned char>(high * 16 + low);
        if (byte < 0x20 || byte == 0x7f || byte == '/') return false;   // controls; a slash that is not a separator
        decoded.push_back(static_cast<char>(byte));
        i += 2;
    }
    return true;
}

bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1);                          // the slash
        const auto end = path.find('/');
        const std::string_view segment = path.substr(0, end);
        if (segment == "." || segment == "..") return true;
        path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
    }
    return false;
}

/// "http://host/path" and "http://host?query" become what follows the authority.
bool drop_authority(std::string_view& target) {
    std::size_t scheme = 0;
    if (target.size() > 7 && equals_ignoring_case(target.substr(0, 7), "http://")) scheme = 7;
    else if (target.size() > 8 && equals_ignoring_case(target.substr(0, 8), "https://")) scheme = 8;
    else return false;
    const auto end = target.find_first_of("/?", scheme);
    if (end == scheme) return false;
    target = end == std::string_view::npos ? std::string_view{} : target.substr(end);
    return true;
}

}  // namespace

bool is_utf8(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        const unsigned char lead = at(i);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
        if (length == 0 || i + length > text.size()) return false;
        const unsigned char second = at(i + 1);
        // Overlong forms, surrogates and code points above 10FFFF all show in the second byte (RFC 3629).
        const unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        const unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) return false;
        for (std::size_t k = 2; k < length; ++k)
            if ((at(i + k) & 0xc0) != 0x80) return false;
        i += length;
    }
    return true;
}

Refusal split_target(Method method, std::string_view target, std::string& path, std::string& query) {
    query.clear();
    if (target == "*" && method == Method::options) {
        path = "*";
        return {};
    }
    if (target.find('#') != std::string_view::npos) return bad_path;
    if (target.front() != '/' && !drop_authority(target)) return bad_path;
    const auto mark = target.find('?');
    if (mark != std::string_view::npos) query.assign(target.substr(mark + 1));
    const std::string_view raw = target.substr(0, mark);
    if (raw.empty()) {
        path = "/";
        return {};
    }
    if (!percent_decode(raw, path) || !is_utf8(path) || has_dot_segment(path)) return bad_path;
    return {};
}

}  // namespace liren::net
