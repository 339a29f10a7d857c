#pragma once
// Holds each statement against both engines: does it prepare, and does a list walk the index that stands beside it?

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "liren/storage.h"

namespace liren::testing {

/// What is wrong with the statements of a module: one that does not prepare, a list that does not walk its index (one sentence
/// each). Parameters are numbers, except those named in `texts`.
std::vector<std::string> statement_faults(Storage& storage, std::string_view module, const std::set<std::string>& texts);

}  // namespace liren::testing
