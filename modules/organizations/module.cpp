#include "routes.h"
#include "store.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile organizations_files[];
extern const std::size_t organizations_count;
}  // namespace embedded

namespace organizations {

Module module() {
    Module module;
    module.name = "organizations";
    module.files = embedded::organizations_files;
    module.file_count = embedded::organizations_count;
    module.permissions = {{.name = "organizations.read"}, {.name = "organizations.manage"}, {.name = "accounts.read"}, {.name = "accounts.manage"}};
    module.events = {{"organizations.unit_added", Audience::timeline}, {"organizations.unit_changed", Audience::timeline},
                     {"organizations.post_given", Audience::timeline}, {"organizations.post_taken", Audience::timeline}};
    for (auto* part : {area_routes, unit_routes, post_routes, account_routes, grant_routes, batch_routes})
        for (Route& route : part()) module.routes.push_back(std::move(route));
    module.names.emplace_back("organizations.unit", [](Db& city, std::int64_t id) { return city.word(unit_name, {{"id", id}}).value_or(""); });
    module.units_of = [](Db& city, AccountId account) {
        std::vector<std::int64_t> units;
        city.each(units_of_account, nullptr, std::vector<Parameter>{{"account", account}}, [&](const Row& row) { units.push_back(row.integer(0)); });
        return units;
    };
    module.placements.emplace_back("organizations.unit", [](Db& city, std::int64_t id) -> std::optional<Placement> {
        const auto unit = city.one<UnitRow>(unit_by_id, {{"id", id}});
        if (!unit) return std::nullopt;
        return Placement{.subdistrict = unit->subdistrict, .community = unit->community, .grid = unit->grid, .unit = id};
    });
    return module;
}

}  // namespace organizations
}  // namespace liren
