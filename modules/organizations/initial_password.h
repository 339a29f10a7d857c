#pragma once
// A first password: made here, shown once to the one who made it, changed by the one who gets it. Private to the module.

#include <string>

namespace liren::organizations {

struct InitialPassword {
    std::string clear, hash;
};

/// 12 characters that nobody misreads, with capitals, small letters and digits. Hashing takes 17 ms: before a transaction only.
InitialPassword make_initial_password();

}  // namespace liren::organizations
