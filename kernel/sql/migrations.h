#pragma once
// Brings one store to the schema of this program: applies the missing files in order of name, in one transaction for the store,
// and refuses a store that a newer program made or whose applied files differ.

#include <string>
#include <string_view>
#include <vector>

#include "events/statements.h"
#include "liren/storage.h"

namespace liren::sql {

/// The store was made by a newer program: nothing may be opened.
class NewerStore : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Migration {
    std::string name;                 ///< the file's own name, "20261125_0100_cases.sql"
    std::string_view sql;
    std::string checksum;
};

/// The migrations of one kind of store, by name. Throws std::logic_error when two files bear the same name.
std::vector<Migration> migrations_of(StoreKind kind, const std::vector<EmbeddedFile>& files);

/// What the runner needs of an engine.
class MigrationTarget {
public:
    virtual ~MigrationTarget() = default;
    /// Begins a transaction that no other process's migration can overlap, with kernel_migrations in place.
    virtual void begin() = 0;
    virtual std::vector<events::AppliedRow> applied() = 0;
    /// Runs one file; throws with the engine's words.
    virtual void script(std::string_view sql) = 0;
    virtual void remember(const Migration& migration) = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
};

inline constexpr std::string_view migrations_table =
    "create table if not exists kernel_migrations (name text primary key, checksum text not null, applied_at bigint not null)";

void migrate_store(const std::string& store, const std::vector<Migration>& migrations, MigrationTarget& target);

}  // namespace liren::sql
