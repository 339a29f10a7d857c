// Enquiries (咨询): a question is answered, not handled. On the spot when it is asked at the counter, or later from the board; the
// answer closes it, and the reporter rates it like any other.

#include "liren/error.h"
#include "moving.h"

namespace liren::cases {

bool answer(Tx& tx, const CaseRow& row, const Actor& actor, std::string_view text) {
    require_state(row, {"reported", "accepted"});
    require_nothing_awaited(tx, row);
    require(row.kind == "enquiry", "cases.only_enquiries");
    require_not_about(row, actor);
    CaseRow after = row;
    after.accepted_by = actor.account.value;
    after.handler = actor.account.value;
    return move(tx, row, after, {.step = "answered", .state = "closed", .text = std::string(text), .fields = "state,outcome", .outcome = std::string(text)});
}

}  // namespace liren::cases
