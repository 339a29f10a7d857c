#pragma once
// The kernel's routes for pictures: upload, thumb, view.

#include "liren/request.h"

namespace liren {

Module files_module();

}  // namespace liren
