#include "expiry.h"

#include <algorithm>

#include "liren/grounds.h"
#include "liren/house.h"
#include "views.h"
#include "work.h"

namespace liren::imports {

namespace {

constexpr std::int64_t day = hours_ms(24);
constexpr std::int64_t days_of_year = 366;    // rather a day too long

void follow(Tx& tx, const std::string& store, std::int64_t import, Instant due) { tx.enqueue({.kind = "imports.expire", .subject = import, .due = due, .payload = store}); }

bool is_stuck(const ImportRow& import) { return import.paused || !import.trouble.empty(); }

void record(Tx& tx, const char* name, const ImportRow& import) {
    tx.record({.name = name, .subject_kind = "imports.import", .subject = import.id, .version = import.version + 1, .area = import.area});
}

/// The upload and its rows are gone; that there was one stays, with who and when.
void throw_away(Tx& tx, const ImportRow& import, const std::string& store) {
    if (tx.run(end_import, {{"id", import.id}, {"version", import.version}, {"state", "expired"}, {"now", tx.now()}}) == 0) return;
    tx.run(forget_rows, {{"import_id", import.id}});
    tx.run(forget_needed, {{"import_id", import.id}, {"number", nullptr}});
    tx.enqueue({.kind = "imports.drop_upload", .subject = import.id, .due = tx.now(), .payload = store});
    record(tx, "imports.expired", import);
}

/// Rows that nobody decided or mended are left out for good, and what they said is gone.
void leave_out(Tx& tx, const ImportRow& import) {
    if (tx.run(leave_out_rows, {{"import_id", import.id}}) == 0) return;
    tx.run(set_counts, {{"id", import.id}, {"state", import.state}, {"counts", counted(tx, import.id)}, {"making", ""}, {"expires_at", import.expires_at}});
    tx.run(forget_needed, {{"import_id", import.id}, {"number", nullptr}});
    record(tx, "imports.left_out", import);
}

/// Writing that stopped and was never gone on with ends where it stands.
void end_writing(Tx& tx, House& house, const ImportRow& import, const std::string& store) {
    tx.run(leave_out_rows, {{"import_id", import.id}});
    tx.enqueue({.kind = "imports.drop_upload", .subject = import.id, .due = tx.now(), .payload = store});
    const Register* of = Register::find(import.register_kind);
    const Instant until = of ? undo_until(tx, house, *of) : tx.now();
    tx.run(set_written, {{"id", import.id}, {"version", import.version}, {"counts", counted(tx, import.id)}, {"making", ""}, {"total", import.total}, {"expires_at", tx.now()}, {"undo_until", until}, {"now", tx.now()}});
    record(tx, "imports.written", import);
    follow(tx, store, import.id, until);
}

/// What taking back would need is no longer kept.
void close(Tx& tx, const ImportRow& import) {
    if (tx.run(end_import, {{"id", import.id}, {"version", import.version}, {"state", import.state == "undone" ? "undone" : "closed"}, {"now", tx.now()}}) == 0) return;
    tx.run(forget_rows, {{"import_id", import.id}});
    tx.run(forget_needed, {{"import_id", import.id}, {"number", nullptr}});
    tx.run(forget_made, {{"import_id", import.id}});
    record(tx, "imports.closed", import);
}

void expire(House& house, Tx& tx, const Job& job) {
    const auto import = tx.one<ImportRow>(import_by_id, {{"id", job.subject}});
    const std::string& store = job.payload;
    if (!import || import->state == "expired" || import->state == "closed") return;
    if (at_work(*import) && !is_stuck(*import)) return follow(tx, store, import->id, tx.now() + day);
    if (import->expires_at > tx.now()) return follow(tx, store, import->id, import->expires_at);
    if (import->state == "uploaded" || import->state == "checked" || import->state == "checking") return throw_away(tx, *import, store);
    if (import->state == "writing") return end_writing(tx, house, *import, store);
    if (import->state == "undoing") return follow(tx, store, import->id, tx.now() + day);   // it needs nothing that is thrown away
    leave_out(tx, *import);
    const Instant until = import->undo_until.value_or(tx.now());
    if (until > tx.now()) return follow(tx, store, import->id, until);
    close(tx, *import);
}

}  // namespace

std::int64_t days_kept(Db& db) { return db.number(parameter_value, {{"name", "days_kept"}}).value_or(days_kept_by_default); }

Instant kept_until(Tx& tx) { return tx.now() + day * days_kept(tx); }

Instant undo_until(Tx& tx, const House& house, const Register& of) {
    int years = 1;
    for (const RegisterField& field : of.fields())
        if (const Ground* ground = house.grounds.find(of.ground_of(field))) years = std::max(years, ground->retention_years);
    return tx.now() + day * days_of_year * years;
}

void begin_expiry(Tx& tx, const std::string& store, std::int64_t import) { follow(tx, store, import, kept_until(tx)); }

void run_expiry(House& house) {
    house.jobs.on("imports.expire", [&house](Tx& tx, const Job& job) { expire(house, tx, job); });
}

}  // namespace liren::imports
