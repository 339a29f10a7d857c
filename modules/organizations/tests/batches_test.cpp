#include "hall.h"

using namespace liren;
using namespace liren::organizations;
using namespace liren::organizations::testing;

namespace {

std::string batch_body(int ref, const std::vector<std::string>& communities, const std::string& role = "community_worker", const std::string& district = "140502") {
    std::string list;
    for (const std::string& id : communities) list += (list.empty() ? "\"" : ",\"") + id + "\"";
    return R"({"client_ref":")" + client_ref(ref) + R"(","district":")" + district + R"(","role":")" + role + R"(","communities":[)" + list + "]}";
}

}  // namespace

TEST_CASE("a batch opens one administrator for each community that has none") {
    in_hall([](Hall& hall) {
        hall.hire_at("here", "community_worker", "140502002012");
        const std::string first = hall.area_id("140502002012"), second = hall.area_id("140502002013"), village = hall.area_id("140502100245");
        const Answer opened = hall.post("admin", "/api/gate/account-batches", batch_body(1, {first, second, village, second}));
        REQUIRE(opened.status == 201);
        CHECK(opened.items().size() == 2);
        CHECK(opened.body.at("served").as_array().front().at("community").as_string() == first);
        const auto account = opened.items()[0];
        CHECK(account.at("login").as_string() == "140502002013");
        const std::string signing = R"({"login":"140502002013","password":")" + std::string(account.at("initial_password").as_string()) + "\"}";
        const Answer session = hall.post("", "/api/gate/sessions", signing);
        CHECK(session.status == 201);
        CHECK(session.body.at("grants").as_array().front().at("area_name").as_string() == "后书院社区");
        CHECK(hall.post("admin", "/api/gate/account-batches", batch_body(2, {first, second})).key() == "organizations.batch_served");
    });
}

TEST_CASE("the same batch sent again is answered with the same passwords") {
    in_hall([](Hall& hall) {
        const std::string body = batch_body(1, {hall.area_id("140502002013")});
        const Answer first = hall.post("admin", "/api/gate/account-batches", body);
        REQUIRE(first.status == 201);
        const Answer again = hall.post("admin", "/api/gate/account-batches", body);
        CHECK(again.text == first.text);
    });
}

TEST_CASE("a batch stays in its district, in the own areas, and at communities") {
    in_hall([](Hall& hall) {
        CHECK(hall.post("admin", "/api/gate/account-batches", batch_body(1, {})).fault("communities") == "schema.required");
        CHECK(hall.post("admin", "/api/gate/account-batches", batch_body(2, {hall.area_id("990101001001")})).fault("communities") == "places.unknown_area");
        CHECK(hall.post("admin", "/api/gate/account-batches", batch_body(3, {hall.area_id("990101001001")}, "community_worker", "990101")).fault("area") == "places.unknown_area");
        CHECK(hall.post("admin", "/api/gate/account-batches", batch_body(4, {hall.area_id("140502002000")})).fault("area") == "organizations.level_of_role");
        CHECK(hall.post("admin", "/api/gate/account-batches", batch_body(5, {hall.area_id("140502002012")}, "department_staff")).fault("role") == "organizations.level_of_role");
        CHECK(hall.post("admin", "/api/gate/account-batches", batch_body(6, std::vector<std::string>(61, hall.area_id("140502002012")))).fault("communities") == "schema.too_many");
    });
}
