#pragma once
// What happened to a row of a register: who did what when, and for each change the fields with their old and new values. Private
// to the kernel.

#include <optional>
#include <string>

#include "liren/register.h"

namespace liren {

/// {items: [{name, at, actor_name, version, changes: [{field, old, new}]}]}, the newest first; personal values masked. A merger and
/// a separation have the other row besides (other, other_name, reason); its name only within the scope.
void write_history(std::string& body, Db& db, House& house, const Register& of, const Record& row, const Scope& scope);

std::optional<Placement> register_placement(Db& db, const Register& of, std::int64_t id);

}  // namespace liren
