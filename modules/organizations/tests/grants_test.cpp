#include "hall.h"

using namespace liren;
using namespace liren::organizations;
using namespace liren::organizations::testing;

namespace {

std::string grant_body(const std::string& role, const std::string& area) { return R"({"role":")" + role + R"(","area":")" + area + "\"}"; }

}  // namespace

TEST_CASE("a role is given in an area of its level") {
    in_hall([](Hall& hall) {
        hall.hire("new");
        const std::string path = "/api/gate/accounts/" + hall.id_of("new") + "/grants";
        CHECK(hall.post("admin", path, grant_body("community_worker", hall.area_id("140502002000"))).fault("area") == "organizations.level_of_role");
        CHECK(hall.post("admin", path, grant_body("subdistrict_leader", hall.area_id("140502002012"))).fault("area") == "organizations.level_of_role");
        CHECK(hall.post("admin", path, grant_body("emperor", hall.area_id("140502002012"))).fault("role") == "organizations.unknown_role");
        CHECK(hall.post("admin", path, R"({"role":"community_worker"})").fault("area") == "schema.required");
        const Answer given = hall.post("admin", path, grant_body("community_worker", hall.area_id("140502002012")));
        REQUIRE(given.status == 201);
        CHECK(given.string("area_name") == "前书院社区");
        CHECK(hall.post("admin", path, grant_body("community_worker", hall.area_id("140502002012"))).key() == "access.granted_already");
        CHECK(hall.remove("admin", "/api/gate/grants/" + given.string("id")).status == 204);
    });
}

TEST_CASE("nobody gives or takes rights beyond the own areas") {
    in_hall([](Hall& hall) {
        hall.hire("new");
        hall.hire_at("there", "community_worker", "990101001001");
        CHECK(hall.post("admin", "/api/gate/accounts/" + hall.id_of("new") + "/grants", grant_body("community_worker", hall.area_id("990101001001"))).fault("area") == "places.unknown_area");
        CHECK(hall.post("admin", "/api/gate/accounts/" + hall.id_of("there") + "/grants", grant_body("community_worker", hall.area_id("140502002012"))).key() == "organizations.unknown_account");
        std::int64_t grant = 0;
        hall.house().storage->read("gate", [&](Db& gate) { grant = grants_of(gate, hall.account("there")).front().id; });
        CHECK(hall.remove("admin", "/api/gate/grants/" + id_text(grant)).key() == "organizations.unknown_grant");
        CHECK(hall.remove("admin", "/api/gate/grants/" + id_text(12345)).key() == "organizations.unknown_grant");
    });
}

TEST_CASE("nobody gives rights to or takes rights from oneself") {
    in_hall([](Hall& hall) {
        CHECK(hall.post("admin", "/api/gate/accounts/" + hall.id_of("admin") + "/grants", grant_body("community_worker", hall.area_id("140502002012"))).key() == "organizations.not_yourself");
        std::int64_t grant = 0;
        hall.house().storage->read("gate", [&](Db& gate) { grant = grants_of(gate, hall.account("admin")).front().id; });
        CHECK(hall.remove("admin", "/api/gate/grants/" + id_text(grant)).key() == "organizations.not_yourself");
    });
}

TEST_CASE("a role of level unit reaches no area, and its holder stays in sight of the administrator") {
    in_hall([](Hall& hall) {
        hall.hire("department");
        const std::string account = "/api/gate/accounts/" + hall.id_of("department");
        REQUIRE(hall.post("admin", account + "/grants", R"({"role":"department_staff"})").status == 201);
        CHECK(hall.get("admin", account).body.at("grants").as_array().front().at("area").is_null());
        CHECK(names_of(hall.get("admin", "/api/gate/accounts"), "login") == std::vector<std::string>{"admin", "department"});
    });
}

TEST_CASE("roles and levels without accounts.manage give nothing") {
    in_hall([](Hall& hall) {
        hall.hire_at("leader", "district_leader", "140502000000");
        hall.hire("new");
        CHECK(hall.post("leader", "/api/gate/accounts/" + hall.id_of("new") + "/grants", grant_body("community_worker", hall.area_id("140502002012"))).status == 403);
        CHECK(hall.post("", "/api/gate/accounts/" + hall.id_of("new") + "/grants", grant_body("community_worker", hall.area_id("140502002012"))).status == 401);
    });
}
