#include <algorithm>

#include "hall.h"

using namespace liren;
using namespace liren::organizations;
using namespace liren::organizations::testing;

TEST_CASE("the tree has four levels: city, district, subdistrict or town, community") {
    in_hall([](Hall& hall) {
        std::vector<std::string> way;
        for (std::string id = hall.unit("admin", "前书院社区居委会"); !id.empty();) {
            const Answer unit = hall.get("admin", "/api/city/units/" + id);
            if (unit.status != 200) break;
            way.push_back(unit.string("name"));
            id = unit.body.at("parent").is_null() ? "" : unit.string("parent");
            if (id.empty() || !unit.body.at("parent_name").as_string().size()) break;
        }
        CHECK(way == std::vector<std::string>{"前书院社区居委会", "西街街道办事处", "城区人民政府"});
        CHECK(hall.get("admin", "/api/city/units/" + hall.unit("admin", "城区人民政府")).string("parent_name") == "晋城市人民政府");
        CHECK(hall.unit("admin", "北石店镇人民政府") != "");
    });
}

TEST_CASE("one sees one's own node and what stands below it, nothing else") {
    in_hall([](Hall& hall) {
        hall.hire_at("street", "subdistrict_leader", "140502002000");
        hall.hire_at("community", "community_worker", "140502002012");
        CHECK(names_of(hall.get("street", "/api/city/units")) == std::vector<std::string>{"后书院社区居委会", "前书院社区居委会", "西街街道办事处"});
        CHECK(names_of(hall.get("community", "/api/city/units")) == std::vector<std::string>{"前书院社区居委会"});
        CHECK(hall.get("admin", "/api/city/units").items().size() == 6);
        CHECK(hall.get("community", "/api/city/units/" + hall.unit("admin", "西街街道办事处")).key() == "organizations.unknown_unit");
        CHECK(hall.get("", "/api/city/units").status == 401);
    });
}

TEST_CASE("a list of units goes on where the page before ended") {
    in_hall([](Hall& hall) {
        std::vector<std::string> names;
        std::string after;
        for (int pages = 0; pages < 5; ++pages) {
            const Answer page = hall.get("admin", "/api/city/units?limit=2" + after);
            for (const std::string& name : names_of(page)) names.push_back(name);
            if (page.body.at("next").is_null()) break;
            after = "&after=" + page.string("next");
        }
        CHECK(names.size() == 6);
        CHECK(std::is_permutation(names.begin(), names.end(), names_of(hall.get("admin", "/api/city/units")).begin()));
        CHECK(hall.get("admin", "/api/city/units?after=nonsense").key() == "error.cursor");
    });
}

TEST_CASE("units are found by name, by initials and by kind") {
    in_hall([](Hall& hall) {
        CHECK(names_of(hall.get("admin", "/api/city/units?q=qsy")) == std::vector<std::string>{"前书院社区居委会"});
        CHECK(names_of(hall.get("admin", "/api/city/units?kind=villagers_committee")) == std::vector<std::string>{"小张村委会"});
        CHECK(hall.get("admin", "/api/city/units?q=%25").items().empty());
        CHECK(hall.get("admin", "/api/city/units?kind=army").fault("kind") == "schema.not_a_choice");
    });
}

TEST_CASE("a unit stands in an area of one's own, below a unit of one's own") {
    in_hall([](Hall& hall) {
        CHECK(hall.post("admin", "/api/city/units", hall.new_unit(1, "外区局", hall.area_id("990101000000"))).fault("area") == "places.unknown_area");
        CHECK(hall.post("admin", "/api/city/units", hall.new_unit(2, "无此区", "0000000000011")).fault("area") == "places.unknown_area");
        CHECK(hall.post("admin", "/api/city/units", hall.new_unit(3, "城管局", hall.area_id("140502000000"), R"(,"parent":"0000000000011")")).fault("parent") == "organizations.unknown_unit");
        const Answer made = hall.post("admin", "/api/city/units", hall.new_unit(4, "城管局", hall.area_id("140502000000"), R"(,"parent":")" + hall.unit("admin", "城区人民政府") + "\""));
        REQUIRE(made.status == 201);
        CHECK(made.string("parent_name") == "城区人民政府");
        CHECK(hall.post("admin", "/api/city/units", hall.new_unit(5, "城管局", hall.area_id("140502000000"))).key() == "organizations.name_taken");
    });
}

TEST_CASE("a unit does not take the code of another") {
    in_hall([](Hall& hall) {
        const auto add_with_code = [&](const char* name) {
            return key_of([&] {
                hall.house().storage->write_now("city", {AccountId{}, hall.house().clock.now()}, [&](Tx& city) {
                    add_unit(city, {.name = name, .kind = "department", .parent = {}, .area = hall.area("140502000000").id, .division_code = "140502900000", .phone = ""});
                });
            });
        };
        CHECK(add_with_code("一局") == "");
        CHECK(add_with_code("二局") == "organizations.code_taken");
        CHECK(hall.unit("admin", "二局") == "");
    });
}

TEST_CASE("a unit does not stand below itself") {
    in_hall([](Hall& hall) {
        const std::string office = hall.unit("admin", "西街街道办事处"), committee = hall.unit("admin", "前书院社区居委会");
        CHECK(hall.patch("admin", "/api/city/units/" + office, 1, R"({"parent":")" + office + "\"}").fault("parent") == "organizations.parent_loop");
        CHECK(hall.patch("admin", "/api/city/units/" + office, 1, R"({"parent":")" + committee + "\"}").fault("parent") == "organizations.parent_loop");
    });
}

TEST_CASE("whoever lacks organizations.manage changes no unit, and a stale change is refused") {
    in_hall([](Hall& hall) {
        hall.hire_at("community", "community_worker", "140502002012");
        const std::string path = "/api/city/units/" + hall.unit("admin", "前书院社区居委会");
        CHECK(hall.patch("community", path, 1, R"({"phone":"0356-2021234"})").status == 403);
        CHECK(hall.patch("admin", path, 1, R"({"phone":"0356-2021234"})").number("version") == 2);
        CHECK(hall.patch("admin", path, 1, R"({"phone":"0356-1111111"})").status == 412);
        CHECK(hall.patch("admin", "/api/city/units/" + hall.unit("admin", "后书院社区居委会"), 1, R"({"name":"前书院社区居委会"})").status == 200);   // another area
    });
}

TEST_CASE("a community with several committees names them all") {
    in_hall([](Hall& hall) {
        const std::string community = hall.area_id("140502002012");
        const Answer area = hall.post("admin", "/api/city/areas", R"({"client_ref":")" + client_ref(1) + R"(","parent":")" + community + R"(","kind":"committee_area","name":"二居","division_code":"140502002088"})");
        REQUIRE(area.status == 201);
        REQUIRE(hall.post("admin", "/api/city/units", R"({"client_ref":")" + client_ref(2) + R"(","kind":"residents_committee","name":"前书院第二居委会","area":")" + area.string("id") + "\"}").status == 201);
        const Answer detail = hall.get("admin", "/api/city/areas/" + community);
        CHECK(detail.body.at("committees").as_array().size() == 2);
        CHECK(detail.body.at("path").as_array().size() == 4);
        CHECK(hall.get("admin", "/api/city/areas/" + area.string("id")).body.at("committees").as_array().size() == 1);
        CHECK(hall.get("admin", "/api/city/areas/" + hall.area_id("140502002000")).body.at("committees").as_array().empty());
    });
}

TEST_CASE("an area outside my scope is not there to be read") {
    in_hall([](Hall& hall) {
        hall.hire_at("community", "community_worker", "140502002012");
        CHECK(hall.get("community", "/api/city/areas/" + hall.area_id("140502002012")).status == 200);
        CHECK(hall.get("community", "/api/city/areas/" + hall.area_id("140502002013")).key() == "places.unknown_area");
        CHECK(hall.get("admin", "/api/city/areas/" + hall.area_id("990101000000")).key() == "places.unknown_area");
    });
}

TEST_CASE("a community worker learns who answers for the community, up to the district") {
    in_hall([](Hall& hall) {
        hall.hire_at("community", "community_worker", "140502002012");
        const std::string path = "/api/city/areas/" + hall.area_id("140502002012") + "/units";
        CHECK(names_of(hall.get("community", path)) == std::vector<std::string>{"前书院社区居委会", "西街街道办事处", "城区人民政府"});
        CHECK(hall.get("community", "/api/city/areas/" + hall.area_id("140502002013") + "/units").key() == "places.unknown_area");
    });
}

TEST_CASE("the table loaded twice makes no unit twice, and adopts one made by hand") {
    in_hall([](Hall& hall) {
        const std::string suffixes = source_file("packs/divisions/suffixes.yaml");
        load_divisions(hall.house(), small_city, suffixes);
        CHECK(hall.get("admin", "/api/city/units").items().size() == 6);
        hall.house().storage->read("city", [&](Db& city) {
            CHECK(committee_of(city, hall.area("140502002012").id).has_value());
            CHECK(office_of(city, hall.area("140502002000").id).has_value());
            CHECK(!office_of(city, hall.area("140000000000").id).has_value());
        });
    });
}
