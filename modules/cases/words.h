#pragma once
// The words a case is found by: kept beside it in cases_words, so that the rows lists walk stay narrow. Private to the module.

#include <cstdint>
#include <string>
#include <string_view>

#include "liren/house.h"
#include "store.h"

namespace liren::cases {

/// The pairs of text and place, the category, the areas.
std::string words_of(std::string_view text, std::string_view place, std::string_view category, const Placement& at);
/// A category as one word of the index: letters and digits alone ("kcorridorlamp").
std::string category_word(std::string_view category);

/// Keeps a case's words, once.
void index_words(Tx& tx, std::int64_t id, const std::string& words);
/// Gives the cases of a district that is older than the index their words, a piece at a time, and remembers that it did.
void index_older_cases(House& house, const std::string& store);

}  // namespace liren::cases
