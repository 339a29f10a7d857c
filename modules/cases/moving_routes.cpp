// Transfer and extension as routes: passing a case on, and asking for and deciding on more time.

#include "liren/error.h"
#include "moving.h"
#include "organizations/organizations.h"
#include "places/places.h"
#include "routes.h"

namespace liren::cases {

namespace {

/// Whether the caller directs where the case lies; 403 unless they do, or handle cases there. The route asks for reading only,
/// because either permission will do.
bool directs_or_handles(Context& context, const CaseRow& row) {
    if (context.may("cases.dispatch", row.placement())) return true;
    if (!context.may("cases.handle", row.placement())) throw Error(403, "access.no_role");
    return false;
}

template <class Known>
std::optional<std::int64_t> value_of(const std::optional<Known>& id) {
    return id ? std::optional(id->value) : std::nullopt;
}

Versioned<CaseDetail> transfer_case(Context& context, CaseId id, const TransferOrder& body) {
    const CaseRow row = found_at_version(context, id);
    const bool directed = directs_or_handles(context, row);
    check_whom(context, body.unit, body.account);
    const Transfer to{value_of(body.unit), value_of(body.account), body.reason, directed};
    return moved(context, row, transfer(context.tx(), context.house(), context.store(), row, actor_of(context), to));
}

/// A grid worker or a company may not search through all units, but must be able to say who is the right one.
TransferTargets list_transfer_targets(Context& context, CaseId id) {
    const auto row = find(context.db(), id, context.scope());
    if (!row) not_found("cases.not_found");
    directs_or_handles(context, *row);
    TransferTargets targets;
    if (const auto area = places::find_area(context.db(), AreaId{row->area}))
        context.house().storage->read("city", [&](Db& city) {
            for (const auto& unit : organizations::units_answering_for(city, *area))
                targets.units.push_back({unit.id, unit.name, unit.kind});
        });
    if (const auto worker = places::grid_worker(context.db(), AreaId{row->grid})) {
        targets.worker = *worker;
        targets.worker_name = context.house().display_name(*worker);
    }
    return targets;
}

Versioned<CaseDetail> request_extension_route(Context& context, CaseId id, const ExtensionRequest& body) {
    const CaseRow row = found_at_version(context, id);
    const Extension asked{static_cast<int>(body.hours.value), body.reason};
    return moved(context, row, request_extension(context.tx(), context.house(), context.store(), row, actor_of(context), asked));
}

Versioned<CaseDetail> decide_extension_route(Context& context, CaseId id, const ExtensionDecision& body) {
    const CaseRow row = found_at_version(context, id);
    return moved(context, row,
                 decide_extension(context.tx(), context.house(), context.store(), row, actor_of(context), {body.granted, body.reason}));
}

}  // namespace

std::vector<Route> moving_routes() {
    const auto may = Access::permission;
    std::vector<Route> routes;
    routes.push_back(post("/api/d/{d}/cases/{id}/transfer", may("cases.read"), transfer_case, "transfer_case").changes());
    routes.push_back(get("/api/d/{d}/cases/{id}/transfer-targets", may("cases.read"), list_transfer_targets, "list_transfer_targets"));
    routes.push_back(
        post("/api/d/{d}/cases/{id}/extension-request", may("cases.handle"), request_extension_route, "request_extension").changes());
    routes.push_back(post("/api/d/{d}/cases/{id}/extension", may("cases.dispatch"), decide_extension_route, "decide_extension").changes());
    return routes;
}

}  // namespace liren::cases
