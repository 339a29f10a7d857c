#include "liren/access.h"

#include <algorithm>

namespace liren {

bool covers(const Scope& scope, const Placement& at) {
    if (scope.everything) return true;
    for (const AreaGrant& grant : scope.areas) switch (grant.level) {
            case AreaLevel::district: return true;
            case AreaLevel::subdistrict:
                if (grant.area == at.subdistrict) return true;
                break;
            case AreaLevel::community:
                if (grant.area == at.community) return true;
                break;
            case AreaLevel::grid:
                if (grant.area == at.grid) return true;
                break;
        }
    if (scope.account != 0 && ((scope.owned && scope.account == at.owner) || (scope.assigned && scope.account == at.assignee))) return true;
    return at.unit != 0 && std::find(scope.units.begin(), scope.units.end(), at.unit) != scope.units.end();
}

const Role* RoleBook::find(std::string_view code) const {
    const auto found = std::find_if(roles_.begin(), roles_.end(), [&](const Role& role) { return role.code == code; });
    return found == roles_.end() ? nullptr : &*found;
}

const Permission* RoleBook::permission(std::string_view name) const {
    const auto found = std::find_if(permissions_.begin(), permissions_.end(), [&](const Permission& p) { return name == p.name; });
    return found == permissions_.end() ? nullptr : &*found;
}

bool RoleBook::grants(const Grant& grant, std::string_view permission) const {
    const Role* role = find(grant.role);
    return role && std::find(role->permissions.begin(), role->permissions.end(), permission) != role->permissions.end();
}

bool RoleBook::holds(const Principal& principal, std::string_view name, std::string_view district) const {
    const Permission* declared = permission(name);
    if (!declared) return false;   // a permission nobody declared is refused
    if (declared->own) return true;
    return std::any_of(principal.grants.begin(), principal.grants.end(), [&](const Grant& grant) {
        const bool here = district == "*" || grant.district == "*" || grant.district == district;
        return here && grants(grant, name);
    });
}

Scope RoleBook::scope(const Principal& principal, std::string_view name, std::string_view district) const {
    Scope scope;
    const Permission* declared = permission(name);
    if (!declared) return scope;
    bool granted = false;
    for (const Grant& grant : principal.grants) {
        if (!grants(grant, name)) continue;
        if (grant.district == "*") {
            scope.everything = true;
            continue;
        }
        if (district != "*" && grant.district != district) continue;
        granted = true;
        if (grant.area != 0) scope.areas.push_back({grant.level, grant.area});
    }
    std::sort(scope.areas.begin(), scope.areas.end());
    scope.areas.erase(std::unique(scope.areas.begin(), scope.areas.end()), scope.areas.end());
    if (declared->assigned && granted) scope.units = principal.units;
    scope.owned = declared->own;
    scope.assigned = declared->assigned && granted;
    if (scope.owned || scope.assigned) scope.account = principal.account.value;
    return scope;
}

}  // namespace liren
