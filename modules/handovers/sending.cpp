// What the sender does: hands over, replies, extends, sends anew, revokes. And the one guarded update behind every verb.

#include <algorithm>
#include <cstdio>

#include "link.h"
#include "liren/error.h"
#include "liren/stored_files.h"
#include "moving.h"

namespace liren::handovers {

namespace {

constexpr const char* number_series = "ZB";   // 转办
const std::string awaited_kind(subject_kind);

std::string number_of(Tx& tx) {
    const int year = calendar_year(tx.now());
    char digits[16];
    std::snprintf(digits, sizeof digits, "%06lld", static_cast<long long>(tx.next_number(number_series, year)));
    return std::string(number_series) + "-" + std::to_string(year) + "-" + digits;
}

/// Only pictures that lie with the case.
void require_files_of(Db& db, std::int64_t case_id, const std::vector<std::int64_t>& files) {
    if (files.empty()) return;
    const auto there = files_of(db, "cases.case", case_id);
    for (const std::int64_t file : files)
        if (std::none_of(there.begin(), there.end(), [&](const AttachedFile& one) { return one.id == file; })) throw Error("request.invalid", {{"files", "files.unknown"}});
}

}  // namespace

std::optional<HandoverRow> find(Db& db, HandoverId id) { return db.one<HandoverRow>(by_id, {{"id", id}}); }

bool move(Tx& tx, const HandoverRow& row, const Move& to) {
    HandoverRow after = row;
    after.state = to.state;
    const bool current = is_out(after) || !to.attention.empty();
    const auto changed = tx.run(change_handover, {{"state", to.state},
                                                  {"current", current},
                                                  {"attention", to.attention},
                                                  {"due_at", to.due_at.value_or(row.due_at)},
                                                  {"expires_at", to.expires_at.value_or(row.expires_at)},
                                                  {"token_hash", to.token_hash},
                                                  {"token_sealed", to.token_sealed},
                                                  {"pin_hash", to.pin_hash},
                                                  {"wrong_pins", to.wrong_pins},
                                                  {"sent_at", to.sent_at},
                                                  {"opened_at", to.opened_at},
                                                  {"acknowledged_at", to.acknowledged_at},
                                                  {"ended_at", to.ended_at},
                                                  {"result", to.result},
                                                  {"result_by", to.result_by},
                                                  {"step", to.step},
                                                  {"id", row.id},
                                                  {"version", row.version}});
    if (changed == 0) return false;
    tx.record({.name = to.event, .subject_kind = std::string(subject_kind), .subject = row.id, .version = row.version + 1, .area = row.area, .fields = "state", .evidence = to.evidence});
    return true;
}

std::string standing(const HandoverRow& row) { return row.acknowledged_at ? "acknowledged" : row.opened_at ? "opened" : "sent"; }

void require_out(const HandoverRow& row) { require(is_out(row), "handovers.over"); }

Sent send(Tx& tx, House& house, const cases::CaseRow& row, const NewHandover& given) {
    cases::require_under_way(row);
    require_files_of(tx, row.id, given.files);
    const std::int64_t id = new_id();
    const Secret secret = make_secret(house.keyring, id);
    const Instant due = tx.now() + hours_ms(given.hours), expires = due + hours_ms(grace_hours);
    cases::await(tx, cases::CaseId{row.id}, awaited_kind, id);
    cases::leave_step(tx, cases::CaseId{row.id}, {.name = "handed_over", .text = given.unit_name, .readers = cases::OutsideStep::Readers::everybody});
    std::int64_t place = 0;
    for (const std::int64_t file : given.files) tx.run(insert_file, {{"handover", id}, {"file", file}, {"place", ++place}});
    watch(tx, id, due, expires);
    watch_arrival(tx, id, due);
    tx.record({.name = "handovers.sent", .subject_kind = std::string(subject_kind), .subject = id, .version = 1, .area = row.area, .fields = "state", .evidence = given.unit_name + "\n" + given.words + "\n" + given.why});
    const std::string number = number_of(tx);   // a store-wide lock: only the row follows
    tx.run(insert_handover, {{"id", id},
                             {"number", number},
                             {"case_id", row.id},
                             {"case_number", row.number},
                             {"way", given.way},
                             {"unit_name", given.unit_name},
                             {"unit_phone", given.unit_phone},
                             {"assignee", tx.actor()},
                             {"area", row.area},
                             {"subdistrict", row.subdistrict},
                             {"community", row.community},
                             {"grid", row.grid},
                             {"token_hash", secret.token_hash},
                             {"token_sealed", secret.token_sealed},
                             {"pin_hash", secret.pin_hash},
                             {"words", given.words},
                             {"why", given.why},
                             {"tells_reporter", given.tells_reporter},
                             {"due_at", due},
                             {"expires_at", expires},
                             {"sent_at", tx.now()}});
    return {HandoverId{id}, secret.token, secret.pin};
}

std::optional<Sent> renew(Tx& tx, House& house, const HandoverRow& row) {
    require_out(row);
    const Secret secret = make_secret(house.keyring, row.id);
    const Instant expires = std::max(row.due_at, tx.now()) + hours_ms(grace_hours);
    const std::string state = row.acknowledged_at ? (row.state == "asked" ? "asked" : "acknowledged") : "sent";
    const bool done = move(tx, row, {.event = "handovers.renewed", .state = state, .expires_at = expires, .sent_at = tx.now(), .token_hash = secret.token_hash,
                                     .token_sealed = secret.token_sealed, .pin_hash = secret.pin_hash, .wrong_pins = 0});
    if (!done) return std::nullopt;
    watch(tx, row.id, row.due_at, expires);
    if (state == "sent") watch_arrival(tx, row.id, std::max(row.due_at, tx.now() + hours_ms(2 * unopened_hours)));
    return Sent{HandoverId{row.id}, secret.token, secret.pin};
}

bool extend(Tx& tx, House&, const HandoverRow& row, int hours) {
    require_out(row);
    const Instant due = tx.now() + hours_ms(hours), expires = due + hours_ms(grace_hours);
    const bool asked = row.state == "asked";
    if (!move(tx, row, {.event = "handovers.extended", .state = asked ? "asked" : standing(row), .attention = asked ? attention::question : attention::none, .due_at = due, .expires_at = expires}))
        return false;
    watch(tx, row.id, due, expires);
    return true;
}

bool revoke(Tx& tx, const HandoverRow& row, const std::string& reason) {
    require_out(row);
    cases::await_no_more(tx, cases::CaseId{row.case_id}, awaited_kind, row.id);
    const std::int64_t step = cases::leave_step(tx, cases::CaseId{row.case_id}, {.name = "outside_withdrawn", .text = row.unit_name + "\n" + reason});
    return move(tx, row, {.event = "handovers.revoked", .state = "revoked", .ended_at = tx.now(), .result = reason, .step = step, .evidence = reason});
}

bool reply(Tx& tx, const HandoverRow& row, const std::string& text) {
    require_out(row);
    if (!move(tx, row, {.event = "handovers.replied", .state = row.state == "asked" ? standing(row) : row.state, .evidence = text})) return false;
    tx.run(insert_message, {{"id", new_id()}, {"handover", row.id}, {"at", tx.now()}, {"from_unit", false}, {"actor", tx.actor()}, {"text", text}});
    return true;
}

bool confirm_receipt(Tx& tx, const HandoverRow& row) {
    require_out(row);
    require(!row.acknowledged_at, "handovers.acknowledged_already");
    return move(tx, row, {.event = "handovers.acknowledged", .state = row.state == "asked" || row.state == "expired" ? row.state : "acknowledged", .acknowledged_at = tx.now()});
}

bool mark_seen(Tx& tx, const HandoverRow& row) {
    if (row.attention.empty()) return true;
    return move(tx, row, {.event = "handovers.seen", .state = row.state});
}

}  // namespace liren::handovers
