// What the register of institutions promises, on SQLite and PostgreSQL.

#include "office.h"

using namespace liren;
using namespace liren::institutions::testing;

TEST_CASE("an institution is found by name, credit code, representative and place, and key places are a filter") {
    in_office([](Office& office) {
        REQUIRE(office.add_institution("书院便民超市", "shop", R"(,"credit_code":"91350200MA2YJ1XR9G","legal_representative":"单雄信","place":"书院街12号","key_place":false)").status == 201);
        REQUIRE(office.add_institution("阳光幼儿园", "school", R"(,"key_place":true,"phone":"0356-5551234")").status == 201);
        for (const char* word : {"%E4%BE%BF%E6%B0%91", "91350200MA2YJ1XR9G", "sxx", "%E4%B9%A6%E9%99%A2%E8%A1%97"}) CHECK_MESSAGE(office.titles("clerk", std::string("institutions?q=") + word, "name") == Names{"书院便民超市"}, word);
        CHECK(office.titles("clerk", "institutions?key_place=true", "name") == Names{"阳光幼儿园"});
        CHECK(office.titles("clerk", "institutions?institution_kind=shop", "name") == Names{"书院便民超市"});
        CHECK(office.titles("other", "institutions", "name").empty());
        CHECK(office.titles("leader", "institutions", "name").size() == 2);
    });
}

TEST_CASE("one credit code stands in one current row, and a wrong one in none") {
    in_office([](Office& office) {
        REQUIRE(office.add_institution("甲公司", "enterprise", R"(,"credit_code":"91350200ma2yj1xr9g")").status == 201);
        CHECK(office.add_institution("乙公司", "enterprise", R"(,"credit_code":"91350200MA2YJ1XR9G")").fault("credit_code") == "register.taken");
        CHECK(office.add_institution("丙公司", "enterprise", R"(,"credit_code":"91350200MA2YJ1XR9H")").fault("credit_code") == "register.credit_code_check");
        CHECK(office.add_institution("丁公司", "enterprise", R"(,"credit_code":"9135020OMA2YJ1XR9G")").fault("credit_code") == "register.credit_code_form");
        CHECK(office.add_institution("戊公司", "factory").fault("institution_kind") == "register.unknown_code");
    });
}

TEST_CASE("a kind that differs from the credit code, and a key place that cannot be called, are warned of and kept") {
    in_office([](Office& office) {
        const auto of_kind = [&](const char* kind) { return office.warnings(institutions::all_institutions, {{"name", word("某单位")}, {"credit_code", word("91350200MA2YJ1XR9G")}, {"institution_kind", word(kind)}}); };
        CHECK(of_kind("collective") == Names{"institutions.kind_differs@institution_kind"});
        for (const char* kind : {"enterprise", "shop", "school", "resident_unit"}) CHECK_MESSAGE(of_kind(kind).empty(), kind);
        CHECK(office.warnings(institutions::all_institutions, {{"name", word("某网吧")}, {"institution_kind", word("shop")}, {"key_place", std::int64_t{1}}}) == Names{"institutions.key_place_without_phone@phone"});
    });
}

TEST_CASE("an institution is not opened in the future") {
    in_office([](Office& office) { CHECK(office.add_institution("某店", "shop", R"(,"opened_on":"2999-01-01")").fault("opened_on") == "institutions.opened_in_future"); });
}

TEST_CASE("an institution's archive shows its certificates, offers, joint items and assets") {
    in_office([](Office& office) {
        const std::string unit = office.add_institution("某单位", "resident_unit").string("id"), at = R"(,"institution":")" + unit + "\"";
        REQUIRE(office.add("offered-resources", R"(,"resource":"会议室","resource_kind":"venue")" + at).status == 201);
        REQUIRE(office.add("joint-items", R"(,"item":"义诊","done_on":"2026-03-05")" + at).status == 201);
        REQUIRE(office.add("collective-assets", R"(,"name":"机井","asset_kind":"infrastructure")" + at).status == 201);
        REQUIRE(office.add("health-certificates", R"(,"name":"张三","issued_on":"2026-01-01")" + at).status == 201);
        std::set<std::string> shown;
        for (const auto& section : office.get("leader", "/api/d/140502/institutions/" + unit + "/related").items())
            if (!section.at("rows").as_array().empty()) shown.emplace(section.at("register").as_string());
        CHECK(shown == std::set<std::string>{"institutions.collective_asset", "institutions.health_certificate", "institutions.joint_item", "institutions.offered_resource"});
        CHECK(office.get("other", "/api/d/140502/institutions/" + unit + "/related").status == 404);
    });
}

TEST_CASE("every statement of the institutions prepares, and its lists walk an index") {
    in_office([](Office& office) {
        CHECK(statement_faults(*office.house().storage, "institutions", {"find", "after_key", "value", "subject_kind", "name", "institution_kind", "resource_kind", "asset_kind", "asset_state"}).empty());
    });
}
