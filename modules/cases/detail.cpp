// One case as its reader may see it: which fields, and which verbs, depend on who reads.

#include "routes.h"

#include <algorithm>

#include "catalog.h"
#include "liren/stored_files.h"
#include "moving.h"
#include "personal.h"
#include "store.h"

namespace liren::cases {

namespace {

/// Who may see that there is a reporter at all, masked or not. Never the unit the case is about, never an outside unit that
/// only holds the assignment; of a confidential report only the worker who accepted it.
bool may_see_reporter(const Context& context, const CaseRow& row, const Actor& actor) {
    if (row.reporter_kind == "anonymous" || is_about(row, actor)) return false;
    if (row.owner == actor.account.value) return true;
    if (row.reporter_kind == "confidential") return row.accepted_by == actor.account.value;
    return context.may("cases.unmask", row.placement());
}

std::vector<std::string> next_verbs(const Context& context, const CaseRow& row, const Facts& facts, const Actor& actor) {
    std::vector<std::string> verbs;
    const Placement at = row.placement();
    const bool judges = !is_about(row, actor);
    const auto add = [&](bool allowed, const char* verb) {
        if (allowed) verbs.emplace_back(verb);
    };
    const std::string& state = row.state;
    const bool mine = is_assigned(row, actor) && context.may("cases.handle", at);
    const bool other = row.handler != actor.account.value;
    const bool held = state == "dispatched" || state == "acknowledged" || state == "handling";
    const bool directs = context.may("cases.dispatch", at);
    add(state == "reported" && judges && context.may("cases.accept", at), "accept");
    add((state == "reported" || state == "accepted") && judges && context.may("cases.accept", at), "decline");
    add((state == "reported" || state == "accepted") && row.kind == "enquiry" && judges && context.may("cases.accept", at), "answer");
    add((state == "accepted" || state == "dispatched") && judges && directs, "dispatch");
    add(state == "dispatched" && mine, "acknowledge");
    add(state == "acknowledged" && mine, "begin");
    add(state == "handling" && mine, "complete");
    add((state == "accepted" || held) && judges && (mine || directs), "escalate");
    add((held && mine) ||
            (state == "verifying" && judges && other && context.may("cases.verify", at)), "return");
    add(held && judges && (mine || directs), "transfer");
    add((state == "acknowledged" || state == "handling") && mine && !row.extension_hours, "request_extension");
    add(row.extension_hours && row.extension_by != actor.account.value && judges && directs, "decide_extension");
    add(state == "handled" && judges && other && context.may("cases.verify", at), "verify");
    add(state == "verifying" && judges && other && context.may("cases.verify", at), "close");
    add((state == "reported" || state == "accepted" || held) && judges && directs, "merge");
    add(state == "merged" && judges && directs, "split");
    add(is_open(state) && judges && other && row.assignee != actor.account.value && context.may("cases.supervise", at), "supervise");
    add(row.supervised_by && is_open(state) && context.may("cases.supervise", at), "end_supervision");
    add(state == "closed" && row.owner == actor.account.value && other, "rate");
    add(row.owner == actor.account.value && can_dispute(context.house(), context.store(), row, facts.closed_at, context.now()), "dispute");
    add(is_open(state) && row.owner == actor.account.value, "message");
    add(context.may("cases.note", at), "note");
    return verbs;
}

std::optional<ReporterView> reporter_of(const Context& context, const CaseRow& row, const Facts& facts, const Actor& actor) {
    if (!may_see_reporter(context, row, actor)) return std::nullopt;
    if (!facts.reporter_name_sealed && !facts.reporter_phone_sealed && !facts.speaker_name_sealed) return std::nullopt;
    const Keyring& keyring = context.house().keyring;
    return ReporterView{open_name(keyring, facts.reporter_name_sealed), open_phone(keyring, facts.reporter_phone_sealed), true, facts.speaker, open_speaker(keyring, facts.speaker_name_sealed)};
}

bool reads_internal(const Context& context, const CaseRow& row) { return context.may("cases.note", row.placement()); }

CaseRow found_or_404(Context& context, CaseId id) {
    auto row = find(context.db(), id, context.scope());
    if (!row) not_found("cases.not_found");
    return *row;
}

/// Cases beside it, for staff, as far as they may read them.
void add_neighbours(Context& context, const CaseRow& row, const Catalog& known, CaseDetail& view) {
    if (!reads_internal(context, row)) return;
    const Scope reads = context.scope_for("cases.read");
    const auto shown = [&](const Neighbouring& one) { return NeighbourView{one.id, one.number, known.name(one.category, context.language()), one.state, one.text, one.place}; };
    for (const Neighbouring& one : context.db().all<Neighbouring>(neighbours_of, reads, {{"id", row.id}})) (one.merged_into == row.id ? view.merged : view.linked).push_back(shown(one));
    if (!row.merged_into) return;
    if (const auto into = context.db().one<WholeCase>(whole_case, reads, {{"id", *row.merged_into}}))
        view.merged_into = NeighbourView{CaseId{into->id}, into->number, known.name(into->category, context.language()), into->state, into->text, into->place};
}

Versioned<CaseDetail> view_of(Context& context, CaseId id, const Scope& scope) {
    House& house = context.house();
    auto found = context.db().one<WholeCase>(whole_case, scope, {{"id", id}});
    if (!found) not_found("cases.not_found");
    const CaseRow& row = *found;
    Facts& facts = *found;
    const auto known = catalog(house, context.store());
    const Category& category = category_of(*known, row.category);
    const Actor actor = actor_of(context);
    CaseDetail view;
    view.id = CaseId{row.id};
    view.version = row.version;
    view.number = row.number;
    view.state = row.state;
    view.category = row.category;
    view.category_name = known->name(row.category, context.language());
    view.jurisdiction = category.jurisdiction;
    view.text = std::move(facts.text);
    view.place = std::move(facts.place);
    view.area = AreaId{row.area};
    view.community = AreaId{row.community};
    view.grid = AreaId{row.grid};
    view.community_name = house.name_of("places.area", row.community);
    view.grid_name = house.name_of("places.area", row.grid);
    view.lat = facts.lat;
    view.lon = facts.lon;
    view.source = facts.source;
    view.reporter_kind = row.reporter_kind;
    view.kind = row.kind;
    view.answer_by = facts.answer_by;
    view.external_number = facts.external_number;
    view.external_due = row.external_due;
    view.reporter = reporter_of(context, row, facts, actor);
    if (row.files_count > 0)
        for (const AttachedFile& file : files_of(context.db(), "cases.case", row.id))
            if (file.use != "internal" || reads_internal(context, row)) view.files.push_back({FileId{file.id}, file.width, file.height, file.use});
    view.unit = UnitId{row.unit.value_or(0)};
    view.unit_name = house.name_of("organizations.unit", row.unit.value_or(0));
    view.assignee = AccountId{row.assignee.value_or(0)};
    view.assignee_name = house.display_name(view.assignee);
    view.handler = AccountId{row.handler.value_or(0)};
    view.handler_name = house.display_name(view.handler);
    view.verifier_name = house.display_name(AccountId{row.verifier.value_or(0)});
    view.about_unit = UnitId{row.about_unit.value_or(0)};
    view.about_unit_name = house.name_of("organizations.unit", row.about_unit.value_or(0));
    view.due_at = row.due_at;
    view.step_hours = facts.step_hours;
    view.overdue = facts.open && row.due_at < context.now();
    view.reported_at = row.reported_at;
    view.closed_at = facts.closed_at;
    view.outcome = facts.outcome;
    view.returned_reason = facts.reason;
    view.returned = facts.returned;
    if (facts.score) view.rating = RatingView{*facts.score, facts.solved.value_or(0) != 0, facts.rating_text, facts.rated_at.value_or(Instant{})};
    if (row.extension_hours && reads_internal(context, row))
        view.extension = ExtensionView{*row.extension_hours, row.extension_reason.value_or(""), house.display_name(AccountId{row.extension_by.value_or(0)}), row.extension_at.value_or(Instant{})};
    view.disputes = row.disputes;
    if (row.supervised_by && (reads_internal(context, row) || context.may("cases.supervise", row.placement()))) view.supervision = SupervisionView{house.display_name(AccountId{*row.supervised_by}), facts.supervision, facts.supervised_at.value_or(Instant{}), facts.supervised_until};
    add_neighbours(context, row, *known, view);
    view.next = next_verbs(context, row, facts, actor);
    return {std::move(view), row.version};
}

}  // namespace

std::optional<CaseRow> find(Db& db, CaseId id, const Scope& scope) { return db.one<CaseRow>(find_case, scope, {{"id", id}}); }

Actor actor_of(const Context& context) {
    if (!context.signed_in()) return {};
    return {context.account(), context.principal().units};
}

CaseRow found_at_version(Context& context, CaseId id) {
    const CaseRow row = found_or_404(context, id);
    context.expect_version("cases.case", row.id, row.version);
    return row;
}

Versioned<CaseDetail> show_case(Context& context, CaseId id) { return view_of(context, id, context.scope()); }

// After a verb the case may have left the verb's scope (returned, dispatched elsewhere); who moved it reads the result.
Versioned<CaseDetail> detail_of(Context& context, CaseId id) { return view_of(context, id, Scope::all()); }

Items<StepView> show_timeline(Context& context, CaseId id) {
    const CaseRow row = found_or_404(context, id);
    const bool internal = reads_internal(context, row);
    const auto files = row.files_count > 0 ? files_of(context.db(), "cases.case", row.id) : std::vector<AttachedFile>{};
    Items<StepView> steps;
    for (const Step& step : context.db().all<Step>(steps_of, {{"case_id", row.id}})) {
        const bool wordless = !internal && is_told_without_words(step);
        if (step.internal && !internal && !wordless) continue;
        StepView view{id_text(step.id), "cases." + step.name, step.at, wordless ? "" : context.house().display_name(AccountId{step.actor.value_or(0)}), wordless ? "" : step.text,
                      step.internal && !wordless, {}, step.state, step.hours};
        // The step of a report carries no name: the reporter's stands, masked, in the detail for those who may see it.
        if (step.name == "reported" && row.owner == step.actor && row.owner != context.account().value) view.actor_name.clear();
        for (const AttachedFile& file : files)
            if (file.part == step.id && !wordless) view.files.push_back(FileId{file.id});
        steps.items.push_back(std::move(view));
    }
    return steps;
}

}  // namespace liren::cases
