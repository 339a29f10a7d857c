#pragma once
// Intake: how what is said by telephone, at the counter, in a chat group or in a 12345 order becomes a case. It keeps nothing of
// its own: it asks the archive and the cases, and the cases keep.

#include "liren/request.h"

namespace liren::intake {

Module module();

}  // namespace liren::intake
