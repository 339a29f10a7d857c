#pragma once
// The routes of organizations, by file. Private to the module.

#include <string>
#include <string_view>
#include <vector>

#include "liren/request.h"

namespace liren::organizations {

std::string initials_of(std::string_view name);   // units.cpp

std::vector<Route> unit_routes();                 // unit_routes.cpp
std::vector<Route> account_routes();              // account_routes.cpp

}  // namespace liren::organizations
