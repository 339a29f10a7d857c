// What both engines answer alike.
#include "liren/storage.h"

#include <algorithm>
#include <future>
#include <stdexcept>

#include "events/statements.h"
#include "sql/storage_state.h"

namespace liren {
namespace embedded {
extern const EmbeddedFile kernel_files[];
extern const std::size_t kernel_count;
}  // namespace embedded

namespace {
std::vector<EmbeddedFile> kernel_files_below(std::string_view folder) {
    std::vector<EmbeddedFile> found;
    for (std::size_t i = 0; i < embedded::kernel_count; ++i)
        if (embedded::kernel_files[i].path.starts_with(folder)) found.push_back(embedded::kernel_files[i]);
    return found;
}
}  // namespace

std::vector<EmbeddedFile> kernel_migrations() { return kernel_files_below("migrations/"); }
std::vector<EmbeddedFile> kernel_texts() { return kernel_files_below("lang/"); }

void Storage::write_now(const std::string& store, WriteContext context, const Work& work) {
    if (sql::on_writer_thread()) throw std::logic_error("write_now on a writer thread would wait for itself");
    std::promise<void> answered;
    std::future<void> answer = answered.get_future();
    write(store, context, work, [&](std::exception_ptr failure) {
        if (failure) answered.set_exception(failure);
        else answered.set_value();
    });
    answer.get();
}

namespace sql {

StoreKind kind_of(const std::string& store) {
    if (store == "city") return StoreKind::city;
    if (store == "gate") return StoreKind::gate;
    return StoreKind::district;
}

std::vector<SealedEvent> CommonStorage::sealed_after(const std::string& store, std::int64_t seq, int limit) {
    std::vector<SealedEvent> found;
    read(store, [&](Db& db) {
        for (const events::EventRow& row : db.all<events::EventRow>(events::list_sealed, {{"seq", seq}, {"limit", limit}}))
            found.push_back(events::sealed_event(row));
    });
    return found;
}

std::int64_t CommonStorage::last_sealed(const std::string& store) {
    std::int64_t seq = 0;
    read(store, [&](Db& db) { seq = db.one<events::SealerRow>(events::find_sealer, {}).value().seq; });
    return seq;
}

std::optional<ChainFault> CommonStorage::check_chain(const std::string& store) {
    std::optional<ChainFault> fault;
    read(store, [&](Db& db) {  // one snapshot: the chain and its end belong together
        const auto sealer = db.one<events::SealerRow>(events::find_sealer, {}).value();
        const auto read_events = [&](std::int64_t seq, int limit) {
            return db.all<events::EventRow>(events::list_sealed, {{"seq", seq}, {"limit", limit}});
        };
        fault = events::check(store, read_events, sealer.seq, sealer.hash);
    });
    return fault;
}

void check_kind(const Statement& statement, StoreKind kind) {
    if (statement.store() == kind || std::string_view(statement.name()).starts_with("kernel.")) return;
    throw std::logic_error(std::string("statement ") + statement.name() + " belongs to another kind of store");
}

std::string district_store(const std::string& code) {
    const bool digits = std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (code.empty() || code.size() > 12 || !digits) throw std::invalid_argument("a district's code has 1 to 12 digits, not \"" + code + '"');
    return "d" + code;
}

bool& on_writer_thread() {
    thread_local bool writer = false;
    return writer;
}

Error queue_full() { return Error(503, "storage.busy", "the waiting room of writes is full").retry_after(1); }

Error unknown_store(const std::string& store) { return Error(404, "storage.unknown", "there is no store " + store); }

Error closed_store(const std::string& store, const std::string& trouble) { return Error(503, "storage.closed", store + ": " + trouble); }

std::exception_ptr unavailable(const std::exception_ptr& cause) {
    std::string words = "unknown failure";
    try {
        std::rethrow_exception(cause);
    } catch (const Error& error) {
        words = error.key() + ": " + error.detail();
    } catch (const std::exception& error) {
        words = error.what();
    }
    return std::make_exception_ptr(Error(503, "storage.unavailable", words).retry_after(1));
}

}  // namespace sql
}  // namespace liren
