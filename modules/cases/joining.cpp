// The same matter told twice is one matter: the second case waits with the first and ends with it. Both keep number, words and
// reporter, so that each reporter is answered, and it can be taken apart again.

#include "liren/error.h"
#include "moving.h"

namespace liren::cases {

bool merge(Tx& tx, const CaseRow& row, const CaseRow& into, const Actor& actor, std::string_view reason) {
    require(row.id != into.id, "cases.merge_with_itself");
    require_state(row, {"reported", "accepted", "dispatched", "acknowledged", "handling"});   // what was done is verified, not merged away
    require(into.state != "merged", "cases.already_merged");
    require(is_open(into.state), "cases.merge_into_ended");
    require_not_about(row, actor);
    require_not_about(into, actor);
    require_nothing_awaited(tx, row);
    CaseRow after = row;
    after.unit = std::nullopt;
    after.assignee = std::nullopt;
    if (!move(tx, row, after, {.step = "merged", .state = "merged", .text = std::string(reason), .fields = "state,merged_into"})) return false;
    write_step(tx, row, "merged_into", "merged", into.number, true);   // another reporter's number is for staff
    tx.run(set_merged_into, {{"into", into.id}, {"id", row.id}});
    for (const CaseRow& earlier : tx.all<CaseRow>(merged_into, {{"id", row.id}})) tx.run(set_merged_into, {{"into", into.id}, {"id", earlier.id}});
    write_step(tx, into, "joined", into.state, row.number + (reason.empty() ? "" : "\n" + std::string(reason)), true);
    tx.record({.name = "cases.joined", .subject_kind = "cases.case", .subject = into.id, .version = into.version, .area = into.area, .fields = "merged", .evidence = row.number});
    return true;
}

bool split(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::string_view reason) {
    require_state(row, {"merged"});
    require_not_about(row, actor);
    const auto known = catalog(house, store);
    const Category& category = category_of(*known, row.category);
    const bool accepted = row.accepted_by.has_value();
    if (!move(tx, row, row, {.step = "split", .state = accepted ? "accepted" : "reported", .hours = accepted ? category.dispatch_hours : category.accept_hours,
                             .text = std::string(reason), .fields = "state,merged_into"}))
        return false;
    tx.run(set_merged_into, {{"into", nullptr}, {"id", row.id}});
    return true;
}

void end_merged(Tx& tx, const CaseRow& with, const Move& how) {
    for (const CaseRow& row : tx.all<CaseRow>(merged_into, {{"id", with.id}})) {
        if (row.state != "merged") continue;
        CaseRow after = row;
        after.handler = with.handler;
        after.verifier = with.verifier;
        Move same = how;
        same.files.clear();
        move(tx, row, after, same);
    }
}

}  // namespace liren::cases
