#include "town.h"

using namespace liren;
using namespace liren::places;
using namespace liren::places::testing;

TEST_CASE("a grid gets its community's code, a digit for its kind and a serial") {
    in_town([](Town& town) {
        town.hire_at("admin", "sys_admin", "140502000000");
        const std::string community = town.id("140502002012");
        CHECK(town.post("admin", "/api/city/areas", town.grid_body(1, community, "第1网格")).string("code") == "1405020020120001");
        CHECK(town.post("admin", "/api/city/areas", town.grid_body(2, community, "第2网格")).string("code") == "1405020020120002");
        CHECK(town.post("admin", "/api/city/areas", town.grid_body(3, community, "商场", R"({"kind":"exclusive"})")).string("code") == "1405020020121001");
    });
}

TEST_CASE("a grid of another kind gets another code, and no other grid ever gets the old one") {
    in_town([](Town& town) {
        town.hire_at("admin", "sys_admin", "140502000000");
        const std::string community = town.id("140502002012");
        const Answer made = town.post("admin", "/api/city/areas", town.grid_body(1, community, "第1网格"));
        CHECK(town.patch("admin", "/api/city/areas/" + made.string("id"), 1, R"({"grid":{"kind":"exclusive"}})").string("code") == "1405020020121001");
        CHECK(town.area("1405020020120001").name == "第1网格");
        CHECK(town.post("admin", "/api/city/areas", town.grid_body(2, community, "第2网格")).string("code") == "1405020020120002");
    });
}

TEST_CASE("a grid stands in a community or village, not in a subdistrict and not in a grid") {
    in_town([](Town& town) {
        town.hire_at("admin", "sys_admin", "140502000000");
        CHECK(town.post("admin", "/api/city/areas", town.grid_body(1, town.id("140502002000"), "第1网格")).fault("parent") == "places.grid_parent");
        const Answer made = town.post("admin", "/api/city/areas", town.grid_body(2, town.id("140502100245"), "第1网格"));
        REQUIRE(made.status == 201);
        CHECK(town.post("admin", "/api/city/areas", town.grid_body(3, made.string("id"), "微网格")).fault("parent") == "places.grid_parent");
    });
}

TEST_CASE("the worker of a grid is a member of staff who may sign in") {
    in_town([](Town& town) {
        town.hire_at("admin", "sys_admin", "140502000000");
        const AccountId worker = town.hire("worker");
        const std::string community = town.id("140502002012");
        const auto with_worker = [](AccountId id) { return R"({"kind":"basic","public_phone":"0356 2021234","worker_account":")" + id_text(id.value) + "\"}"; };
        CHECK(town.post("admin", "/api/city/areas", town.grid_body(1, community, "第1网格", with_worker(AccountId{77}))).fault("grid.worker_account") == "places.unknown_worker");
        AccountId resident;
        town.house().storage->write_now("gate", {AccountId{}, town.house().clock.now()}, [&](Tx& gate) {
            resident = create_account(gate, town.house().keyring, {.login = "resident", .display_name = "R", .kind = "resident", .password_hash = "-"});
        });
        CHECK(town.post("admin", "/api/city/areas", town.grid_body(2, community, "第1网格", with_worker(resident))).fault("grid.worker_account") == "places.unknown_worker");
        const Answer made = town.post("admin", "/api/city/areas", town.grid_body(3, community, "第1网格", with_worker(worker)));
        REQUIRE(made.status == 201);
        CHECK(made.body.at("grid").at("worker_name").as_string() == "Name of worker");
        CHECK(made.body.at("grid").at("public_phone").as_string() == "0356-2021234");
        town.house().storage->read("d140502", [&](Db& district) { CHECK(grid_worker(district, AreaId{parse_id(made.string("id")).value()}) == worker); });
    });
}

TEST_CASE("what a grid needs and what others must not have is said field by field") {
    in_town([](Town& town) {
        town.hire_at("admin", "sys_admin", "140502000000");
        const std::string community = town.id("140502002012"), ref = client_ref(1);
        const std::string head = R"({"client_ref":")" + ref + R"(","parent":")" + community + R"(",)";
        CHECK(town.post("admin", "/api/city/areas", head + R"("kind":"grid","name":"x"})").fault("grid") == "schema.required");
        CHECK(town.post("admin", "/api/city/areas", head + R"("kind":"village","name":"x"})").fault("kind") == "schema.not_a_choice");
        CHECK(town.post("admin", "/api/city/areas", head + R"("kind":"committee_area","name":"x","division_code":"14050200201x"})").fault("division_code") == "places.code_form");
        CHECK(town.post("admin", "/api/city/areas", head + R"("kind":"grid","name":"x","grid":{"kind":"basic","public_phone":"12"}})").fault("grid.public_phone") == "schema.not_phone");
        CHECK(town.patch("admin", "/api/city/areas/" + community, 1, R"({"grid":{"kind":"basic"}})").fault("grid") == "places.not_a_grid");
    });
}

TEST_CASE("a community has at most 999 grids of a kind") {
    in_town([](Town& town) {
        town.hire_at("admin", "sys_admin", "140502000000");
        const AreaInfo community = town.area("140502002012");
        REQUIRE(town.in_city([&](Tx& city) { add_division_code(city, community.code + "0999", community.id); city.record({.name = "places.area_changed", .subject_kind = "places.area", .subject = community.id.value}); }) == "");
        CHECK(town.post("admin", "/api/city/areas", town.grid_body(1, town.id("140502002012"), "第1网格")).key() == "places.grids_full");
        CHECK(town.post("admin", "/api/city/areas", town.grid_body(2, town.id("140502002012"), "商场", R"({"kind":"exclusive"})")).status == 201);
    });
}

TEST_CASE("a division code belongs to one area") {
    in_town([](Town& town) {
        town.hire_at("admin", "sys_admin", "140502000000");
        const std::string body = R"({"client_ref":")" + client_ref(1) + R"(","parent":")" + town.id("140502002012") + R"(","kind":"committee_area","name":"二居","division_code":"140502002013"})";
        CHECK(town.post("admin", "/api/city/areas", body).key() == "places.code_taken");
    });
}
