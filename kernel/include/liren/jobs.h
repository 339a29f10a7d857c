#pragma once
// Work that is due: enqueued by a write in its own transaction (Tx::enqueue), run later in a transaction of its own together
// with its completion, so that its effect happens once. A job that fails is tried again, 30 s later, then 90 s, 270 s …; after
// eight failures it is dead: it stays, with its error, until an operator revives it.

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "liren/clock.h"
#include "liren/storage.h"

namespace liren {

struct FailedJob {
    std::string store;
    std::int64_t id = 0;
    std::string kind;
    std::int64_t subject = 0;
    std::int64_t attempts = 0;
    std::string error;                ///< of the last attempt
    Instant due;                      ///< the next attempt
    bool dead = false;
};

struct DueJob;

class JobRunner {
public:
    using Handler = std::function<void(Tx&, const Job&)>;  ///< may run more than once: no effect outside the Tx

    JobRunner(Storage& storage, const Clock& clock);
    ~JobRunner();

    /// Names who runs jobs of a kind. Before start().
    void on(const std::string& kind, Handler handler);
    /// Looks every second, in every store, on a thread of its own.
    void start();
    void stop();

    /// Runs everything that is due in a store now, also what those jobs enqueue for now; returns how many ran (or failed).
    int run_due(const std::string& store);
    int run_due();

    /// Jobs that failed at least once and are not done.
    std::vector<FailedJob> failed();
    /// Lets a dead job try again at once; false when there is none.
    bool revive(const std::string& store, std::int64_t id);

    static constexpr int most_attempts = 8;

private:
    bool run_one(const std::string& store, const DueJob& due);
    void note_failure(const std::string& store, const DueJob& due, const std::string& words);
    std::vector<std::string> stores() const;
    void loop();

    Storage& storage_;
    const Clock& clock_;
    std::map<std::string, Handler> handlers_;
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace liren
