#pragma once
// Cases of the journey's community that lie with units outside: one in each state a first visitor should see. Private to the module.

#include "cast.h"

namespace liren::demo {

void tell_handovers(House& house, const std::string& district, const YAML::Node& words, const Cast& cast);

}  // namespace liren::demo
