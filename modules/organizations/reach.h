#pragma once
// How far an administrator of accounts reaches: accounts live in the gate, the areas of their grants in the city. Everything
// here holds against the scope of the route's permission (accounts.read or accounts.manage). Private to the module.

#include <optional>
#include <string>
#include <vector>

#include "liren/accounts.h"
#include "places/places.h"

namespace liren::organizations {

std::optional<places::AreaInfo> area_of(Context& context, AreaId id);
/// The areas the caller's scope begins with (none for one who reaches everything).
std::vector<places::AreaInfo> own_areas(Context& context);
/// Codes of the districts they lie in; for one who reaches everything, all that are served.
std::vector<std::string> own_districts(Context& context);

/// Whether a grant lies inside the caller's areas. A grant without an area (level "unit") lies in its district as a whole.
bool reaches(Context& context, const Grant& grant);
/// A member of staff with a grant inside the caller's areas, or without any and made in the caller's district; else 404
/// "organizations.unknown_account".
AccountView visible_account(Context& context, AccountId id);
/// One the caller may change: visible, not the caller (409 "organizations.not_yourself"), and without a grant that lies beyond
/// the caller's areas, for else a password reset would be a way to rise (409 "organizations.reaches_further").
AccountView own_account(Context& context, AccountId id);

}  // namespace liren::organizations
