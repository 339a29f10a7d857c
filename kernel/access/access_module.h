#pragma once
// The kernel's own module: signing in and out, one's own password, the list of roles.

#include "liren/request.h"

namespace liren {

Module access_module();

}  // namespace liren
