#pragma once
// Who took it, when, under which number, what for: the first rows of every sheet that leaves, above its titles. Private to the module.

#include <string>
#include <vector>

#include "store.h"

#include "liren/house.h"

namespace liren::exports {

/// The lines, in the language of the request: what it is and how much of it; who, when, number and approver; the purpose.
std::vector<std::string> watermark(House& house, const ExportRow& row, const std::string& register_label);

}  // namespace liren::exports
