// Cells that name rows of other registers: found, made with the row when somebody chose so, taken back with the import; and two
// imports of the same rows.

#include "import_house.h"

using namespace liren;
using namespace liren::imports::testing;

namespace {

const Table family = {{"姓名", "联系电话", "户名", "现住址"},
                      {"马一", "13800002001", "马一户", "6号楼2单元501"},
                      {"苗二", "13800002002", "马一户", "6号楼2单元501"},
                      {"凤三", "13800002003", "", "6号楼2单元502"}};

/// Both references make what nobody knows.
Answer making(ImportHouse& house, const Answer& import, const std::string& as = "clerk") {
    return house.patch(as, house.path(import) + "/layout", 1, R"({"header_row":1,"columns":[{"index":2,"field":"household","creates":true},{"index":3,"field":"dwelling","creates":true}]})");
}

std::string keys_of(const boost::json::value& row) {
    std::string keys;
    for (const auto& finding : row.at("findings").as_array()) keys += std::string(finding.at("key").as_string()) + " ";
    return keys;
}

std::vector<std::string> titles(ImportHouse& house, const std::string& path, const std::string& member) {
    std::vector<std::string> found;
    for (const auto& item : house.get("clerk", "/api/d/140502/" + path).items()) found.emplace_back(item.at(member).as_string());
    return found;
}

/// The only person there is, with every field.
boost::json::value only_person(ImportHouse& house) { return house.get("clerk", "/api/d/140502/people/" + std::string(house.get("clerk", "/api/d/140502/people").items().at(0).at("id").as_string())).body; }

std::string made_of(const Answer& import) {
    std::string made;
    for (const auto& one : import.body.at("made").as_array())
        made += std::string(one.at("register_kind").as_string()) + " " + std::to_string(one.at("settled").as_int64()) + " " + std::to_string(one.at("number").as_int64()) + "; ";
    return made;
}

}  // namespace

TEST_CASE("a household and a dwelling that nobody knows are left empty, and the row says so") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet(family));
        house.step("clerk", import, "check");
        CHECK(keys_of(house.rows(import, "new")[0]) == "imports.unknown_reference imports.unknown_reference ");
        house.step("clerk", import, "writing");
        CHECK(titles(house, "dwellings", "label").empty());
        CHECK(house.names().size() == 3);
    });
}

TEST_CASE("what is missing is made with the first row that names it, once, and taken back with the import") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet(family));
        const Answer chosen = making(house, import);
        REQUIRE_MESSAGE(chosen.status == 200, chosen.text);
        CHECK(chosen.body.at("columns").as_array()[3].at("creates").as_bool());
        CHECK(ImportHouse::outcomes(house.step("clerk", import, "check")) == Counts{{"new", 3}});
        const auto rows = house.rows(import, "new");
        CHECK(keys_of(rows[0]) == "imports.will_be_made imports.building_will_be_made imports.will_be_made ");
        CHECK(boost::json::serialize(rows[0].at("will_make")) == R"([{"field":"dwelling","title":"6号楼2单元501"},{"field":"household","title":"马一户"}])");
        CHECK(titles(house, "dwellings", "label").empty());   // a dry run makes nothing
        const Answer written = house.step("clerk", import, "writing");
        CHECK(made_of(written) == "dwellings.building 1 1; dwellings.dwelling 1 2; people.household 1 1; ");
        CHECK(titles(house, "dwellings", "label") == Names{"6号楼2单元501", "6号楼2单元502"});
        CHECK(titles(house, "people", "dwelling_name") == Names{"6号楼2单元502", "6号楼2单元501", "6号楼2单元501"});
        CHECK(titles(house, "households", "dwelling_name") == Names{"6号楼2单元501"});   // where the first of them lives
        const Answer undone = house.step("clerk", import, "undoing");
        CHECK(made_of(undone) == "dwellings.building 3 1; dwellings.dwelling 3 2; people.household 3 1; ");
        CHECK(titles(house, "dwellings", "label").empty());
        CHECK(titles(house, "households", "label").empty());
        CHECK(house.names().empty());
    });
}

TEST_CASE("a row that was made stays when the import is taken back, as long as somebody refers to it") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet(family));
        making(house, import);
        house.step("clerk", import, "check");
        house.step("clerk", import, "writing");
        const Answer later = house.upload("clerk", spreadsheet({{"姓名", "联系电话", "现住址"}, {"花四", "13800002004", "6号楼2单元502"}}));
        house.step("clerk", later, "check");
        house.step("clerk", later, "writing");
        CHECK(made_of(house.step("clerk", import, "undoing")) == "dwellings.building 4 1; dwellings.dwelling 3 1; dwellings.dwelling 4 1; people.household 3 1; ");
        CHECK(titles(house, "dwellings", "label") == Names{"6号楼2单元502"});
        CHECK(house.names() == Names{"花四"});
    });
}

TEST_CASE("a conflict with what will be made is decided like any other") {
    in_imports([](ImportHouse& house) {
        const Answer first = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "户名", "现住址"}, {"张三", "11010519491231002X", "", "1号楼101"}, {"李四", "440524188001010014", "", ""}}));
        making(house, first);
        house.step("clerk", first, "check");
        house.step("clerk", first, "writing");
        const Answer second = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "户名", "现住址"}, {"张三", "11010519491231002X", "", "1号楼102"}, {"李四", "440524188001010014", "", "1号楼103"}}));
        making(house, second);
        CHECK(ImportHouse::outcomes(house.step("clerk", second, "check")) == Counts{{"changed", 1}, {"conflict", 1}});
        CHECK(house.rows(second, "conflict")[0].at("differing").as_array()[0].as_string() == "dwelling");
        REQUIRE(house.decide("clerk", second, R"({"outcome":"conflict","decision":"register","rows":[]})").status == 200);
        house.step("clerk", second, "writing");
        CHECK(titles(house, "dwellings", "label") == Names{"1号楼101", "1号楼103"});   // nothing is made for what the register keeps
    });
}

TEST_CASE("a tenure makes the dwelling it names; its person must be known") {
    in_imports([](ImportHouse& house) {
        const Answer persons = house.upload("clerk", spreadsheet({{"姓名", "联系电话"}, {"张三", "13800002010"}}));
        house.step("clerk", persons, "check");
        house.step("clerk", persons, "writing");
        const Answer import = house.upload("clerk", spreadsheet({{"房屋", "居民", "权属关系"}, {"3号楼301", "张三", "产权人"}, {"3号楼302", "李四", "承租人"}, {"合计", "2户", ""}}), "140502002012", "dwellings.tenure");
        REQUIRE_MESSAGE(import.status == 201, import.text);
        REQUIRE(house.patch("clerk", house.path(import) + "/layout", 1, R"({"header_row":1,"columns":[{"index":0,"field":"dwelling","creates":true}]})").status == 200);
        CHECK(ImportHouse::outcomes(house.step("clerk", import, "check")) == Counts{{"new", 1}, {"wrong", 2}});
        const auto wrong = house.rows(import, "wrong");
        CHECK(keys_of(wrong[0]) == "schema.required imports.building_will_be_made imports.will_be_made imports.unknown_reference ");
        CHECK(keys_of(wrong[1]) == "imports.sum_row ");
        house.step("clerk", import, "writing");
        CHECK(titles(house, "dwellings", "label") == Names{"3号楼301"});
        CHECK(titles(house, "tenures", "person_name") == Names{"张三"});
        house.step("clerk", import, "undoing");
        CHECK(titles(house, "dwellings", "label").empty());
    });
}

TEST_CASE("a name that several bear leads nowhere, and says who bears it") {
    in_imports([](ImportHouse& house) {
        const Answer buildings = house.upload("clerk", spreadsheet({{"楼栋名称"}, {"1号楼"}, {"2号楼"}}), "140502002012", "dwellings.building");
        house.step("clerk", buildings, "check");
        house.step("clerk", buildings, "writing");
        const Answer dwellings = house.upload("clerk", spreadsheet({{"门牌号", "楼栋"}, {"101", "1号楼"}, {"101", "2号楼"}}), "140502002012", "dwellings.dwelling");
        house.step("clerk", dwellings, "check");
        house.step("clerk", dwellings, "writing");
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "联系电话", "户名", "现住址"}, {"张三", "13800002005", "", "101"}}));
        making(house, import);
        house.step("clerk", import, "check");
        const auto row = house.rows(import, "new")[0];
        CHECK(keys_of(row) == "imports.ambiguous_reference ");
        const std::string text(row.at("findings").as_array()[0].at("text").as_string());
        CHECK(text.find("101 (1号楼 · 前书院社区); 101 (2号楼 · 前书院社区)") != std::string::npos);
    });
}

TEST_CASE("only what a name alone can be is made on the way, by who may add it") {
    in_imports([](ImportHouse& house) {
        const Answer vehicles = house.upload("clerk", spreadsheet({{"车牌号", "车主"}, {"晋E12345", "张三"}}), "140502002012", "vehicles.vehicle");
        CHECK(house.patch("clerk", house.path(vehicles) + "/layout", 1, R"({"header_row":1,"columns":[{"index":1,"field":"owner","creates":true}]})").fault("columns") == "imports.cannot_be_made");
        house.house().put_roles(source_file("packs/roles/roles.yaml") + "  - code: people_clerk\n    level: community\n    permissions: [imports.read, imports.run, people.read, people.manage]\n");
        house.hire_at("people_clerk", "people_clerk", "140502002012");
        const Answer import = house.upload("people_clerk", spreadsheet(family));
        REQUIRE_MESSAGE(import.status == 201, import.text);
        CHECK(making(house, import, "people_clerk").fault("columns") == "imports.may_not_make");
        CHECK(house.patch("people_clerk", house.path(import) + "/layout", 1, R"({"header_row":1,"columns":[{"index":2,"field":"household","creates":true}]})").status == 200);
    });
}

TEST_CASE("two imports of the same rows, checked before either is written, make each person and dwelling once") {
    in_imports([](ImportHouse& house) {
        Table table = {{"姓名", "身份证号", "联系电话", "现住址"}, {"张三", "11010519491231002X", "13800002006", "1号楼101"}, {"李四", "", "13800002007", "1号楼101"}};
        const auto begin = [&] {
            const Answer import = house.upload("clerk", spreadsheet(table));
            house.patch("clerk", house.path(import) + "/layout", 1, R"({"header_row":1,"columns":[{"index":3,"field":"dwelling","creates":true}]})");
            house.step("clerk", import, "check");
            return import;
        };
        const Answer first = begin(), second = begin();
        for (const Answer& import : {first, second}) house.post_at("clerk", house.path(import) + "/writing", house.get("clerk", house.path(import)).number("version"), "{}");
        house.house().jobs.run_due("d140502");
        CHECK(house.names() == Names{"李四", "张三"});
        CHECK(titles(house, "dwellings", "label") == Names{"1号楼101"});
        CHECK(ImportHouse::outcomes(house.get("clerk", house.path(first))) == Counts{{"new", 2}});
        CHECK(ImportHouse::outcomes(house.get("clerk", house.path(second))) == Counts{{"identical", 1}, {"alike", 1}});
        // What the second found there already is not its own to take back.
        house.step("clerk", second, "undoing");
        CHECK(house.names() == Names{"李四", "张三"});
        house.step("clerk", first, "undoing");
        CHECK(house.names().empty());
    });
}

TEST_CASE("taking back leaves a person whom another import had added before, though both thought they were new") {
    in_imports([](ImportHouse& house) {
        const Answer first = house.upload("clerk", spreadsheet({{"姓名", "身份证号"}, {"张三", "11010519491231002X"}}));
        const Answer second = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "备注"}, {"张三", "11010519491231002X", "独居"}}));
        house.step("clerk", first, "check");
        CHECK(ImportHouse::outcomes(house.step("clerk", second, "check")) == Counts{{"new", 1}});
        house.step("clerk", first, "writing");
        CHECK(ImportHouse::outcomes(house.step("clerk", second, "writing")) == Counts{{"changed", 1}});
        house.step("clerk", second, "undoing");
        CHECK(house.names() == Names{"张三"});
        CHECK(only_person(house).at("note").is_null());
    });
}

TEST_CASE("a decision about other fields than those that differ now is asked for again") {
    in_imports([](ImportHouse& house) {
        const Answer before = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "手机", "备注"}, {"张三", "11010519491231002X", "13800002008", "甲"}}));
        house.step("clerk", before, "check");
        house.step("clerk", before, "writing");
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "手机", "备注"}, {"张三", "11010519491231002X", "13800002009", "甲"}}));
        house.step("clerk", import, "check");
        REQUIRE(house.decide("clerk", import, R"({"outcome":"conflict","decision":"file","rows":[]})").status == 200);
        const auto person = house.get("clerk", "/api/d/140502/people").items()[0];
        REQUIRE(house.patch("clerk", "/api/d/140502/people/" + std::string(person.at("id").as_string()), 1, R"({"note":"乙"})").status == 200);
        house.step("clerk", import, "writing");
        CHECK(only_person(house).at("note").as_string() == "乙");
        CHECK(house.rows(import, "conflict")[0].at("decision").as_string().empty());
        CHECK(house.rows(import, "conflict")[0].at("differing").as_array().size() == 2);
    });
}
