// Units: adding, changing, finding, and loading those the division table names.

#include "units.h"

#include <array>
#include <map>

#include <yaml-cpp/yaml.h>

#include "liren/error.h"
#include "liren/pinyin.h"
#include "places/places.h"

namespace liren::organizations {

namespace {

places::AreaInfo required_area(Db& city, AreaId id) {
    auto area = places::find_area(city, id);
    if (!area) throw Error("request.invalid", {{"area", "places.unknown_area"}});
    return *area;
}

/// Said before the unique index would, so that the refusal has words; the index stands behind it.
void require_free_name(Db& city, AreaId area, std::string_view name, UnitId except) {
    const auto holder = city.number(unit_named, {{"area", area}, {"name", name}});
    require(!holder || *holder == except.value, "organizations.name_taken");
}

/// A unit stands below no one who stands below it.
void refuse_loop(Db& city, UnitId unit, UnitId parent) {
    for (std::int64_t above = parent.value; above != 0; above = city.number(unit_parent, {{"id", above}}).value_or(0))
        if (above == unit.value) throw Error("request.invalid", {{"parent", "organizations.parent_loop"}});
}

std::string changed_fields(const UnitRow& before, const UnitRow& after) {
    std::string fields;
    const auto note = [&](bool differs, const char* field) {
        if (differs) fields += (fields.empty() ? "" : ",") + std::string(field);
    };
    note(before.name != after.name, "name");
    note(before.kind != after.kind, "kind");
    note(before.parent != after.parent, "parent");
    note(before.area != after.area, "area");
    note(before.phone != after.phone, "phone");
    note(before.office_hours != after.office_hours, "office_hours");
    return fields;
}

}  // namespace

UnitId add_unit(Tx& city, const NewUnit& unit) {
    const places::AreaInfo area = required_area(city, unit.area);
    require_free_name(city, unit.area, unit.name, {});
    const UnitId id{new_id()};
    const auto inserted = city.run(insert_unit, {{"id", id},
                                                 {"name", unit.name},
                                                 {"kind", unit.kind},
                                                 {"parent", unit.parent},
                                                 {"area", unit.area},
                                                 {"district", area.district},
                                                 {"subdistrict", area.subdistrict},
                                                 {"community", area.community},
                                                 {"grid", area.grid},
                                                 {"division_code", unit.division_code},
                                                 {"phone", unit.phone},
                                                 {"office_hours", unit.office_hours},
                                                 {"sort_key", sort_key(unit.name)},
                                                 {"initials", places::joined_initials(unit.name)},
                                                 {"now", city.now()},
                                                 {"client_ref", unit.client_ref.empty() ? Value(nullptr) : Value(unit.client_ref)}});
    require(inserted != 0, "organizations.code_taken");
    city.record({.name = "organizations.unit_added", .subject_kind = "organizations.unit", .subject = id.value, .version = 1, .area = unit.area.value, .fields = "name", .evidence = unit.name});
    return id;
}

bool change_unit(Tx& city, const UnitRow& before, const UnitRow& after) {
    const places::AreaInfo area = required_area(city, after.area);
    if (before.name != after.name || before.area != after.area) require_free_name(city, after.area, after.name, after.id);
    if (before.parent != after.parent) refuse_loop(city, after.id, after.parent);
    const auto changed = city.run(update_unit, {{"name", after.name}, {"kind", after.kind}, {"parent", after.parent}, {"area", after.area}, {"district", area.district},
                                                {"subdistrict", area.subdistrict}, {"community", area.community}, {"grid", area.grid}, {"phone", after.phone}, {"office_hours", after.office_hours},
                                                {"sort_key", sort_key(after.name)}, {"initials", places::joined_initials(after.name)}, {"now", city.now()},
                                                {"id", after.id}, {"version", before.version}});
    if (changed == 0) return false;
    city.record({.name = "organizations.unit_changed", .subject_kind = "organizations.unit", .subject = after.id.value, .version = before.version + 1, .area = after.area.value,
                 .fields = changed_fields(before, after), .evidence = after.name});
    return true;
}

std::vector<Committee> committees_of(Db& city, AreaId id) {
    const auto area = places::find_area(city, id);
    if (!area || area->community == 0 || area->grid != 0) return {};
    if (area->community == id.value) return city.all<Committee>(committees_of_community, {{"community", id}});
    return city.all<Committee>(committees_of_area, {{"area", id}});
}

std::vector<UnitInCharge> units_answering_for(Db& city, const places::AreaInfo& area) {
    const std::array<std::int64_t, 4> nearest{area.id.value, area.community, area.subdistrict, area.district};
    const auto units = city.all<UnitInCharge>(units_in_charge, {{"area", area.id}, {"community", area.community}, {"subdistrict", area.subdistrict}, {"district", area.district}});
    std::vector<UnitInCharge> ordered;
    for (std::size_t i = 0; i < nearest.size(); ++i) {
        if (i > 0 && nearest[i] == nearest[i - 1]) continue;
        for (const UnitInCharge& unit : units)
            if (unit.area.value == nearest[i] && (i == 0 || nearest[i] != area.id.value)) ordered.push_back(unit);
    }
    return ordered;
}

std::optional<UnitId> committee_of(Db& city, AreaId community) {
    const auto committees = committees_of(city, community);
    return committees.empty() ? std::nullopt : std::optional(committees.front().unit);
}

std::vector<PublicCommittee> committees_at(Db& city, AreaId community) { return city.all<PublicCommittee>(public_committees, {{"community", community}}); }

std::optional<UnitId> office_of(Db& city, AreaId area) {
    const auto id = city.number(office, {{"area", area}});
    return id ? std::optional(UnitId{*id}) : std::nullopt;
}

namespace {

/// What the pack says a row of the division table is as a unit; nullopt when it is none (a province).
std::optional<NewUnit> unit_of(const places::Division& division, const YAML::Node& offices) {
    if (division.kind == "residents_committee" || division.kind == "villagers_committee")
        return NewUnit{.name = division.name, .kind = division.kind, .parent = {}, .area = division.area, .division_code = division.code, .phone = ""};
    const YAML::Node office_rule = offices[division.kind];
    if (!office_rule.IsDefined()) return std::nullopt;
    return NewUnit{.name = division.name + office_rule["suffix"].as<std::string>(), .kind = office_rule["kind"].as<std::string>(), .parent = {}, .area = division.area,
                   .division_code = division.code, .phone = ""};
}

UnitId load_unit(Tx& city, NewUnit unit, std::optional<UnitId> parent) {
    if (const auto known = city.number(unit_of_code, {{"code", unit.division_code}})) return UnitId{*known};
    if (const auto known = city.number(unit_named, {{"area", unit.area}, {"name", unit.name}})) return UnitId{*known};   // made by hand before
    if (parent) unit.parent = parent->value;
    return add_unit(city, unit);
}

}  // namespace

void load_divisions(House& house, std::string_view csv, std::string_view suffixes) {
    const YAML::Node offices = YAML::Load(std::string(suffixes))["offices"];
    house.storage->write_now("city", {AccountId{}, house.clock.now()}, [&](Tx& city) {
        std::map<std::int64_t, UnitId> by_area;   // who answers for the areas met so far; a transaction may run again
        places::load_divisions(city, csv, suffixes, [&](Tx& tx, const places::Division& division) {
            auto unit = unit_of(division, offices);
            if (!unit) return;
            const auto above = by_area.find(division.parent.value);
            by_area[division.area.value] = load_unit(tx, std::move(*unit), above == by_area.end() ? std::nullopt : std::optional(above->second));
        });
    });
}

}  // namespace liren::organizations
