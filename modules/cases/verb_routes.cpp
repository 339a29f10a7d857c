// The verbs as routes. Each handler finds the case in scope, holds it against the version the caller saw, and calls one verb.

#include "liren/error.h"
#include "moving.h"
#include "personal.h"
#include "routes.h"
#include "store.h"

namespace liren::cases {

namespace {

std::vector<std::int64_t> values(const List<FileId, 9>& files) {
    std::vector<std::int64_t> ids;
    for (const FileId file : files) ids.push_back(file.value);
    return ids;
}

Versioned<CaseDetail> accept_case(Context& context, CaseId id, const Empty&) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, accept(context.tx(), context.house(), context.store(), row, actor_of(context)));
}

Versioned<CaseDetail> decline_case(Context& context, CaseId id, const Reason& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, decline(context.tx(), context.house(), context.store(), row, actor_of(context), body.reason));
}

Versioned<CaseDetail> answer_case(Context& context, CaseId id, const Answer& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, answer(context.tx(), row, actor_of(context), body.text));
}

Versioned<CaseDetail> dispatch_case(Context& context, CaseId id, const DispatchOrder& body) {
    const CaseRow row = found_at_version(context, id);
    check_whom(context, body.unit, body.account);
    const auto value_of = [](const auto& id_or_none) { return id_or_none ? std::optional(id_or_none->value) : std::nullopt; };
    return moved(context, row, dispatch(context.tx(), context.house(), context.store(), row, actor_of(context), value_of(body.unit), value_of(body.account), body.note));
}

Versioned<CaseDetail> acknowledge_case(Context& context, CaseId id, const Empty&) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, acknowledge(context.tx(), context.house(), context.store(), row, actor_of(context)));
}

Versioned<CaseDetail> begin_case(Context& context, CaseId id, const Empty&) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, begin(context.tx(), context.house(), context.store(), row, actor_of(context)));
}

Versioned<CaseDetail> complete_case(Context& context, CaseId id, const Completion& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, complete(context.tx(), context.house(), context.store(), row, actor_of(context), body.outcome, values(body.files)));
}

/// The assignee returns with cases.handle, the verifier with cases.verify: the route asks for reading, the rule decides.
Versioned<CaseDetail> return_case(Context& context, CaseId id, const Reason& body) {
    const CaseRow row = found_at_version(context, id);
    const char* permission = row.state == "verifying" ? "cases.verify" : "cases.handle";
    if (!context.may(permission, row.placement())) throw Error(403, "access.no_role");
    return moved(context, row, take_back(context.tx(), context.house(), context.store(), row, actor_of(context), body.reason));
}

Versioned<CaseDetail> verify_case(Context& context, CaseId id, const Empty&) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, verify(context.tx(), context.house(), context.store(), row, actor_of(context)));
}

Versioned<CaseDetail> close_case(Context& context, CaseId id, const Closure& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, close(context.tx(), context.house(), context.store(), row, actor_of(context), body.outcome));
}

/// Only the reporter rates: the permission is one every account has for its own rows.
Versioned<CaseDetail> rate_case_route(Context& context, CaseId id, const Rating& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, rate(context.tx(), context.house(), context.store(), row, context.account(), static_cast<int>(body.score.value), body.solved, body.text));
}

Versioned<CaseDetail> note_case(Context& context, CaseId id, const Note& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, note(context.tx(), context.house(), context.store(), row, actor_of(context), body.text, body.internal, values(body.files)));
}

/// The reporter adds a word to their own open case.
Versioned<CaseDetail> add_message(Context& context, CaseId id, const Message& body) {
    const CaseRow row = found_at_version(context, id);
    require(is_open(row.state), "cases.wrong_state");
    return moved(context, row, note(context.tx(), context.house(), context.store(), row, actor_of(context), body.text, false, values(body.files)));
}

/// The reporter's name and phone in clear. While the case is open it is itself the reason; afterwards one is asked for.
ReporterClear look_at_reporter_route(Context& context, CaseId id, const LookReason& body) {
    const auto row = find(context.db(), id, context.scope());
    if (!row) not_found("cases.not_found");
    const auto [name, phone] = look_at_reporter(context, *row, body.reason);
    const auto facts = context.db().one<Facts>(case_facts, {{"id", row->id}}).value();
    return {name, phone, open_speaker(context.house().keyring, facts.speaker_name_sealed)};
}

}  // namespace

ReporterContact look_at_reporter(Context& context, const CaseRow& row, const std::string& reason) {
    require_not_about(row, actor_of(context));
    require(row.reporter_kind != "anonymous", "cases.reporter_anonymous");
    require(row.reporter_kind != "confidential" || row.accepted_by == context.account().value, "cases.reporter_confidential");
    const bool open = is_open(row.state);
    if (!open && reason.empty()) throw Error("request.invalid", {{"reason", "cases.look_reason"}});
    context.look("cases.case", row.id, "reporter_name,reporter_phone,speaker_name", reason, open ? "cases.case" : "", open ? row.id : 0);
    context.tx().record({.name = "cases.reporter_looked", .subject_kind = "cases.case", .subject = row.id, .area = row.area});
    return reporter_of(context.db(), context.house(), CaseId{row.id});
}

Versioned<CaseDetail> moved(Context& context, const CaseRow& row, bool changed) {
    if (!changed) context.stale("cases.case", row.id, row.version);
    return detail_of(context, CaseId{row.id});
}

void check_whom(Context& context, const std::optional<UnitId>& unit, const std::optional<AccountId>& account) {
    House& house = context.house();
    if (unit && house.name_of("organizations.unit", unit->value).empty()) throw Error("request.invalid", {{"unit", "cases.unknown_unit"}});
    if (account && house.display_name(*account).empty()) throw Error("request.invalid", {{"account", "cases.unknown_account"}});
}

std::vector<Route> verb_routes() {
    const auto may = Access::permission;
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(post("/api/d/{d}/cases/{id}/acceptance", may("cases.accept"), accept_case, "accept_case").changes());
    add(post("/api/d/{d}/cases/{id}/declination", may("cases.accept"), decline_case, "decline_case").changes());
    add(post("/api/d/{d}/cases/{id}/answer", may("cases.accept"), answer_case, "answer_case").changes());
    add(post("/api/d/{d}/cases/{id}/dispatch", may("cases.dispatch"), dispatch_case, "dispatch_case").changes());
    add(post("/api/d/{d}/cases/{id}/acknowledgement", may("cases.handle"), acknowledge_case, "acknowledge_case").changes());
    add(post("/api/d/{d}/cases/{id}/handling", may("cases.handle"), begin_case, "begin_case").changes());
    add(post("/api/d/{d}/cases/{id}/completion", may("cases.handle"), complete_case, "complete_case").changes());
    add(post("/api/d/{d}/cases/{id}/return", may("cases.read"), return_case, "return_case").changes());
    add(post("/api/d/{d}/cases/{id}/verification", may("cases.verify"), verify_case, "verify_case").changes());
    add(post("/api/d/{d}/cases/{id}/closure", may("cases.verify"), close_case, "close_case").changes());
    add(post("/api/d/{d}/cases/{id}/rating", may("cases.rate"), rate_case_route, "rate_case").changes());
    add(post("/api/d/{d}/cases/{id}/notes", may("cases.note"), note_case, "note_case").changes());
    add(post("/api/d/{d}/cases/{id}/messages", may("cases.message"), add_message, "add_message").changes());
    add(post("/api/d/{d}/cases/{id}/reporter-look", may("cases.unmask"), look_at_reporter_route, "look_at_reporter").looks().repeatable());
    return routes;
}

}  // namespace liren::cases
