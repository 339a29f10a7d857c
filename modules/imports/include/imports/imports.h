#pragma once
// Imports: a spreadsheet of any layout becomes rows of a register. First a dry run: how each column is understood, and for every
// row whether it is new, changed, identical, in conflict, possibly somebody already known, or wrong, and why. Nothing is
// written before a person says so; what is doubtful is decided by a person; a row that cannot be taken comes back in a
// spreadsheet with an explanation; and the whole import can be taken back, except what somebody edited since. Long work is done
// in pieces on a thread of its own: it can be paused, and goes on after a crash where it stood. The uploaded file and the rows
// waiting for a decision are sealed, and thrown away when the import is finished.

#include "liren/request.h"

namespace liren::imports {

Module module();

}  // namespace liren::imports
