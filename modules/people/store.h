#pragma once
// The rows of a household's moves and the statements that read and write them. Private to the module.

#include <optional>
#include <string>

#include "liren/sql.h"

namespace liren::people {

/// A relocation as it was written.
struct RelocationRow {
    std::int64_t id = 0, household = 0, from_area = 0;
    std::optional<std::int64_t> from_dwelling;
    std::int64_t to_dwelling = 0, moved_on = 0;
    std::string reason;
    Instant at;
    std::int64_t actor = 0;
    std::optional<Instant> undone_at;
};
BOOST_DESCRIBE_STRUCT(RelocationRow, (), (id, household, from_area, from_dwelling, to_dwelling, moved_on, reason, at, actor, undone_at))

/// One row that a relocation added or changed, at the version it left behind.
struct WrittenRow {
    std::string register_kind;
    std::int64_t record = 0, version = 0;
    bool added = false;
};
BOOST_DESCRIBE_STRUCT(WrittenRow, (), (register_kind, record, version, added))

extern const Statement insert_relocation, insert_relocation_row, relocations_of_household, rows_of_relocation, mark_undone;

}  // namespace liren::people
