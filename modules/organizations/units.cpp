// Units and posts: adding and finding.

#include "liren/error.h"
#include "liren/pinyin.h"
#include "organizations/organizations.h"
#include "places/places.h"
#include "store.h"

namespace liren::organizations {

std::string initials_of(std::string_view name) {
    std::string text;
    for (const std::string& initials : pinyin_initials(name)) text += (text.empty() ? "" : " ") + initials;
    return text;
}

UnitId add_unit(Tx& city, const NewUnit& unit) {
    const auto area = places::find_area(city, unit.area);
    if (!area) throw Error("request.invalid", {{"area", "places.unknown_area"}});
    const UnitId id{new_id()};
    const auto inserted = city.run(insert_unit, {{"id", id},
                                                 {"name", unit.name},
                                                 {"kind", unit.kind},
                                                 {"parent", unit.parent},
                                                 {"area", unit.area},
                                                 {"district", area->district},
                                                 {"subdistrict", area->subdistrict},
                                                 {"community", area->community},
                                                 {"grid", area->grid},
                                                 {"division_code", unit.division_code},
                                                 {"phone", unit.phone},
                                                 {"sort_key", sort_key(unit.name)},
                                                 {"initials", initials_of(unit.name)},
                                                 {"now", city.now()}});
    if (inserted == 0) throw Error(409, "organizations.name_taken");
    city.record({.name = "organizations.unit_added", .subject_kind = "organizations.unit", .subject = id.value, .version = 1, .area = unit.area.value, .fields = "name", .evidence = unit.name});
    return id;
}

std::int64_t give_post(Tx& city, UnitId unit, AccountId account, std::string_view title) {
    const std::int64_t id = new_id();
    if (city.run(insert_post, {{"id", id}, {"unit", unit}, {"account", account}, {"title", title}, {"since", city.now()}}) == 0) throw Error(409, "organizations.post_held_already");
    city.record({.name = "organizations.post_given", .subject_kind = "organizations.unit", .subject = unit.value, .fields = "posts", .evidence = id_text(account.value) + " " + std::string(title)});
    return id;
}

std::optional<UnitId> committee_of(Db& city, AreaId community) {
    const auto id = city.number(committee, {{"area", community}});
    return id ? std::optional(UnitId{*id}) : std::nullopt;
}

void load_divisions(House& house, std::string_view csv, std::string_view suffixes) {
    house.storage->write_now("city", {AccountId{}, house.clock.now()}, [&](Tx& city) {
        places::load_divisions(city, csv, suffixes, [](Tx& tx, const places::Division& division) {
            const bool is_committee = division.kind == "residents_committee" || division.kind == "villagers_committee";
            if (is_committee && !committee_of(tx, division.area))
                add_unit(tx, {.name = division.name, .kind = division.kind, .area = division.area, .division_code = division.code});
        });
    });
}

}  // namespace liren::organizations
