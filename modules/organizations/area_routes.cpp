// What organizations know of an area: its committees (P5-71: a community may have several, "一社多居") and the units that answer
// for a place, whoever asks from inside it.

#include "liren/error.h"
#include "places/places.h"
#include "routes.h"
#include "units.h"

namespace liren::organizations {

namespace {

struct AreaDetail : places::AreaView {
    std::vector<Committee> committees;
};
BOOST_DESCRIBE_STRUCT(AreaDetail, (places::AreaView), (committees))

struct InCharge {
    UnitId id;
    std::string name, kind;
    AreaId area;
    std::string area_name;
};
BOOST_DESCRIBE_STRUCT(InCharge, (), (id, name, kind, area, area_name))

Versioned<AreaDetail> show_area(Context& context, AreaId id) {
    auto view = places::view_area(context.db(), context.scope(), id);
    if (!view) not_found("places.unknown_area");
    const std::int64_t version = view->version;
    return {AreaDetail{std::move(*view), committees_of(context.db(), id)}, version};
}

/// A community worker asks a department through this, although
/// the department is no part of the worker's own tree.
Items<InCharge> list_units_in_charge(Context& context, AreaId id) {
    const auto area = places::find_area(context.db(), id);
    if (!area || !places::covers_area(context.scope(), *area)) not_found("places.unknown_area");
    Items<InCharge> list;
    for (const UnitInCharge& unit : units_answering_for(context.db(), *area))
        list.items.push_back({unit.id, unit.name, unit.kind, unit.area, context.house().name_of("places.area", unit.area.value)});
    return list;
}

}  // namespace

std::vector<Route> area_routes() {
    std::vector<Route> routes;
    routes.push_back(get("/api/city/areas/{id}", Access::permission("places.read"), show_area, "show_area").inline_read());
    routes.push_back(get("/api/city/areas/{id}/units", Access::permission("organizations.read"), list_units_in_charge, "list_units_in_charge"));
    return routes;
}

}  // namespace liren::organizations
