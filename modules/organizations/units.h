#pragma once
// Units inside the module. Private to it.

#include "store.h"

namespace liren::organizations {

/// Writes a unit whose row the caller has changed; `row.version` is the one it was read with. False when somebody was faster.
/// Throws 409 "organizations.name_taken", 422 "organizations.parent_loop" and "places.unknown_area".
bool change_unit(Tx& city, const UnitRow& before, const UnitRow& after);

/// Committees of a community or village, those of its committee areas included; of a committee area its own; else none.
std::vector<Committee> committees_of(Db& city, AreaId area);

}  // namespace liren::organizations
