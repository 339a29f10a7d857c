#include "neighbourhood.h"

#include <algorithm>

#include "invented_numbers.h"

namespace liren::demo {

namespace {

constexpr const char* han = "01";
constexpr int of_age = 18, working_until = 60, old_age = 65;

/// FNV-1a: a community's dice depend on its code and the seed alone.
std::uint64_t mixed(std::uint64_t seed, std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325ULL ^ seed;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

/// Names within one family.
class Naming {
public:
    Naming(const PopulationWords& words, Dice& dice) : words_(words), dice_(dice) {}

    void begin_family() {
        family_ = words_.group_by_share.of(dice_);
        surname_ = surname(family_);
        father_.clear();
    }
    void name(Resident& person, bool married_in) {
        person.ethnicity = married_in && dice_.chance(20) ? han : family_;
        const EthnicGroup& group = words_.group(person.ethnicity);
        const std::size_t sex = person.sex == 1 ? 0 : 1;
        if (!group.dotted[sex].empty()) return name_dotted(person, group, sex);
        if (!group.single[sex].empty()) {
            person.name = dice_.of(group.single[sex]);
            return;
        }
        person.name = (married_in ? surname(person.ethnicity) : surname_) + given(person.birth / 10000, sex);
    }

private:
    std::string surname(const std::string& of) {
        const EthnicGroup& group = words_.group(of);
        return group.surnames.empty() ? words_.surnames.of(dice_) : group.surnames.of(dice_);
    }
    void name_dotted(Resident& person, const EthnicGroup& group, std::size_t sex) {
        if (father_.empty()) father_ = dice_.of(group.dotted[0]);
        person.name = dice_.chance(30) ? dice_.of(words_.long_names) : dice_.of(group.dotted[sex]) + "\u00b7" + father_;
        if (person.sex == 1 && person.relation == "02") father_ = person.name.substr(0, person.name.find("\u00b7"));
    }
    std::string given(std::int64_t born, std::size_t sex) {
        const auto& fashions = words_.given[sex];
        const Fashion& fashion = *std::find_if(fashions.begin(), fashions.end(), [&](const Fashion& known) { return born <= known.until; });
        std::string name = dice_.of(fashion.characters);
        if (dice_.below(150) == 0) return name + dice_.of(words_.rare_characters);
        if (dice_.chance(82)) name += dice_.of(fashion.characters);
        return name;
    }

    const PopulationWords& words_;
    Dice& dice_;
    std::string family_, surname_, father_;
};

class Inventor {
public:
    Inventor(const PopulationWords& words, const NeighbourhoodPlan& plan)
        : words_(words), plan_(plan), dice_(mixed(plan.seed, plan.code)), numbers_(words.id_area, words.plate_begins, plan.place, plan.places), naming_(words, dice_) {}

    Neighbourhood invent() {
        while (made_.people < plan_.people) {
            if (plan_.village) add_lane();
            else add_building();
        }
        for (const Building& building : made_.buildings)
            made_.compounds[building.compound].households += std::count_if(building.homes.begin(), building.homes.end(), [](const Home& home) { return !home.residents.empty(); });
        add_facilities();
        for (const InstitutionWords& words : words_.institutions) add_institution(words);
        if (plan_.village)
            for (const InstitutionWords& words : words_.village_institutions) add_institution(words);
        return std::move(made_);
    }

private:
    // ---- where ----

    void add_compound(const CompoundWords& words) {
        const std::size_t round = made_.compounds.size() / words_.compounds.size();
        Compound compound{filled(words.name, {{"base", plan_.base}}), words.kind, plan_.village ? "" : dice_.of(words_.property_companies), dice_.between(words.built[0], words.built[1]), 0};
        if (round > 0 && !plan_.village) compound.name += std::to_string(round + 1);
        made_.compounds.push_back(std::move(compound));
    }
    Building& next_building(std::size_t compound) {
        Building building;
        building.compound = compound;
        building.grid = made_.buildings.size() % std::max<std::size_t>(plan_.grids, 1);
        return made_.buildings.emplace_back(std::move(building));
    }

    void add_building() {
        const std::size_t number = made_.buildings.size() % static_cast<std::size_t>(words_.buildings_of_compound);
        const CompoundWords& words = words_.compounds[made_.buildings.size() / static_cast<std::size_t>(words_.buildings_of_compound) % words_.compounds.size()];
        if (number == 0) add_compound(words);
        Building& building = next_building(made_.compounds.size() - 1);
        building.name = filled(words_.building, {{"n", std::to_string(number + 1)}});
        building.floors = dice_.between(words.floors[0], words.floors[1]);
        building.entrances = dice_.between(words.entrances[0], words.entrances[1]);
        building.elevator = words.elevator;
        for (int entrance = 1; entrance <= building.entrances; ++entrance)
            for (int floor = 1; floor <= building.floors; ++floor)
                for (int door = 1; door <= 2; ++door) {
                    Home home;
                    home.entrance = filled(words_.entrance, {{"n", std::to_string(entrance)}});
                    home.floor = floor;
                    home.label = filled(words_.home, {{"compound", made_.compounds.back().name}, {"building", building.name}, {"entrance", std::to_string(entrance)}, {"room", std::to_string(floor) + two_digits(door)}});
                    home.floor_area = 4'800 + static_cast<std::int64_t>(dice_.below(9'200));
                    settle(home, dice_.chance(8));
                    building.homes.push_back(std::move(home));
                }
    }

    void add_lane() {
        if (made_.compounds.empty()) add_compound(words_.village_compound);
        const std::size_t number = made_.buildings.size(), round = number / words_.lanes.size();
        Building& lane = next_building(0);
        const std::string name = words_.lanes[number % words_.lanes.size()] + (round > 0 ? std::to_string(round + 1) + "-" : "");
        for (int house = 1; house <= words_.houses_of_lane; ++house) {
            Home home;
            home.floor = 1;
            home.label = filled(words_.lane, {{"compound", plan_.base}, {"lane", name}, {"n", std::to_string(house)}});
            home.floor_area = 9'000 + static_cast<std::int64_t>(dice_.below(15'000));
            settle(home, dice_.chance(12));
            lane.homes.push_back(std::move(home));
        }
    }

    // ---- who ----

    void settle(Home& home, bool stands_empty) {
        if (stands_empty || made_.people >= plan_.people) {
            home.state = "empty";
            return;
        }
        home.residents = invent_family(dice_, plan_.village, plan_.people - made_.people);
        made_.people += home.residents.size();
        const bool shared = std::any_of(home.residents.begin(), home.residents.end(), [](const Resident& person) { return person.relation == "80"; });
        const bool floating = shared || dice_.chance(plan_.village ? 4 : 12);
        home.state = floating ? "let" : "owner_lives";
        home.household_kind = shared ? "collective" : "family";
        naming_.begin_family();
        const std::string origin = dice_.of(words_.origins);
        for (Resident& person : home.residents) complete(person, home, floating, shared, origin);
        home.household = filled(words_.household, {{"name", home.residents.front().name}});
        add_care_tags(home);
        add_cars(home, floating);
    }

    void complete(Resident& person, const Home& home, bool floating, bool shared, const std::string& origin) {
        person.birth = days_before(words_.census, static_cast<int>(person.age * 365.2425) + 1 + static_cast<int>(dice_.below(364)));
        person.id_number = numbers_.id_number(person.birth, person.sex);
        const bool stranger = person.relation == "10" || (person.relation == "50" && person.sex == 2);
        if (shared) naming_.begin_family();
        naming_.name(person, stranger);
        if (person.age >= 13 && dice_.chance(person.age > 80 ? 45 : 95)) person.phone = words_.phone_begins + std::to_string(1000 + dice_.below(9000));
        person.residence_kind = floating ? "floating" : dice_.chance(9) ? "permanent" : "registered";
        person.registered_address = person.residence_kind == "registered" ? words_.address + home.label : origin;
        person.education = education(person.age);
        person.politics = person.age >= 24 && dice_.chance(person.age > 50 ? 11 : 7) ? "01" : person.age >= 14 && person.age <= 27 && dice_.chance(60) ? "03" : "13";
        if (person.age >= 22 && person.age < working_until && dice_.chance(75)) person.employer = dice_.of(words_.employers);
        if (dice_.below(180) == 0) person.key_group = key_group(person);
    }

    std::string education(int age) {
        if (age < 6) return {};
        if (age < 12) return "80";
        if (age < 15) return "70";
        if (age < of_age) return "60";
        const int drawn = dice_.between(0, 99);
        if (age < 40) return drawn < 5 ? "14" : drawn < 32 ? "21" : drawn < 60 ? "31" : drawn < 78 ? "61" : "71";
        if (age < old_age) return drawn < 2 ? "14" : drawn < 14 ? "21" : drawn < 30 ? "31" : drawn < 55 ? "61" : drawn < 88 ? "71" : "81";
        return drawn < 4 ? "21" : drawn < 10 ? "31" : drawn < 24 ? "61" : drawn < 54 ? "71" : drawn < 86 ? "81" : "91";
    }

    std::string key_group(const Resident& person) {
        static const std::vector<std::string> adults = {"social_assistance", "social_assistance", "registered_poor", "mental_disorder", "released_person", "corrections_person"}, children = {"child_in_difficulty", "left_behind_child"};
        return dice_.of(person.age < of_age ? children : adults);
    }

    void add_care_tags(Home& home) {
        auto& people = home.residents;
        const bool all_old = std::all_of(people.begin(), people.end(), [](const Resident& person) { return person.age >= 60; });
        for (Resident& person : people) {
            if (person.age >= 60 && people.size() == 1) person.care_tags.emplace_back("living_alone");
            if (all_old && people.size() == 2) person.care_tags.emplace_back("empty_nest");
            if (person.age >= 58 && people.back().relation == "40" && &person != &people.back()) person.care_tags.emplace_back("left_behind");
            if (person.age >= 80 && dice_.chance(14)) person.care_tags.emplace_back("care_dependent");
            if (person.age >= old_age && dice_.chance(16)) person.care_tags.emplace_back("chronic_conditions");
            if (person.age < 3) person.care_tags.emplace_back("infant");
            if (person.sex == 2 && person.age >= 22 && person.age <= 38 && people.size() > 1 && dice_.chance(3)) person.care_tags.emplace_back("expectant_mother");
        }
    }

    void add_cars(Home& home, bool floating) {
        const int age = home.residents.front().age;
        if (age > 68 || !dice_.chance(floating ? 28 : 58)) return;
        static const std::vector<std::string> colours = {"A", "A", "A", "J", "J", "B", "B", "H", "E", "I"};
        for (int i = dice_.chance(14) ? 2 : 1; i > 0; --i) {
            const bool new_energy = dice_.chance(18);
            Car car{numbers_.plate(new_energy), "", dice_.of(words_.brands), dice_.of(colours), dice_.of(words_.parking)};
            if (!new_energy) car.kind = "02";   // of a new-energy plate the register reads it
            else if (car.plate.size() < words_.plate_begins.size() + 6) car.kind = "02";
            if (!car.plate.empty()) home.cars.push_back(std::move(car));
        }
    }

    // ---- what else ----

    void add_facilities() {
        for (const FacilityWords& words : words_.facilities)
            for (int n = 1; n <= words.count; ++n)
                made_.facilities.push_back({filled(words.name, {{"n", std::to_string(n)}}), words.part_class, numbers_.part_code(words.part_class), made_.buildings[dice_.below(made_.buildings.size())].homes.front().label,
                                            words.unit, dice_.chance(93) ? "good" : dice_.chance(60) ? "damaged" : "under_repair", days_before(words_.census, dice_.between(1, 300))});
    }

    void add_institution(const InstitutionWords& words) {
        Institution made{words, filled(words.name, {{"base", plan_.base}}), numbers_.credit_code(words.code), stranger(1960 + dice_.between(0, 35)), words_.phone_begins + std::to_string(1000 + dice_.below(9000)),
                         made_.buildings[dice_.below(made_.buildings.size())].homes.front().label, {}};
        for (int i = 0; i < words.food; ++i) made.food_workers.push_back(stranger(1970 + dice_.between(0, 33)));
        made_.institutions.push_back(std::move(made));
    }
    std::string stranger(std::int64_t born) {
        Resident person;
        person.birth = born * 10000 + 101;
        person.sex = dice_.chance(50) ? 1 : 2;
        naming_.begin_family();
        naming_.name(person, false);
        return person.name;
    }

    const PopulationWords& words_;
    const NeighbourhoodPlan& plan_;
    Dice dice_;
    InventedNumbers numbers_;
    Naming naming_;
    Neighbourhood made_;
};

}  // namespace

Neighbourhood invent_neighbourhood(const PopulationWords& words, const NeighbourhoodPlan& plan) { return Inventor(words, plan).invent(); }

}  // namespace liren::demo
