#include "answer.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace liren::net {

namespace {

std::string_view reason(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        case 507: return "Insufficient Storage";
        default: return "Status";
    }
}

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

bool may_be_sent(std::string_view value) {
    for (char c : value)
        if (c == '\r' || c == '\n' || c == '\0') return false;
    return true;
}

bool is_ours(std::string_view name) {
    return equals_ignoring_case(name, "content-length") || equals_ignoring_case(name, "date") || equals_ignoring_case(name, "connection") ||
           equals_ignoring_case(name, "transfer-encoding");
}

bool append_fields(std::string& out, const HttpResponse& response) {
    if (!response.content_type.empty() && status_has_body(response.status)) {
        if (!may_be_sent(response.content_type)) return false;
        out.append("\r\nContent-Type: ").append(response.content_type);
    }
    for (const auto& [name, value] : response.headers) {
        if (!is_token(name) || !may_be_sent(value)) return false;
        if (is_ours(name)) continue;
        out.append("\r\n").append(name).append(": ").append(value);
    }
    return true;
}

}  // namespace

bool status_has_body(int status) { return status >= 200 && status != 204 && status != 304; }

bool append_head(std::string& out, const HttpResponse& response, const Shape& shape, std::string_view date) {
    const std::size_t before = out.size();
    if (response.status < 200 || response.status > 599) return false;
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::uint64_t>(response.status));
    out.append(" ").append(reason(response.status)).append("\r\nDate: ").append(date);
    if (!append_fields(out, response)) {
        out.resize(before);
        return false;
    }
    if (shape.chunked) out.append("\r\nTransfer-Encoding: chunked");
    if (shape.length && status_has_body(response.status)) {
        out.append("\r\nContent-Length: ");
        append_number(out, *shape.length);
    }
    if (!shape.keep_alive) out.append("\r\nConnection: close");
    else if (!shape.http_1_1) out.append("\r\nConnection: keep-alive");
    out.append("\r\n\r\n");
    return true;
}

namespace {

/// Inside a JSON string.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20) continue;
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

HttpResponse problem(Refusal refusal, std::string_view title) {
    HttpResponse response;
    response.status = refusal.status;
    response.content_type = "application/problem+json";
    response.body = R"({"type":"about:blank","status":)";
    append_number(response.body, static_cast<std::uint64_t>(refusal.status));
    response.body.append(R"(,"key":")").append(refusal.key).append("\"");
    if (!title.empty()) response.body.append(R"(,"title":")").append(escaped(title)).append("\"");
    response.body.append("}");
    response.headers.emplace_back("Cache-Control", "no-store");
    if (refusal.status == 503) response.headers.emplace_back("Retry-After", "5");
    return response;
}

std::string http_date(std::int64_t seconds) {
    static constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 64> text;   // not strftime: a locale must not reach the wire
    const int size = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                                   months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    return std::string(text.data(), static_cast<std::size_t>(size));
}

}  // namespace liren::net
