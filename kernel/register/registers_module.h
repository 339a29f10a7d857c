#pragma once
// The registers as pages need to know them: one answer that describes every register and every code list in the caller's language.

#include "liren/request.h"

namespace liren {

Module registers_module();

}  // namespace liren
