#pragma once
// Grids inside the module: codes and the row beside the area's. Private to the module.

#include "places/places.h"

namespace liren::places {

/// The next free code below a community: its division code, 0 (basic) or 1 (exclusive), and a serial of three digits counted
/// over everything that was ever called so. Empty where the community has no division code. Throws 409 "places.grids_full".
std::string next_grid_code(Tx& city, std::int64_t community, std::string_view kind);
/// Overwrites the facts of a grid.
void write_grid(Tx& city, AreaId grid, const GridFacts& facts);

}  // namespace liren::places
