#pragma once
// An invented neighbourhood in memory: everything that stands and everybody who lives in one community, made from words, a seed
// and the community's code alone, so that it comes out the same whatever else was made before it. Values only; writing them is
// population.cpp. Private to the module.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "dice.h"
#include "population_words.h"

namespace liren::demo {

struct Resident {
    int age = 0, sex = 1;
    std::int64_t birth = 0;
    std::string name, id_number, phone, relation, ethnicity, marriage, education, politics, employer, residence_kind, registered_address, key_group;
    std::vector<std::string> care_tags;
};

struct Car {
    std::string plate, kind, brand, colour, parking;
};

/// A dwelling and who lives in it: nobody, or one household.
struct Home {
    std::string label, entrance, use = "residence", state, household, household_kind;
    std::int64_t floor = 0, floor_area = 0;
    std::vector<Resident> residents;          ///< the head first
    std::vector<Car> cars;
};

struct Building {
    std::string name;                         ///< "" where homes stand on a lane of a village
    std::size_t compound = 0, grid = 0;
    std::int64_t floors = 0, entrances = 0;
    bool elevator = false;
    std::vector<Home> homes;
};

struct Compound {
    std::string name, kind, company;
    std::int64_t built = 0, households = 0;
};

struct Facility {
    std::string name, part_class, part_code, place, unit, state;
    std::int64_t checked = 0;
};

struct Institution {
    InstitutionWords words;
    std::string name, credit_code, representative, phone, place;
    std::vector<std::string> food_workers;
};

struct Neighbourhood {
    std::vector<Compound> compounds;
    std::vector<Building> buildings;
    std::vector<Facility> facilities;
    std::vector<Institution> institutions;
    std::size_t people = 0;
};

/// Which community of a district, and how many people it shall have exactly.
struct NeighbourhoodPlan {
    std::string base, code;                   ///< "前书院", its division code
    bool village = false;
    std::size_t grids = 1, people = 0;
    std::size_t place = 0, places = 1;        ///< the how-manieth of how many communities: each has numbers of its own
    std::uint64_t seed = 0;
};

Neighbourhood invent_neighbourhood(const PopulationWords& words, const NeighbourhoodPlan& plan);

/// A household: ages, sexes and relations that go together. `most` people at most.
std::vector<Resident> invent_family(Dice& dice, bool village, std::size_t most);

}  // namespace liren::demo
