// The fields a city adds are columns like any other: recognized by their label, read by their kind, compared, written, taken back.

#include "import_house.h"

using namespace liren;
using namespace liren::imports::testing;

namespace {

/// heating (a choice), rooms (an integer), checked_on (a date), pets (yes or no), remark (a text of at most ten characters).
void add_fields(ImportHouse& house, bool required = false) {
    const auto add = [&](const std::string& name, const std::string& kind, const std::string& label, const std::string& more = {}) {
        const Answer added = house.post("admin", "/api/city/extra-fields", R"({"register_kind":"people.person","name":")" + name + R"(","kind":")" + kind + R"(","label":")" + label + R"(","label_en":"My )" + name + '"' + more + "}");
        REQUIRE_MESSAGE(added.status == 201, added.text);
    };
    add("heating", "code", "供暖方式", R"(,"choices":["集中供暖","燃气","无"])");
    add("rooms", "integer", "间数", required ? R"(,"required":true)" : "");
    add("checked_on", "date", "核对日期");
    add("pets", "boolean", "养犬");
    add("remark", "text", "网格备注", R"(,"maximum":10)");
    REQUIRE(ImportHouse::until([&] { return extra_fields_of(house.house(), people::persons)->size() == 5; }));
}

std::map<std::string, std::string> fields_of(const Answer& import) {
    std::map<std::string, std::string> fields;
    for (const auto& column : import.body.at("columns").as_array()) fields[std::string(column.at("title").as_string())] = std::string(column.at("field").as_string());
    return fields;
}

boost::json::object extra_of_person(ImportHouse& house, const std::string& name) {
    for (const auto& item : house.get("clerk", "/api/d/140502/people").items())
        if (item.at("name").as_string() == name) return house.get("clerk", "/api/d/140502/people/" + std::string(item.at("id").as_string())).body.at("extra").as_object();
    return {};
}

}  // namespace

TEST_CASE("an added field is recognized by its label in every language, and below no title by its choices") {
    in_imports([](ImportHouse& house) {
        add_fields(house);
        const Answer named = house.upload("clerk", spreadsheet({{"姓名", "供暖方式", "My rooms", "核对日期：", "网格备注"}, {"张三", "燃气", "3", "2024.5.1", "好"}}));
        REQUIRE_MESSAGE(named.status == 201, named.text);
        auto fields = fields_of(named);
        CHECK(fields["供暖方式"] == "extra.heating");
        CHECK(fields["My rooms"] == "extra.rooms");
        CHECK(fields["核对日期："] == "extra.checked_on");
        CHECK(fields["网格备注"] == "extra.remark");
        const Answer untitled = house.upload("clerk", comma_separated({{"张三", "燃气", "11010519491231002X"}, {"李四", "集中供暖", "440524188001010014"}, {"王五", "无", ""}}));
        REQUIRE_MESSAGE(untitled.status == 201, untitled.text);
        CHECK(untitled.body.at("columns").as_array()[1].at("field").as_string() == "extra.heating");
    });
}

TEST_CASE("a cell of an added field is held to the field's own rules, and the explanation names it by its label") {
    in_imports([](ImportHouse& house) {
        add_fields(house, true);
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "供暖方式", "间数", "核对日期", "养犬", "网格备注"},
                                                                {"张三", " 燃气 ", "３间", "2024年5月1日", "是", "好"},
                                                                {"李四", "柴", "2", "", "", ""},
                                                                {"王五", "无", "三", "", "", ""},
                                                                {"赵六", "无", "", "", "", ""},
                                                                {"钱七", "无", "1", "2024-13-01", "", ""},
                                                                {"孙八", "无", "1", "", "也许", ""},
                                                                {"周九", "无", "1", "", "", "一二三四五六七八九十一"}}));
        const Answer checked = house.step("clerk", import, "check");
        REQUIRE_MESSAGE((ImportHouse::outcomes(checked) == Counts{{"new", 1}, {"wrong", 6}}), (checked.text + house.get("clerk", house.path(import) + "/rows").text));
        std::map<std::int64_t, std::string> faults;
        for (const auto& row : house.rows(import, "wrong"))
            for (const auto& finding : row.at("findings").as_array())
                if (finding.at("refuses").as_bool()) faults[row.at("number").as_int64()] += std::string(finding.at("field").as_string()) + " " + std::string(finding.at("key").as_string()) + ";";
        CHECK(faults[3] == "extra.heating imports.unknown_code;");
        CHECK(faults[4] == "extra.rooms imports.not_number;");
        CHECK(faults[5] == "extra.rooms schema.required;");
        CHECK(faults[6] == "extra.checked_on imports.not_date;");
        CHECK(faults[7] == "extra.pets imports.not_boolean;");
        CHECK(faults[8] == "extra.remark schema.too_long;");
        const auto fresh = house.rows(import, "new");
        CHECK(fresh[0].at("file").at("extra").at("heating").as_string() == "燃气");
        CHECK(fresh[0].at("file").at("extra").at("rooms").as_int64() == 3);
        house.step("clerk", import, "writing");
        const boost::json::object extra = extra_of_person(house, "张三");
        CHECK(extra.at("checked_on").as_string() == "2024-05-01");
        CHECK(extra.at("pets").as_bool());
        std::string words;
        Workbook book = open_workbook_bytes(house.get("clerk", house.path(import) + "/explanation").text);
        book.read_rows(0, [&](const SheetRow& row) {
            for (const SheetCell& cell : row.cells) words += std::string(cell.text) + "\n";
            return SheetStep::go_on;
        });
        CHECK(words.find("供暖方式: ") != std::string::npos);
        CHECK(words.find("extra.") == std::string::npos);
    });
}

TEST_CASE("an added field is new, filled in, identical or in conflict like a declared one, and taken back with its import") {
    in_imports([](ImportHouse& house) {
        add_fields(house);
        const Answer first = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "供暖方式", "间数"}, {"张三", "11010519491231002X", "燃气", "3"}, {"李四", "440524188001010014", "", ""}}));
        CHECK(ImportHouse::outcomes(house.step("clerk", first, "check")) == Counts{{"new", 2}});
        house.step("clerk", first, "writing");
        const Table later = {{"姓名", "身份证号", "供暖方式", "间数"}, {"张三", "11010519491231002X", "无", "3"}, {"李四", "440524188001010014", "燃气", "2"}};
        const Answer second = house.upload("clerk", spreadsheet(later));
        CHECK(ImportHouse::outcomes(house.step("clerk", second, "check")) == Counts{{"conflict", 1}, {"changed", 1}});
        CHECK(house.rows(second, "conflict")[0].at("differing").as_array()[0].as_string() == "extra.heating");
        REQUIRE(house.decide("clerk", second, R"({"outcome":"conflict","decision":"file","rows":[],"fields":"extra.heating"})").status == 200);
        house.step("clerk", second, "writing");
        CHECK(extra_of_person(house, "张三").at("heating").as_string() == "无");
        CHECK(extra_of_person(house, "李四").at("rooms").as_int64() == 2);
        const Answer again = house.upload("clerk", spreadsheet(later));
        CHECK(ImportHouse::outcomes(house.step("clerk", again, "check")) == Counts{{"identical", 2}});
        CHECK(house.step("clerk", second, "undoing").string("state") == "undone");
        CHECK(extra_of_person(house, "张三").at("heating").as_string() == "燃气");
        CHECK(extra_of_person(house, "张三").at("rooms").as_int64() == 3);
        CHECK(extra_of_person(house, "李四").at("heating").is_null());
        CHECK(extra_of_person(house, "李四").at("rooms").is_null());
    });
}

TEST_CASE("a retired field is no column: neither recognized, nor remembered, nor chosen, and what it said stays") {
    in_imports([](ImportHouse& house) {
        add_fields(house);
        const Table table = {{"姓名", "身份证号", "供暖方式"}, {"张三", "11010519491231002X", "燃气"}};
        const Answer before = house.upload("clerk", spreadsheet(table));
        house.step("clerk", before, "check");
        house.step("clerk", before, "writing");
        const Answer waiting = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "供暖方式"}, {"张三", "11010519491231002X", "无"}}));
        CHECK(fields_of(waiting)["供暖方式"] == "extra.heating");
        for (const auto& field : house.get("admin", "/api/city/extra-fields").items())
            if (field.at("name").as_string() == "heating")
                REQUIRE(house.post_at("admin", "/api/city/extra-fields/" + std::string(field.at("id").as_string()) + "/retirement", 1, R"({"retired":true})").status == 200);
        REQUIRE(ImportHouse::until([&] { return extra_fields_of(house.house(), people::persons)->at(1).is_retired; }));
        CHECK(fields_of(house.get("clerk", house.path(waiting)))["供暖方式"].empty());
        CHECK(ImportHouse::outcomes(house.step("clerk", waiting, "check")) == Counts{{"identical", 1}});
        CHECK(fields_of(house.upload("clerk", spreadsheet(table)))["供暖方式"].empty());
        const Answer refused = house.patch("clerk", house.path(waiting) + "/layout", house.get("clerk", house.path(waiting)).number("version"), R"({"header_row":1,"columns":[{"index":2,"field":"extra.heating"}]})");
        CHECK(refused.fault("columns") == "imports.no_such_field");
        CHECK(extra_of_person(house, "张三").at("heating").as_string() == "燃气");
    });
}
