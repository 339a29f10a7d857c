// What the invented population promises: the people of one seed are always the same, bear numbers nobody can have, and stand in
// the registers like people somebody typed in.

#include <algorithm>
#include <set>

#include "dwellings/dwellings.h"
#include "facilities/facilities.h"
#include "institutions/institutions.h"
#include "liren/names.h"
#include "liren/numbers.h"
#include "people/people.h"
#include "population.h"
#include "tests/city_house.h"
#include "vehicles/vehicles.h"

using namespace liren;
using namespace liren::demo;
using namespace liren::testing;

namespace {

PopulationWords words() { return PopulationWords(source_file("packs/demo/population.yaml")); }

NeighbourhoodPlan plan(const std::string& code, std::size_t place, std::size_t people, bool village = false) {
    return {.base = village ? "小张" : "前书院", .code = code, .village = village, .grids = 3, .people = people, .place = place, .places = 134, .seed = 7};
}

std::vector<Resident> residents(const Neighbourhood& made) {
    std::vector<Resident> all;
    for (const Building& building : made.buildings)
        for (const Home& home : building.homes) all.insert(all.end(), home.residents.begin(), home.residents.end());
    return all;
}

std::string told(const Neighbourhood& made) {
    std::string text;
    for (const Resident& person : residents(made)) text += person.name + person.id_number + person.phone + person.registered_address + person.education + "\n";
    for (const Institution& institution : made.institutions) text += institution.name + institution.credit_code + institution.representative + "\n";
    return text;
}

class Town : public CityHouse {
public:
    explicit Town(liren::testing::Installation& installation)
        : CityHouse(installation, {places::module(), organizations::module(), dwellings::module(), people::module(), vehicles::module(), facilities::module(), institutions::module()}) {
        hire_at("leader", "district_leader", "140502000000");
        hire_at("clerk", "community_worker", "140502002013");
    }
    std::size_t settle(std::size_t people, const PopulationWords& of = words()) { return settle_people(house(), "140502", of, {"后书院社区"}, people, 7, [](const std::string&) {}); }
    std::size_t count(const std::string& as, const std::string& target) {
        std::size_t found = 0;
        for (std::string after;;) {
            const Answer page = get(as, "/api/d/140502/" + target + "limit=100" + (after.empty() ? "" : "&after=" + after));
            found += page.items().size();
            if (page.body.at("next").is_null()) return found;
            after = page.string("next");
        }
    }
};

void in_town(const std::function<void(Town&)>& test) {
    with_each_installation([&](liren::testing::Installation& installation) {
        Town town(installation);
        test(town);
    });
}

}  // namespace

TEST_CASE("one seed and one community make the same people, another seed or community others") {
    const PopulationWords of = words();
    const std::string first = told(invent_neighbourhood(of, plan("140502002012", 3, 500)));
    CHECK(first == told(invent_neighbourhood(of, plan("140502002012", 3, 500))));
    CHECK(first != told(invent_neighbourhood(of, plan("140502002013", 4, 500))));
    NeighbourhoodPlan other = plan("140502002012", 3, 500);
    other.seed = 8;
    CHECK(first != told(invent_neighbourhood(of, other)));
}

TEST_CASE("invented numbers are well-formed, nobody's, and borne once") {
    const PopulationWords of = words();
    std::set<std::string> numbers, plates, codes;
    std::size_t people = 0, cars = 0, institutions = 0;
    for (std::size_t place = 0; place < 6; ++place) {
        const Neighbourhood made = invent_neighbourhood(of, plan("14050200200" + std::to_string(place), place * 20, 3'000, place == 5));
        for (const Resident& person : residents(made)) {
            ++people;
            numbers.insert(person.id_number);
            CHECK_MESSAGE(!id_number_problem(person.id_number, 20261125), person.id_number);
            CHECK_MESSAGE(person.id_number.starts_with("140599"), person.id_number);
            const auto facts = id_number_facts(person.id_number);
            CHECK_MESSAGE((facts && facts->birth_date == person.birth && facts->sex == person.sex), person.id_number);
            CHECK((person.phone.empty() || person.phone.starts_with("1380000")));
        }
        for (const Building& building : made.buildings)
            for (const Home& home : building.homes)
                for (const Car& car : home.cars) {
                    ++cars;
                    plates.insert(car.plate);
                    CHECK_MESSAGE(is_known_plate(car.plate), car.plate);
                    CHECK_MESSAGE(car.plate.starts_with("晋G"), car.plate);
                }
        for (const Institution& institution : made.institutions) {
            ++institutions;
            codes.insert(institution.credit_code);
            CHECK_MESSAGE(judge_credit_code(institution.credit_code) == CreditCode::sound, institution.credit_code);
        }
    }
    CHECK(people == 18'000);
    CHECK(numbers.size() == people);
    CHECK(plates.size() == cars);
    CHECK(codes.size() == institutions);
    CHECK(cars > 1'500);
}

TEST_CASE("the people of a household go together") {
    const PopulationWords of = words();
    for (const bool village : {false, true}) {
        const Neighbourhood made = invent_neighbourhood(of, plan("140502002012", 3, 3'000, village));
        std::size_t households = 0, old = 0, children = 0;
        for (const Building& building : made.buildings)
            for (const Home& home : building.homes) {
                if (home.residents.empty()) continue;
                ++households;
                const Resident& head = home.residents.front();
                CHECK(head.relation == "02");
                CHECK(head.age >= 18);
                for (const Resident& person : home.residents) {
                    old += person.age >= 65 ? 1 : 0;
                    children += person.age < 14 ? 1 : 0;
                    if (person.relation == "20" || person.relation == "30") CHECK_MESSAGE(person.age + 18 <= head.age, person.age << " " << head.age);
                    if (person.relation == "50") CHECK(person.age >= head.age + 18);
                    if (person.relation == "10") CHECK(person.sex != head.sex);
                    if (person.age < 14) CHECK((person.marriage == "10" && person.employer.empty() && person.politics == "13"));
                }
            }
        CHECK(made.people == 3'000);
        CHECK(made.people * 10 / households >= 22);   // between 2.2 and 3.2 people a household, as in the census
        CHECK(made.people * 10 / households <= 32);
        CHECK(old * 100 / made.people >= 8);
        CHECK(old * 100 / made.people <= 30);
        CHECK(children * 100 / made.people >= 8);
        CHECK(children * 100 / made.people <= 25);
    }
}

TEST_CASE("long names, names of several parts and rare characters are among the invented people") {
    const PopulationWords of = words();
    std::size_t longest = 0, rare = 0;
    std::set<std::string> groups;
    for (std::size_t place = 0; place < 4; ++place)
        for (const Resident& person : residents(invent_neighbourhood(of, plan("14050200200" + std::to_string(place), place, 3'000)))) {
            longest = std::max(longest, count_characters(person.name));
            groups.insert(person.ethnicity);
            rare += std::any_of(of.rare_characters.begin(), of.rare_characters.end(), [&](const std::string& character) { return person.name.find(character) != std::string::npos; }) ? 1 : 0;
            CHECK(tidy_name(person.name) == person.name);
        }
    CHECK(longest >= 25);
    CHECK(rare > 20);
    CHECK(groups.size() >= 10);
}

TEST_CASE("invented people stand in the registers like people somebody typed in") {
    in_town([](Town& town) {
        CHECK(town.settle(120) == 120);
        CHECK(town.count("leader", "people?") == 120);
        CHECK(town.count("clerk", "people?") == 120);   // the community named first
        const auto shown = town.get("clerk", "/api/d/140502/people?limit=1").items().front();
        CHECK(shown.at("source").as_string() == "演示数据（虚构）");
        CHECK(shown.at("id_number").as_string() == "140599************");
        const std::string path = "/api/d/140502/people/" + std::string(shown.at("id").as_string());
        CHECK(town.get("clerk", path + "/history").items().front().at("name").as_string() == "people.person_added");
        CHECK(town.post("clerk", path + "/look", R"({"reason":"核对"})").string("id_number").starts_with("140599"));
        CHECK(town.count("leader", "institutions?") > 10);
        CHECK(town.count("leader", "facilities?") > 50);
        CHECK(town.count("leader", "health-certificates?expires_on_to=2026-11-24&") > 0);
        CHECK(!town.house().storage->check_chain("d140502"));
    });
}

TEST_CASE("a community that is settled is left alone, and one settled by half is finished") {
    in_town([](Town& town) {
        PopulationWords half = words();   // as if the power had failed after the last building
        half.facilities.clear();
        half.institutions.clear();
        half.last_facility = "别的";
        REQUIRE(town.settle(80, half) == 80);
        CHECK(town.settle(80) == 0);
        CHECK(town.count("leader", "facilities?q=%E8%B7%AF%E7%81%AF&") == 18);
        CHECK(town.count("leader", "people?") == 80);
        CHECK(town.settle(50) == 50);   // the next community
        CHECK(town.count("clerk", "people?") == 80);
        CHECK(town.count("leader", "people?") == 130);
    });
}
