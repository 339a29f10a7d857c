#include "town.h"

using namespace liren;
using namespace liren::places;
using namespace liren::places::testing;

TEST_CASE("a stranger at a door reads where it hangs and whom to call") {
    in_town([](Town& town) {
        std::string code;
        REQUIRE(town.in_city([&](Tx& city) {
            const AreaId grid = add_grid(city, {.parent = town.area("140502002012").id.value, .kind = "grid", .name = "第3网格"}, {.worker_name = "李红", .public_phone = "0356-2021234"});
            code = add_door(city, {.area = grid, .place = "3号楼1单元门口", .lat = 354'900'000, .lon = 1'128'400'000});
        }) == "");
        CHECK(code.size() == 13);
        for (const std::string& typed : {code, std::string("140502-") + code.substr(7)}) {
            const Answer door = town.get("", "/api/d/140502/doors/" + typed);
            REQUIRE(door.status == 200);
            CHECK(door.string("label") == "西街街道 前书院社区 第3网格");
            CHECK(door.string("worker_name") == "李红");
            CHECK(door.string("worker_phone") == "0356-2021234");
            CHECK(door.number("lat") == 354'900'000);
        }
    });
}

TEST_CASE("a door code may be typed in small letters and with look-alikes") {
    in_town([](Town& town) {
        REQUIRE(town.in_city([&](Tx& city) { add_door(city, {.code = "140502-7F10K2", .area = town.area("140502002012").id, .place = "门口"}); }) == "");
        CHECK(town.get("", "/api/d/140502/doors/140502-7fIok2").status == 200);
    });
}

TEST_CASE("an unknown door, and a door of another district, are unknown") {
    in_town([](Town& town) {
        REQUIRE(town.in_city([&](Tx& city) { add_door(city, {.code = "990101-AAAAAA", .area = town.area("990101001001").id, .place = "门口"}); }) == "");
        CHECK(town.get("", "/api/d/990101/doors/990101-AAAAAA").status == 200);
        CHECK(town.get("", "/api/d/140502/doors/990101-AAAAAA").key() == "places.unknown_door");
        CHECK(town.get("", "/api/d/140502/doors/140502-BBBBBB").key() == "places.unknown_door");
    });
}

TEST_CASE("a door hangs in a grid, a community or a village, under a code of its own") {
    in_town([](Town& town) {
        CHECK(town.in_city([&](Tx& city) { add_door(city, {.area = town.area("140502002000").id, .place = "门口"}); }) == "request.invalid");
        const AreaId community = town.area("140502002012").id;
        REQUIRE(town.in_city([&](Tx& city) { add_door(city, {.code = "140502-AAAAAA", .area = community, .place = "门口"}); }) == "");
        CHECK(town.in_city([&](Tx& city) { add_door(city, {.code = "140502-aaaaaa", .area = community, .place = "门口"}); }) == "places.code_taken");
    });
}
