#pragma once
// What happened in the demo's ninety days: cases in every state, told through the public verbs. Private to the module.

#include "cast.h"
#include "pictures.h"

namespace liren::demo {

void tell_cases(House& house, const std::string& district, const YAML::Node& words, Dice& dice, Cast& cast, const std::vector<Picture>& pictures, int count,
                const std::function<void(const std::string&)>& say);

}  // namespace liren::demo
