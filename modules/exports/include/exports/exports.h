#pragma once
// Exports: rows of a register leave the house as a spreadsheet only when somebody said why and a second person agreed. What leaves
// is what the asker's own list shows, masked unless they may unmask; it is made by a job in pieces, kept sealed, fetched by the
// asker only, and gone after some days. What we export re-imports to the same register. The only door of the module.

#include "liren/house.h"
#include "liren/request.h"

namespace liren::exports {

Module module();

}  // namespace liren::exports
