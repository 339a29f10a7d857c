// Doors: QR codes on walls that know where they hang. Whoever stands there reads the place and the grid worker's public number.

#include "liren/digest.h"
#include "liren/error.h"
#include "liren/plain_page.h"
#include "liren/qr.h"
#include "liren/text.h"
#include "routes.h"
#include "store.h"

namespace liren::places {

namespace {

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_characters = 6;
constexpr int tries = 8;                      ///< a code of a thousand million is rarely taken twice

/// As printed: capitals, and what people read O, I, L for.
std::string tidy_code(std::string_view code) {
    std::string tidy;
    for (char c : trim(code)) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        tidy += c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    }
    return tidy;
}

std::string invent_code(const std::string& district_code) {
    std::string code = district_code + "-";
    for (const char byte : random_bytes(code_characters)) code += crockford[static_cast<unsigned char>(byte) % crockford.size()];
    return code;
}

bool insert(Tx& city, const Door& door) {
    return city.run(insert_door, {{"code", door.code}, {"area", door.area.value}, {"label", door.label}, {"place", door.place}, {"lat", door.lat}, {"lon", door.lon}}) != 0;
}

struct DoorView {
    std::string code, label, place;
    AreaId area, community;
    std::string community_name;
    AreaId grid;
    std::string grid_name, worker_name, worker_phone;
    std::optional<std::int64_t> lat, lon;
};
BOOST_DESCRIBE_STRUCT(DoorView, (), (code, label, place, area, community, community_name, grid, grid_name, worker_name, worker_phone, lat, lon))

DoorView show_door(Context& context, std::string code) {
    const auto door = find_door(context.db(), code);
    if (!door || !door->code.starts_with(context.district() + "-")) not_found("places.unknown_door");
    const auto area = find_area(context.db(), door->area);
    if (!area) not_found("places.unknown_door");
    const GridFacts grid = find_grid(context.db(), AreaId{area->grid}).value_or(GridFacts{});
    return {door->code,       area->label(),        door->place,      area->id,        AreaId{area->community}, area->community_name,
            AreaId{area->grid}, area->grid_name, grid.worker_name, grid.public_phone, door->lat,               door->lon};
}

// ---- sheets to print ----------------------------------------------------------------------------------------------------

/// A door as it is printed: what stands on the sheet, and the QR that leads to it.
struct DoorSheet {
    std::string code, label, place, url;
    AreaId area;
    std::string worker_name, worker_phone;
    int qr_size = 0;
    std::string qr_path;
};
BOOST_DESCRIBE_STRUCT(DoorSheet, (), (code, label, place, url, area, worker_name, worker_phone, qr_size, qr_path))

struct NewDoor {
    AreaId area;
    Text<60, 1> place;
};
BOOST_DESCRIBE_STRUCT(NewDoor, (), (area, place))

struct NewDoors {
    List<NewDoor, 200> doors;
};
BOOST_DESCRIBE_STRUCT(NewDoors, (), (doors))

DoorSheet sheet_of(const Context& context, const Door& door, const GridFacts& grid) {
    const std::string url = site_address(context, "/q/" + door.code);
    auto [size, path] = qr_drawing(url);
    return {door.code, door.label, door.place, url, door.area, grid.worker_name, grid.public_phone, size, std::move(path)};
}

AreaInfo area_for_doors(Context& context, AreaId id) {
    const auto area = find_area(context.db(), id);
    if (!area || !covers_area(context.scope(), *area)) not_found("places.unknown_area");
    if (area->community == 0) throw Error("request.invalid", {{"area", "places.door_area"}});
    return *area;
}

/// Those of the area and of the grids right below it.
Items<DoorSheet> sheets_of(Context& context, const AreaInfo& area) {
    Items<DoorSheet> sheets;
    const auto add = [&](const AreaInfo& of) {
        const GridFacts grid = find_grid(context.db(), AreaId{of.grid}).value_or(GridFacts{});
        for (const Door& door : doors_of(context.db(), of.id)) sheets.items.push_back(sheet_of(context, door, grid));
    };
    add(area);
    for (const AreaInfo& below : children(context.db(), area.id)) add(below);
    return sheets;
}

Items<DoorSheet> list_doors(Context& context, AreaId id) { return sheets_of(context, area_for_doors(context, id)); }

/// Adds what is not there yet: a place has one door. 409 when all of them hang already.
Items<DoorSheet> add_doors(Context& context, AreaId id, const NewDoors& body) {
    const AreaInfo area = area_for_doors(context, id);
    bool is_new = false;
    for (const NewDoor& wanted : body.doors) {
        const auto at = find_area(context.db(), wanted.area);
        if (!at || at->community != area.community || !covers_area(context.scope(), *at)) throw Error("request.invalid", {{"doors", "places.door_area"}});
        bool hangs = false;
        for (const Door& door : doors_of(context.db(), at->id)) hangs |= door.place == wanted.place;
        if (hangs) continue;
        Door door;
        door.area = at->id;
        door.place = wanted.place;
        add_door(context.tx(), std::move(door));
        is_new = true;
    }
    require(is_new, "places.doors_known");
    return sheets_of(context, area);
}

}  // namespace

std::optional<Door> find_door(Db& db, std::string_view code) {
    return db.one<Door>(db.kind() == StoreKind::city ? door_in_city : door_in_district, {{"code", tidy_code(code)}});
}

std::vector<Door> doors_of(Db& city, AreaId area) { return city.all<Door>(doors_of_area, {{"area", area.value}}); }

std::string add_door(Tx& city, Door door) {
    const auto area = find_area(city, door.area);
    if (!area || area->community == 0) throw Error("request.invalid", {{"area", "places.door_area"}});
    if (door.label.empty()) door.label = area->label();
    bool inserted = false;
    if (!door.code.empty()) {
        door.code = tidy_code(door.code);
        inserted = insert(city, door);
    } else {
        for (int i = 0; i < tries && !inserted; ++i) {
            door.code = invent_code(area->district_code);
            inserted = insert(city, door);
        }
    }
    require(inserted, "places.code_taken");
    city.record({.name = "places.door_added", .subject_kind = "places.area", .subject = door.area.value, .area = door.area.value, .fields = "doors", .evidence = door.code});
    return door.code;
}

std::vector<Route> door_routes() {
    std::vector<Route> routes;
    routes.push_back(get("/api/d/{d}/doors/{code}", Access::anyone("whoever stands at the door"), show_door, "show_door").inline_read().strangers(120));
    routes.push_back(get("/api/city/areas/{id}/doors", Access::permission("places.doors"), list_doors, "list_doors"));
    routes.push_back(post("/api/city/areas/{id}/doors", Access::permission("places.doors"), add_doors, "add_doors"));
    return routes;
}

}  // namespace liren::places
