#include "liren/subscribers.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "liren/error.h"
#include "sql/storage_state.h"

namespace liren {
namespace {

constexpr int events_at_once = 256;         ///< read from the source
constexpr std::int64_t far_behind = 1'000;  ///< events that did not match, before their cursor is stored all the same

const Statement find_cursor(StoreKind::district, "kernel.cursor_find", R"sql(
    select c.seq from kernel_cursors c where c.name = :name and c.source = :source
)sql");

const Statement insert_cursor(StoreKind::district, "kernel.cursor_insert", R"sql(
    insert into kernel_cursors (name, source, seq, moved_at) values (:name, :source, 0, :moved_at)
    on conflict (name, source) do nothing
)sql");

// 0 rows: another process has moved it, and had the effects.
const Statement move_cursor(StoreKind::district, "kernel.cursor_move", R"sql(
    update kernel_cursors set seq = :upto, moved_at = :moved_at where name = :name and source = :source and seq = :seq
)sql");

/// The other process's move, as the end of our transaction.
struct MovedMeanwhile {};

}  // namespace

Subscribers::Subscribers(Storage& storage, const Clock& clock) : storage_(storage), clock_(clock) {}
Subscribers::~Subscribers() { stop(); }

void Subscribers::on(const std::string& name, const std::string& prefix, StoreKind source, Effect effect) {
    on(name, prefix, source, source, std::move(effect));
}

void Subscribers::on(const std::string& name, const std::string& prefix, StoreKind source, StoreKind target, Effect effect) {
    for (const auto& known : subscriptions_)
        if (known->name == name) throw std::logic_error("two subscribers bear the name " + name);
    subscriptions_.push_back(std::make_unique<Subscription>(Subscription{name, prefix, source, target, std::move(effect)}));
}

void Subscribers::start() {
    stopping_ = false;
    thread_ = std::thread([this] { loop(); });
}

void Subscribers::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    woken_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Subscribers::wake() {
    {
        const std::lock_guard lock(mutex_);
        wake_ = true;
    }
    woken_.notify_all();
}

void Subscribers::loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        wake_ = false;
        lock.unlock();
        run_pending();
        lock.lock();
        woken_.wait_for(lock, std::chrono::seconds(1), [this] { return wake_ || stopping_; });
    }
}

std::vector<std::string> Subscribers::stores_of(std::optional<StoreKind> kind) const {
    std::vector<std::string> names;
    if (!kind || kind == StoreKind::city) names.push_back("city");
    if (!kind || kind == StoreKind::gate) names.push_back("gate");
    if (!kind || kind == StoreKind::district)
        for (const std::string& code : storage_.districts()) names.push_back(sql::district_store(code));
    std::erase_if(names, [this](const std::string& name) { return !storage_.trouble(name).empty(); });
    return names;
}

int Subscribers::run_pending() {
    const std::lock_guard lock(run_mutex_);
    std::map<std::string, std::int64_t> ends;  // a pass ends where it began to look: effects may record what their own subscriber sees
    for (const std::string& store : stores_of(std::nullopt)) {
        try {
            ends[store] = storage_.last_sealed(store);
        } catch (const Error& error) {
            if (error.status() != 503) throw;  // does not answer now: the next pass asks again
        }
    }
    int count = 0;
    for (const auto& subscription : subscriptions_) {
        for (const std::string& source : stores_of(subscription->source)) {
            if (ends.count(source) == 0) continue;
            if (subscription->source == subscription->target) {
                count += follow(*subscription, source, source, ends[source]);
                continue;
            }
            for (const std::string& target : stores_of(subscription->target)) count += follow(*subscription, source, target, ends[source]);
        }
    }
    return count;
}

int Subscribers::follow(const Subscription& subscription, const std::string& source, const std::string& target, std::int64_t end) {
    Place& place = places_[{&subscription, {source, target}}];
    if (place.attempts > 0 && clock_.now() < place.next) return 0;
    int count = 0;
    try {
        while (place.seq < end) {
            const std::int64_t before = place.seq;
            count += step(subscription, source, target, place);
            if (place.seq == before) break;  // it failed
        }
    } catch (const Error& error) {
        note_failure(place, error.key() + (error.detail().empty() ? "" : ": " + error.detail()));
    } catch (const std::exception& failure) {
        note_failure(place, failure.what());
    }
    return count;
}

/// Reads the next events and has their effects, all in one transaction, or one by one after a failure.
int Subscribers::step(const Subscription& subscription, const std::string& source, const std::string& target, Place& place) {
    if (place.seq < 0) {
        storage_.read(target, [&](Db& db) {
            place.stored = db.number(find_cursor, {{"name", subscription.name}, {"source", source}}).value_or(0);
        });
        place.seq = place.stored;
    }
    const std::vector<SealedEvent> events = storage_.sealed_after(source, place.seq, events_at_once);
    if (events.empty()) return 0;
    std::vector<SealedEvent> matching;
    std::int64_t upto = events.back().seq;
    for (const SealedEvent& event : events) {
        if (!event.name.starts_with(subscription.prefix)) continue;
        matching.push_back(event);
        if (event.seq <= place.single_upto) {
            upto = event.seq;
            break;
        }
    }
    if (matching.empty() && upto - place.stored < far_behind) {
        place.seq = upto;
        return 0;
    }
    if (apply(subscription, source, target, place, matching, upto)) return static_cast<int>(matching.size());
    if (matching.size() > 1 && place.seq >= 0) {  // those before the bad one shall have their effects
        place.single_upto = upto;
        return step(subscription, source, target, place);
    }
    return 0;
}

bool Subscribers::apply(const Subscription& subscription, const std::string& source, const std::string& target, Place& place,
                        const std::vector<SealedEvent>& matching, std::int64_t upto) {
    const Instant now = clock_.now();
    const auto effects = [&](Tx& tx) {
        if (place.stored == 0) tx.run(insert_cursor, {{"name", subscription.name}, {"source", source}, {"moved_at", now}});
        if (tx.run(move_cursor, {{"upto", upto}, {"moved_at", now}, {"name", subscription.name}, {"source", source}, {"seq", place.stored}}) == 0)
            throw MovedMeanwhile();
        for (const SealedEvent& event : matching) subscription.effect(tx, event);
    };
    try {
        storage_.write_now(target, {AccountId{}, now}, effects);
    } catch (const MovedMeanwhile&) {
        place.seq = -1;  // read the row anew
        return false;
    } catch (const std::exception& failure) {
        const auto* error = dynamic_cast<const Error*>(&failure);
        if (matching.size() <= 1) note_failure(place, error != nullptr ? error->key() + ": " + error->detail() : failure.what());
        return false;
    }
    place.seq = place.stored = upto;
    place.attempts = 0;
    place.error.clear();
    return true;
}

void Subscribers::note_failure(Place& place, const std::string& words) {
    ++place.attempts;
    place.error = words.substr(0, 500);
    const std::int64_t seconds = place.attempts > 6 ? 60 : std::int64_t{1} << (place.attempts - 1);
    place.next = clock_.now() + seconds * 1000;
}

std::vector<FailedSubscriber> Subscribers::failed() {
    const std::lock_guard lock(run_mutex_);
    std::vector<FailedSubscriber> found;
    for (const auto& [key, place] : places_)
        if (place.attempts > 0) found.push_back({key.first->name, key.second.first, key.second.second, place.seq + 1, place.attempts, place.error, place.next});
    return found;
}

}  // namespace liren
