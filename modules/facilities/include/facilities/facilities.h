#pragma once
// Facilities: what stands in a district and has to be kept in order — lamps, covers, hydrants, exercise machines. Classes are
// those of GB/T 30428.2 (parts); a part's code of 16 digits carries its county and class.

#include "liren/register.h"
#include "liren/request.h"

namespace liren::facilities {

Module module();

extern const Register all_facilities;

}  // namespace liren::facilities
