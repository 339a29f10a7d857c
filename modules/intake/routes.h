#pragma once
// The routes of intake, by file. Private to the module.

#include <vector>

#include "liren/request.h"

namespace liren::intake {

std::vector<Route> caller_routes();   // callers.cpp

}  // namespace liren::intake
