#pragma once
// The kernel's own statements over its own tables. Their names begin with "kernel.": they run in a store of any kind.

#include "events/chain.h"
#include "liren/sql.h"

namespace liren::events {

struct SealerRow {
    std::int64_t seq = 0;
    std::string hash;
};
BOOST_DESCRIBE_STRUCT(SealerRow, (), (seq, hash))
struct AppliedRow {
    std::string name;
    std::string checksum;
};
BOOST_DESCRIBE_STRUCT(AppliedRow, (), (name, checksum))

extern const Statement insert_event;        ///< unsealed or sealed
extern const Statement list_sealed;         ///< EventRow, :seq :limit
extern const Statement list_unsealed;       ///< EventRow, :limit; unsealed ones in order of id
extern const Statement find_sealer;         ///< SealerRow
extern const Statement lock_sealer;         ///< SealerRow, or none while another node seals
extern const Statement move_sealer;         ///< :seq :hash
extern const Statement seal_event;          ///< :id :seq :previous_hash :hash
extern const Statement insert_job;
extern const Statement next_of_series;      ///< :series :year
extern const Statement list_migrations;     ///< AppliedRow
extern const Statement insert_migration;    ///< :name :checksum :applied_at

/// Gives `run(statement, parameters)` what insert_event needs.
template <class Run>
void insert(const Run& run, const EventRow& row) {
    const bool sealed = row.seq != 0;
    const auto or_null = [&](const std::string& text) { return sealed ? Value(text) : Value(nullptr); };
    run(insert_event, {{"id", row.id},
                       {"seq", sealed ? Value(row.seq) : Value(nullptr)},
                       {"name", row.name},
                       {"subject_kind", row.subject_kind},
                       {"subject", row.subject},
                       {"version", row.version},
                       {"actor", row.actor},
                       {"area", row.area},
                       {"fields", row.fields},
                       {"at", row.at},
                       {"digest", row.digest},
                       {"previous_hash", or_null(row.previous_hash)},
                       {"hash", or_null(row.hash)}});
}

/// Gives `run(statement, parameters)` what insert_job needs.
template <class Run>
void insert(const Run& run, const Job& job, Instant now) {
    run(insert_job, {{"id", new_id()},
                     {"kind", job.kind},
                     {"subject", job.subject},
                     {"due", job.due},
                     {"payload", job.payload},
                     {"created_at", now}});
}

}  // namespace liren::events
