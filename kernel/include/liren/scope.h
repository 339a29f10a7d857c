#pragma once
// Who may see which rows: for one permission of one caller, the areas of the grants that contain it, and the relations
// "mine", "assigned to me", "assigned to a unit I hold a post in". Denied by default: an empty Scope sees nothing.

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace liren {

enum class AreaLevel : std::uint8_t { district, subdistrict, community, grid };

struct AreaGrant {
    AreaLevel level = AreaLevel::grid;
    std::int64_t area = 0;            ///< places.area; of a district-level grant, the district's own area
    auto operator<=>(const AreaGrant&) const = default;
};

struct Scope {
    std::vector<AreaGrant> areas;
    std::int64_t account = 0;         ///< for the relations owner and assignee; 0 = neither
    std::vector<std::int64_t> units;  ///< for the relation unit
    bool owned = true;                ///< the account counts for the relation owner (a part may keep only one of the two)
    bool assigned = true;             ///< the account counts for the relation assignee
    bool everything = false;          ///< the house itself (jobs, subscribers, exports of the operator), never a person

    static Scope all() {
        Scope scope;
        scope.everything = true;
        return scope;
    }
    bool whole_district() const {
        for (const AreaGrant& grant : areas)
            if (grant.level == AreaLevel::district) return true;
        return everything;
    }
    bool empty() const { return !everything && areas.empty() && account == 0 && units.empty(); }

    /// The scope as parts that each follow one index: one per area, one for owner, one for assignee, one per unit.
    /// A list reads each part in order and merges; a part that another contains is left out.
    std::vector<Scope> parts() const;
};

}  // namespace liren
