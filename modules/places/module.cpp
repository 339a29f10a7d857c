#include "routes.h"
#include "store.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile places_files[];
extern const std::size_t places_count;
}  // namespace embedded

namespace places {

Module module() {
    Module module;
    module.name = "places";
    module.files = embedded::places_files;
    module.file_count = embedded::places_count;
    module.permissions = {{.name = "places.read"}, {.name = "places.manage"}, {.name = "places.doors"}};
    module.events = {{"places.area_added", Audience::timeline}, {"places.area_changed", Audience::timeline}, {"places.door_added", Audience::timeline}};
    for (auto* part : {area_routes, search_routes, door_routes})
        for (Route& route : part()) module.routes.push_back(std::move(route));
    module.names.emplace_back("places.area", [](Db& city, std::int64_t id) { return city.word(area_name, {{"id", id}}).value_or(""); });
    module.names.emplace_back("places.district", [](Db& city, std::int64_t code) {
        for (const DistrictRow& district : city.all<DistrictRow>(district_rows, {}))
            if (district.code == std::to_string(code)) return district.name;
        return std::string();
    });
    module.placements.emplace_back("places.area", [](Db& db, std::int64_t id) -> std::optional<Placement> {
        const auto area = find_area(db, AreaId{id});
        return area ? std::optional(area->placement()) : std::nullopt;
    });
    return module;
}

}  // namespace places
}  // namespace liren
