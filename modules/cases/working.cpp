// The verbs between report and closure: who accepts, sends, takes, does. Each is one rule, one move.

#include "liren/error.h"
#include "liren/stored_files.h"
#include "moving.h"

namespace liren::cases {

bool accept(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor) {
    require_state(row, {"reported"});
    require_not_about(row, actor);
    CaseRow after = row;
    after.accepted_by = actor.account.value;
    return move(tx, row, after, {.step = "accepted", .state = "accepted", .hours = category_of(*catalog(house, store), row.category).dispatch_hours});
}

/// Not a matter for the community (or not a matter at all): closed at once, with the reason the reporter reads.
bool decline(Tx& tx, House&, const std::string&, const CaseRow& row, const Actor& actor, std::string_view reason) {
    require_state(row, {"reported", "accepted"});
    require_not_about(row, actor);
    require_nothing_awaited(tx, row);
    const Move how{.step = "declined", .state = "declined", .text = std::string(reason), .reason = std::string(reason)};
    if (!move(tx, row, row, how)) return false;
    end_merged(tx, row, how);
    return true;
}

bool dispatch(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::optional<std::int64_t> unit,
              std::optional<std::int64_t> account, std::string_view note) {
    require_state(row, {"accepted", "dispatched"});   // dispatched: it went to the wrong place and nobody has taken it yet
    require_not_about(row, actor);
    if (!unit && !account) throw Error("request.invalid", {{"unit", "cases.dispatch_to_whom"}});
    CaseRow after = row;
    after.unit = unit;
    after.assignee = account;
    return move(tx, row, after, {.step = "dispatched", .state = "dispatched", .hours = category_of(*catalog(house, store), row.category).acknowledge_hours,
                                 .text = std::string(note), .fields = "state,unit,assignee"});
}

bool acknowledge(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor) {
    require_state(row, {"dispatched"});
    require_assigned(row, actor);
    CaseRow after = row;
    after.assignee = actor.account.value;   // who acknowledges for a unit is answerable from here on
    return move(tx, row, after, {.step = "acknowledged", .state = "acknowledged", .hours = category_of(*catalog(house, store), row.category).handle_hours, .fields = "state,assignee"});
}

bool begin(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor) {
    require_state(row, {"acknowledged"});
    require_assigned(row, actor);
    CaseRow after = row;
    after.handler = actor.account.value;
    return move(tx, row, after, {.step = "handling", .state = "handling", .hours = category_of(*catalog(house, store), row.category).handle_hours, .fields = "state,handler"});
}

bool complete(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::string_view outcome,
              const std::vector<std::int64_t>& files) {
    require_state(row, {"handling"});
    require_assigned(row, actor);
    require_nothing_awaited(tx, row);
    CaseRow after = row;
    after.handler = actor.account.value;
    after.verifier = std::nullopt;
    return move(tx, row, after, {.step = "handled", .state = "handled", .hours = category_of(*catalog(house, store), row.category).verify_hours,
                                 .text = std::string(outcome), .fields = "state,outcome,files", .outcome = std::string(outcome), .files = files});
}

/// Back with a reason: from the one it was sent to, to whoever dispatches; from the verifier, to the handler.
bool take_back(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::string_view reason) {
    require_state(row, {"dispatched", "acknowledged", "handling", "verifying"});
    const auto known = catalog(house, store);
    const Category& category = category_of(*known, row.category);
    CaseRow after = row;
    if (row.state == "verifying") {
        require(row.handler != actor.account.value, "cases.own_verification");
        require_not_about(row, actor);
        after.verifier = std::nullopt;
        after.assignee = row.handler;
        return move(tx, row, after, {.step = "returned", .state = "handling", .hours = category.handle_hours, .text = std::string(reason),
                                     .fields = "state,reason", .reason = std::string(reason), .returned = true});
    }
    require_assigned(row, actor);
    after.unit = std::nullopt;
    after.assignee = std::nullopt;
    after.handler = std::nullopt;
    return move(tx, row, after, {.step = "returned", .state = "accepted", .hours = category.dispatch_hours, .text = std::string(reason),
                                 .fields = "state,unit,assignee,reason", .reason = std::string(reason), .returned = true});
}

bool note(Tx& tx, House&, const std::string&, const CaseRow& row, const Actor&, std::string_view text, bool internal, const std::vector<std::int64_t>& files) {
    if (tx.run(touch_case, {{"files", static_cast<int>(files.size())}, {"id", row.id}, {"version", row.version}}) == 0) return false;
    const std::int64_t step = write_step(tx, row, "noted", row.state, text, internal);
    attach_files(tx, files, {.kind = "cases.case", .subject = row.id, .part = step, .use = internal ? "internal" : "handling"});
    tx.record({.name = "cases.noted", .subject_kind = "cases.case", .subject = row.id, .version = row.version + 1, .area = row.area, .fields = "notes", .evidence = std::string(text)});
    return true;
}

}  // namespace liren::cases
