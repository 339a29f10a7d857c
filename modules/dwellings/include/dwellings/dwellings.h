#pragma once
// Dwellings: where people live and work. Compounds, their buildings, the dwellings in them, and by what right somebody holds
// a dwelling (owner, tenant) from when to when. Areas are whole hundredths of a square metre, as votes of owners need them
// (民法典 278).

#include "liren/register.h"
#include "liren/request.h"

namespace liren::dwellings {

Module module();

extern const Register compounds, buildings, all_dwellings, tenures;

}  // namespace liren::dwellings
