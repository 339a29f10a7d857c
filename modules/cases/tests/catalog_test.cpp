#include "catalog.h"

#include "desk.h"

using namespace liren;
using namespace liren::cases;
using namespace liren::cases::testing;

namespace {

std::string pack_with(const std::string& most_hours) {
    return "number_prefix: ZZ\nmost_extension_hours: " + most_hours + "\nalike_days: 14\ndispute_days: 15\nmost_disputes: 2\ngroups: []\ncategories: []\n";
}

}  // namespace

TEST_CASE("what one extension asks for at most is a setting of the district") {
    at_desk([](Desk& desk) {
        load_pack(desk.house(), "990101", pack_with("5"));
        CHECK(catalog(desk.house(), "d990101")->most_extension_hours == 5);
        CHECK(catalog(desk.house(), "d140502")->most_extension_hours == 72);
    });
}

TEST_CASE("a pack whose extensions last nothing or too long is refused, and leaves nothing behind") {
    at_desk([](Desk& desk) {
        for (const char* hours : {"0", "721"}) CHECK_THROWS_AS(load_pack(desk.house(), "990101", pack_with(hours)), std::invalid_argument);
        CHECK(catalog(desk.house(), "d990101")->number_prefix == "JC");
    });
}
