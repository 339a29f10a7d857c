#pragma once
// What an import keeps, and for how long: an upload that nobody writes, and rows that nobody decides, some days after the last
// step; what taking back needs as long as the register's ground says. One job an import follows it to its end. Private to the
// module.

#include "liren/register.h"
#include "store.h"

namespace liren::imports {

inline constexpr std::int64_t days_kept_by_default = 30;

std::int64_t days_kept(Db& db);
/// Until when something is kept that is touched now.
Instant kept_until(Tx& tx);
/// Until when what is written now can be taken back.
Instant undo_until(Tx& tx, const House& house, const Register& of);
/// Follows a new import.
void begin_expiry(Tx& tx, const std::string& store, std::int64_t import);
/// Names the job; called once at start.
void run_expiry(House& house);

}  // namespace liren::imports
