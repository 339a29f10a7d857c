// A scope as parts: a list that reads "my grid or my own rows" through one condition with `or` would walk an index of neither;
// read part by part, each follows its own.
#include "liren/scope.h"

#include <algorithm>

namespace liren {

std::vector<Scope> Scope::parts() const {
    std::vector<Scope> found;
    if (whole_district()) {
        Scope whole = *this;
        whole.units.clear();
        whole.account = 0;
        found.push_back(std::move(whole));
        return found;
    }
    std::vector<AreaGrant> distinct_areas = areas;
    std::sort(distinct_areas.begin(), distinct_areas.end());
    distinct_areas.erase(std::unique(distinct_areas.begin(), distinct_areas.end()), distinct_areas.end());
    for (const AreaGrant& grant : distinct_areas) found.emplace_back().areas.push_back(grant);
    if (account != 0 && owned) {
        found.emplace_back().account = account;
        found.back().assigned = false;
    }
    if (account != 0 && assigned) {
        found.emplace_back().account = account;
        found.back().owned = false;
    }
    std::vector<std::int64_t> distinct_units = units;
    std::sort(distinct_units.begin(), distinct_units.end());
    distinct_units.erase(std::unique(distinct_units.begin(), distinct_units.end()), distinct_units.end());
    for (std::int64_t unit : distinct_units) found.emplace_back().units.push_back(unit);
    return found;
}

}  // namespace liren
