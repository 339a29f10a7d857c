#include "head.h"

#include <array>

namespace liren::net {

namespace {

constexpr std::array<bool, 256> make_token_table() {
    std::array<bool, 256> table{};
    for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
    return table;
}

constexpr auto token_table = make_token_table();

bool is_visible(std::string_view text) {
    for (char c : text)
        if (c <= 0x20 || c >= 0x7f) return false;      // char is signed here: bytes above 0x7f are negative
    return true;
}

bool is_field_value(std::string_view text) {
    for (char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && byte != '\t') || byte == 0x7f) return false;
    }
    return true;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// Takes one line off the front; the scanner has made sure that every line ends in CR LF.
std::string_view take_line(std::string_view& rest) {
    const auto end = rest.find('\r');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    return line;
}

Refusal inspect_request_line(std::string_view line, Framing& framing) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return {400, "http.bad_request_line"};
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (method.size() > max_method_bytes || !is_token(method)) return {400, "http.bad_request_line"};
    if (target.size() > max_target_bytes) return {414, "http.target_too_long"};
    if (target.empty() || !is_visible(target)) return {400, "http.bad_request_line"};
    if (version == "HTTP/1.1") return framing.http_1_1 = true, Refusal{};
    if (version == "HTTP/1.0") return framing.http_1_1 = false, Refusal{};
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (version.size() == 8 && version.substr(0, 5) == "HTTP/" && digit(version[5]) && version[6] == '.' && digit(version[7]))
        return {505, "http.version_not_supported"};
    return {400, "http.bad_request_line"};
}

Refusal read_content_length(std::string_view value, Framing& framing) {
    // Only one, only digits, small enough not to overflow: RFC 9110 allows "5, 5", but nobody honest sends it.
    if (framing.content_length || value.empty() || value.size() > 15) return {400, "http.ambiguous_length"};
    std::uint64_t length = 0;
    for (char c : value) {
        if (c < '0' || c > '9') return {400, "http.ambiguous_length"};
        length = length * 10 + static_cast<std::uint64_t>(c - '0');
    }
    framing.content_length = length;
    return {};
}

bool is_host(std::string_view value) {
    if (value.empty() || !is_visible(value)) return false;
    return value.find_first_of(",/@?#\\<>\"") == std::string_view::npos;
}

/// What one pass over the fields collects; judged together at the end because their order does not matter.
struct Fields {
    std::size_t count = 0;
    std::size_t hosts = 0;
    bool bad_host = false;
    bool transfer_encoding = false;
    bool other_coding = false;
    bool other_expectation = false;
};

Refusal note_field(std::string_view name, std::string_view value, Fields& fields, Framing& framing) {
    switch (name.size()) {   // four names matter; their lengths differ, so most fields cost one comparison
        case 4:
            if (equals_ignoring_case(name, "host")) ++fields.hosts, fields.bad_host = fields.bad_host || !is_host(value);
            break;
        case 6:
            if (equals_ignoring_case(name, "expect")) {
                if (equals_ignoring_case(value, "100-continue")) framing.expects_continue = true;
                else fields.other_expectation = true;
            }
            break;
        case 14:
            if (equals_ignoring_case(name, "content-length")) return read_content_length(value, framing);
            break;
        case 17:
            if (equals_ignoring_case(name, "transfer-encoding")) {
                if (fields.transfer_encoding) return {400, "http.ambiguous_length"};
                fields.transfer_encoding = true;
                if (equals_ignoring_case(value, "chunked")) framing.chunked = true;
                else fields.other_coding = true;
            }
            break;
        default: break;
    }
    return {};
}

Refusal judge_fields(const Fields& fields, Framing& framing) {
    if (fields.transfer_encoding && (framing.content_length || !framing.http_1_1)) return {400, "http.ambiguous_length"};
    if (fields.other_coding) return {501, "http.unsupported_transfer_coding"};
    if (fields.hosts > 1 || fields.bad_host || (fields.hosts == 0 && framing.http_1_1)) return {400, "http.bad_host"};
    if (!framing.http_1_1) framing.expects_continue = false;   // a 1.0 client does not know the interim answer
    else if (fields.other_expectation) return {417, "http.expectation_failed"};
    return {};
}

}  // namespace

bool is_token(std::string_view text) {
    if (text.empty()) return false;
    for (char c : text)
        if (!token_table[static_cast<unsigned char>(c)]) return false;
    return true;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != lower[i]) return false;
    }
    return true;
}

HeadScanner::Found HeadScanner::refuse(Refusal refusal) {
    refusal_ = refusal;
    return Found::refused;
}

HeadScanner::Found HeadScanner::scan(std::string_view bytes, std::size_t max_header_bytes) {
    for (; scanned_ < bytes.size(); ++scanned_) {
        const char c = bytes[scanned_];
        const bool after_return = scanned_ > 0 && bytes[scanned_ - 1] == '\r';
        if (after_return != (c == '\n') || c == '\0') return refuse({400, request_line_seen_ ? "http.bad_header" : "http.bad_request_line"});
        if (c != '\n') continue;
        const bool empty_line = scanned_ - line_begin_ == 1;
        line_begin_ = scanned_ + 1;
        if (!empty_line) {
            request_line_seen_ = true;
        } else if (request_line_seen_) {
            ++scanned_;
            if (scanned_ - begin_ > max_header_bytes) return refuse({431, "http.header_too_large"});
            return Found::complete;
        } else if (begin_ == 0) {
            begin_ = line_begin_;                       // RFC 9112 2.2: one empty line before the request line is ignored
        } else {
            return refuse({400, "http.bad_request_line"});
        }
    }
    const std::size_t size = scanned_ - begin_;
    if (!request_line_seen_ && size > max_target_bytes + max_method_bytes + 16) return refuse({414, "http.target_too_long"});
    if (size > max_header_bytes) return refuse({431, "http.header_too_large"});
    return Found::more_wanted;
}

Refusal inspect_head(std::string_view head, Framing& framing) {
    framing = Framing{};
    if (Refusal refusal = inspect_request_line(take_line(head), framing)) return refusal;
    Fields fields;
    for (std::string_view line = take_line(head); !line.empty(); line = take_line(head)) {
        if (++fields.count > max_fields) return {431, "http.header_too_large"};
        const auto colon = line.find(':');
        // A line that starts with a blank (obs-fold) or has one before the colon is no token, so it falls here.
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return {400, "http.bad_header"};
        const std::string_view value = trimmed(line.substr(colon + 1));
        if (!is_field_value(value)) return {400, "http.bad_header"};
        if (Refusal refusal = note_field(line.substr(0, colon), value, fields, framing)) return refusal;
    }
    return judge_fields(fields, framing);
}

}  // namespace liren::net
