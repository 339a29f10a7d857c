#pragma once
// What the module does when rows of registers change. Private to the module.

#include "liren/house.h"

namespace liren::facts {

/// Adds the module's subscribers.
void follow_registers(House& house);

}  // namespace liren::facts
