#include "hall.h"

using namespace liren;
using namespace liren::organizations;
using namespace liren::organizations::testing;

namespace {

std::string post_body(const std::string& account) { return R"({"account":")" + account + R"(","title":"主任"})"; }

}  // namespace

TEST_CASE("a post makes its holder known to the house, and taking it ends that") {
    in_hall([](Hall& hall) {
        hall.hire_at("community", "community_worker", "140502002012");
        const std::string unit = hall.unit("admin", "前书院社区居委会");
        const Answer given = hall.post("admin", "/api/city/units/" + unit + "/posts", post_body(hall.id_of("community")));
        REQUIRE(given.status == 201);
        CHECK(given.string("account_name") == "Name of community");
        CHECK(hall.house().units_of(hall.account("community")).size() == 1);
        const Answer detail = hall.get("admin", "/api/city/units/" + unit);
        CHECK(detail.body.at("posts").as_array().front().at("title").as_string() == "主任");
        CHECK(detail.number("posts_count") == 1);
        CHECK(hall.remove("admin", "/api/city/posts/" + given.string("id")).status == 204);
        CHECK(hall.house().units_of(hall.account("community")).empty());
        CHECK(hall.remove("admin", "/api/city/posts/" + given.string("id")).key() == "organizations.unknown_post");
    });
}

TEST_CASE("one person holds one post in a unit") {
    in_hall([](Hall& hall) {
        hall.hire("worker");
        const std::string path = "/api/city/units/" + hall.unit("admin", "前书院社区居委会") + "/posts";
        REQUIRE(hall.post("admin", path, post_body(hall.id_of("worker"))).status == 201);
        CHECK(hall.post("admin", path, post_body(hall.id_of("worker"))).key() == "organizations.post_held_already");
    });
}

TEST_CASE("a post is given to staff only, in a unit of one's own, with a title") {
    in_hall([](Hall& hall) {
        hall.hire_at("other", "sys_admin", "990101000000");
        hall.hire("worker");
        const std::string path = "/api/city/units/" + hall.unit("admin", "前书院社区居委会") + "/posts";
        CHECK(hall.post("admin", path, post_body("0000000000011")).fault("account") == "organizations.not_staff");
        CHECK(hall.post("admin", path, R"({"account":")" + hall.id_of("worker") + R"(","title":" "})").fault("title") == "schema.required");
        CHECK(hall.post("other", path, post_body(hall.id_of("worker"))).key() == "organizations.unknown_unit");
        const Answer given = hall.post("admin", path, post_body(hall.id_of("worker")));
        CHECK(hall.remove("other", "/api/city/posts/" + given.string("id")).key() == "organizations.unknown_unit");
    });
}
