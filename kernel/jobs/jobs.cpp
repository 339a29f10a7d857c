#include "liren/jobs.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <boost/describe/class.hpp>

#include "liren/error.h"
#include "sql/storage_state.h"

namespace liren {

struct DueJob {
    std::int64_t id = 0;
    std::string kind;
    std::int64_t subject = 0;
    Instant due;
    std::string payload;
    std::int64_t attempts = 0;
};
BOOST_DESCRIBE_STRUCT(DueJob, (), (id, kind, subject, due, payload, attempts))

namespace {

constexpr int most_at_once = 100;
constexpr std::size_t longest_error = 500;

const Statement list_due(StoreKind::district, "kernel.jobs_due", R"sql(
    select j.id, j.kind, j.subject, j.due, j.payload, j.attempts
    from kernel_jobs j
    where j.state = 'waiting' and j.due <= :now
    order by j.due, j.id
    limit :limit
)sql", "kernel_jobs_due");

// The same job again, inside the transaction that runs it: gone, moved or taken by another process, and nothing is done.
const Statement take_due(StoreKind::district, "kernel.job_take", R"sql(
    select j.id from kernel_jobs j
    where j.id = :id and j.state = 'waiting' and j.attempts = :attempts {skip_locked}
)sql");

const Statement delete_job(StoreKind::district, "kernel.job_delete", "delete from kernel_jobs where id = :id");

const Statement postpone_job(StoreKind::district, "kernel.job_postpone", R"sql(
    update kernel_jobs set attempts = attempts + 1, due = :due, state = :state, error = :error
    where id = :id and attempts = :attempts
)sql");

const Statement list_failed(StoreKind::district, "kernel.jobs_failed", R"sql(
    select j.id, j.kind, j.subject, j.attempts, j.error, j.due, case j.state when 'dead' then 1 else 0 end as dead
    from kernel_jobs j
    where j.attempts > 0
    order by j.id
)sql");

const Statement revive_job(StoreKind::district, "kernel.job_revive", R"sql(
    update kernel_jobs set state = 'waiting', attempts = 0, due = :now where id = :id and state = 'dead'
)sql");

struct FailedRow {
    std::int64_t id = 0;
    std::string kind;
    std::int64_t subject = 0;
    std::int64_t attempts = 0;
    std::string error;
    Instant due;
    bool dead = false;
};
BOOST_DESCRIBE_STRUCT(FailedRow, (), (id, kind, subject, attempts, error, due, dead))

bool stores_trouble(const Error& error) { return error.status() == 503 && error.key().starts_with("storage."); }

/// 30 s, 90 s, 270 s … about nine hours over all attempts.
std::int64_t pause_ms(std::int64_t attempts) {
    std::int64_t pause = 10'000;
    for (std::int64_t i = 0; i < attempts; ++i) pause *= 3;
    return pause;
}

}  // namespace

JobRunner::JobRunner(Storage& storage, const Clock& clock) : storage_(storage), clock_(clock) {}
JobRunner::~JobRunner() { stop(); }

void JobRunner::on(const std::string& kind, Handler handler) {
    if (!handlers_.emplace(kind, std::move(handler)).second) throw std::logic_error("two handlers of the job " + kind);
}

void JobRunner::start() {
    stopping_ = false;
    thread_ = std::thread([this] { loop(); });
}

void JobRunner::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    stopped_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void JobRunner::loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        run_due();
        lock.lock();
        stopped_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; });
    }
}

std::vector<std::string> JobRunner::stores() const {
    std::vector<std::string> names = {"city", "gate"};
    for (const std::string& code : storage_.districts()) names.push_back(sql::district_store(code));
    std::erase_if(names, [this](const std::string& name) { return !storage_.trouble(name).empty(); });
    return names;
}

int JobRunner::run_due() {
    int count = 0;
    for (const std::string& store : stores()) {
        try {
            count += run_due(store);
        } catch (const Error& error) {
            if (!stores_trouble(error)) throw;  // a store that does not answer now is asked again in a second
        }
    }
    return count;
}

int JobRunner::run_due(const std::string& store) {
    int count = 0;
    for (;;) {
        std::vector<DueJob> due;
        storage_.read(store, [&](Db& db) { due = db.all<DueJob>(list_due, {{"now", clock_.now()}, {"limit", most_at_once}}); });
        int ran = 0;
        for (const DueJob& job : due) {
            {
                const std::lock_guard lock(mutex_);
                if (stopping_ && thread_.joinable()) return count;
            }
            ran += run_one(store, job) ? 1 : 0;
        }
        count += ran;
        if (ran == 0) return count;  // nothing due, or other processes hold what is
    }
}

/// True when the job was this process's: done or failed.
bool JobRunner::run_one(const std::string& store, const DueJob& due) {
    bool taken = false;
    try {
        storage_.write_now(store, {AccountId{}, clock_.now()}, [&](Tx& tx) {
            taken = tx.number(take_due, {{"id", due.id}, {"attempts", due.attempts}}).has_value();
            if (!taken) return;
            const auto handler = handlers_.find(due.kind);
            if (handler == handlers_.end()) throw std::runtime_error("nobody runs jobs of this kind");
            handler->second(tx, Job{due.kind, due.subject, due.due, due.payload});
            tx.run(delete_job, {{"id", due.id}});
        });
        return taken;
    } catch (const Error& error) {
        if (stores_trouble(error)) throw;  // not the job's: it counts as no attempt
        note_failure(store, due, error.key() + (error.detail().empty() ? "" : ": " + error.detail()));
    } catch (const std::exception& failure) {
        note_failure(store, due, failure.what());
    }
    return true;
}

void JobRunner::note_failure(const std::string& store, const DueJob& due, const std::string& words) {
    const std::int64_t attempts = due.attempts + 1;
    const std::string error = words.substr(0, longest_error);
    storage_.write_now(store, {AccountId{}, clock_.now()}, [&](Tx& tx) {
        tx.run(postpone_job, {{"due", clock_.now() + pause_ms(attempts)},
                              {"state", attempts >= most_attempts ? "dead" : "waiting"},
                              {"error", error},
                              {"id", due.id},
                              {"attempts", due.attempts}});
    });
}

std::vector<FailedJob> JobRunner::failed() {
    std::vector<FailedJob> found;
    for (const std::string& store : stores()) {
        std::vector<FailedRow> rows;
        storage_.read(store, [&](Db& db) { rows = db.all<FailedRow>(list_failed, {}); });
        for (const FailedRow& row : rows) found.push_back({store, row.id, row.kind, row.subject, row.attempts, row.error, row.due, row.dead});
    }
    return found;
}

bool JobRunner::revive(const std::string& store, std::int64_t id) {
    std::int64_t changed = 0;
    storage_.write_now(store, {AccountId{}, clock_.now()}, [&](Tx& tx) { changed = tx.run(revive_job, {{"id", id}, {"now", clock_.now()}}); });
    return changed != 0;
}

}  // namespace liren
