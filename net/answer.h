#pragma once
// From a HttpResponse to the bytes of its head. Content-Length, Date and Connection are the edge's; a response that names
// them has them replaced, and one whose headers would break the framing (CR, LF, NUL) is answered as 500 instead.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "head.h"
#include "liren/http.h"

namespace liren::net {

/// How the body will follow the head.
struct Shape {
    std::optional<std::uint64_t> length;   ///< Content-Length, where the status allows one
    bool chunked = false;
    bool keep_alive = true;
    bool http_1_1 = true;
};

/// Appends the head. False, with nothing appended, when a header of the response may not be sent.
bool append_head(std::string& out, const HttpResponse& response, const Shape& shape, std::string_view date);

/// 1xx, 204 and 304 never have a body.
bool status_has_body(int status);

/// {"type":"about:blank","status":N,"key":"http.<reason>","title":"…"}; without title when it is empty.
HttpResponse problem(Refusal refusal, std::string_view title = {});

/// "Tue, 24 Nov 2026 08:00:00 GMT" for seconds since 1970.
std::string http_date(std::int64_t seconds);

}  // namespace liren::net
