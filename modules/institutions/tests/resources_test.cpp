// Offered resources, joint items and collective assets, on SQLite and PostgreSQL.

#include "office.h"

using namespace liren;
using namespace liren::institutions::testing;

TEST_CASE("a resident unit is registered with the resources it offers and the joint items done") {
    in_office([](Office& office) {
        const std::string unit = office.add_institution("地质勘查院", "resident_unit").string("id"), at = R"(,"institution":")" + unit + "\"";
        const Answer hall = office.add("offered-resources", R"(,"resource":"一楼报告厅","resource_kind":"venue","offered_from":"2026-01-01","terms":"提前三天预约")" + at);
        REQUIRE_MESSAGE(hall.status == 201, hall.text);
        const Answer item = office.add("joint-items", R"(,"item":"春节团拜","done_on":"2026-02-10","people_served":120,"resource":")" + hall.string("id") + "\"" + at);
        REQUIRE_MESSAGE(item.status == 201, item.text);
        CHECK(item.string("institution_name") == "地质勘查院");
        CHECK(item.string("resource_name") == "一楼报告厅");
        CHECK(office.titles("leader", "institutions?institution_kind=resident_unit", "name") == Names{"地质勘查院"});
        CHECK(office.titles("leader", "offered-resources?institution=" + unit, "resource") == Names{"一楼报告厅"});
        CHECK(office.titles("leader", "joint-items?done_on_from=2026-01-01&done_on_to=2026-12-31", "item") == Names{"春节团拜"});
        CHECK(office.titles("leader", "joint-items?resource=" + hall.string("id"), "item") == Names{"春节团拜"});
        CHECK(office.titles("other", "joint-items", "item").empty());
    });
}

TEST_CASE("an offer does not end before it begins, and a joint item is not done in the future") {
    in_office([](Office& office) {
        const std::string at = R"(,"institution":")" + office.add_institution("某单位", "resident_unit").string("id") + "\"";
        CHECK(office.add("offered-resources", R"(,"resource":"停车位","resource_kind":"parking","offered_from":"2026-05-01","offered_to":"2026-04-30")" + at).fault("offered_to") == "institutions.offer_reversed");
        CHECK(office.add("joint-items", R"(,"item":"义诊","done_on":"2999-01-01")" + at).fault("done_on") == "institutions.item_in_future");
        CHECK(office.add("joint-items", R"(,"item":"义诊")" + at).fault("done_on") == "schema.required");
    });
}

TEST_CASE("a collective economic organisation and its assets are registered, to the fen and with their lease") {
    in_office([](Office& office) {
        const Answer collective = office.add_institution("小张村股份经济合作社", "collective");
        REQUIRE_MESSAGE(collective.status == 201, collective.text);
        const std::string at = R"(,"institution":")" + collective.string("id") + "\"";
        const Answer shops = office.add("collective-assets", R"(,"name":"沿街商铺六间","asset_kind":"building","quantity":"6间","book_value":"1280000.50","asset_state":"let","lessee":"某超市","let_from":"2024-01-01","let_to":"2026-12-31","yearly_rent":"96000")" + at);
        REQUIRE_MESSAGE(shops.status == 201, shops.text);
        CHECK(shops.string("book_value") == "1280000.50");
        CHECK(shops.string("yearly_rent") == "96000.00");
        REQUIRE(office.add("collective-assets", R"(,"name":"北坡林地","asset_kind":"land","quantity":"86亩","asset_state":"own_use")" + at).status == 201);
        CHECK(office.titles("leader", "institutions?institution_kind=collective", "name") == Names{"小张村股份经济合作社"});
        CHECK(office.titles("leader", "collective-assets?institution=" + collective.string("id"), "name") == Names{"北坡林地", "沿街商铺六间"});
        CHECK(office.titles("leader", "collective-assets?asset_state=let", "name") == Names{"沿街商铺六间"});
        CHECK(office.titles("leader", "collective-assets?let_to_to=2026-12-31", "name") == Names{"沿街商铺六间"});   // leases that run out
        CHECK(office.titles("other", "collective-assets", "name").empty());
    });
}

TEST_CASE("a lease does not end before it begins, and one to nobody is warned of") {
    in_office([](Office& office) {
        const std::string id = office.add_institution("某合作社", "collective").string("id"), at = R"(,"institution":")" + id + "\"";
        CHECK(office.add("collective-assets", R"(,"name":"机井","asset_kind":"infrastructure","let_from":"2026-05-01","let_to":"2026-04-30")" + at).fault("let_to") == "institutions.lease_reversed");
        CHECK(office.add("collective-assets", R"(,"name":"机井","asset_kind":"infrastructure","book_value":"-1")" + at).fault("book_value") == "register.not_amount");
        const std::int64_t unit = parse_id(id).value();
        CHECK(office.warnings(institutions::collective_assets, {{"name", word("商铺")}, {"institution", unit}, {"asset_kind", word("building")}, {"asset_state", word("let")}}) == Names{"institutions.let_to_nobody@lessee"});
    });
}
