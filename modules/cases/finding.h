#pragma once
// The words a case is found by, and cases that are perhaps the same matter. Private to the module.

#include <string>
#include <string_view>

#include "liren/house.h"
#include "liren/scope.h"
#include "store.h"

namespace liren::cases {

/// What stands in the column `words`: the pairs of text and place, the category, the areas.
std::string words_of(std::string_view text, std::string_view place, std::string_view category, const Placement& at);

/// Gives cases of an older installation their words, a piece at a time; true while some are left.
bool index_words(House& house, const std::string& store);

std::vector<Route> alike_routes();

}  // namespace liren::cases
