#pragma once
// What the module's routes share. Private to the module.

#include <vector>

#include "facts/facts.h"
#include "liren/page.h"
#include "store.h"

namespace liren::facts {

constexpr std::size_t most_listed = 50;       ///< on one page of a list of staff

/// Why staff decide; never empty.
struct Reason {
    Text<200, 1> reason;
};
BOOST_DESCRIBE_STRUCT(Reason, (), (reason))

std::vector<Route> link_routes();
std::vector<Route> guardian_routes();
std::vector<Route> correction_routes();
std::vector<Route> my_facts_routes();
std::vector<Route> settings_routes();

}  // namespace liren::facts
