#include "town.h"

using namespace liren;
using namespace liren::places;
using namespace liren::places::testing;

TEST_CASE("everyone reads the tree of a district, each area right before those below it") {
    in_town([](Town& town) {
        const Answer tree = town.get("", "/api/city/areas?district=140502");
        REQUIRE(tree.status == 200);
        std::vector<std::string> names;
        for (const auto& item : tree.items()) names.emplace_back(item.at("name").as_string());
        CHECK(names == std::vector<std::string>{"城区", "西街街道", "前书院社区", "后书院社区", "北石店镇", "小张村"});
        CHECK(tree.items()[2].at("initials").as_string().starts_with("qsysq"));
        CHECK(tree.items()[5].at("kind").as_string() == "village");
    });
}

TEST_CASE("a tree that has not changed is answered with 304, a changed one anew") {
    in_town([](Town& town) {
        const std::string first = town.get("", "/api/city/areas?district=140502").etag;
        CHECK(town.get("", "/api/city/areas?district=140502", first).status == 304);
        town.hire_at("admin", "sys_admin", "140502000000");
        REQUIRE(town.post("admin", "/api/city/areas", town.grid_body(1, town.id("140502002012"), "第1网格")).status == 201);
        const Answer again = town.get("", "/api/city/areas?district=140502", first);
        CHECK(again.status == 200);
        CHECK(again.items().size() == 7);
    });
}

TEST_CASE("a district that is not served is unknown") {
    in_town([](Town& town) {
        CHECK(town.get("", "/api/city/areas?district=110101").key() == "places.unknown_district");
        CHECK(town.get("", "/api/city/areas?district=14").fault("district") == "schema.too_short");
        CHECK(town.get("", "/api/city/districts").items().size() == 2);
    });
}

TEST_CASE("an area outside my scope is not there to be changed") {
    in_town([](Town& town) {
        town.hire_at("admin", "sys_admin", "140502000000");
        const AreaInfo abroad = town.area("990101001001");
        CHECK(town.patch("admin", "/api/city/areas/" + id_text(abroad.id.value), abroad.version, R"({"name":"占用"})").key() == "places.unknown_area");
        CHECK(town.post("admin", "/api/city/areas", town.grid_body(1, id_text(abroad.id.value), "第1网格")).key() == "places.unknown_area");
    });
}

TEST_CASE("strangers and roles without places.manage change no area") {
    in_town([](Town& town) {
        town.hire_at("worker", "community_worker", "140502002012");
        const std::string body = town.grid_body(1, town.id("140502002012"), "第1网格");
        CHECK(town.post("", "/api/city/areas", body).status == 401);
        CHECK(town.post("worker", "/api/city/areas", body).status == 403);
    });
}

TEST_CASE("two areas of one name do not stand below one parent") {
    in_town([](Town& town) {
        town.hire_at("admin", "sys_admin", "140502000000");
        const AreaInfo area = town.area("140502002013");
        CHECK(town.patch("admin", "/api/city/areas/" + id_text(area.id.value), area.version, R"({"name":"前书院社区"})").key() == "places.name_taken");
        CHECK(town.in_city([&](Tx& city) { add_area(city, {.parent = town.area("140502002000").id.value, .kind = "community", .name = "前书院社区"}); }) == "places.name_taken");
    });
}

TEST_CASE("a change names the version it has seen, and a stale one is refused with what changed") {
    in_town([](Town& town) {
        town.hire_at("admin", "sys_admin", "140502000000");
        const AreaInfo area = town.area("140502002013");
        const std::string path = "/api/city/areas/" + id_text(area.id.value);
        CHECK(town.patch("admin", path, area.version, R"({"name":"书院后街社区"})").number("version") == area.version + 1);
        const Answer stale = town.patch("admin", path, area.version, R"({"name":"又一名"})");
        CHECK(stale.status == 412);
        CHECK(stale.body.at("current").at("fields").as_array().front().as_string() == "name");
        CHECK(stale.body.at("current").at("changed_by").as_string() == "Name of admin");
    });
}

TEST_CASE("a district's connection reads where an area lies") {
    in_town([](Town& town) {
        const AreaId id = town.area("140502002012").id;
        town.house().storage->read("d140502", [&](Db& district) {
            const auto area = find_area(district, id);
            REQUIRE(area);
            CHECK(area->label() == "西街街道 前书院社区");
            CHECK(area->path() == "/" + id_text(area->district) + "/" + id_text(area->subdistrict) + "/" + id_text(area->community) + "/");
            CHECK(area->level() == AreaLevel::community);
            CHECK(!find_area(district, AreaId{12345}));
        });
    });
}
