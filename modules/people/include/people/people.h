#pragma once
// People: who lives in a district. Persons, the households they form, what happened in their lives, and the tags that say who
// needs care. A person's row lies where they live. ID number, phone and address are sealed, masked everywhere, and shown in
// clear only by a look that asks why. Key-group tags are a register of their own with a permission of its own.

#include "liren/register.h"
#include "liren/request.h"

namespace liren::people {

Module module();

extern const Register persons, households, life_events, care_tags, key_group_tags;

}  // namespace liren::people
