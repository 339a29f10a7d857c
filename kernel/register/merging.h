#pragma once
// What the pages of a register say of mergers. Private to the kernel.

#include <optional>

#include "liren/register.h"

namespace liren {

/// The row that took an ended row's place.
std::optional<std::int64_t> merged_into(Db& db, const Register& of, std::int64_t other);
/// Whether a merger into this row can be taken back.
bool has_merger(Db& db, const Register& of, std::int64_t kept);

}  // namespace liren
