#pragma once
// What all stores of one Storage share, on either engine: the waiting room of writes, the statistics, the sealed listener.

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "liren/error.h"
#include "liren/storage.h"

namespace liren::sql {

struct PendingWrite {
    WriteContext context;
    Storage::Work work;
    Storage::Done done;
};

class StorageState {
public:
    std::atomic<std::size_t> queue_limit{4096};
    std::atomic<std::uint64_t> commits{0};
    std::atomic<std::uint64_t> writes{0};
    std::atomic<std::uint64_t> retries{0};
    std::atomic<std::uint64_t> failures{0};

    StorageStatistics statistics() const { return {commits, writes, retries, failures}; }

    /// Takes a place in the waiting room; false when it is full.
    bool enter() {
        if (waiting_.fetch_add(1, std::memory_order_relaxed) < queue_limit.load(std::memory_order_relaxed)) return true;
        waiting_.fetch_sub(1, std::memory_order_relaxed);
        return false;
    }
    void leave(std::size_t count) { waiting_.fetch_sub(count, std::memory_order_relaxed); }

    void set_listener(Storage::Sealed listener) {
        const std::lock_guard lock(listener_mutex_);
        listener_ = std::make_shared<Storage::Sealed>(std::move(listener));
    }
    void tell(const std::string& store, const std::vector<SealedEvent>& events) noexcept {
        std::shared_ptr<Storage::Sealed> listener;
        {
            const std::lock_guard lock(listener_mutex_);
            listener = listener_;
        }
        if (listener && *listener && !events.empty()) (*listener)(store, events);
    }

    void set_committed_listener(Storage::Committed listener) {
        const std::lock_guard lock(listener_mutex_);
        committed_listener_ = std::make_shared<Storage::Committed>(std::move(listener));
    }
    void tell_committed(const std::string& store, const std::vector<std::string>& event_names) noexcept {
        std::shared_ptr<Storage::Committed> listener;
        {
            const std::lock_guard lock(listener_mutex_);
            listener = committed_listener_;
        }
        if (listener && *listener && !event_names.empty()) (*listener)(store, event_names);
    }

private:
    std::atomic<std::size_t> waiting_{0};
    std::mutex listener_mutex_;
    std::shared_ptr<Storage::Sealed> listener_;
    std::shared_ptr<Storage::Committed> committed_listener_;
};

/// What a Storage does in the same way over either engine.
class CommonStorage : public Storage {
public:
    void on_sealed(Sealed listener) override { state_.set_listener(std::move(listener)); }
    void on_committed(Committed listener) override { state_.set_committed_listener(std::move(listener)); }
    std::vector<SealedEvent> sealed_after(const std::string& store, std::int64_t seq, int limit) override;
    std::int64_t last_sealed(const std::string& store) override;
    std::optional<ChainFault> check_chain(const std::string& store) override;
    StorageStatistics statistics() const override { return state_.statistics(); }
    void set_queue_limit(std::size_t writes) override { state_.queue_limit = writes; }

protected:
    StorageState state_;
};

/// A statement of another kind of store in the wrong place is a mistake of the program.
void check_kind(const Statement& statement, StoreKind kind);
/// "city", "gate", or "d" and the code of a district (1–12 digits); throws std::invalid_argument for another code.
StoreKind kind_of(const std::string& store);
std::string district_store(const std::string& code);

/// True on a thread that runs writes: there write_now would wait for itself.
bool& on_writer_thread();

Error queue_full();
Error unknown_store(const std::string& store);
Error closed_store(const std::string& store, const std::string& trouble);
/// Any failure of a whole batch or connection as the answer to its writes: 503 "storage.unavailable", the words in the detail.
std::exception_ptr unavailable(const std::exception_ptr& cause);

}  // namespace liren::sql
