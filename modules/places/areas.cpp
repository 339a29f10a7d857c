// Areas: finding, adding, changing.

#include <array>

#include "grids.h"
#include "liren/error.h"
#include "liren/pinyin.h"
#include "store.h"

namespace liren::places {

namespace {

bool is_city(Db& db) { return db.kind() == StoreKind::city; }

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

AreaRow parent_row(Tx& city, std::int64_t parent) {
    if (parent == 0) return {};
    auto found = city.one<AreaRow>(area_by_id, {{"id", parent}});
    if (!found) throw Error("request.invalid", {{"parent", "places.unknown_area"}});
    return *found;
}

/// Said before the unique index would, so that the refusal has words; the index stands behind it.
void require_free_name(Tx& city, std::int64_t parent, std::string_view name, std::int64_t except) {
    const auto holder = city.number(area_named, {{"parent", parent}, {"name", name}});
    require(!holder || *holder == except, "places.name_taken");
}

}  // namespace

std::string AreaInfo::label() const {
    std::string text;
    const auto add = [&](const std::string& part) {
        if (!part.empty()) text += (text.empty() ? "" : " ") + part;
    };
    add(subdistrict_name);
    add(community_name);
    add(kind == "committee_area" ? name : grid_name);
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
    const std::array<std::int64_t, 4> lies_in{area.district, area.subdistrict, area.community, area.grid};
    for (const AreaGrant& grant : scope.areas)
        if (grant.area != 0 && lies_in.at(static_cast<std::size_t>(grant.level)) == grant.area) return true;
    return false;
}

std::string joined_initials(std::string_view name) {
    std::string text;
    for (const std::string& initials : pinyin_initials(name)) text += (text.empty() ? "" : " ") + initials;
    return text;
}

std::optional<AreaInfo> find_area(Db& db, AreaId id) { return db.one<AreaInfo>(is_city(db) ? area_in_city : area_in_district, {{"id", id.value}}); }

std::optional<AreaId> area_of_code(Db& city, std::string_view code) {
    const auto area = city.number(code_area, {{"code", code}});
    return area ? std::optional(AreaId{*area}) : std::nullopt;
}

std::vector<AreaInfo> children(Db& city, AreaId parent) { return city.all<AreaInfo>(children_of, {{"parent", parent.value}}); }

std::vector<AreaInfo> ancestors(Db& city, const AreaInfo& area) {
    std::vector<AreaInfo> above;
    for (AreaId id = area.parent; id;) {
        auto next = find_area(city, id);
        if (!next) break;
        id = next->parent;
        above.insert(above.begin(), std::move(*next));
    }
    return above;
}

std::optional<AreaView> view_area(Db& city, const Scope& scope, AreaId id) {
    const auto row = city.one<AreaRow>(area_in_scope, scope, {{"id", id}});
    if (!row) return std::nullopt;
    AreaView view{id, row->version, row->kind, row->name, row->code, AreaId{row->parent}, {}, std::nullopt, row->valid_from, row->valid_to};
    for (const AreaInfo& above : ancestors(city, find_area(city, id).value())) view.path.push_back({above.id, above.name, above.kind});
    if (const auto grid = find_grid(city, id)) view.grid = GridView{grid->kind, AccountId{grid->worker.value_or(0)}, grid->worker_name, grid->public_phone, grid->households};
    return view;
}

AreaId add_area(Tx& city, const NewArea& area) {
    const AreaRow parent = parent_row(city, area.parent);
    const std::int64_t id = new_id();
    const AreaRow row = below(parent, id, area.kind);
    const std::int64_t position = area.position > 0 ? area.position : city.number(last_position, {{"parent", area.parent}}).value_or(0) + 1;
    const auto inserted = city.run(insert_area, {{"id", id},
                                                 {"parent", area.parent},
                                                 {"kind", area.kind},
                                                 {"name", area.name},
                                                 {"code", area.code},
                                                 {"district_code", area.district_code.empty() ? parent.district_code : area.district_code},
                                                 {"district", row.district},
                                                 {"subdistrict", row.subdistrict},
                                                 {"community", row.community},
                                                 {"grid", row.grid},
                                                 {"position", position},
                                                 {"sort_key", sort_key(area.name)},
                                                 {"initials", joined_initials(area.name)},
                                                 {"pinyin", pinyin_key(area.name)},
                                                 {"now", city.now()},
                                                 {"client_ref", area.client_ref.empty() ? Value(nullptr) : Value(area.client_ref)}});
    require(inserted != 0, "places.name_taken");
    if (!area.code.empty()) add_division_code(city, area.code, AreaId{id});
    city.record({.name = "places.area_added", .subject_kind = "places.area", .subject = id, .version = 1, .area = id, .fields = "name", .evidence = area.name});
    return AreaId{id};
}

void add_division_code(Tx& city, std::string_view code, AreaId area) {
    require(city.run(insert_code, {{"code", code}, {"area", area.value}}) != 0, "places.code_taken");
}

bool change_area(Tx& city, AreaId id, std::int64_t version, const AreaChange& change) {
    const auto row = city.one<AreaRow>(area_by_id, {{"id", id}});
    if (!row) not_found("places.unknown_area");
    const auto grid = find_grid(city, id);
    if (change.grid && !grid) throw Error("request.invalid", {{"grid", "places.not_a_grid"}});
    const std::string name = change.name.value_or(row->name);
    if (name != row->name) require_free_name(city, row->parent, name, row->id);
    const bool other_kind = change.grid && change.grid->kind != grid->kind;
    const std::string code = other_kind ? next_grid_code(city, row->parent, change.grid->kind) : row->code;
    const auto changed = city.run(update_area, {{"name", name}, {"code", code}, {"sort_key", sort_key(name)}, {"initials", joined_initials(name)},
                                                {"pinyin", pinyin_key(name)}, {"now", city.now()}, {"id", id}, {"version", version}});
    if (changed == 0) return false;
    if (code != row->code) add_division_code(city, code, id);
    if (change.grid) write_grid(city, id, *change.grid);
    const std::string fields = std::string(name != row->name ? "name" : "") + (change.grid ? (name != row->name ? ",grid" : "grid") : "");
    city.record({.name = "places.area_changed", .subject_kind = "places.area", .subject = row->id, .version = version + 1, .area = row->id, .fields = fields, .evidence = name});
    return true;
}

}  // namespace liren::places
