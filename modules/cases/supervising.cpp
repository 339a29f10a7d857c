// Upwards: a matter beyond the community's means goes to a unit above it (escalation); and from above somebody watches one until
// it is done (督办).

#include "liren/error.h"
#include "moving.h"

namespace liren::cases {

bool escalate(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, const Transfer& to) {
    require_state(row, {"accepted", "dispatched", "acknowledged", "handling"});
    if (!to.directed) require_assigned(row, actor);
    require_not_about(row, actor);
    CaseRow after = row;
    after.unit = to.unit;
    after.assignee = std::nullopt;
    after.handler = std::nullopt;
    return move(tx, row, after, {.step = "escalated", .state = "dispatched", .hours = category_of(*catalog(house, store), row.category).acknowledge_hours,
                                 .text = to.reason, .fields = "state,unit,assignee,handler"});
}

namespace {

bool write_supervision(Tx& tx, const CaseRow& row, const char* step, AccountId by, const Supervision& order) {
    const std::optional<Instant> at = by ? std::optional(tx.now()) : std::nullopt;
    if (tx.run(set_supervision, {{"by", by}, {"at", at}, {"until", order.until}, {"text", by ? order.text : std::string()}, {"id", row.id}, {"version", row.version}}) == 0) return false;
    write_step(tx, row, step, row.state, order.text, true);
    tx.record({.name = std::string("cases.") + step, .subject_kind = "cases.case", .subject = row.id, .version = row.version + 1, .area = row.area, .fields = "supervision", .evidence = order.text});
    return true;
}

}  // namespace

bool supervise(Tx& tx, const CaseRow& row, const Actor& actor, const Supervision& order) {
    require(is_open(row.state), "cases.wrong_state");
    require(row.handler != actor.account.value && row.assignee != actor.account.value, "cases.own_supervision");
    require_not_about(row, actor);
    if (order.until && *order.until <= tx.now()) throw Error("request.invalid", {{"until", "cases.until_past"}});
    return write_supervision(tx, row, "supervised", actor.account, order);
}

bool end_supervision(Tx& tx, const CaseRow& row, const Actor&, std::string_view why) {
    require(row.supervised_by.has_value(), "cases.not_supervised");
    return write_supervision(tx, row, "supervision_ended", AccountId{}, {std::string(why), std::nullopt});
}

}  // namespace liren::cases
