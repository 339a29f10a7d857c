#include "sql/sqlite_store.h"

#include <chrono>

#include "search/dialect.h"
#include "events/statements.h"

namespace liren::sql {
namespace {

using Command = SqliteConnection::Command;

constexpr std::size_t most_writes_of_a_batch = 256;
constexpr std::size_t most_idle_readers = 16;
constexpr int long_log_pages = 4'000;        ///< 16 MB: move them into the file
constexpr int endless_log_pages = 16'000;    ///< readers kept the log from starting anew: wait for them, shortly
constexpr auto idle_before_checkpoint = std::chrono::seconds(1);

/// The read that this thread is inside of, by store: a nested read() joins its snapshot.
struct OpenRead {
    const SqliteStore* store;
    Db* db;
};
std::vector<OpenRead>& open_reads() {
    thread_local std::vector<OpenRead> reads;
    return reads;
}

class SqliteMigration final : public MigrationTarget {
public:
    explicit SqliteMigration(SqliteConnection& connection) : connection_(connection) {}
    void begin() override {
        connection_.script("pragma foreign_keys = off");  // so that a file may rebuild a table; checked before the commit
        connection_.command(Command::begin_write);
        connection_.script(migrations_table);
    }
    std::vector<events::AppliedRow> applied() override {
        return SqliteDb(connection_, StoreKind::district).all<events::AppliedRow>(events::list_migrations, {});
    }
    void script(std::string_view sql) override { connection_.script(search::with_search_indexes(row_keys(sql), Engine::sqlite)); }
    void remember(const Migration& migration) override {
        const Parameter parameters[] = {{"name", migration.name}, {"checksum", migration.checksum}, {"applied_at", SystemClock().now()}};
        connection_.run(events::insert_migration, nullptr, parameters, nullptr, {});
    }
    void commit() override {
        if (connection_.broken_references() != 0)
            throw std::runtime_error("a foreign key names a row that does not exist");
        connection_.command(Command::commit);
        connection_.script("pragma foreign_keys = on");
    }
    void rollback() noexcept override {
        try {
            if (!connection_.idle()) connection_.command(Command::rollback);
            connection_.script("pragma foreign_keys = on");
        } catch (const std::exception&) {
            // The store stays closed with the first failure; its connection is not used again.
        }
    }

private:
    /// "bigint primary key" becomes "integer primary key": the same type to SQLite, but then the id is the row's own key, and
    /// one B-tree is walked and written instead of two.
    static std::string row_keys(std::string_view sql) {
        constexpr std::string_view from = "bigint primary key";
        std::string text;
        for (;;) {
            const std::size_t found = sql.find(from);
            text += sql.substr(0, found);
            if (found == std::string_view::npos) return text;
            text += "integer primary key";
            sql.remove_prefix(found + from.size());
        }
    }
    SqliteConnection& connection_;
};

}  // namespace

SqliteStore::SqliteStore(StorageState& state, std::string name, std::filesystem::path file, SqliteConnection::Attachments attached, bool fast)
    : state_(state), name_(std::move(name)), kind_(kind_of(name_)), file_(std::move(file)), attached_(std::move(attached)), fast_(fast) {
    writer_ = open(SqliteConnection::Role::writer);
}

SqliteStore::~SqliteStore() { close(); }

std::unique_ptr<SqliteConnection> SqliteStore::open(SqliteConnection::Role role) const {
    return std::make_unique<SqliteConnection>(file_, role, fast_, attached_);
}

void SqliteStore::migrate(const std::vector<Migration>& migrations) {
    stop_writer();
    SqliteMigration target(*writer_);
    try {
        migrate_store(name_, migrations, target);
    } catch (const std::exception& failure) {
        set_trouble(failure.what());
        throw;
    }
    set_trouble({});
    start_writer();
}

std::string SqliteStore::trouble() const {
    const std::lock_guard lock(trouble_mutex_);
    return trouble_;
}

void SqliteStore::set_trouble(std::string sentence) {
    const std::lock_guard lock(trouble_mutex_);
    serving_ = sentence.empty();
    trouble_ = std::move(sentence);
}

// Reading

std::unique_ptr<SqliteConnection> SqliteStore::take_reader() {
    {
        const std::lock_guard lock(readers_mutex_);
        if (!readers_.empty()) {
            std::unique_ptr<SqliteConnection> reader = std::move(readers_.back());
            readers_.pop_back();
            return reader;
        }
    }
    return open(SqliteConnection::Role::reader);
}

void SqliteStore::give_back(std::unique_ptr<SqliteConnection> reader) {
    const std::lock_guard lock(readers_mutex_);
    if (readers_.size() < most_idle_readers) readers_.push_back(std::move(reader));
}

void SqliteStore::read(const std::function<void(Db&)>& work) {
    for (const OpenRead& open_read : open_reads())
        if (open_read.store == this) return work(*open_read.db);
    if (!serving_) throw closed_store(name_, trouble());
    std::unique_ptr<SqliteConnection> reader = take_reader();
    SqliteDb db(*reader, kind_);
    reader->command(Command::begin_read);
    open_reads().push_back({this, &db});
    try {
        work(db);
    } catch (...) {
        open_reads().pop_back();
        if (!reader->idle()) reader->command(Command::rollback);
        give_back(std::move(reader));
        throw;
    }
    open_reads().pop_back();
    reader->command(Command::commit);
    give_back(std::move(reader));
}

// Writing

void SqliteStore::enqueue(PendingWrite write) {
    std::exception_ptr refusal;
    {
        const std::lock_guard lock(queue_mutex_);
        if (closed_) refusal = std::make_exception_ptr(closed_store(name_, "the program is stopping"));
        else if (!serving_) refusal = std::make_exception_ptr(closed_store(name_, trouble()));
        else queue_.push_back(std::move(write));
    }
    if (refusal) {
        state_.leave(1);
        write.done(refusal);
        return;
    }
    queue_changed_.notify_one();
}

void SqliteStore::start_writer() {
    stopping_ = false;
    thread_ = std::thread([this] { write_loop(); });
}

void SqliteStore::stop_writer() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(queue_mutex_);
        stopping_ = true;
    }
    queue_changed_.notify_one();
    thread_.join();
}

void SqliteStore::close() {
    {
        const std::lock_guard lock(queue_mutex_);
        closed_ = true;
    }
    stop_writer();
    {
        const std::lock_guard lock(readers_mutex_);
        readers_.clear();
    }
    if (!writer_) return;
    if (trouble().empty()) checkpoint(SqliteConnection::Checkpoint::truncate);
    set_trouble("The store is closed.");
    writer_.reset();
}

void SqliteStore::write_loop() {
    on_writer_thread() = true;
    while (wait_for_work()) {
        run_batch();
        checkpoint_if_long();
    }
}

/// False when the store stops and nothing waits. An idle second moves the log into the file, so that a restart is quick.
bool SqliteStore::wait_for_work() {
    std::unique_lock lock(queue_mutex_);
    const auto ready = [this] { return !queue_.empty() || stopping_; };
    while (!ready()) {
        if (writer_->wal_pages() == 0) {
            queue_changed_.wait(lock, ready);
        } else if (!queue_changed_.wait_for(lock, idle_before_checkpoint, ready)) {
            lock.unlock();
            checkpoint(SqliteConnection::Checkpoint::passive);
            lock.lock();
            if (writer_->wal_pages() != 0) queue_changed_.wait_for(lock, idle_before_checkpoint, ready);
        }
    }
    return !queue_.empty();
}

bool SqliteStore::take(PendingWrite& write) {
    const std::lock_guard lock(queue_mutex_);
    if (queue_.empty()) return false;
    write = std::move(queue_.front());
    queue_.pop_front();
    return true;
}

void SqliteStore::run_batch() {
    Batch batch;
    try {
        writer_->command(Command::begin_write);
    } catch (...) {
        batch.lost = std::current_exception();
    }
    PendingWrite write;
    while (batch.parked.size() < most_writes_of_a_batch && take(write)) {
        if (batch.lost) batch.parked.push_back({std::move(write.done), nullptr});
        else run_one(write, batch);
    }
    if (!batch.lost) {
        try {
            seal_and_commit(batch);
        } catch (...) {
            batch.lost = std::current_exception();
        }
    }
    if (batch.lost) lose(batch);
    answer(batch);
}

void SqliteStore::run_one(PendingWrite& write, Batch& batch) {
    std::exception_ptr failure;
    SqliteTx tx(*writer_, kind_, write.context);
    try {
        writer_->command(Command::savepoint);
        write.work(tx);
        tx.check_sound();
        writer_->command(Command::release);
        for (events::EventRow& event : tx.take_events()) batch.events.push_back(std::move(event));
        ++batch.released;
    } catch (...) {
        failure = std::current_exception();
        try {
            if (writer_->idle()) std::rethrow_exception(failure);  // the engine rolled back everything, neighbours too
            writer_->command(Command::rollback_to);
            writer_->command(Command::release);
        } catch (...) {
            batch.lost = std::current_exception();
        }
    }
    batch.parked.push_back({std::move(write.done), failure});
}

void SqliteStore::seal_and_commit(Batch& batch) {
    if (batch.released == 0) {
        writer_->command(Command::rollback);
        return;
    }
    SqliteDb db(*writer_, kind_);
    if (!batch.events.empty()) {
        if (!sealer_known_) {
            const auto sealer = db.one<events::SealerRow>(events::find_sealer, {}).value();
            seq_ = sealer.seq;
            hash_ = sealer.hash;
            sealer_known_ = true;
        }
        const auto run = [&](const Statement& statement, Parameters parameters) {
            writer_->run(statement, nullptr, {parameters.begin(), parameters.size()}, nullptr, {});
        };
        for (events::EventRow& event : batch.events) {
            events::seal(event, seq_, hash_);
            events::insert(run, event);
        }
        run(events::move_sealer, {{"seq", seq_}, {"hash", hash_}});
    }
    writer_->command(Command::commit);
    state_.commits.fetch_add(1, std::memory_order_relaxed);
    state_.writes.fetch_add(batch.released, std::memory_order_relaxed);
}

/// Nothing of the batch is true: every write is answered 503. The connection is opened anew when it cannot even roll back.
void SqliteStore::lose(Batch& batch) {
    for (Parked& parked : batch.parked) parked.failure = unavailable(batch.lost);  // each its own: they go to different threads
    batch.events.clear();
    sealer_known_ = false;
    state_.failures.fetch_add(1, std::memory_order_relaxed);
    try {
        if (!writer_->idle()) writer_->command(Command::rollback);
    } catch (const std::exception&) {
        try {
            writer_ = open(SqliteConnection::Role::writer);
        } catch (const std::exception&) {
            // The old connection stays: its next begin fails too, and that batch tries again.
        }
    }
}

void SqliteStore::answer(Batch& batch) {
    std::vector<SealedEvent> sealed;
    sealed.reserve(batch.events.size());
    for (const events::EventRow& event : batch.events) sealed.push_back(events::sealed_event(event));
    state_.tell(name_, sealed);
    state_.leave(batch.parked.size());
    for (Parked& parked : batch.parked) parked.done(parked.failure);
}

void SqliteStore::checkpoint_if_long() {
    if (writer_->wal_pages() >= endless_log_pages) checkpoint(SqliteConnection::Checkpoint::restart);
    else if (writer_->wal_pages() >= long_log_pages) checkpoint(SqliteConnection::Checkpoint::passive);
}

/// A checkpoint that fails (disk full) loses nothing: the log stays, the failure is counted, the next occasion tries again.
void SqliteStore::checkpoint(SqliteConnection::Checkpoint how) {
    try {
        writer_->checkpoint(how);
    } catch (const std::exception&) {
        state_.failures.fetch_add(1, std::memory_order_relaxed);
    }
}

}  // namespace liren::sql
