// Sealing on PostgreSQL. Transactions commit in any order; a sequence taken inside them would show holes and arrive late. So
// events are committed without a place, and whoever holds the store's sealer row gives committed ones theirs, a batch at a time.
#include "events/statements.h"
#include "sql/postgres_store.h"

namespace liren::sql {
namespace {

constexpr auto poll = std::chrono::milliseconds(100);            ///< for events that other processes committed or sealed
constexpr auto pause_when_held = std::chrono::milliseconds(5);   ///< another process is sealing this store right now
constexpr auto pause_when_broken = std::chrono::milliseconds(200);
constexpr int most_of_a_batch = 1000;

/// A bigint[] or text[] in PostgreSQL's own writing; the texts are hashes: quotes only because the first has none before it.
template <class Part>
std::string array_of(const std::vector<events::EventRow>& rows, const Part& part) {
    std::string text = "{";
    for (const events::EventRow& row : rows) {
        if (text.size() > 1) text += ',';
        text += part(row);
    }
    return text + "}";
}

constexpr const char* seal_many =
    "update kernel_events e set seq = u.seq, previous_hash = u.previous_hash, hash = u.hash "
    "from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) as u (id, seq, previous_hash, hash) where e.id = u.id";

}  // namespace

PostgresSealer::PostgresSealer(StorageState& state, std::string url, Stores stores)
    : state_(state), url_(std::move(url)), stores_(std::move(stores)), thread_([this] { loop(); }) {}

void PostgresSealer::wake() {
    {
        const std::lock_guard lock(mutex_);
        wake_ = true;
    }
    woken_.notify_one();
}

void PostgresSealer::lease_node(PostgresConnection& connection) {
    const std::lock_guard lock(lease_mutex_);
    lease_.keep(connection);
    leased_ = true;
}

void PostgresSealer::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    woken_.notify_one();
    if (thread_.joinable()) thread_.join();
    connection_.reset();
}

void PostgresSealer::loop() {
    on_writer_thread() = true;  // a listener that waited for a write here would stop all sealing
    auto next_poll = std::chrono::steady_clock::now();
    for (bool last = false; !last;) {
        {
            std::unique_lock lock(mutex_);
            woken_.wait_until(lock, next_poll, [this] { return wake_ || closed_; });
            wake_ = false;
            last = closed_;
        }
        const bool everything = last || std::chrono::steady_clock::now() >= next_poll;
        if (everything) next_poll = std::chrono::steady_clock::now() + poll;
        try {
            if (!connection_ || connection_->broken()) connection_ = std::make_unique<PostgresConnection>(url_);
            if (leased_) lease_node(*connection_);
            pass(everything);
            if (last && leased_) {
                const std::lock_guard lock(lease_mutex_);
                lease_.give_up(*connection_);
            }
        } catch (const std::exception&) {
            // Nothing is lost: events stay unsealed until the server answers again; the failure is counted for the operator.
            state_.failures.fetch_add(1, std::memory_order_relaxed);
            connection_.reset();
            if (!last) std::this_thread::sleep_for(pause_when_broken);
        }
    }
}

void PostgresSealer::pass(bool everything) {
    for (PostgresStore* store : stores_()) {
        if (!store->serving) continue;
        bool unsealed = store->unsealed.exchange(false);
        if (!unsealed && !everything) continue;
        if (!unsealed) unsealed = follow(*store);
        while (unsealed) {
            const Sealing sealing = seal(*store);
            if (sealing == Sealing::held) {  // ours may have come too late for that one: look again
                std::this_thread::sleep_for(pause_when_held);
                store->unsealed = true;
                wake();
                follow(*store);
            }
            unsealed = sealing == Sealing::more;
        }
    }
}

PostgresSealer::Sealing PostgresSealer::seal(PostgresStore& store) {
    connection_->begin_write(store.name);
    PostgresDb db(*connection_, store.kind);
    const auto sealer = db.one<events::SealerRow>(events::lock_sealer, {});
    if (!sealer) {
        connection_->finish();
        return Sealing::held;
    }
    std::vector<events::EventRow> rows = db.all<events::EventRow>(events::list_unsealed, {{"limit", most_of_a_batch}});
    if (rows.empty()) {
        connection_->finish();
        return Sealing::complete;
    }
    std::int64_t seq = sealer->seq;
    std::string hash = sealer->hash;
    for (events::EventRow& row : rows) events::seal(row, seq, hash);
    connection_->run_raw(seal_many, {array_of(rows, [](const auto& row) { return std::to_string(row.id); }),
                                     array_of(rows, [](const auto& row) { return std::to_string(row.seq); }),
                                     array_of(rows, [](const auto& row) { return '"' + row.previous_hash + '"'; }),
                                     array_of(rows, [](const auto& row) { return row.hash; })});
    const Parameter moved[] = {{"seq", seq}, {"hash", hash}};
    connection_->send(events::move_sealer, moved);
    connection_->commit();
    if (store.noticed == sealer->seq) tell(store, rows);
    else follow(store);
    return rows.size() < most_of_a_batch ? Sealing::complete : Sealing::more;
}

/// Tells what was sealed since, by whichever process; true when committed events wait to be sealed.
bool PostgresSealer::follow(PostgresStore& store) {
    for (;;) {
        connection_->begin_read(store.name);
        PostgresDb db(*connection_, store.kind);
        const auto rows = db.all<events::EventRow>(events::list_sealed, {{"seq", store.noticed}, {"limit", most_of_a_batch}});
        const bool unsealed = !db.all<events::EventRow>(events::list_unsealed, {{"limit", 1}}).empty();
        connection_->finish();
        tell(store, rows);
        if (rows.size() < most_of_a_batch) return unsealed;
    }
}

void PostgresSealer::tell(PostgresStore& store, const std::vector<events::EventRow>& rows) {
    if (rows.empty()) return;
    std::vector<SealedEvent> events;
    events.reserve(rows.size());
    for (const events::EventRow& row : rows) events.push_back(events::sealed_event(row));
    store.noticed = rows.back().seq;
    state_.tell(store.name, events);
}

}  // namespace liren::sql
