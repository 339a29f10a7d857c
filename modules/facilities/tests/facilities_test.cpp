// What the register of facilities promises, on SQLite and PostgreSQL.

#include "facilities/facilities.h"
#include "tests/city_house.h"

using namespace liren;
using namespace liren::testing;

namespace {

class Street : public CityHouse {
public:
    explicit Street(Installation& installation) : CityHouse(installation, {places::module(), organizations::module(), facilities::module()}) {
        hire_at("clerk", "community_worker", "140502002012");
        hire_at("other", "community_worker", "140502002013");
    }
    Answer add(int ref, const std::string& name, const std::string& more = {}) {
        return post("clerk", "/api/d/140502/facilities", R"({"client_ref":")" + client_ref(ref) + R"(","area":")" + area_id("140502002012") + R"(","name":")" + name + R"(","part_class":"01")" + more + "}");
    }
    std::vector<std::string> names(const std::string& as, const std::string& query) {
        std::vector<std::string> found;
        for (const auto& item : get(as, "/api/d/140502/facilities?" + query).items()) found.emplace_back(item.at("name").as_string());
        return found;
    }
    std::vector<std::string> warnings(const std::string& part_code) {
        Record row;
        row.area = area("140502002012").id.value;
        row.values.resize(facilities::all_facilities.fields().size());
        row.values[facilities::all_facilities.index_of("name")] = std::string("路灯");
        row.values[facilities::all_facilities.index_of("part_class")] = std::string("01");
        row.values[facilities::all_facilities.index_of("part_code")] = part_code;
        Findings findings;
        house().storage->read("d140502", [&](Db& db) { check_record(db, house(), facilities::all_facilities, row, findings); });
        std::vector<std::string> found;
        for (const Finding& warning : findings.warnings()) found.push_back(warning.key + "@" + warning.field);
        return found;
    }
};

void in_street(const std::function<void(Street&)>& test) {
    with_each_installation([&](Installation& installation) {
        Street street(installation);
        test(street);
    });
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a facility is found by name, place, code and unit, and the list narrows by class and state") {
    in_street([](Street& street) {
        REQUIRE(street.add(1, "路灯17号", R"(,"part_code":"1405020109000017","place":"书院街口东侧","facility_state":"damaged","responsible_unit":"市政设施中心")").status == 201);
        REQUIRE(street.add(2, "消防栓", R"(,"facility_state":"good")").status == 201);
        for (const char* word : {"%E8%B7%AF%E7%81%AF", "%E4%B9%A6%E9%99%A2", "1405020109000017", "%E5%B8%82%E6%94%BF"}) CHECK_MESSAGE(street.names("clerk", std::string("q=") + word) == Names{"路灯17号"}, word);
        CHECK(street.names("clerk", "facility_state=damaged") == Names{"路灯17号"});
        CHECK(street.names("clerk", "part_class=01").size() == 2);
        CHECK(street.names("clerk", "part_class=02").empty());
        CHECK(street.names("other", "").empty());
    });
}

TEST_CASE("one part code stands in one current row") {
    in_street([](Street& street) {
        REQUIRE(street.add(1, "路灯", R"(,"part_code":"1405020109000017")").status == 201);
        CHECK(street.add(2, "路灯", R"(,"part_code":"1405020109000017")").fault("part_code") == "register.taken");
        CHECK(street.add(3, "路灯", R"(,"part_class":"07")").fault("part_class") == "register.unknown_code");
    });
}

TEST_CASE("a part code of another form or of another class is warned of and kept") {
    in_street([](Street& street) {
        CHECK(street.warnings("LD-017") == Names{"facilities.code_form@part_code"});
        CHECK(street.warnings("1405020309000017") == Names{"facilities.class_differs@part_class"});
        CHECK(street.warnings("1405020109000017").empty());
    });
}

TEST_CASE("a facility is neither installed nor checked in the future") {
    in_street([](Street& street) {
        CHECK(street.add(1, "路灯", R"(,"installed_on":"2999-01-01")").fault("installed_on") == "facilities.installed_in_future");
        CHECK(street.add(2, "路灯", R"(,"checked_on":"2999-01-01")").fault("checked_on") == "facilities.checked_in_future");
    });
}

TEST_CASE("facilities not checked since a day are a filter of their list") {
    in_street([](Street& street) {
        REQUIRE(street.add(1, "老健身器材", R"(,"checked_on":"2025-03-01")").status == 201);
        REQUIRE(street.add(2, "新健身器材", R"(,"checked_on":"2026-03-01")").status == 201);
        CHECK(street.names("clerk", "checked_on_to=2025-12-31") == Names{"老健身器材"});
        CHECK(street.names("clerk", "checked_on_from=2026-01-01") == Names{"新健身器材"});
    });
}

TEST_CASE("every statement of the facilities prepares, and its lists walk an index") {
    in_street([](Street& street) { CHECK(statement_faults(*street.house().storage, "facilities", {"find", "after_key", "value", "subject_kind", "name", "part_class", "facility_state"}).empty()); });
}
