#pragma once
// The routes of organizations, by file. Private to the module.

#include <vector>

#include "liren/request.h"

namespace liren::organizations {

std::vector<Route> area_routes();      // area_routes.cpp: an area with its committees, the units that answer for it
std::vector<Route> unit_routes();      // unit_routes.cpp
std::vector<Route> post_routes();      // posts.cpp
std::vector<Route> account_routes();   // account_routes.cpp
std::vector<Route> grant_routes();     // grant_routes.cpp
std::vector<Route> batch_routes();     // batch_routes.cpp

}  // namespace liren::organizations
