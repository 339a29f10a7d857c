// Areas, grids and doors: finding and adding.

#include "liren/error.h"
#include "liren/pinyin.h"
#include "store.h"

namespace liren::places {

namespace {

bool is_city(Db& db) { return db.kind() == StoreKind::city; }

std::string joined_initials(std::string_view name) {
    std::string text;
    for (const std::string& initials : pinyin_initials(name)) text += (text.empty() ? "" : " ") + initials;
    return text;
}

/// The scope columns of a child: its parent's, with itself at its own level.
AreaRow below(const AreaRow& parent, std::int64_t id, const std::string& kind) {
    AreaRow row = parent;
    row.id = id;
    if (kind == "district" || kind == "county") row.district = id;
    else if (kind == "subdistrict" || kind == "town" || kind == "township") row.subdistrict = id;
    else if (kind == "community" || kind == "village") row.community = id;
    else if (kind == "grid") row.grid = id;
    return row;
}

}  // namespace

std::string AreaInfo::label() const {
    std::string text = subdistrict_name;
    for (const std::string& part : {community_name, grid_name})
        if (!part.empty()) text += (text.empty() ? "" : " ") + part;
    return text.empty() ? name : text;
}

std::string AreaInfo::path() const {
    std::string text = "/";
    for (const std::int64_t part : {district, subdistrict, community, grid})
        if (part != 0) text += id_text(part) + "/";
    return text;
}

AreaLevel AreaInfo::level() const {
    if (grid != 0) return AreaLevel::grid;
    if (community != 0) return AreaLevel::community;
    return subdistrict != 0 ? AreaLevel::subdistrict : AreaLevel::district;
}

bool covers_area(const Scope& scope, const AreaInfo& area) {
    if (scope.everything) return true;
    for (const AreaGrant& grant : scope.areas) {
        const std::int64_t lies_in[] = {area.district, area.subdistrict, area.community, area.grid};
        if (lies_in[static_cast<std::size_t>(grant.level)] == grant.area) return true;
    }
    return false;
}

std::optional<AreaInfo> find_area(Db& db, AreaId id) { return db.one<AreaInfo>(is_city(db) ? area_in_city : area_in_district, {{"id", id.value}}); }

std::optional<Door> find_door(Db& db, std::string_view code) { return db.one<Door>(is_city(db) ? door_in_city : door_in_district, {{"code", code}}); }

std::optional<AccountId> grid_worker(Db& db, AreaId grid) {
    const auto worker = db.number(is_city(db) ? worker_in_city : worker_in_district, {{"area", grid.value}});
    return worker ? std::optional(AccountId{*worker}) : std::nullopt;
}

AreaId add_area(Tx& city, const NewArea& area) {
    AreaRow parent;
    if (area.parent != 0) {
        auto found = city.one<AreaRow>(area_by_id, {{"id", area.parent}});
        if (!found) throw Error("request.invalid", {{"parent", "places.unknown_area"}});
        parent = *found;
    }
    const std::int64_t id = new_id();
    const AreaRow row = below(parent, id, area.kind);
    const std::string district_code = area.district_code.empty() ? parent.district_code : area.district_code;
    const std::int64_t position = area.position > 0 ? area.position : city.number(last_position, {{"parent", area.parent}}).value_or(0) + 1;
    const auto inserted = city.run(insert_area, {{"id", id},
                                                 {"parent", area.parent},
                                                 {"kind", area.kind},
                                                 {"name", area.name},
                                                 {"code", area.code},
                                                 {"district_code", district_code},
                                                 {"district", row.district},
                                                 {"subdistrict", row.subdistrict},
                                                 {"community", row.community},
                                                 {"grid", row.grid},
                                                 {"position", position},
                                                 {"sort_key", sort_key(area.name)},
                                                 {"initials", joined_initials(area.name)},
                                                 {"now", city.now()},
                                                 {"client_ref", area.client_ref.empty() ? Value(nullptr) : Value(area.client_ref)}});
    if (inserted == 0) throw Error(409, "places.name_taken");
    city.record({.name = "places.area_added", .subject_kind = "places.area", .subject = id, .version = 1, .area = id, .fields = "name", .evidence = area.name});
    return AreaId{id};
}

AreaId add_grid(Tx& city, const NewArea& area, const GridFacts& facts) {
    const auto parent = city.one<AreaRow>(area_by_id, {{"id", area.parent}});
    if (!parent || (parent->kind != "community" && parent->kind != "village")) throw Error("request.invalid", {{"parent", "places.grid_parent"}});
    const AreaId id = add_area(city, area);
    if (area.kind == "grid")
        city.run(insert_grid, {{"area", id.value}, {"kind", facts.kind}, {"worker", facts.worker}, {"worker_name", facts.worker_name},
                               {"public_phone", facts.public_phone}, {"households", facts.households}});
    return id;
}

void set_grid_worker(Tx& city, AreaId grid, AccountId worker, std::string_view name) {
    const auto row = city.one<GridRow>(grid_by_area, {{"area", grid}});
    if (!row) not_found("places.unknown_area");
    city.run(change_grid, {{"kind", row->kind}, {"worker", worker}, {"worker_name", name}, {"public_phone", row->public_phone}, {"households", row->households}, {"area", grid}});
    city.record({.name = "places.area_changed", .subject_kind = "places.area", .subject = grid.value, .area = grid.value, .fields = "grid", .evidence = std::string(name)});
}

void add_division_code(Tx& city, std::string_view code, AreaId area) { city.run(insert_code, {{"code", code}, {"area", area.value}}); }

void add_door(Tx& city, const Door& door) {
    city.run(insert_door, {{"code", door.code}, {"area", door.area.value}, {"label", door.label}, {"place", door.place}, {"lat", door.lat}, {"lon", door.lon}});
    city.record({.name = "places.door_added", .subject_kind = "places.area", .subject = door.area.value, .area = door.area.value, .evidence = door.code});
}

std::optional<AreaId> area_of_code(Db& city, std::string_view code) {
    const auto area = city.number(code_area, {{"code", code}});
    return area ? std::optional(AreaId{*area}) : std::nullopt;
}

std::vector<AreaInfo> children(Db& city, AreaId parent) { return city.all<AreaInfo>(children_of, {{"parent", parent.value}}); }

}  // namespace liren::places
