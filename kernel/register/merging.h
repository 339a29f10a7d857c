#pragma once
// What the pages of a register say of mergers. Private to the kernel.

#include <optional>
#include <string>
#include <vector>

#include "liren/register.h"

namespace liren {

/// The row that took an ended row's place.
std::optional<std::int64_t> merged_into(Db& db, const Register& of, std::int64_t other);
/// One merger with this row on either side.
struct PastMerger {
    std::int64_t id = 0, kept = 0, other = 0, actor = 0;
    Instant at;
    std::optional<Instant> undone_at;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(PastMerger, (), (id, kept, other, actor, at, undone_at, reason))
/// All of them, also those that were taken back.
std::vector<PastMerger> mergers_touching(Db& db, const Register& of, std::int64_t row);
/// Whether a merger into this row can be taken back.
bool has_merger(Db& db, const Register& of, std::int64_t kept);

}  // namespace liren
