#pragma once
// Who and where: the demo's grids, doors, units and people. Private to the module.

#include <cstdint>
#include <string>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "dice.h"
#include "liren/house.h"
#include "organizations/organizations.h"
#include "places/places.h"

namespace liren::demo {

struct Grid {
    places::AreaInfo area;
    bool village = false;
    AccountId worker;
    std::vector<places::Door> doors;
};

struct Community {
    places::AreaInfo area;
    std::optional<UnitId> committee;
    std::vector<std::size_t> grids;           ///< indices into Cast::grids
    std::vector<AccountId> workers;           ///< community workers with accounts
    std::optional<UnitId> property;           ///< a property company that works here
    std::vector<AccountId> property_staff;
};

struct Cast {
    std::vector<places::AreaInfo> subdistricts;
    std::vector<Community> communities;
    std::vector<Grid> grids;
    std::vector<UnitId> departments, companies;
    std::vector<AccountId> department_staff;
    std::vector<std::size_t> staffed;         ///< communities whose staff have accounts; the first is the journey's
    std::vector<AccountId> residents;
};

Cast make_places(House& house, const std::string& district, const YAML::Node& words, Dice& dice);
void make_people(House& house, const std::string& district, const YAML::Node& words, Dice& dice, Cast& cast);
void make_residents(House& house, const std::string& district, const YAML::Node& words, Dice& dice, Cast& cast);
/// The staff of a district of its own, without grids and cases: districts do not see each other.
void make_neighbour(House& house, const std::string& district, const YAML::Node& words, Dice& dice);
void make_rules(House& house, const std::string& district, const Cast& cast);

/// An invented name; one in forty is long or has rare characters.
std::string invent_name(const YAML::Node& words, Dice& dice);

}  // namespace liren::demo
