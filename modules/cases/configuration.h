#pragma once
// The ordered table that suggests where a case goes. Private to the module.

#include <optional>
#include <vector>

#include "store.h"

namespace liren::cases {

struct Suggested {
    Rule rule;
    std::optional<std::int64_t> unit, account;
};

/// The first rule whose category and area fit; a rule for the grid's worker fits only where the grid has one.
std::optional<Suggested> suggest(Db& district, const CaseRow& row);

}  // namespace liren::cases
