#include "sql/postgres_store.h"

namespace liren::sql {
namespace {

constexpr int most_attempts = 6;
constexpr auto first_pause = std::chrono::milliseconds(5);  ///< doubled at each attempt: 5 to 80 ms, 155 ms in all
constexpr auto longest_wait_for_a_connection = std::chrono::seconds(5);

}  // namespace

// The pool of readers

std::unique_ptr<PostgresConnection> PostgresPool::take() {
    {
        std::unique_lock lock(mutex_);
        if (!returned_.wait_for(lock, longest_wait_for_a_connection, [this] { return taken_ < most_; })) throw queue_full();
        ++taken_;
        if (!idle_.empty()) {
            std::unique_ptr<PostgresConnection> connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    try {
        return std::make_unique<PostgresConnection>(url_);
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void PostgresPool::give_back(std::unique_ptr<PostgresConnection> connection) {
    {
        const std::lock_guard lock(mutex_);
        --taken_;
        if (connection && !connection->broken()) idle_.push_back(std::move(connection));
        else idle_.clear();  // where one broke, the server has gone: the others would fail one by one
    }
    returned_.notify_one();
}

void PostgresPool::clear() {
    const std::lock_guard lock(mutex_);
    idle_.clear();
}

// The workers

PostgresWorkers::PostgresWorkers(StorageState& state, std::string url, unsigned threads, Committed committed)
    : state_(state), url_(std::move(url)), committed_(std::move(committed)) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

void PostgresWorkers::enqueue(PostgresStore& store, PendingWrite write) {
    std::exception_ptr refusal;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) refusal = std::make_exception_ptr(closed_store(store.name, "the program is stopping"));
        else if (!store.serving) refusal = std::make_exception_ptr(closed_store(store.name, store.why_closed()));
        else queue_.push_back({&store, std::move(write)});
    }
    if (refusal) {
        state_.leave(1);
        write.done(refusal);
        return;
    }
    changed_.notify_one();
}

void PostgresWorkers::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
}

void PostgresWorkers::loop() {
    on_writer_thread() = true;
    std::unique_ptr<PostgresConnection> connection;
    for (;;) {
        Queued queued;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return !queue_.empty() || closed_; });
            if (queue_.empty()) return;
            queued = std::move(queue_.front());
            queue_.pop_front();
        }
        run(queued, connection);
    }
}

void PostgresWorkers::run(Queued& queued, std::unique_ptr<PostgresConnection>& connection) {
    std::exception_ptr failure;
    auto pause = first_pause;
    for (int attempts = 0; attempts < most_attempts; ++attempts) {
        if (attempts > 0) {
            state_.retries.fetch_add(1, std::memory_order_relaxed);
            // Two that collided must not collide again in step: a pause of its own for each thread.
            const auto jitter = std::chrono::microseconds(std::hash<std::thread::id>{}(std::this_thread::get_id()) % 5000);
            std::this_thread::sleep_for(pause + jitter);
            pause *= 2;
        }
        try {
            if (connection && connection->broken()) connection.reset();
            if (!connection) connection = std::make_unique<PostgresConnection>(url_);
        } catch (...) {
            failure = std::current_exception();
            state_.failures.fetch_add(1, std::memory_order_relaxed);
            continue;
        }
        if (attempt(queued, *connection, failure) == Outcome::answered) return;
    }
    state_.leave(1);
    queued.write.done(failure);
}

PostgresWorkers::Outcome PostgresWorkers::attempt(Queued& queued, PostgresConnection& connection, std::exception_ptr& failure) {
    failure = nullptr;
    std::vector<std::string> event_names;
    try {
        connection.begin_write(queued.store->name);
        PostgresTx tx(connection, queued.store->kind, queued.write.context);
        queued.write.work(tx);
        tx.commit();
        event_names = tx.event_names();
    } catch (...) {
        failure = std::current_exception();
    }
    using Failure = PostgresConnection::Failure;
    if (failure) {
        const Failure kind = connection.failure();
        const bool unknown = kind == Failure::broken && connection.commit_sent();
        connection.rollback();
        if (kind == Failure::broken) state_.failures.fetch_add(1, std::memory_order_relaxed);
        if (kind == Failure::again || (kind == Failure::broken && !unknown)) return Outcome::again;
        if (unknown) failure = std::make_exception_ptr(Error(503, "storage.unavailable", "the connection broke during the commit: its outcome is unknown").retry_after(1));
    } else {
        state_.commits.fetch_add(1, std::memory_order_relaxed);
        state_.writes.fetch_add(1, std::memory_order_relaxed);
        committed_(*queued.store);
        state_.tell_committed(queued.store->name, event_names);
    }
    state_.leave(1);
    queued.write.done(failure);
    return Outcome::answered;
}

}  // namespace liren::sql
