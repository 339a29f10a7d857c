// What other modules do with a case that leaves the house: who may, what they leave on the timeline, and that the case waits for
// its result (P2-18). The rows of the case itself are changed by its own verbs only.

#include "liren/error.h"
#include "liren/stored_files.h"
#include "moving.h"
#include "personal.h"
#include "store.h"

namespace liren::cases {

namespace {

constexpr int most_tries = 5;

}  // namespace

bool answers_for(const Context& context, const CaseRow& row) {
    const Actor actor{context.account(), context.principal().units};
    if (is_about(row, actor)) return false;
    return context.may("cases.dispatch", row.placement()) || (is_assigned(row, actor) && context.may("cases.handle", row.placement()));
}

void require_answers_for(const Context& context, const CaseRow& row) {
    const Actor actor{context.account(), context.principal().units};
    require_not_about(row, actor);
    if (context.may("cases.dispatch", row.placement())) return;
    if (!context.may("cases.handle", row.placement())) throw Error(403, "access.no_role");
    require_assigned(row, actor);
}

void require_under_way(const CaseRow& row) { require_state(row, {"accepted", "dispatched", "acknowledged", "handling"}); }

Matter matter_of(Db& db, House& house, const std::string& store, const CaseRow& row, std::string_view language) {
    const Facts facts = db.one<Facts>(case_facts, {{"id", row.id}}).value();
    return {catalog(house, store)->name(row.category, language), facts.text, facts.place, house.name_of("places.area", row.community)};
}

std::int64_t leave_step(Tx& tx, CaseId id, const OutsideStep& step) {
    // Whoever is outside has seen no version: what they say is added to the case as it stands.
    for (int tries = 0; tries < most_tries; ++tries) {
        const auto row = find(tx, id, Scope::all());
        if (!row) not_found("cases.not_found");
        if (tx.run(touch_case, {{"files", static_cast<int>(step.files.size())}, {"id", row->id}, {"version", row->version}}) == 0) continue;
        const bool internal = step.readers != OutsideStep::Readers::everybody;
        const std::int64_t written = write_step(tx, *row, step.name, row->state, step.text, internal);
        attach_files(tx, step.files, {.kind = "cases.case", .subject = row->id, .part = written, .use = internal ? "internal" : "handling"});
        tx.record({.name = std::string("cases.") + step.name,
                   .subject_kind = "cases.case",
                   .subject = row->id,
                   .version = row->version + 1,
                   .area = row->area,
                   .fields = "outside",
                   .evidence = step.text});
        return written;
    }
    throw Error(503, "storage.busy").retry_after(1);
}

bool is_told_without_words(const Step& step) { return step.internal && step.name == answered_outside; }

void await(Tx& tx, CaseId id, std::string_view kind, std::int64_t subject) {
    tx.run(insert_awaited, {{"case_id", id}, {"kind", kind}, {"subject", subject}});
}

void await_no_more(Tx& tx, CaseId id, std::string_view kind, std::int64_t subject) {
    tx.run(delete_awaited, {{"case_id", id}, {"kind", kind}, {"subject", subject}});
}

void require_nothing_awaited(Db& db, const CaseRow& row) {
    require(db.number(count_awaited, {{"case_id", row.id}}).value_or(0) == 0, "cases.awaited");
}

ReporterContact reporter_of(Db& db, const House& house, CaseId id) {
    const auto facts = db.one<Facts>(case_facts, {{"id", id}});
    if (!facts) return {};
    return {open_name(house.keyring, facts->reporter_name_sealed), open_phone(house.keyring, facts->reporter_phone_sealed)};
}

}  // namespace liren::cases
