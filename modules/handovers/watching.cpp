// Nothing that was handed over is forgotten: a reminder before the deadline, an alarm after it, an alarm when no sign of arrival
// comes, and the end of the link. Each is a job for one deadline; a deadline that was moved makes the older job idle.

#include <algorithm>

#include "link.h"
#include "liren/error.h"
#include "moving.h"

namespace liren::handovers {

namespace {

constexpr int reminder_hours = 24;

bool is_of(const Job& job, Instant at) { return job.payload == std::to_string(at.ms); }

/// The row, when the job is still about it.
std::optional<HandoverRow> awaited(Tx& tx, const Job& job) {
    auto row = find(tx, HandoverId{job.subject});
    if (row && !is_out(*row)) row.reset();
    return row;
}

/// Somebody changed the row at the same moment: the job runs again, and sees it as it is.
void must(bool moved) {
    if (!moved) throw Error(409, "handovers.changed_meanwhile");
}

/// A word that somebody has yet to look at is not covered by a lesser one.
void tell(Tx& tx, const HandoverRow& row, const char* event, std::string_view word) {
    const bool weighs_less = word == attention::due_soon && !row.attention.empty();
    must(move(tx, row, {.event = event, .state = row.state, .attention = weighs_less ? std::string_view(row.attention) : word}));
}

void remind(Tx& tx, const Job& job) {
    const auto row = awaited(tx, job);
    if (row && is_of(job, row->due_at)) tell(tx, *row, "handovers.due_soon", attention::due_soon);
}

void alarm(Tx& tx, const Job& job) {
    const auto row = awaited(tx, job);
    if (row && is_of(job, row->due_at)) tell(tx, *row, "handovers.became_overdue", attention::overdue);
}

void alarm_unopened(Tx& tx, const Job& job) {
    const auto row = awaited(tx, job);
    if (row && row->state == "sent" && is_of(job, row->sent_at)) tell(tx, *row, "handovers.unopened", attention::unopened);
}

void expire(Tx& tx, const Job& job) {
    const auto row = awaited(tx, job);
    if (row && row->state != "expired" && is_of(job, row->expires_at)) must(move(tx, *row, {.event = "handovers.expired", .state = "expired", .attention = attention::expired}));
}

}  // namespace

void watch(Tx& tx, std::int64_t id, Instant due_at, Instant expires_at) {
    const std::string of_due = std::to_string(due_at.ms);
    const std::int64_t before = std::min(hours_ms(reminder_hours), std::max<std::int64_t>(0, due_at - tx.now()) / 4);
    if (due_at > tx.now()) {
        tx.enqueue({.kind = "handovers.reminder", .subject = id, .due = {due_at.ms - before}, .payload = of_due});
        tx.enqueue({.kind = "handovers.alarm", .subject = id, .due = due_at, .payload = of_due});
    }
    tx.enqueue({.kind = "handovers.expiry", .subject = id, .due = expires_at, .payload = std::to_string(expires_at.ms)});
}

void watch_arrival(Tx& tx, std::int64_t id, Instant due_at) {
    const std::int64_t after = std::min(hours_ms(unopened_hours), (due_at - tx.now()) / 2);
    tx.enqueue({.kind = "handovers.unopened", .subject = id, .due = tx.now() + after, .payload = std::to_string(tx.now().ms)});
}

void run_watches(House& house) {
    house.jobs.on("handovers.reminder", remind);
    house.jobs.on("handovers.alarm", alarm);
    house.jobs.on("handovers.unopened", alarm_unopened);
    house.jobs.on("handovers.expiry", expire);
}

}  // namespace liren::handovers
