#pragma once
// packs/demo/population.yaml read into lists that are quick to draw from. Private to the module.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dice.h"

namespace liren::demo {

/// Texts with weights.
class Weighted {
public:
    void add(std::string text, std::int64_t weight);
    bool empty() const { return entries_.empty(); }
    const std::string& of(Dice& dice) const;

private:
    std::vector<std::pair<std::int64_t, std::string>> entries_;   ///< running sums
};

/// Characters of given names in use up to a year of birth.
struct Fashion {
    std::int64_t until = 0;
    std::vector<std::string> characters;
};

struct EthnicGroup {
    std::string code;
    Weighted surnames;                        ///< empty: those of the Han
    std::vector<std::string> dotted[2], single[2];   ///< by sex, men first
};

struct CompoundWords {
    std::string name, kind;
    int floors[2] = {1, 1}, entrances[2] = {1, 1}, built[2] = {1980, 2020};
    bool elevator = false;
};

struct FacilityWords {
    std::string name, part_class, unit;
    int count = 1;
};

struct InstitutionWords {
    std::string name, kind, code;
    bool key = false, resources = false, assets = false;
    int food = 0;
};

struct ResourceWords {
    std::string name, kind, item;
};

struct AssetWords {
    std::string name, kind, quantity, state;
    std::int64_t value = 0;
};

struct PopulationWords {
    explicit PopulationWords(std::string_view yaml);

    std::uint64_t seed = 0;
    std::size_t people = 0, people_per_community = 0;
    std::int64_t census = 0;
    std::string id_area, phone_begins, plate_begins, source, address, building, home, entrance, lane, household, last_facility;
    int buildings_of_compound = 0, houses_of_lane = 0;
    Weighted surnames;
    std::vector<Fashion> given[2];
    std::vector<std::string> rare_characters;
    std::vector<EthnicGroup> groups;
    Weighted group_by_share;                  ///< codes
    std::vector<std::string> name_endings, long_names, origins, employers, lanes, property_companies, parking, brands, key_group_basis, posts;
    std::vector<CompoundWords> compounds;
    CompoundWords village_compound;
    std::vector<FacilityWords> facilities;
    std::vector<InstitutionWords> institutions, village_institutions;
    std::vector<ResourceWords> resources;
    std::vector<AssetWords> assets;

    const EthnicGroup& group(const std::string& code) const;
};

/// The text with each {place} replaced.
std::string filled(std::string text, std::initializer_list<std::pair<std::string_view, std::string>> places);

}  // namespace liren::demo
