#pragma once
// The routes of imports. Private to the module.

#include "layout.h"
#include "store.h"

namespace liren::imports {

std::vector<Route> import_routes();                                                                     // routes.cpp
std::vector<Route> row_routes();                                                                        // row_routes.cpp
HttpResponse show_explanation(Context& context, ImportId id);                                           // explanation.cpp

}  // namespace liren::imports
