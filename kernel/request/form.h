#pragma once
// What plain HTML forms send: urlencoded or multipart fields and files. Parses bytes of strangers: bounded, no recursion.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace liren {

/// Percent-decoded pairs of a query or an urlencoded body; at most 200; bad escapes stay as they are.
std::vector<std::pair<std::string, std::string>> parse_urlencoded(std::string_view text);

}  // namespace liren
