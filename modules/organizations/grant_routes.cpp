// Grants: a role in an area. Given and taken only inside the caller's own areas, and never to or from oneself (GB/T 22239:
// who administers rights does not hold them by his own hand).

#include "grants.h"
#include "liren/error.h"
#include "routes.h"

namespace liren::organizations {

namespace {

struct GrantBody {
    Text<40, 1> role;
    std::optional<AreaId> area;               ///< none for roles of level "city"; optional for those of level "unit"
};
BOOST_DESCRIBE_STRUCT(GrantBody, (), (role, area))

struct GivenGrant {
    Id<"access.grant"> id;
    std::string role, role_name;
    AreaId area;
    std::string area_name;
};
BOOST_DESCRIBE_STRUCT(GivenGrant, (), (id, role, role_name, area, area_name))

/// The level of an area as roles say it; "" for what no role is given in (a province, a committee area).
std::string_view level_of(const places::AreaInfo& area) {
    if (area.district == 0 || area.kind == "committee_area") return "";
    switch (area.level()) {
        case AreaLevel::district: return "district";
        case AreaLevel::subdistrict: return "subdistrict";
        case AreaLevel::community: return "community";
        case AreaLevel::grid: return "grid";
    }
    return "";
}

places::AreaInfo required_area(Context& context, std::optional<AreaId> id) {
    if (!id) throw Error("request.invalid", {{"area", "schema.required"}});
    auto area = area_of(context, *id);
    if (!area || !places::covers_area(context.scope(), *area)) throw Error("request.invalid", {{"area", "places.unknown_area"}});
    return *area;
}

/// Where an account that only works for units is administered: in the area named, else where the caller is.
places::AreaInfo administered_in(Context& context, std::optional<AreaId> id) {
    if (id) return required_area(context, id);
    const auto areas = own_areas(context);
    if (areas.size() != 1) throw Error("request.invalid", {{"area", "schema.required"}});
    return areas.front();
}

Created<GivenGrant> add_grant(Context& context, AccountId id, const GrantBody& body) {
    visible_account(context, id);
    require(id != context.account(), "organizations.not_yourself");
    const NewGrant grant = grant_for(context, body.role, body.area);
    const std::int64_t made = give_grant(context.tx(), id, grant);
    House& house = context.house();
    return {GivenGrant{Id<"access.grant">{made}, grant.role, house.texts.get(context.language(), "role." + grant.role), AreaId{grant.area}, house.name_of("places.area", grant.area)}};
}

Nothing remove_grant(Context& context, Id<"access.grant"> id) {
    const auto grant = find_grant(context.db(), id.value);
    if (!grant || !reaches(context, grant->first)) not_found("organizations.unknown_grant");
    require(grant->second != context.account(), "organizations.not_yourself");
    take_grant(context.tx(), id.value, grant->second);
    return {};
}

}  // namespace

NewGrant grant_for(Context& context, const std::string& code, std::optional<AreaId> id) {
    const Role* role = context.house().roles()->find(code);
    if (!role) throw Error("request.invalid", {{"role", "organizations.unknown_role"}});
    if (role->level == "city") {
        if (!context.scope().everything) throw Error("request.invalid", {{"role", "organizations.level_of_role"}});
        return {.role = role->code, .district = "*", .level = AreaLevel::district, .area = 0, .area_path = "/"};
    }
    const places::AreaInfo area = role->level == "unit" ? administered_in(context, id) : required_area(context, id);
    if (role->level == "unit") return {.role = role->code, .district = area.district_code, .level = AreaLevel::district, .area = 0, .area_path = area.path()};
    if (role->level != level_of(area)) throw Error("request.invalid", {{"area", "organizations.level_of_role"}});
    return {.role = role->code, .district = area.district_code, .level = area.level(), .area = area.id.value, .area_path = area.path()};
}

std::vector<Route> grant_routes() {
    std::vector<Route> routes;
    routes.push_back(post("/api/gate/accounts/{id}/grants", Access::permission("accounts.manage"), add_grant, "add_grant"));
    routes.push_back(remove("/api/gate/grants/{id}", Access::permission("accounts.manage"), remove_grant, "remove_grant").repeatable());
    return routes;
}

}  // namespace liren::organizations
