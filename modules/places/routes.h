#pragma once
// The routes of places, by file. Private to the module. GET /api/city/areas/{id} stands in organizations, because its answer
// names the committees of an area.

#include <vector>

#include "liren/request.h"

namespace liren::places {

std::vector<Route> area_routes();     // area_routes.cpp: districts, the tree, adding and changing
std::vector<Route> search_routes();   // search.cpp
std::vector<Route> door_routes();     // doors.cpp

}  // namespace liren::places
