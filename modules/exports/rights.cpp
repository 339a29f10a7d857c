#include "rights.h"

#include <algorithm>
#include <charconv>

#include "liren/accounts.h"

namespace liren::exports {

namespace {

/// A right for the whole city is, here, one for the whole district.
std::vector<AreaGrant> areas_of(const Scope& scope) {
    if (scope.whole_district()) {
        for (const AreaGrant& grant : scope.areas)
            if (grant.level == AreaLevel::district) return {grant};
        return {{AreaLevel::district, 0}};
    }
    return scope.areas;
}

void keep(std::vector<AreaGrant>& areas, const AreaGrant& grant) {
    if (std::find(areas.begin(), areas.end(), grant) == areas.end()) areas.push_back(grant);
}

std::int64_t common(const std::vector<Placement>& all, std::int64_t Placement::*level) {
    for (const Placement& one : all)
        if (one.*level != all.front().*level) return 0;
    return all.front().*level;
}

}  // namespace

Scope Reach::scope() const {
    Scope scope;
    scope.areas = areas;
    return scope;
}

std::string Reach::stored() const {
    std::string text;
    for (const AreaGrant& grant : areas) text += (text.empty() ? "" : ",") + std::to_string(static_cast<int>(grant.level)) + ":" + std::to_string(grant.area);
    return text;
}

Reach Reach::from_stored(std::string_view text) {
    Reach reach;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(','));
        AreaGrant grant{static_cast<AreaLevel>(part.at(0) - '0'), 0};
        std::from_chars(part.data() + 2, part.data() + part.size(), grant.area);
        reach.areas.push_back(grant);
        text.remove_prefix(std::min(text.size(), part.size() + 1));
    }
    return reach;
}

Rights Rights::of_account(House& house, Db& db, const std::string& store, std::int64_t account) {
    auto principal = std::make_shared<Principal>();
    principal->account = AccountId{account};
    house.storage->read("gate", [&](Db& gate) {
        const auto known = find_account(gate, house.keyring, AccountId{account});
        if (known && !known->disabled) principal->grants = grants_of(gate, AccountId{account});
    });
    return {house, db, [&house, principal, district = store.substr(1)](std::string_view permission) { return house.roles()->scope(*principal, permission, district); }};
}

std::optional<Placement> Rights::placement(const AreaGrant& grant) const {
    if (grant.level == AreaLevel::district) return Placement{};
    return house_.placement_of(db_, "places.area", grant.area);
}

Reach Rights::reach(const Register& of) const {
    const Scope read = scope_of_(of.permission("read")), ask = scope_of_("exports.ask");
    Reach reach;
    for (const auto& [mine, other] : {std::pair(&read, &ask), std::pair(&ask, &read)})
        for (const AreaGrant& grant : areas_of(*mine))
            if (const auto at = placement(grant); at && covers(*other, *at)) keep(reach.areas, grant);
    return reach;
}

Reach Rights::within(const Reach& reach, std::int64_t area) const {
    const auto at = house_.placement_of(db_, "places.area", area);
    if (!at) return {};
    if (covers(reach.scope(), *at)) {
        const AreaLevel level = at->grid != 0 ? AreaLevel::grid : at->community != 0 ? AreaLevel::community : at->subdistrict != 0 ? AreaLevel::subdistrict : AreaLevel::district;
        return {{{level, area}}};
    }
    Reach inside;
    for (const AreaGrant& grant : reach.areas) {
        const auto lies = placement(grant);
        if (lies && ((at->community != 0 && at->grid == 0 && lies->community == at->community) || (at->community == 0 && lies->subdistrict == at->subdistrict))) inside.areas.push_back(grant);
    }
    return inside;
}

bool Rights::holds(const Scope& scope, const Reach& reach) const {
    return std::all_of(reach.areas.begin(), reach.areas.end(), [&](const AreaGrant& grant) {
        const auto at = placement(grant);
        return at && covers(scope, *at);
    });
}

bool Rights::may_unmask(const Register& of, const Reach& reach) const { return holds(scope_of_(of.permission("unmask")), reach); }

bool Rights::still_hold(const Register& of, const Reach& reach, bool clear) const {
    return !reach.empty() && holds(scope_of_(of.permission("read")), reach) && holds(scope_of_("exports.ask"), reach) && (!clear || may_unmask(of, reach));
}

Extent Rights::extent(const Reach& reach) const {
    std::vector<Placement> all;
    for (const AreaGrant& grant : reach.areas) all.push_back(placement(grant).value_or(Placement{}));
    if (all.empty()) return {};
    Extent extent;
    extent.at.subdistrict = common(all, &Placement::subdistrict);
    if (extent.at.subdistrict != 0) extent.at.community = common(all, &Placement::community);
    if (extent.at.community != 0) extent.at.grid = common(all, &Placement::grid);
    extent.area = extent.at.grid != 0 ? extent.at.grid : extent.at.community != 0 ? extent.at.community : extent.at.subdistrict;
    return extent;
}

}  // namespace liren::exports
