// Transfer: whoever the case was sent to, or whoever directs there, passes it on to somebody else, with a reason. Unlike a
// return it does not go back to the desk first; the next one has the whole time to acknowledge.

#include "liren/error.h"
#include "moving.h"

namespace liren::cases {

namespace {

/// To a person who has it already, or to the pool of the unit that has it already: nothing would change but the deadline.
bool stays_where_it_is(const CaseRow& row, const Transfer& to) {
    return to.account ? to.account == row.assignee : to.unit == row.unit;
}

}  // namespace

bool transfer(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, const Transfer& to) {
    require_state(row, {"dispatched", "acknowledged", "handling"});
    if (!to.directed) require_assigned(row, actor);
    require_not_about(row, actor);
    if (!to.unit && !to.account) throw Error("request.invalid", {{"unit", "cases.dispatch_to_whom"}});
    require(to.account != actor.account.value, "cases.transfer_to_yourself");
    require(!stays_where_it_is(row, to), "cases.transfer_to_same");
    CaseRow after = row;
    after.unit = to.unit;
    after.assignee = to.account;
    after.handler = std::nullopt;
    return move(tx, row, after,
                {.step = "transferred",
                 .state = "dispatched",
                 .hours = category_of(*catalog(house, store), row.category).acknowledge_hours,
                 .text = to.reason,
                 .fields = "state,unit,assignee,handler"});
}

}  // namespace liren::cases
