#pragma once
// Effects of what happened: a subscriber sees each sealed event of its prefix once, in order, after the commit. Where it stands
// is a row (kernel_cursors) of the store its effect writes, moved in the effect's own transaction. A subscriber that fails
// stops at that event, alone, tries again after 1 s, 2 s, 4 s … at most a minute, and is listed.

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "liren/clock.h"
#include "liren/storage.h"

namespace liren {

struct FailedSubscriber {
    std::string name;
    std::string source;               ///< store whose event it is
    std::string target;               ///< store that the effect writes
    std::int64_t seq = 0;             ///< the event it stands at
    int attempts = 0;
    std::string error;
    Instant next;                     ///< the next attempt
};

class Subscribers {
public:
    using Effect = std::function<void(Tx&, const SealedEvent&)>;  ///< may run more than once: no effect outside the Tx

    Subscribers(Storage& storage, const Clock& clock);
    ~Subscribers();

    /// `name` is stored: it never changes. `prefix` "cases." takes every event whose name begins so. The effect writes the store
    /// of the event itself. A new subscriber begins with the first event of the store.
    void on(const std::string& name, const std::string& prefix, StoreKind source, Effect effect);
    /// The effect writes every store of kind `target` (city to each district, a district to gate …).
    void on(const std::string& name, const std::string& prefix, StoreKind source, StoreKind target, Effect effect);

    /// Runs on a thread of its own: when woken, and every second.
    void start();
    void stop();
    /// There are new sealed events. Call it from the listener of Storage::on_sealed.
    void wake();

    /// Runs every subscriber up to what is the last sealed event now, except those that failed and whose time has not come; returns the
    /// number of effects. For tests.
    int run_pending();
    std::vector<FailedSubscriber> failed();

private:
    struct Subscription {
        std::string name;
        std::string prefix;
        StoreKind source;
        StoreKind target;
        Effect effect;
    };
    struct Place {                    // of one subscription between one source and one target
        std::int64_t seq = -1;        ///< seen up to here; -1: not read yet
        std::int64_t stored = 0;      ///< the cursor row
        std::int64_t single_upto = 0; ///< one by one up to here: somewhere in between is one that fails
        int attempts = 0;
        std::string error;
        Instant next;
    };
    using Key = std::pair<const Subscription*, std::pair<std::string, std::string>>;

    std::vector<std::string> stores_of(std::optional<StoreKind> kind) const;
    int follow(const Subscription& subscription, const std::string& source, const std::string& target, std::int64_t end);
    int step(const Subscription& subscription, const std::string& source, const std::string& target, Place& place);
    bool apply(const Subscription& subscription, const std::string& source, const std::string& target, Place& place,
               const std::vector<SealedEvent>& matching, std::int64_t upto);
    void note_failure(Place& place, const std::string& words);
    void loop();

    Storage& storage_;
    const Clock& clock_;
    std::vector<std::unique_ptr<Subscription>> subscriptions_;
    std::mutex run_mutex_;            ///< one pass at a time
    std::map<Key, Place> places_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool wake_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace liren
