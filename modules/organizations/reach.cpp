#include "reach.h"

#include <algorithm>

#include "liren/error.h"

namespace liren::organizations {

std::optional<places::AreaInfo> area_of(Context& context, AreaId id) {
    std::optional<places::AreaInfo> area;
    context.house().storage->read("city", [&](Db& city) { area = places::find_area(city, id); });
    return area;
}

std::vector<places::AreaInfo> own_areas(Context& context) {
    std::vector<places::AreaInfo> areas;
    context.house().storage->read("city", [&](Db& city) {
        for (const AreaGrant& grant : context.scope().areas)
            if (auto area = places::find_area(city, AreaId{grant.area})) areas.push_back(std::move(*area));
    });
    return areas;
}

std::vector<std::string> own_districts(Context& context) {
    if (context.scope().everything) return context.house().storage->districts();
    std::vector<std::string> codes;
    for (const places::AreaInfo& area : own_areas(context))
        if (std::find(codes.begin(), codes.end(), area.district_code) == codes.end()) codes.push_back(area.district_code);
    return codes;
}

bool reaches(Context& context, const Grant& grant) {
    if (context.scope().everything) return true;
    if (grant.district == "*") return false;
    if (grant.area != 0) {
        const auto area = area_of(context, AreaId{grant.area});
        return area && places::covers_area(context.scope(), *area);
    }
    const auto areas = own_areas(context);
    return std::any_of(areas.begin(), areas.end(), [&](const places::AreaInfo& area) { return area.level() == AreaLevel::district && area.district_code == grant.district; });
}

AccountView visible_account(Context& context, AccountId id) {
    const auto account = find_account(context.db(), context.house().keyring, id);
    if (!account || account->kind != "staff") not_found("organizations.unknown_account");
    const auto grants = grants_of(context.db(), id);
    bool visible = std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) { return reaches(context, grant); });
    if (grants.empty()) {
        const auto districts = own_districts(context);
        visible = context.scope().everything || std::find(districts.begin(), districts.end(), account->home_district) != districts.end();
    }
    if (!visible) not_found("organizations.unknown_account");
    return *account;
}

AccountView own_account(Context& context, AccountId id) {
    AccountView account = visible_account(context, id);
    require(id != context.account(), "organizations.not_yourself");
    for (const Grant& grant : grants_of(context.db(), id)) require(reaches(context, grant), "organizations.reaches_further");
    return account;
}

}  // namespace liren::organizations
