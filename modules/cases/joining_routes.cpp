// Merging, splitting and linking, supervision, escalation and dispute as routes.

#include "liren/error.h"
#include "moving.h"
#include "organizations/organizations.h"
#include "places/places.h"
#include "routes.h"

namespace liren::cases {

namespace {

/// The other case of a merger or a link: within what the caller may read.
CaseRow other_case(Context& context, CaseId id) {
    const auto row = find(context.db(), id, context.scope_for("cases.read"));
    if (!row) throw Error("request.invalid", {{"other", "cases.unknown_case"}});
    return *row;
}

Versioned<CaseDetail> merge_case(Context& context, CaseId id, const MergeOrder& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, merge(context.tx(), row, other_case(context, body.into), actor_of(context), body.reason));
}

Versioned<CaseDetail> split_case(Context& context, CaseId id, const Reason& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, split(context.tx(), context.house(), context.store(), row, actor_of(context), body.reason));
}

CaseRow found_in_scope(Context& context, CaseId id) {
    const auto row = find(context.db(), id, context.scope());
    if (!row) not_found("cases.not_found");
    return *row;
}

void record_link(Context& context, const CaseRow& row, const char* event, const CaseRow& other) {
    context.tx().record({.name = event, .subject_kind = "cases.case", .subject = row.id, .version = row.version, .area = row.area, .fields = "links", .evidence = other.number});
}

Versioned<CaseDetail> link_cases(Context& context, CaseId id, const LinkOrder& body) {
    const CaseRow row = found_in_scope(context, id), other = other_case(context, body.other);
    require(row.id != other.id, "cases.link_with_itself");
    const auto [one, two] = std::minmax(row.id, other.id);
    require(context.tx().run(put_link, {{"one", one}, {"other", two}, {"at", context.now()}, {"by", context.account()}}) > 0, "cases.linked_already");
    record_link(context, row, "cases.linked", other);
    return detail_of(context, id);
}

Versioned<CaseDetail> unlink_cases(Context& context, CaseId id, CaseId other_id) {
    const CaseRow row = found_in_scope(context, id), other = other_case(context, other_id);
    const auto [one, two] = std::minmax(row.id, other.id);
    if (context.tx().run(drop_link, {{"one", one}, {"other", two}}) == 0) not_found("cases.not_linked");
    record_link(context, row, "cases.unlinked", other);
    return detail_of(context, id);
}

Versioned<CaseDetail> escalate_case(Context& context, CaseId id, const EscalationOrder& body) {
    const CaseRow row = found_at_version(context, id);
    const bool directed = context.may("cases.dispatch", row.placement());
    if (!directed && !context.may("cases.handle", row.placement())) throw Error(403, "access.no_role");
    bool stands_above = false;
    if (const auto area = places::find_area(context.db(), AreaId{row.area}))
        context.house().storage->read("city", [&](Db& city) {
            for (const auto& unit : organizations::units_answering_for(city, *area)) stands_above |= unit.id == body.unit && unit.area.value != row.community && unit.area.value != row.grid;
        });
    if (!stands_above) throw Error("request.invalid", {{"unit", "cases.escalate_upwards"}});
    return moved(context, row, escalate(context.tx(), context.house(), context.store(), row, actor_of(context), {.unit = body.unit.value, .account = {}, .reason = body.reason, .directed = directed}));
}

Versioned<CaseDetail> supervise_case(Context& context, CaseId id, const SupervisionOrder& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, supervise(context.tx(), row, actor_of(context), {body.text, body.until}));
}

Versioned<CaseDetail> end_supervision_route(Context& context, CaseId id, const Reason& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, end_supervision(context.tx(), row, actor_of(context), body.reason));
}

Versioned<CaseDetail> dispute_case(Context& context, CaseId id, const Reason& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row, dispute(context.tx(), context.house(), context.store(), row, body.reason));
}

}  // namespace

std::vector<Route> joining_routes() {
    const auto may = Access::permission;
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(post("/api/d/{d}/cases/{id}/merger", may("cases.dispatch"), merge_case, "merge_case").changes());
    add(post("/api/d/{d}/cases/{id}/split", may("cases.dispatch"), split_case, "split_case").changes());
    add(post("/api/d/{d}/cases/{id}/links", may("cases.note"), link_cases, "link_cases"));
    add(remove("/api/d/{d}/cases/{id}/links/{other}", may("cases.note"), unlink_cases, "unlink_cases"));
    add(post("/api/d/{d}/cases/{id}/escalation", may("cases.read"), escalate_case, "escalate_case").changes());
    add(post("/api/d/{d}/cases/{id}/supervision", may("cases.supervise"), supervise_case, "supervise_case").changes());
    add(post("/api/d/{d}/cases/{id}/supervision-end", may("cases.supervise"), end_supervision_route, "end_supervision").changes());
    add(post("/api/d/{d}/cases/{id}/dispute", may("cases.rate"), dispute_case, "dispute_case").changes());
    return routes;
}

}  // namespace liren::cases
