#pragma once
// Writes invented neighbourhoods into the registers of a district, through the functions everybody else writes with: every row
// is checked, has its event, its sealed numbers and its words. Private to the module.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/house.h"
#include "neighbourhood.h"

namespace liren::demo {

/// Fills communities in which nobody is registered, those named first before the others, until `people` are written. A run that
/// was cut short is taken up where it stood (with the same seed). Returns how many people were written.
std::size_t settle_people(House& house, const std::string& district, const PopulationWords& words, const std::vector<std::string>& first, std::size_t people, std::uint64_t seed,
                          const std::function<void(const std::string&)>& say);

}  // namespace liren::demo
