// Health certificates of food workers, on SQLite and PostgreSQL.

#include "office.h"

using namespace liren;
using namespace liren::institutions::testing;

TEST_CASE("the expired health certificates are the list up to yesterday, those that expire soon the list from today") {
    in_office([](Office& office) {
        const std::string shop = office.add_institution("某面馆", "shop").string("id"), at = R"(,"institution":")" + shop + "\"";
        REQUIRE(office.add("health-certificates", R"(,"name":"张三","certificate_number":"JK-001","issued_on":"2024-03-01","expires_on":"2025-02-28")" + at).status == 201);
        REQUIRE(office.add("health-certificates", R"(,"name":"李四","certificate_number":"JK-002","issued_on":"2026-11-01","expires_on":"2027-10-31")" + at).status == 201);
        CHECK(office.titles("leader", "health-certificates?expires_on_to=2026-11-24", "name") == Names{"张三"});
        CHECK(office.titles("leader", "health-certificates?expires_on_from=2026-11-25", "name") == Names{"李四"});
        CHECK(office.titles("leader", "health-certificates?expires_on_from=2027-10-31&expires_on_to=2027-10-31", "name") == Names{"李四"});   // both ends belong to it
        CHECK(office.titles("leader", "health-certificates?q=jk-002", "name") == Names{"李四"});
        CHECK(office.titles("other", "health-certificates", "name").empty());
        CHECK(office.add("health-certificates", R"(,"name":"王五","certificate_number":"JK-001")").fault("certificate_number") == "register.taken");
    });
}

TEST_CASE("a certificate that names no day of expiry is good for a year, also from a leap day") {
    in_office([](Office& office) {
        CHECK(office.add("health-certificates", R"(,"name":"张三","issued_on":"2026-03-01")").string("expires_on") == "2027-03-01");
        CHECK(office.add("health-certificates", R"(,"name":"李四","issued_on":"2024-02-29")").string("expires_on") == "2025-02-28");
        CHECK(office.warnings(institutions::health_certificates, {{"name", word("王五")}}) == Names{"institutions.expiry_unknown@expires_on"});
        CHECK(office.warnings(institutions::health_certificates, {{"name", word("王五")}, {"issued_on", std::int64_t{20260300}}}) == Names{"institutions.expiry_unknown@expires_on"});
    });
}

TEST_CASE("a certificate is not issued in the future, and does not expire before it was issued") {
    in_office([](Office& office) {
        CHECK(office.add("health-certificates", R"(,"name":"张三","issued_on":"2999-01-01")").fault("issued_on") == "institutions.issued_in_future");
        CHECK(office.add("health-certificates", R"(,"name":"张三","issued_on":"2026-03-01","expires_on":"2026-02-01")").fault("expires_on") == "institutions.certificate_reversed");
    });
}
