#include "population.h"

#include <algorithm>
#include <chrono>

#include "dwellings/dwellings.h"
#include "facilities/facilities.h"
#include "institutions/institutions.h"
#include "invented_numbers.h"
#include "people/people.h"
#include "places/places.h"
#include "vehicles/vehicles.h"

namespace liren::demo {

namespace {

struct Community {
    places::AreaInfo area;
    std::vector<places::AreaInfo> grids;
    std::size_t place = 0, places = 1;
};

constexpr std::size_t people_a_transaction = 2'000;

/// Adds rows within one transaction, and one event for all of them.
class Rows {
public:
    Rows(Tx& tx, House& house, const std::string& source) : tx_(tx), house_(house), origin_{source, tx.now(), 0, 0, &added_} {}
    Rows(const Rows&) = delete;

    void stand_in(std::int64_t area) { area_ = area; }

    std::int64_t add(const Register& of, std::initializer_list<std::pair<std::string_view, FieldValue>> values) {
        Record row;
        row.area = area_;
        row.values.resize(of.fields().size());
        for (const auto& [field, value] : values) row.values[of.index_of(field)] = value;
        Findings findings;
        check_record(tx_, house_, of, row, findings);
        findings.require_none();
        add_record(tx_, house_, of, row, origin_);
        return row.id;
    }

    void record(std::int64_t community) {
        if (!added_.evidence().empty()) tx_.record({.name = "demo.people_settled", .subject_kind = "places.area", .subject = community, .area = community, .evidence = added_.evidence()});
    }

private:
    Tx& tx_;
    House& house_;
    AddedTogether added_;
    Origin origin_;
    std::int64_t area_ = 0;
};

class Settling {
public:
    Settling(House& house, std::string store, const PopulationWords& words, const Community& community, const Neighbourhood& made, std::uint64_t seed)
        : house_(house), store_(std::move(store)), words_(words), community_(community), made_(made), seed_(seed) {}

    /// Whole buildings to a transaction: one that was cut short is begun again.
    std::size_t write() {
        std::size_t people = 0;
        for (std::size_t first = 0, next = 0; first < made_.buildings.size(); first = next) {
            std::size_t here = 0;
            write_now([&](Rows& rows, Tx& tx) {
                here = 0;
                for (next = first; next < made_.buildings.size() && here < people_a_transaction; ++next) here += write_building(rows, tx, next);
            });
            people += here;
        }
        write_now([&](Rows& rows, Tx&) { write_rest(rows); });
        return people;
    }

private:
    void write_now(const std::function<void(Rows&, Tx&)>& work) {
        house_.storage->write_now(store_, {AccountId{}, house_.clock.now()}, [&](Tx& tx) {
            Rows rows(tx, house_, words_.source);
            rows.stand_in(community_.area.id.value);
            work(rows, tx);
            rows.record(community_.area.id.value);
        });
    }
    std::optional<std::int64_t> standing(Db& db, const Register& of, const std::string& title) {
        const auto found = find_by_title(db, house_, of, title, community_.area.id.value, 1);
        return found.empty() ? std::nullopt : std::optional(found.front().id);
    }

    std::size_t write_building(Rows& rows, Tx& tx, std::size_t number) {
        const Building& building = made_.buildings[number];
        if (standing(tx, dwellings::all_dwellings, building.homes.front().label)) return 0;   // from a run that was cut short
        const Compound& of = made_.compounds[building.compound];
        auto compound = standing(tx, dwellings::compounds, of.name);
        if (!compound)
            compound = rows.add(dwellings::compounds, {{"name", of.name}, {"compound_kind", of.kind}, {"property_company", of.company}, {"built_year", of.built}, {"households", of.households}});
        if (!community_.grids.empty()) rows.stand_in(community_.grids[building.grid % community_.grids.size()].id.value);
        FieldValue in;
        if (!building.name.empty())
            in = rows.add(dwellings::buildings, {{"name", of.name + building.name}, {"compound", *compound}, {"floors", building.floors}, {"entrances", building.entrances}, {"elevator", std::int64_t{building.elevator ? 1 : 0}}});
        Dice dice(seed_ + number);
        std::size_t people = 0;
        for (const Home& home : building.homes) {
            write_home(rows, home, in, dice);
            people += home.residents.size();
        }
        return people;
    }

    void write_home(Rows& rows, const Home& home, const FieldValue& building, Dice& dice) {
        const std::int64_t dwelling = rows.add(dwellings::all_dwellings, {{"label", home.label}, {"building", building}, {"entrance", home.entrance}, {"floor", home.floor}, {"floor_area", home.floor_area},
                                                                          {"dwelling_use", home.use}, {"dwelling_state", home.state}});
        if (home.residents.empty()) return;
        const std::int64_t household = rows.add(people::households, {{"label", home.household}, {"household_kind", home.household_kind}, {"dwelling", dwelling}});
        std::int64_t head = 0;
        for (const Resident& person : home.residents) {
            const std::int64_t id = write_person(rows, person, household, dwelling, dice);
            if (head == 0) head = id;
        }
        const bool let = home.state == "let";
        rows.add(dwellings::tenures, {{"dwelling", dwelling}, {"person", head}, {"tenure_kind", std::string(let ? "tenant" : "owner")}, {"held_from", days_before(words_.census, dice.between(100, let ? 1'500 : 9'000))}});
        for (const Car& car : home.cars)
            rows.add(vehicles::all_vehicles, {{"plate", car.plate}, {"plate_kind", car.kind}, {"owner", head}, {"phone", home.residents.front().phone}, {"dwelling", dwelling}, {"parking", car.parking}, {"colour", car.colour}, {"brand", car.brand}});
    }

    std::int64_t write_person(Rows& rows, const Resident& person, std::int64_t household, std::int64_t dwelling, Dice& dice) {
        const std::int64_t id = rows.add(people::persons, {{"name", person.name}, {"id_number", person.id_number}, {"phone", person.phone}, {"residence_kind", person.residence_kind}, {"household", household},
                                                           {"relation", person.relation}, {"dwelling", dwelling}, {"ethnicity", person.ethnicity}, {"marriage", person.marriage}, {"education", person.education},
                                                           {"politics", person.politics}, {"employer", person.employer}, {"registered_address", person.registered_address}});
        for (const std::string& tag : person.care_tags) rows.add(people::care_tags, {{"person", id}, {"tag", tag}, {"valid_from", days_before(words_.census, dice.between(1, 700))}});
        if (!person.key_group.empty())
            rows.add(people::key_group_tags, {{"person", id}, {"tag", person.key_group}, {"valid_from", days_before(words_.census, dice.between(1, 900))}, {"basis", dice.of(words_.key_group_basis)}});
        return id;
    }

    void write_rest(Rows& rows) {
        Dice dice(seed_);
        for (const Facility& facility : made_.facilities)
            rows.add(facilities::all_facilities, {{"name", facility.name}, {"part_class", facility.part_class}, {"part_code", facility.part_code}, {"place", facility.place}, {"facility_state", facility.state},
                                                  {"responsible_unit", facility.unit}, {"checked_on", facility.checked}});
        for (std::size_t i = 0; i < made_.institutions.size(); ++i) write_institution(rows, made_.institutions[i], i, dice);
        rows.add(facilities::all_facilities, {{"name", words_.last_facility}, {"part_class", std::string("05")}, {"facility_state", std::string("good")}});
    }

    void write_institution(Rows& rows, const Institution& made, std::size_t number, Dice& dice) {
        const std::int64_t id = rows.add(institutions::all_institutions, {{"name", made.name}, {"credit_code", made.credit_code}, {"institution_kind", made.words.kind}, {"legal_representative", made.representative}, {"phone", made.phone},
                                                                          {"place", made.place}, {"key_place", std::int64_t{made.words.key ? 1 : 0}}, {"opened_on", days_before(words_.census, dice.between(200, 6'000))}});
        for (std::size_t i = 0; i < made.food_workers.size(); ++i) {
            const std::string running = std::to_string(community_.place * 1'000 + number * 10 + i);
            rows.add(institutions::health_certificates, {{"name", made.food_workers[i]}, {"certificate_number", "JK" + std::string(6 - std::min<std::size_t>(6, running.size()), '0') + running}, {"institution", id},
                                                         {"issued_on", days_before(words_.census, dice.between(10, 460))}, {"post", dice.of(words_.posts)}});
        }
        if (made.words.resources)
            for (const ResourceWords& resource : words_.resources) {
                const std::int64_t offer = rows.add(institutions::offered_resources, {{"resource", resource.name}, {"institution", id}, {"resource_kind", resource.kind}, {"offered_from", days_before(words_.census, 400)}});
                rows.add(institutions::joint_items, {{"item", resource.item}, {"institution", id}, {"resource", offer}, {"done_on", days_before(words_.census, dice.between(1, 380))}, {"people_served", std::int64_t{dice.between(12, 260)}}});
            }
        if (made.words.assets)
            for (const AssetWords& asset : words_.assets)
                rows.add(institutions::collective_assets, {{"name", asset.name}, {"institution", id}, {"asset_kind", asset.kind}, {"quantity", asset.quantity}, {"book_value", asset.value}, {"asset_state", asset.state},
                                                           {"lessee", asset.state == "let" ? FieldValue(made.representative) : FieldValue()}});
    }

    House& house_;
    std::string store_;
    const PopulationWords& words_;
    const Community& community_;
    const Neighbourhood& made_;
    std::uint64_t seed_;
};

/// The communities of the district in the order of the tree, those named first before the others.
std::vector<Community> communities_of(House& house, const std::string& district, const std::vector<std::string>& first) {
    std::vector<Community> found;
    house.storage->read("city", [&](Db& city) {
        const auto root = places::area_of_code(city, district + "000000");
        if (!root) return;
        for (const places::AreaInfo& subdistrict : places::children(city, *root))
            for (const places::AreaInfo& community : places::children(city, subdistrict.id)) {
                Community made{community, {}, found.size(), 0};
                for (const places::AreaInfo& below : places::children(city, community.id))
                    if (below.kind == "grid") made.grids.push_back(below);
                found.push_back(std::move(made));
            }
    });
    for (Community& community : found) community.places = found.size();
    const auto rank = [&](const Community& community) { return std::find(first.begin(), first.end(), community.area.name) - first.begin(); };
    std::stable_sort(found.begin(), found.end(), [&](const Community& a, const Community& b) { return rank(a) < rank(b); });
    return found;
}

std::string base_of(const PopulationWords& words, const std::string& name) {
    for (const std::string& ending : words.name_endings)
        if (name.size() > ending.size() && name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
    return name;
}

}  // namespace

std::size_t settle_people(House& house, const std::string& district, const PopulationWords& words, const std::vector<std::string>& first, std::size_t people, std::uint64_t seed,
                          const std::function<void(const std::string&)>& say) {
    const std::string store = "d" + district;
    std::vector<Community> communities = communities_of(house, district, first);
    house.storage->read(store, [&](Db& db) {
        std::erase_if(communities, [&](const Community& community) { return !find_by_title(db, house, facilities::all_facilities, words.last_facility, community.area.id.value, 1).empty(); });
    });
    if (communities.empty() || people == 0) return 0;
    const std::size_t each = std::max(words.people_per_community, (people + communities.size() - 1) / communities.size());
    std::size_t written = 0, planned = 0;
    for (const Community& community : communities) {
        if (planned == people) break;
        const std::size_t here = std::min(each, people - planned);
        planned += here;
        const NeighbourhoodPlan plan{base_of(words, community.area.name), community.area.code, community.area.kind == "village", std::max<std::size_t>(community.grids.size(), 1), here, community.place, community.places, seed};
        const auto begun = std::chrono::steady_clock::now();
        const std::size_t now = Settling(house, store, words, community, invent_neighbourhood(words, plan), seed + community.place * 1'000).write();
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count();
        written += now;
        say("Demo: " + std::to_string(now) + " invented people in " + community.area.name + " (" + std::to_string(ms) + " ms)");
    }
    return written;
}

}  // namespace liren::demo
