#include <map>

#include "town.h"

using namespace liren;
using namespace liren::places;
using namespace liren::places::testing;

namespace {

std::string load(Town& town, std::string_view csv) {
    std::string what;
    try {
        town.house().storage->write_now("city", {AccountId{}, town.house().clock.now()}, [&](Tx& city) {
            load_divisions(city, csv, source_file("packs/divisions/suffixes.yaml"), [](Tx&, const Division&) {});
        });
    } catch (const std::invalid_argument& problem) {
        what = problem.what();
    }
    return what;
}

std::map<std::string, std::int64_t> ids(Town& town) {
    std::map<std::string, std::int64_t> found;
    for (const auto& item : town.get("", "/api/city/areas?district=140502").items())
        found[std::string(item.at("code").as_string())] = parse_id(std::string_view(item.at("id").as_string())).value();
    return found;
}

}  // namespace

TEST_CASE("the table of 140502 becomes its eight subdistricts and its communities and villages, once") {
    in_town([](Town& town) {
        const std::string table = source_file("packs/divisions/140502.csv");
        REQUIRE(load(town, table) == "");
        const auto first = ids(town);
        std::map<std::string, int> kinds;
        for (const auto& item : town.get("", "/api/city/areas?district=140502").items()) ++kinds[std::string(item.at("kind").as_string())];
        CHECK(kinds["district"] == 1);
        CHECK(kinds["subdistrict"] + kinds["town"] == 8);
        CHECK(first.size() == 1 + 8 + static_cast<std::size_t>(kinds["community"] + kinds["village"]));
        CHECK(kinds["community"] + kinds["village"] > 130);
        const auto events = static_cast<std::int64_t>(1 + 9 + first.size());   // the roles, the small city's areas above and beside, and these
        REQUIRE(wait_until_sealed(*town.house().storage, "city", events));
        REQUIRE(load(town, table) == "");
        CHECK(ids(town) == first);
        town.in_city([](Tx& city) { city.record({.name = "places.area_changed", .subject_kind = "places.area"}); });
        REQUIRE(wait_until_sealed(*town.house().storage, "city", events + 1));
        CHECK(town.house().storage->last_sealed("city") == events + 1);   // the second run recorded nothing before it
    });
}

TEST_CASE("what people renamed stays renamed when the table is loaded again") {
    in_town([](Town& town) {
        const AreaInfo area = town.area("140502002012");
        REQUIRE(town.in_city([&](Tx& city) { CHECK(change_area(city, area.id, area.version, {.name = "书院社区", .grid = {}})); }) == "");
        REQUIRE(load(town, small_city) == "");
        CHECK(town.area("140502002012").name == "书院社区");
    });
}

TEST_CASE("two codes of one place share its area") {
    in_town([](Town& town) {
        REQUIRE(load(town, "code,name,kind\n140502002099,前书院居委会,residents_committee\n") == "");
        CHECK(town.area("140502002099").id == town.area("140502002012").id);
    });
}

TEST_CASE("a table with a wrong line is refused whole, and the line is named") {
    in_town([](Town& town) {
        CHECK(load(town, "code,name,kind\n140502002050,甲社区居委会,residents_committee\n14050200205,乙,residents_committee\n").find("14050200205,乙") != std::string::npos);
        CHECK(load(town, "code,name,kind\n140502002051,甲\n").find("code,name,kind") != std::string::npos);
        CHECK(load(town, "code,name,kind\n660101001001,甲社区居委会,residents_committee\n").find("parent") != std::string::npos);
        CHECK(ids(town).count("140502002050") == 0);
    });
}
