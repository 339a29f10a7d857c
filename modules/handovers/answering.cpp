// What the unit does with what it was handed: behind the link, or told by paper and filed by staff.

#include "link.h"
#include "liren/error.h"
#include "moving.h"

namespace liren::handovers {

namespace {

bool tells_sender(Tx& tx, const HandoverRow& row) { return tx.actor().value != row.assignee; }   // not of one's own filing

}  // namespace

bool open(Tx& tx, const HandoverRow& row) {
    tx.run(count_opening, {{"id", row.id}});
    if (row.tells_reporter && is_out(row)) tx.record({.name = "handovers.reporter_shown", .subject_kind = std::string(subject_kind), .subject = row.id, .area = row.area});
    if (row.state != "sent" && row.opened_at) return true;
    const auto kept = row.attention == attention::unopened ? attention::none : std::string_view(row.attention);
    return move(tx, row, {.event = "handovers.opened", .state = row.state == "sent" ? "opened" : row.state, .attention = kept, .opened_at = row.opened_at.value_or(tx.now())});
}

bool acknowledge(Tx& tx, const HandoverRow& row) {
    require_out(row);
    if (row.acknowledged_at) return true;   // twice is once
    return move(tx, row, {.event = "handovers.acknowledged", .state = row.state == "asked" ? "asked" : "acknowledged", .attention = row.state == "asked" ? attention::question : attention::none,
                          .acknowledged_at = tx.now()});
}

bool ask(Tx& tx, const HandoverRow& row, const std::string& question) {
    require_out(row);
    if (!move(tx, row, {.event = "handovers.asked", .state = "asked", .attention = attention::question, .evidence = question})) return false;
    tx.run(insert_message, {{"id", new_id()}, {"handover", row.id}, {"at", tx.now()}, {"from_unit", true}, {"actor", nullptr}, {"text", question}});
    cases::leave_step(tx, cases::CaseId{row.case_id}, {.name = "outside_asked", .text = row.unit_name + "\n" + question});
    return true;
}

bool finish(Tx& tx, const HandoverRow& row, const Result& result) {
    require_out(row);
    const bool answered = result.kind == Result::Kind::answered;
    cases::await_no_more(tx, cases::CaseId{row.case_id}, subject_kind, row.id);
    const std::string heading = result.by.empty() ? row.unit_name : row.unit_name + " · " + result.by;
    const std::int64_t step = cases::leave_step(tx, cases::CaseId{row.case_id}, {.name = answered ? cases::answered_outside.data() : "outside_returned", .text = heading + "\n" + result.text, .files = result.files});
    return move(tx, row, {.event = answered ? "handovers.answered" : "handovers.returned",
                          .state = answered ? "answered" : "returned",
                          .attention = !tells_sender(tx, row) ? attention::none : answered ? attention::answered : attention::returned,
                          .ended_at = tx.now(),
                          .result = result.text,
                          .result_by = result.by,
                          .step = step,
                          .evidence = result.text});
}

}  // namespace liren::handovers
