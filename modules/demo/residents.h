#pragma once
// Joins the demo's resident to somebody of the invented population. Private to the module.

#include "cast.h"

namespace liren::demo {

/// The resident's account becomes a car owner's with a child and another adult in the household: linked by the clerk, guardian of
/// the child, with one correction asked for. Does nothing where no such family was invented.
void join_resident(House& house, const std::string& district, const Cast& cast);

}  // namespace liren::demo
