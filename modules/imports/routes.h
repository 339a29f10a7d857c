#pragma once
// The routes of imports. Private to the module.

#include "layout.h"
#include "store.h"

namespace liren::imports {

std::vector<Route> import_routes();                                                                     // routes.cpp
HttpResponse show_explanation(Context& context, ImportId id);                                           // explanation.cpp

/// The import within the caller's scope.
ImportRow found_import(Context& context, ImportId id);

}  // namespace liren::imports
