// Grids, doors, units and people of the demo, through the verbs of places, organizations and accounts.

#include "cast.h"

#include <fstream>

#include "cards.h"
#include "cases/cases.h"
#include "liren/accounts.h"
#include "liren/digest.h"
#include "liren/password.h"

namespace liren::demo {

namespace {

constexpr std::string_view journey_door = "J0URNEY";

std::string replaced(std::string text, const std::string& place, const std::string& value) {
    if (const auto at = text.find(place); at != std::string::npos) text.replace(at, place.size(), value);
    return text;
}

/// Seven characters without look-alikes; short enough to type from a sticker.
std::string door_code(const std::string& district, Dice& dice) {
    static constexpr std::string_view alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string code = district + "-";
    for (int i = 0; i < 7; ++i) code += alphabet[dice.below(alphabet.size())];
    return code;
}

/// A fictitious landline of a number range that is not in use.
std::string invent_phone(Dice& dice) { return "0356-555" + std::to_string(1000 + dice.below(9000)); }

AreaId district_area(Db& city, const std::string& district) { return places::area_of_code(city, district + "000000").value(); }

void add_grids(Tx& city, const std::string& district, const YAML::Node& words, Dice& dice, Cast& cast, Community& community, bool first) {
    const bool village = community.area.kind == "village";
    const YAML::Node labels = words[village ? "village_labels" : "place_labels"];
    for (int n = 1; n <= words["grids_per_community"].as<int>(); ++n) {
        const AreaId id = places::add_grid(city, {.parent = community.area.id.value, .kind = "grid", .name = replaced(words["grid_name"].as<std::string>(), "{n}", std::to_string(n)),
                                                  .code = "", .district_code = district, .position = n},
                                           {.kind = "basic", .worker = {}, .worker_name = invent_name(words, dice), .public_phone = invent_phone(dice), .households = static_cast<std::int64_t>(260 + dice.below(260))});
        Grid grid{places::find_area(city, id).value(), village, {}, {}};
        const int doors = first && n == 1 ? 4 : 1;
        for (int d = 0; d < doors; ++d) {
            const bool journey = first && n == 1 && d == 0;
            places::Door door{journey ? district + "-" + std::string(journey_door) : door_code(district, dice), id, grid.area.label(), dice.of(labels) + dice.of(words["spots"]),
                              35'4900000 + static_cast<std::int64_t>(dice.below(600'000)), 112'8400000 + static_cast<std::int64_t>(dice.below(600'000))};
            places::add_door(city, door);
            grid.doors.push_back(std::move(door));
        }
        community.grids.push_back(cast.grids.size());
        cast.grids.push_back(std::move(grid));
    }
}

struct Staff {
    std::string card, login, role;
    AreaLevel level;
    const places::AreaInfo* area;             ///< null: no area (unit level)
};

class Hiring {
public:
    Hiring(House& house, const std::string& district, const YAML::Node& words, Dice& dice) : house_(house), district_(district), words_(words), dice_(dice) {
        // One password for the whole directory: random, kept beside the stores, readable by the owner alone.
        password_ = random_token(9) + "7a";
        hash_ = hash_password(password_);
    }

    AccountId hire(const Staff& staff, std::optional<UnitId> unit, const std::string& title) {
        AccountId id;
        const std::string name = invent_name(words_, dice_);
        house_.storage->write_now("gate", {AccountId{}, house_.clock.now()}, [&](Tx& gate) {
            id = create_account(gate, house_.keyring, {.login = staff.login, .display_name = name, .kind = staff.role.empty() ? "resident" : "staff", .phone = "1380000" + std::to_string(1000 + dice_.below(9000)),
                                                       .password_hash = hash_, .home_district = district_, .home_community = staff.area ? staff.area->community : 0, .demo_card = staff.card});
            if (staff.role.empty()) return;
            NewGrant grant{.role = staff.role, .district = district_, .level = staff.level, .area = staff.area ? staff.area->id.value : 0, .area_path = staff.area ? staff.area->path() : ""};
            give_grant(gate, id, grant);
            if (staff.card != "community-worker") return;
            grant.role = "key_group_officer";   // somebody of the cards must be the named person who reads key groups
            give_grant(gate, id, grant);
        });
        if (unit) house_.storage->write_now("city", {AccountId{}, house_.clock.now()}, [&](Tx& city) { organizations::give_post(city, *unit, id, title); });
        logins_.push_back((staff.role.empty() ? "resident" : staff.role) + "\t" + staff.login + "\t" + password_);
        return id;
    }

    /// Appends to demo-logins.txt (0600): role, login, password, tab-separated.
    void write() const {
        const auto path = house_.settings.data_directory / "demo-logins.txt";
        const bool fresh = !std::filesystem::exists(path);
        std::ofstream file(path, std::ios::app);
        std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        if (fresh) file << "# Demo accounts of this directory. Invented people; served on this machine only.\n# role\tlogin\tpassword\n";
        for (const std::string& line : logins_) file << line << '\n';
    }

private:
    House& house_;
    const std::string& district_;
    const YAML::Node& words_;
    Dice& dice_;
    std::string password_, hash_;
    std::vector<std::string> logins_;
};

/// The name at the public door of a grid is its worker's.
void assign_worker(House& house, Grid& grid, AccountId worker) {
    grid.worker = worker;
    house.storage->write_now("city", {AccountId{}, house.clock.now()}, [&](Tx& city) { places::set_grid_worker(city, grid.area.id, worker, house.display_name(worker)); });
}

}  // namespace

std::uint64_t Dice::next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

std::string invent_name(const YAML::Node& words, Dice& dice) {
    if (dice.below(40) == 0) return dice.of(words["long_names"]);
    return dice.of(words["surnames"]) + dice.of(words["given_names"]);
}

std::string door_of_the_journey(House& house) {
    std::string code;
    for (const std::string& district : house.storage->districts()) {
        const std::string candidate = district + "-" + std::string(journey_door);
        house.storage->read("city", [&](Db& city) {
            if (places::find_door(city, candidate)) code = candidate;
        });
    }
    return code;
}

Cast make_places(House& house, const std::string& district, const YAML::Node& words, Dice& dice) {
    Cast cast;
    house.storage->write_now("city", {AccountId{}, house.clock.now()}, [&](Tx& city) {
        cast = {};
        const AreaId root = district_area(city, district);
        for (const YAML::Node department : words["departments"])
            cast.departments.push_back(organizations::add_unit(city, {.name = department["name"].as<std::string>(), .kind = "department", .area = root, .division_code = "", .phone = department["phone"].as<std::string>()}));
        organizations::add_unit(city, {.name = words["grid_center"]["name"].as<std::string>(), .kind = "grid_center", .area = root, .division_code = "", .phone = words["grid_center"]["phone"].as<std::string>()});
        for (const places::AreaInfo& subdistrict : places::children(city, root)) {
            cast.subdistricts.push_back(subdistrict);
            if (!organizations::office_of(city, subdistrict.id))
                organizations::add_unit(city, {.name = subdistrict.name + (subdistrict.kind == "subdistrict" ? words["office_suffix"] : words["government_suffix"]).as<std::string>(), .kind = "subdistrict_office", .area = subdistrict.id, .division_code = "", .phone = invent_phone(dice)});
            for (const places::AreaInfo& community : places::children(city, subdistrict.id)) cast.communities.push_back({community, organizations::committee_of(city, community.id), {}, {}, {}, {}});
        }
        for (const YAML::Node name : words["staffed"])
            for (std::size_t i = 0; i < cast.communities.size(); ++i)
                if (cast.communities[i].area.name == name.as<std::string>()) cast.staffed.push_back(i);
        for (std::size_t i = 0; i < cast.communities.size(); ++i) add_grids(city, district, words, dice, cast, cast.communities[i], i == cast.staffed.front());
        std::size_t next = 0;
        for (const YAML::Node company : words["property_companies"]) {
            Community& community = cast.communities[cast.staffed[next++ % cast.staffed.size()]];
            community.property = organizations::add_unit(city, {.name = company.as<std::string>(), .kind = "property_company", .area = community.area.id, .division_code = "", .phone = invent_phone(dice)});
            cast.companies.push_back(*community.property);
        }
    });
    return cast;
}

void make_people(House& house, const std::string& district, const YAML::Node& words, Dice& dice, Cast& cast) {
    Hiring hiring(house, district, words, dice);
    const YAML::Node titles = words["titles"];
    places::AreaInfo root;
    house.storage->read("city", [&](Db& city) { root = places::find_area(city, district_area(city, district)).value(); });
    hiring.hire({"administrator", "admin", "sys_admin", AreaLevel::district, &root}, {}, titles["admin"].as<std::string>());
    hiring.hire({"district-leader", "leader", "district_leader", AreaLevel::district, &root}, {}, titles["leader"].as<std::string>());
    const Community& home = cast.communities[cast.staffed.front()];
    int number = 0;
    for (const places::AreaInfo& subdistrict : cast.subdistricts) {
        const bool journey = subdistrict.subdistrict == home.area.subdistrict;
        hiring.hire({journey ? "subdistrict-leader" : "", "street" + std::to_string(++number), "subdistrict_leader", AreaLevel::subdistrict, &subdistrict}, {}, titles["subdistrict"].as<std::string>());
    }
    number = 0;
    for (const UnitId department : cast.departments)
        cast.department_staff.push_back(hiring.hire({"", "dept" + std::to_string(++number), "department_staff", AreaLevel::district, nullptr}, department, titles["department"].as<std::string>()));
    int worker = 0, grid = 0, property = 0;
    for (std::size_t place = 0; place < cast.staffed.size(); ++place) {
        Community& community = cast.communities[cast.staffed[place]];
        for (int i = 0; i < 2; ++i) {
            const std::string card = place > 0 ? "" : i == 0 ? "community-worker" : "second-worker";
            community.workers.push_back(hiring.hire({card, "worker" + std::to_string(++worker), "community_worker", AreaLevel::community, &community.area}, community.committee, titles["worker"].as<std::string>()));
        }
        for (std::size_t i = 0; i < 2; ++i) {
            Grid& here = cast.grids[community.grids[i]];
            const AccountId id = hiring.hire({place == 0 && i == 0 ? "grid-worker" : "", "grid" + std::to_string(++grid), "grid_worker", AreaLevel::grid, &here.area}, {}, titles["grid"].as<std::string>());
            assign_worker(house, here, id);
        }
        if (community.property) community.property_staff.push_back(hiring.hire({place == 0 ? "property-staff" : "", "property" + std::to_string(++property), "property_staff", AreaLevel::district, nullptr}, community.property, titles["property"].as<std::string>()));
    }
    hiring.write();
}

void make_residents(House& house, const std::string& district, const YAML::Node& words, Dice& dice, Cast& cast) {
    Hiring hiring(house, district, words, dice);
    const Community& home = cast.communities[cast.staffed.front()];
    for (int i = 1; i <= 4; ++i) cast.residents.push_back(hiring.hire({"", "resident" + std::to_string(i + 1), "", AreaLevel::grid, &home.area}, {}, ""));
    cast.residents.push_back(hiring.hire({"resident", "resident1", "", AreaLevel::grid, &home.area}, {}, ""));
    hiring.write();
}

void make_neighbour(House& house, const std::string& district, const YAML::Node& words, Dice& dice) {
    Hiring hiring(house, district, words, dice);
    const YAML::Node titles = words["titles"];
    places::AreaInfo root, community;
    std::optional<UnitId> committee;
    house.storage->read("city", [&](Db& city) {
        root = places::find_area(city, district_area(city, district)).value();
        community = places::children(city, places::children(city, root.id).front().id).front();
        committee = organizations::committee_of(city, community.id);
    });
    hiring.hire({"", "admin" + district, "sys_admin", AreaLevel::district, &root}, {}, titles["admin"].as<std::string>());
    hiring.hire({"", "leader" + district, "district_leader", AreaLevel::district, &root}, {}, titles["leader"].as<std::string>());
    hiring.hire({"", "worker" + district + "-2", "community_worker", AreaLevel::community, &community}, committee, titles["worker"].as<std::string>());
    hiring.hire({"neighbour", "worker" + district, "community_worker", AreaLevel::community, &community}, committee, titles["worker"].as<std::string>());
    hiring.write();
}

void make_rules(House& house, const std::string& district, const Cast& cast) {
    const auto rule = [&](const char* category, UnitId unit) { cases::add_rule(house, district, {.category = category, .target = "unit", .unit = unit.value}); };
    rule("street_lamp", cast.departments[0]);
    rule("manhole", cast.departments[0]);
    rule("road_damage", cast.departments[1]);
    rule("illegal_building", cast.departments[0]);
    rule("dust", cast.departments[4]);
    rule("noise_building", cast.departments[4]);
    rule("fallen_tree", cast.departments[5]);
    cases::add_rule(house, district, {.category = {}, .target = "grid_worker", .unit = {}});
}

}  // namespace liren::demo
