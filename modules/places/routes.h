#pragma once
// The routes of places. Private to the module.

#include <vector>

#include "liren/request.h"

namespace liren::places {

std::vector<Route> area_routes();

}  // namespace liren::places
