#pragma once
// The table of contents: every module of the house, in the order of USES.

#include <vector>

#include "liren/request.h"

namespace liren {

std::vector<Module> all_modules();

}  // namespace liren
