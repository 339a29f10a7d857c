#pragma once
// A whole household moves: one act over the household, its members, what they hold of the dwelling, and the events of their lives.
// Private to the module.

#include <optional>
#include <vector>

#include "liren/register.h"
#include "liren/request.h"
#include "store.h"

namespace liren::people {

/// The newest first.
std::vector<RelocationRow> relocations_of(Db& db, std::int64_t household);

struct NewRelocation {
    Record household, dwelling;               ///< the household as it is, the dwelling it moves to
    std::vector<Record> movers;
    std::int64_t moved_on = 0;                ///< yyyymmdd
    std::string reason;
    std::string tenure_kind;                  ///< as what they live in the new dwelling; "": as in the old one
};
/// Who of these people holds the old dwelling as a tenant or user, and so gives it up: the tenures that end. An owner who moves out
/// stays the owner (民法典 240).
std::vector<Record> tenures_given_up(Db& db, House& house, const NewRelocation& given);
/// Writes all of it. False when somebody was faster.
bool relocate(Tx& tx, House& house, const NewRelocation& given);
/// Takes the relocation back; what somebody worked with since stays. Answers how many rows stayed; nothing when somebody was faster.
std::optional<int> undo_relocation(Tx& tx, House& house, const RelocationRow& relocation);

std::vector<Route> relocation_routes();

}  // namespace liren::people
