#pragma once
// What a role and an area make. Private to the module.

#include "reach.h"

namespace liren::organizations {

/// The grant of a role in an area, or why not: 422 "organizations.unknown_role", 422 "organizations.level_of_role" where the
/// area is of another level than the role, 422 "places.unknown_area" beyond the caller's areas. Roles of level "unit" reach
/// what is assigned to the holder's units; their area says only who administers the account.
NewGrant grant_for(Context& context, const std::string& role, std::optional<AreaId> area);

}  // namespace liren::organizations
