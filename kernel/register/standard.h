#pragma once
// The data standard of the installation (P1-05): every register with every field — name, kind, code list, standard, whether it
// must be there, why it is kept, on which legal basis, how sensitive it is, for how long. Made from the declarations and from
// what the city added, so that it cannot differ from what is checked. Private to the kernel.

#include "liren/house.h"

namespace liren {

/// Throws std::runtime_error naming the first field that is kept for no reason.
void require_grounds(const House& house);

void add_standard_routes(Module& module);

}  // namespace liren
