#pragma once
// One store in one SQLite file. Reads: a pool of connections, one for each read that runs at the same time. Writes: one thread,
// which takes what waits (at most 256), runs each work under a savepoint, seals the events, commits once, and then answers.
// The same thread, and no other, checkpoints.

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "sql/migrations.h"
#include "sql/sqlite_session.h"
#include "sql/storage_state.h"

namespace liren::sql {

class SqliteStore {
public:
    SqliteStore(StorageState& state, std::string name, std::filesystem::path file, SqliteConnection::Attachments attached, bool fast);
    ~SqliteStore();

    const std::string& name() const { return name_; }
    StoreKind kind() const { return kind_; }

    void migrate(const std::vector<Migration>& migrations);
    std::string trouble() const;
    void set_trouble(std::string sentence);

    void read(const std::function<void(Db&)>& work);
    /// Takes a write that has a place in the waiting room.
    void enqueue(PendingWrite write);
    void stop_writer();
    /// Waits for the writer, empties the log, closes every connection.
    void close();

private:
    struct Parked {  // a work that ran and waits for the commit
        Storage::Done done;
        std::exception_ptr failure;
    };
    struct Batch {
        std::vector<Parked> parked;
        std::vector<events::EventRow> events;
        std::uint64_t released = 0;
        std::exception_ptr lost;      ///< the engine gave up the whole transaction
    };

    std::unique_ptr<SqliteConnection> open(SqliteConnection::Role role) const;
    std::unique_ptr<SqliteConnection> take_reader();
    void give_back(std::unique_ptr<SqliteConnection> reader);

    void start_writer();
    void write_loop();
    bool wait_for_work();
    bool take(PendingWrite& write);
    void run_batch();
    void run_one(PendingWrite& write, Batch& batch);
    void seal_and_commit(Batch& batch);
    void lose(Batch& batch);
    void answer(Batch& batch);
    void checkpoint_if_long();
    void checkpoint(SqliteConnection::Checkpoint how);

    StorageState& state_;
    const std::string name_;
    const StoreKind kind_;
    const std::filesystem::path file_;
    const SqliteConnection::Attachments attached_;
    const bool fast_;

    mutable std::mutex trouble_mutex_;
    std::string trouble_ = "The store has not been migrated yet.";
    std::atomic<bool> serving_{false};

    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<SqliteConnection>> readers_;  ///< idle ones, the last used at the end

    std::mutex queue_mutex_;
    std::condition_variable queue_changed_;
    std::deque<PendingWrite> queue_;
    bool stopping_ = false;
    bool closed_ = false;

    std::unique_ptr<SqliteConnection> writer_;
    std::thread thread_;
    std::int64_t seq_ = 0;            ///< of the last sealed event
    std::string hash_;
    bool sealer_known_ = false;
};

}  // namespace liren::sql
