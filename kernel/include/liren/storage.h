#pragma once
// The stores of one installation: city, gate and one per district, on SQLite (one file each) or PostgreSQL (one schema each).
// Reads run on the calling thread. Writes run on the store's own writer (SQLite: one thread, group commit, at most 256 to a
// batch; PostgreSQL: a worker, one transaction each, run again on 40001/40P01), and are acknowledged after they are durable.

#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "liren/embedded.h"
#include "liren/sql.h"

namespace liren {

/// A sealed event: committed, with its place in the store's gapless, hash-chained sequence.
struct SealedEvent {
    std::int64_t seq = 0;
    std::int64_t id = 0;
    std::string name;
    std::string subject_kind;
    std::int64_t subject = 0;
    std::int64_t version = 0;
    std::int64_t actor = 0;
    std::int64_t area = 0;
    std::string fields;
    Instant at;
};

/// What a write needs to know of its request.
struct WriteContext {
    AccountId actor;
    Instant now;
};

struct StorageStatistics {
    std::uint64_t commits = 0;
    std::uint64_t writes = 0;         ///< acknowledged transactions (SQLite: savepoints released)
    std::uint64_t retries = 0;        ///< transactions run again (PostgreSQL)
    std::uint64_t failures = 0;       ///< batches, connections or checkpoints that failed; a rising figure is for the operator
};

struct ChainFault {
    std::string store;
    std::int64_t seq = 0;             ///< the first event whose hash does not follow
    std::string what;
};

/// The kernel's own migrations, to be given to Storage::migrate beside the modules'.
std::vector<EmbeddedFile> kernel_migrations();

class Storage {
public:
    using Work = std::function<void(Tx&)>;                 ///< may run more than once: no effect outside the Tx
    using Done = std::function<void(std::exception_ptr)>;  ///< null: durable. Called on the writer: must not block, must not throw
    using Sealed = std::function<void(const std::string& store, const std::vector<SealedEvent>&)>;
    using Committed = std::function<void(const std::string& store, const std::vector<std::string>& event_names)>;

    virtual ~Storage() = default;

    /// `directory` holds city.db, gate.db, d140502.db …; created when absent. `fast` turns off fsync (unit tests only).
    static std::unique_ptr<Storage> open_sqlite(const std::filesystem::path& directory, bool fast = false);
    /// `url` is a libpq connection string; schemas city, gate, d140502 … are made in it. `connections` ≤ 64.
    static std::unique_ptr<Storage> open_postgres(const std::string& url, unsigned connections = 16);

    /// Adds a district's store when absent (call before migrate; remembered by the storage itself).
    virtual void add_district(const std::string& code) = 0;
    virtual std::vector<std::string> districts() const = 0;
    /// Applies what is missing, store by store, one transaction each, in order of file name; checks the checksums of what was
    /// applied. A district that fails stays closed (open() says why), the others serve. Throws when city or gate fails, or when
    /// the database is newer than this program. Paths look like "migrations/{city,gate,district}/<time>_<name>.sql".
    virtual void migrate(const std::vector<EmbeddedFile>& files) = 0;
    /// Empty when the store serves; else a sentence for the operator.
    virtual std::string trouble(const std::string& store) const = 0;
    virtual bool has(const std::string& store) const = 0;

    virtual void read(const std::string& store, const std::function<void(Db&)>& work) = 0;
    /// Queues a write and returns. `done` may be called before this returns.
    virtual void write(const std::string& store, WriteContext context, Work work, Done done) = 0;
    /// Waits for it; throws what the work threw. Never from a writer thread.
    void write_now(const std::string& store, WriteContext context, const Work& work);

    /// Called after commit with sealed events, in order of seq for each store. Set before serving.
    virtual void on_sealed(Sealed listener) = 0;
    /// Called after a commit of this process and before its `done`, on PostgreSQL only: there events are sealed a moment later,
    /// and what is remembered of a row must not outlive the answer that changed it. On SQLite sealing itself comes before `done`.
    virtual void on_committed(Committed listener) = 0;
    /// Sealed events after `seq`, at most `limit`.
    virtual std::vector<SealedEvent> sealed_after(const std::string& store, std::int64_t seq, int limit) = 0;
    virtual std::int64_t last_sealed(const std::string& store) = 0;
    /// Walks the chain of a store; nullopt when every hash follows.
    virtual std::optional<ChainFault> check_chain(const std::string& store) = 0;

    virtual StorageStatistics statistics() const = 0;
    /// Bounded waiting room of writes, all stores; a write beyond it fails with Error 503 "storage.busy".
    virtual void set_queue_limit(std::size_t writes) = 0;
    virtual bool is_postgres() const = 0;
    /// Finishes what is queued, seals, checkpoints, closes. After this nothing may be called.
    virtual void close() = 0;
    /// Prepares a statement (every variant of its optional parts, with a scope of every shape); returns error text or "".
    virtual std::string try_prepare(const Statement& statement) = 0;
    /// The engine's plan for a statement with a scope and parameters, one step a line.
    virtual std::string explain(const Statement& statement, const Scope& scope, std::span<const Parameter> parameters) = 0;
};

}  // namespace liren
