#include <algorithm>

#include "cards.h"
#include "cast.h"
#include "demo/demo.h"
#include "liren/accounts.h"
#include "outside.h"
#include "pictures.h"
#include "population.h"
#include "residents.h"
#include "story.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile demo_files[];
extern const std::size_t demo_count;
}  // namespace embedded

namespace demo {

Module module() {
    Module module;
    module.name = "demo";
    module.files = embedded::demo_files;
    module.file_count = embedded::demo_count;
    module.routes = card_routes();
    module.events = {{"demo.people_settled", Audience::audit}};
    return module;
}

namespace {

bool has_card(House& house, std::string_view card) {
    bool found = false;
    house.storage->read("gate", [&](Db& gate) { found = find_demo_account(gate, house.keyring, card).has_value(); });
    return found;
}

}  // namespace

std::size_t populate(House& house, const std::string& district, const Packs& packs, std::size_t people, std::optional<std::uint64_t> seed, const std::function<void(const std::string&)>& say) {
    const auto staffed = YAML::Load(std::string(packs.demo))["staffed"].as<std::vector<std::string>>();
    const PopulationWords words(packs.population);
    return settle_people(house, district, words, staffed, people, seed.value_or(words.seed), say);
}

void fill(House& house, const std::string& district, const Packs& packs, const std::string& draw, const Amounts& amounts, const std::function<void(const std::string&)>& say) {
    if (has_card(house, "resident")) return;
    const YAML::Node words = YAML::Load(std::string(packs.demo));
    const int cases_of_pack = words["cases"].as<int>(), pictures_of_pack = words["pictures"].as<int>();
    const int count = amounts.cases.value_or(cases_of_pack);
    Dice dice(words["seed"].as<std::uint64_t>());
    say("Demo: grids, doors and units");
    Cast cast = make_places(house, district, words, dice);
    const std::vector<Picture> pictures = make_pictures(house, "d" + district, draw, std::min(pictures_of_pack, count * pictures_of_pack / cases_of_pack), say);
    say("Demo: people");
    make_people(house, district, words, dice, cast);
    make_rules(house, district, cast);
    tell_cases(house, district, words, dice, cast, pictures, count, say);
    tell_handovers(house, district, words, cast);
    const auto people = amounts.people ? static_cast<std::size_t>(*amounts.people) : PopulationWords(packs.population).people;
    populate(house, district, packs, people, {}, say);
    // The card of the resident comes last: it is the mark that the demo is whole.
    make_residents(house, district, words, dice, cast);
    join_resident(house, district, cast);
}

void fill_neighbour(House& house, const std::string& district, std::string_view pack) {
    if (has_card(house, "neighbour")) return;
    const YAML::Node words = YAML::Load(std::string(pack));
    Dice dice(words["seed"].as<std::uint64_t>());
    make_neighbour(house, district, words, dice);
}

}  // namespace demo
}  // namespace liren
