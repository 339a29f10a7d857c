#include "moving.h"

#include <algorithm>

#include "liren/error.h"
#include "liren/stored_files.h"

namespace liren::cases {

namespace {

bool holds_post(const Actor& actor, std::optional<std::int64_t> unit) {
    return unit && std::find(actor.units.begin(), actor.units.end(), *unit) != actor.units.end();
}

}  // namespace

Instant deadline_of(std::optional<Instant> external, Instant ours) { return external ? std::min(*external, ours) : ours; }

bool is_open(std::string_view state) { return !is_ended(state) && state != "merged"; }

bool is_ended(std::string_view state) { return state == "closed" || state == "rated" || state == "declined"; }

bool move(Tx& tx, const CaseRow& before, const CaseRow& after, const Move& to) {
    const Instant now = tx.now();
    const bool open = is_open(to.state);
    const Instant due = to.hours > 0 ? deadline_of(before.external_due, now + hours_ms(to.hours)) : before.due_at;
    const auto changed = tx.run(move_case, {{"state", to.state},
                                            {"open", open},
                                            {"due_at", due},
                                            {"step_hours", to.hours},
                                            {"unit", after.unit},
                                            {"assignee", after.assignee},
                                            {"accepted_by", after.accepted_by},
                                            {"handler", after.handler},
                                            {"verifier", after.verifier},
                                            {"returned", to.returned},
                                            {"reason", to.reason},
                                            {"outcome", to.outcome},
                                            {"closed_at", is_ended(to.state) ? Value(now) : Value(nullptr)},
                                            {"files", static_cast<int>(to.files.size())},
                                            {"id", before.id},
                                            {"version", before.version}});
    if (changed == 0) return false;
    if (to.state != before.state) {
        count(tx, before, before.state, -1);
        count(tx, before, to.state, 1);
    }
    const std::int64_t step = write_step(tx, before, to.step, to.state, to.text, false);
    attach_files(tx, to.files, {.kind = "cases.case", .subject = before.id, .part = step, .use = "handling"});
    tx.record({.name = std::string("cases.") + to.step,
               .subject_kind = "cases.case",
               .subject = before.id,
               .version = before.version + 1,
               .area = before.area,
               .fields = to.fields,
               .evidence = to.state + "\n" + to.text});
    if (open && to.hours > 0) set_deadline(tx, before.id, due);
    return true;
}

std::int64_t write_step(Tx& tx, const CaseRow& row, const char* step, std::string_view state, std::string_view text, bool internal,
                        std::optional<std::int64_t> hours) {
    const std::int64_t id = new_id();
    tx.run(insert_step, {{"id", id},
                         {"case_id", row.id},
                         {"name", step},
                         {"state", state},
                         {"at", tx.now()},
                         {"actor", tx.actor()},
                         {"text", text},
                         {"internal", internal},
                         {"hours", hours}});
    return id;
}

void count(Tx& tx, const CaseRow& row, std::string_view state, int by) {
    tx.run(add_count, {{"grid", row.grid}, {"community", row.community}, {"subdistrict", row.subdistrict}, {"state", state}, {"number", by}});
}

void set_deadline(Tx& tx, std::int64_t id, Instant due) {
    tx.enqueue({.kind = "cases.deadline", .subject = id, .due = due, .payload = std::to_string(due.ms)});
}

void require_state(const CaseRow& row, std::initializer_list<std::string_view> states) {
    require(std::find(states.begin(), states.end(), row.state) != states.end(), "cases.wrong_state");
}

bool is_about(const CaseRow& row, const Actor& actor) { return holds_post(actor, row.about_unit); }

void require_not_about(const CaseRow& row, const Actor& actor) { require(!is_about(row, actor), "cases.about_your_unit"); }

bool is_assigned(const CaseRow& row, const Actor& actor) {
    if (row.assignee) return *row.assignee == actor.account.value;
    return holds_post(actor, row.unit);
}

void require_assigned(const CaseRow& row, const Actor& actor) { require(is_assigned(row, actor), "cases.not_yours"); }

}  // namespace liren::cases
