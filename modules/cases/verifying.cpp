// Verification, closure and rating: the handler's word is not enough (CJJ/T 106: supervision and handling are separate).

#include "liren/error.h"
#include "moving.h"

namespace liren::cases {

bool verify(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor) {
    require_state(row, {"handled"});
    require(row.handler != actor.account.value, "cases.own_verification");
    require_not_about(row, actor);
    CaseRow after = row;
    after.verifier = actor.account.value;
    return move(tx, row, after, {.step = "verifying", .state = "verifying", .hours = category_of(*catalog(house, store), row.category).verify_hours, .fields = "state,verifier"});
}

bool close(Tx& tx, House&, const std::string&, const CaseRow& row, const Actor& actor, std::string_view outcome) {
    require_state(row, {"verifying"});
    require(row.handler != actor.account.value, "cases.own_closure");
    require_not_about(row, actor);
    CaseRow after = row;
    after.verifier = actor.account.value;
    const std::optional<std::string> said = outcome.empty() ? std::nullopt : std::optional(std::string(outcome));
    const Move how{.step = "closed", .state = "closed", .text = std::string(outcome), .fields = "state,verifier", .outcome = said};
    if (!move(tx, row, after, how)) return false;
    end_merged(tx, after, how);
    return true;
}

bool rate(Tx& tx, House&, const std::string&, const CaseRow& row, AccountId by, int score, bool solved, std::string_view text) {
    require_state(row, {"closed"});
    require(!row.handler || *row.handler != by.value || !by, "cases.own_rating");
    if (tx.run(rate_case, {{"score", score}, {"solved", solved}, {"rating_text", text}, {"rated_at", tx.now()}, {"id", row.id}, {"version", row.version}}) == 0) return false;
    tx.run(insert_rating, {{"id", new_id()}, {"case_id", row.id}, {"at", tx.now()}, {"score", score}, {"solved", solved}, {"text", text}});
    count(tx, row, "closed", -1);
    count(tx, row, "rated", 1);
    write_step(tx, row, "rated", "rated", text, false);
    tx.record({.name = "cases.rated", .subject_kind = "cases.case", .subject = row.id, .version = row.version + 1, .area = row.area, .fields = "state,score,solved", .evidence = std::to_string(score) + "\n" + std::string(text)});
    return true;
}

}  // namespace liren::cases
