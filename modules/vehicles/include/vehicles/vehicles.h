#pragma once
// Vehicles: what people of a district drive and where it stands. A vehicle is named by its plate (GA 36); plates that no
// pattern knows (military, temporary, electric bicycles) are kept with a warning. The owner is a person of the register; the
// telephone that asks somebody to move a car is sealed like every other.

#include "liren/register.h"
#include "liren/request.h"

namespace liren::vehicles {

Module module();

extern const Register all_vehicles;

}  // namespace liren::vehicles
