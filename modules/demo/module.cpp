#include "cards.h"
#include "cast.h"
#include "demo/demo.h"
#include "liren/accounts.h"
#include "pictures.h"
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
    return module;
}

void fill(House& house, const std::string& district, std::string_view pack, const std::string& draw, const std::function<void(const std::string&)>& say) {
    bool filled = false;
    house.storage->read("gate", [&](Db& gate) { filled = find_demo_account(gate, house.keyring, "resident").has_value(); });
    if (filled) return;
    const YAML::Node words = YAML::Load(std::string(pack));
    Dice dice(words["seed"].as<std::uint64_t>());
    say("Demo: grids, doors and units");
    Cast cast = make_places(house, district, words, dice);
    const std::vector<Picture> pictures = make_pictures(house, "d" + district, draw, words["pictures"].as<int>(), say);
    say("Demo: people");
    make_people(house, district, words, dice, cast);
    make_rules(house, district, cast);
    tell_cases(house, district, words, dice, cast, pictures, say);
    // The card of the resident comes last: it is the mark that the demo is whole.
    make_residents(house, district, words, dice, cast);
}

}  // namespace demo
}  // namespace liren
