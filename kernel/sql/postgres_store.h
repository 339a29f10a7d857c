#pragma once
// The parts of an installation on PostgreSQL: a schema for each store, a pool of connections for reads, workers for writes (each
// with a connection of its own), and one thread that seals. All stores share them.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "sql/migrations.h"
#include "sql/postgres_node.h"
#include "sql/postgres_session.h"
#include "sql/storage_state.h"

namespace liren::sql {

struct PostgresStore {
    explicit PostgresStore(std::string store) : name(std::move(store)), kind(kind_of(name)) {}
    const std::string name;
    const StoreKind kind;
    std::atomic<bool> serving{false};
    std::atomic<bool> unsealed{true};  ///< this process wrote since the sealer last looked
    std::int64_t noticed = 0;          ///< the sealer's: events up to here were told to the listener
    mutable std::mutex mutex;
    std::string trouble = "The store has not been migrated yet.";

    void set_trouble(std::string sentence) {
        const std::lock_guard lock(mutex);
        serving = sentence.empty();
        trouble = std::move(sentence);
    }
    std::string why_closed() const {
        const std::lock_guard lock(mutex);
        return trouble;
    }
};

/// Connections for reads; at most so many at a time, a caller waits for one up to five seconds.
class PostgresPool {
public:
    PostgresPool(std::string url, unsigned most) : url_(std::move(url)), most_(most) {}
    /// An idle one that is already in this store, if there is one.
    std::unique_ptr<PostgresConnection> take();
    void give_back(std::unique_ptr<PostgresConnection> connection);
    void clear();

private:
    const std::string url_;
    const unsigned most_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<PostgresConnection>> idle_;
    unsigned taken_ = 0;
};

/// Runs writes, one transaction each; runs them again after 40001, 40P01 and connections that broke before the commit.
class PostgresWorkers {
public:
    using Committed = std::function<void(PostgresStore&)>;
    PostgresWorkers(StorageState& state, std::string url, unsigned threads, Committed committed);
    ~PostgresWorkers() { close(); }

    void enqueue(PostgresStore& store, PendingWrite write);
    /// Finishes what waits.
    void close();

private:
    struct Queued {
        PostgresStore* store;
        PendingWrite write;
    };
    enum class Outcome : std::uint8_t { answered, again };

    void loop();
    void run(Queued& queued, std::unique_ptr<PostgresConnection>& connection);
    Outcome attempt(Queued& queued, PostgresConnection& connection, std::exception_ptr& failure);

    StorageState& state_;
    const std::string url_;
    const Committed committed_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Queued> queue_;
    bool closed_ = false;
    std::vector<std::thread> threads_;
};

/// Gives committed events their place: takes the sealer row of a store if nobody holds it, seals what is unsealed, tells the
/// listener of everything newly sealed, by whichever process.
class PostgresSealer {
public:
    using Stores = std::function<std::vector<PostgresStore*>()>;
    PostgresSealer(StorageState& state, std::string url, Stores stores);
    ~PostgresSealer() { close(); }

    void wake();
    /// Takes this process's node of ids; call it when gate has been migrated. Kept by the sealer from then on.
    void lease_node(PostgresConnection& connection);
    /// Seals what is left, then stops.
    void close();

private:
    void loop();
    void pass(bool everything);
    enum class Sealing : std::uint8_t { complete, more, held };
    Sealing seal(PostgresStore& store);
    bool follow(PostgresStore& store);
    void tell(PostgresStore& store, const std::vector<events::EventRow>& rows);

    StorageState& state_;
    const std::string url_;
    const Stores stores_;
    std::unique_ptr<PostgresConnection> connection_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool wake_ = false;
    bool closed_ = false;
    std::mutex lease_mutex_;
    NodeLease lease_;
    std::atomic<bool> leased_{false};
    std::thread thread_;
};

}  // namespace liren::sql
