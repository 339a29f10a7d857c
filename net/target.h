#pragma once
// From the request target to the path the router sees: decoded exactly once, strictly, with nothing left that could mean
// another place ("..", an encoded slash, a control character, broken UTF-8).

#include <string>
#include <string_view>

#include "head.h"
#include "liren/http.h"

namespace liren::net {

/// Splits a target into decoded path and still-encoded query. Accepts "/a?b", "http://host/a?b", and "*" for OPTIONS.
Refusal split_target(Method method, std::string_view target, std::string& path, std::string& query);

bool is_utf8(std::string_view text);

}  // namespace liren::net
