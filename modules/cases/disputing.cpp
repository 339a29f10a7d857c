// "It is not solved": the reporter's word against a closing. The case is taken up again and goes its whole way once more; what was
// rated before stays on record (cases_ratings).

#include "liren/error.h"
#include "moving.h"

namespace liren::cases {

namespace {

bool is_in_time(const Catalog& known, std::optional<Instant> closed, Instant now) { return closed && now - *closed <= hours_ms(24 * known.dispute_days); }

}  // namespace

bool can_dispute(House& house, const std::string& store, const CaseRow& row, std::optional<Instant> closed, Instant now) {
    const auto known = catalog(house, store);
    return (row.state == "closed" || row.state == "rated") && row.disputes < known->most_disputes && is_in_time(*known, closed, now);
}

bool dispute(Tx& tx, House& house, const std::string& store, const CaseRow& row, std::string_view reason) {
    require_state(row, {"closed", "rated"});
    const auto known = catalog(house, store);
    const auto closed = tx.number(closed_at, {{"id", row.id}});
    require(is_in_time(*known, closed ? std::optional(Instant{*closed}) : std::nullopt, tx.now()), "cases.dispute_over");
    require(row.disputes < known->most_disputes, "cases.disputed_enough");
    CaseRow after = row;
    after.unit = std::nullopt;
    after.assignee = std::nullopt;
    after.handler = std::nullopt;
    after.verifier = std::nullopt;
    if (!move(tx, row, after, {.step = "disputed", .state = "accepted", .hours = category_of(*known, row.category).dispatch_hours, .text = std::string(reason),
                               .fields = "state,disputes", .reason = std::string(reason), .returned = true}))
        return false;
    tx.run(take_up_again, {{"id", row.id}});
    return true;
}

}  // namespace liren::cases
