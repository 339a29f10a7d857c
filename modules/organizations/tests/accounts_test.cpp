#include "hall.h"
#include "liren/password.h"

using namespace liren;
using namespace liren::organizations;
using namespace liren::organizations::testing;

namespace {

std::string account_body(int ref, const std::string& login, const std::string& more = {}) {
    return R"({"client_ref":")" + client_ref(ref) + R"(","login":")" + login + R"(","display_name":"王小明")" + more + "}";
}

std::vector<std::string> logins(const Answer& list) { return names_of(list, "login"); }

}  // namespace

TEST_CASE("a new account gets a first password that keeps the rules and is shown once") {
    in_hall([](Hall& hall) {
        const Answer made = hall.post("admin", "/api/gate/accounts", account_body(1, "wang", R"(,"phone":"138 1234 5678")"));
        REQUIRE(made.status == 201);
        const std::string password = made.string("initial_password");
        CHECK(password.size() == 12);
        CHECK(!password_problem(password));
        CHECK(password.find_first_of("0O1lIo") == std::string::npos);
        const Answer detail = hall.get("admin", "/api/gate/accounts/" + made.string("id"));
        CHECK(detail.text.find(password) == std::string::npos);
        CHECK(detail.string("phone_masked") == "138****5678");
        CHECK(hall.post("", "/api/gate/sessions", R"({"login":"wang","password":")" + password + "\"}").status == 201);
    });
}

TEST_CASE("a login is taken once, and has a form that can be told on the telephone") {
    in_hall([](Hall& hall) {
        REQUIRE(hall.post("admin", "/api/gate/accounts", account_body(1, "wang")).status == 201);
        CHECK(hall.post("admin", "/api/gate/accounts", account_body(2, "wang")).key() == "access.login_taken");
        CHECK(hall.post("admin", "/api/gate/accounts", account_body(3, "Wang Xm")).fault("login") == "organizations.login_form");
        CHECK(hall.post("admin", "/api/gate/accounts", account_body(4, "-wang")).fault("login") == "organizations.login_form");
        CHECK(hall.post("admin", "/api/gate/accounts", account_body(5, "lili", R"(,"district":"990101")")).fault("district") == "places.unknown_district");
        CHECK(hall.post("admin", "/api/gate/accounts", account_body(6, "lili", R"(,"phone":"12")")).fault("phone") == "schema.not_phone");
    });
}

TEST_CASE("an administrator sees the accounts of the own areas only") {
    in_hall([](Hall& hall) {
        hall.hire_at("there", "community_worker", "990101001001");
        hall.hire_at("here", "community_worker", "140502002012");
        hall.hire_at("street", "subdistrict_leader", "140502002000");
        hall.hire("unused");
        CHECK(logins(hall.get("admin", "/api/gate/accounts")) == std::vector<std::string>{"admin", "here", "street", "unused"});
        CHECK(logins(hall.get("admin", "/api/gate/accounts?community=" + hall.area_id("140502002012"))) == std::vector<std::string>{"here"});
        CHECK(hall.get("admin", "/api/gate/accounts?community=" + hall.area_id("990101001001")).key() == "places.unknown_area");
        CHECK(hall.get("admin", "/api/gate/accounts/" + hall.id_of("there")).key() == "organizations.unknown_account");
        CHECK(hall.post("admin", "/api/gate/accounts/" + hall.id_of("there") + "/password-reset", "{}").key() == "organizations.unknown_account");
        CHECK(hall.get("here", "/api/gate/accounts").status == 403);
    });
}

TEST_CASE("an account that reaches beyond my areas is not taken over by a new password") {
    in_hall([](Hall& hall) {
        const AccountId both = hall.hire_at("both", "community_worker", "140502002012");
        hall.house().storage->write_now("gate", {AccountId{}, hall.house().clock.now()}, [&](Tx& gate) { give_grant(gate, both, hall.grant("sys_admin", "990101000000")); });
        const std::string path = "/api/gate/accounts/" + hall.id_of("both");
        CHECK(hall.get("admin", path).status == 200);
        CHECK(hall.post("admin", path + "/password-reset", "{}").key() == "organizations.reaches_further");
        CHECK(hall.patch("admin", path, 1, R"({"disabled":true})").key() == "organizations.reaches_further");
    });
}

TEST_CASE("nobody changes the own account from here") {
    in_hall([](Hall& hall) {
        const std::string path = "/api/gate/accounts/" + hall.id_of("admin");
        CHECK(hall.patch("admin", path, 1, R"({"disabled":true})").key() == "organizations.not_yourself");
        CHECK(hall.post("admin", path + "/password-reset", "{}").key() == "organizations.not_yourself");
    });
}

TEST_CASE("a disabled account is signed out at once") {
    in_hall([](Hall& hall) {
        hall.hire_at("here", "community_worker", "140502002012");
        REQUIRE(hall.get("here", "/api/city/units").status == 200);
        const std::string path = "/api/gate/accounts/" + hall.id_of("here");
        CHECK(hall.patch("admin", path, 1, R"({"disabled":true})").body.at("disabled").as_bool());
        int status = 200;
        for (int tries = 0; tries < 300 && status == 200; ++tries) status = hall.get("here", "/api/city/units").status;   // the seal comes up to 100 ms later
        CHECK(status == 401);
        CHECK(hall.patch("admin", path, 1, R"({"disabled":false})").status == 412);
    });
}
