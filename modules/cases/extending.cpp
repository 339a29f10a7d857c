// Extension: the handler asks for more time with a reason, and somebody else who directs there grants or refuses it. Asking
// after the deadline is allowed: cases.became_overdue has said by then that it was late, and stays. A request that is still
// open when the case moves on is void (move() clears it), because the next step has a deadline of its own.

#include <algorithm>

#include "liren/error.h"
#include "moving.h"

namespace liren::cases {

bool request_extension(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, const Extension& asked) {
    require_state(row, {"acknowledged", "handling"});
    require_assigned(row, actor);
    require(!row.extension_hours, "cases.extension_pending");
    const int most = catalog(house, store)->most_extension_hours;
    if (asked.hours > most) throw Error("request.invalid", {{"hours", "cases.extension_too_long", {{"limit", std::to_string(most)}}}});
    if (tx.run(ask_extension, {{"hours", asked.hours},
                               {"reason", asked.reason},
                               {"by", actor.account},
                               {"at", tx.now()},
                               {"id", row.id},
                               {"version", row.version}}) == 0)
        return false;
    write_step(tx, row, "extension_requested", row.state, asked.reason, true, asked.hours);
    tx.record({.name = "cases.extension_requested",
               .subject_kind = "cases.case",
               .subject = row.id,
               .version = row.version + 1,
               .area = row.area,
               .fields = "extension",
               .evidence = std::to_string(asked.hours) + "\n" + asked.reason});
    return true;
}

bool decide_extension(Tx& tx, House&, const std::string&, const CaseRow& row, const Actor& actor, const Decision& decision) {
    require(row.extension_hours.has_value(), "cases.no_extension_pending");
    require(row.extension_by != actor.account.value, "cases.own_extension");
    require_not_about(row, actor);
    if (!decision.granted && decision.reason.empty()) throw Error("request.invalid", {{"reason", "schema.required"}});
    const std::int64_t asked = row.extension_hours.value_or(0), hours = decision.granted ? asked : 0;
    const Instant due = decision.granted ? std::max(row.due_at, tx.now()) + hours_ms(static_cast<int>(hours)) : row.due_at;
    if (tx.run(settle_extension, {{"due_at", due}, {"hours", hours}, {"id", row.id}, {"version", row.version}}) == 0) return false;
    // Granted, the reporter reads why it takes longer; what was asked and refused is a matter between staff.
    const std::string why = row.extension_reason.value_or("");
    const std::string text = !decision.granted ? decision.reason : decision.reason.empty() ? why : why + "\n" + decision.reason;
    write_step(tx, row, decision.granted ? "extended" : "extension_refused", row.state, text, !decision.granted, asked);
    tx.record({.name = decision.granted ? "cases.extended" : "cases.extension_refused",
               .subject_kind = "cases.case",
               .subject = row.id,
               .version = row.version + 1,
               .area = row.area,
               .fields = decision.granted ? "due_at,extension" : "extension",
               .evidence = std::to_string(asked) + "\n" + text});
    if (decision.granted) set_deadline(tx, row.id, due);
    return true;
}

}  // namespace liren::cases
