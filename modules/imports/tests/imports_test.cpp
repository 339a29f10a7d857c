// What an import promises, on SQLite and PostgreSQL. People and numbers are invented; check characters are right.

#include "import_house.h"

using namespace liren;
using namespace liren::imports::testing;

namespace {

const Table three_people = {{"序号", "姓名", "身份证号", "手机号码", "文化程度", "出生年月"},
                            {"1", "张三", "11010519491231002X", "13812345678", "本科", ""},
                            {"2", "李四", "", "13812345679", "初中", "1985.3.7"},
                            {"3", "王五", "110105194912310020", "138", "火星", "1985年13月"}};

std::map<std::string, std::string> fields_of(const Answer& import) {
    std::map<std::string, std::string> fields;
    for (const auto& column : import.body.at("columns").as_array()) fields[std::string(column.at("title").as_string())] = std::string(column.at("field").as_string());
    return fields;
}

const Statement digests_of(StoreKind::district, "test.digests_of", "select e.name, e.digest from kernel_events e order by e.id");

struct DigestRow {
    std::string name, digest;
};
BOOST_DESCRIBE_STRUCT(DigestRow, (), (name, digest))

}  // namespace

TEST_CASE("columns are recognized by name and synonym, also below a headline") {
    in_imports([](ImportHouse& house) {
        Table table = {{"某社区居民登记表"}};
        table.insert(table.end(), three_people.begin(), three_people.end());
        const Answer import = house.upload("clerk", comma_separated(table));
        REQUIRE_MESSAGE(import.status == 201, import.text);
        const auto fields = fields_of(import);
        CHECK(fields.at("姓名") == "name");
        CHECK(fields.at("身份证号") == "id_number");
        CHECK(fields.at("手机号码") == "phone");
        CHECK(fields.at("文化程度") == "education");
        CHECK(fields.at("出生年月") == "birth");
        CHECK(fields.at("序号") == "");
        CHECK(import.number("header_row") == 2);
        CHECK(import.text.find("13812345678") == std::string::npos);   // samples are masked
    });
}

TEST_CASE("a dry run explains every row and writes nothing") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet(three_people));
        REQUIRE_MESSAGE(import.status == 201, import.text);
        const Answer checked = house.step("clerk", import, "check");
        REQUIRE_MESSAGE(checked.status == 200, checked.text);
        CHECK(checked.string("state") == "checked");
        CHECK(ImportHouse::outcomes(checked) == Counts{{"new", 2}, {"wrong", 1}});
        CHECK(house.names().empty());
        const auto wrong = house.rows(import, "wrong");
        REQUIRE(wrong.size() == 1);
        CHECK(wrong[0].at("number").as_int64() == 4);
        std::set<std::string> keys;
        for (const auto& finding : wrong[0].at("findings").as_array()) keys.emplace(finding.at("key").as_string());
        CHECK(keys == std::set<std::string>{"id_number.check", "imports.not_date", "imports.unknown_code", "schema.not_phone"});
    });
}

TEST_CASE("a bad row never stops the good ones, and comes back with an explanation") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet(three_people));
        house.step("clerk", import, "check");
        const Answer written = house.step("clerk", import, "writing");
        REQUIRE_MESSAGE(written.status == 200, written.text);
        CHECK(written.string("state") == "written");
        CHECK(house.names() == Names{"李四", "张三"});
        CHECK(house.names("q=002x") == Names{"张三"});
        const Answer explanation = house.get("clerk", house.path(import) + "/explanation");
        REQUIRE(explanation.status == 200);
        Workbook book = open_workbook_bytes(explanation.text);
        std::vector<std::string> texts;
        book.read_rows(0, [&](const SheetRow& row) {
            for (const SheetCell& cell : row.cells) texts.emplace_back(cell.text);
            return SheetStep::go_on;
        });
        CHECK(std::find(texts.begin(), texts.end(), "王五") != texts.end());
        CHECK(std::find(texts.begin(), texts.end(), "张三") == texts.end());
        CHECK(std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return text.find("火星") != std::string::npos && text.size() > 20; }));
    });
}

TEST_CASE("what is already known is told apart: identical, filled in, in conflict, perhaps the same") {
    in_imports([](ImportHouse& house) {
        const Table before = {{"姓名", "身份证号", "手机号码", "文化程度"},
                              {"张三", "11010519491231002X", "13812345678", "本科"},
                              {"李四", "440524188001010014", "", ""},
                              {"王五", "", "13812345670", ""}};
        const Answer first = house.upload("clerk", spreadsheet(before));
        house.step("clerk", first, "check");
        house.step("clerk", first, "writing");
        const Table after = {{"姓名", "身份证号", "手机号码", "文化程度"},
                             {"张三", "11010519491231002X", "13812345678", "本科"},
                             {"李四", "440524188001010014", "13900000000", ""},
                             {"王五", "", "13812345670", "初中"},
                             {"赵六", "", "", ""}};
        const Answer second = house.upload("clerk", spreadsheet(after));
        CHECK(ImportHouse::outcomes(house.step("clerk", second, "check")) == Counts{{"identical", 1}, {"changed", 1}, {"alike", 1}, {"new", 1}});
        const Table against = {{"姓名", "身份证号", "手机号码"}, {"张三", "11010519491231002X", "13811111111"}};
        const Answer third = house.upload("clerk", spreadsheet(against));
        CHECK(ImportHouse::outcomes(house.step("clerk", third, "check")) == Counts{{"conflict", 1}});
        const auto conflict = house.rows(third, "conflict");
        CHECK(conflict[0].at("differing").as_array()[0].as_string() == "phone");
        CHECK(conflict[0].at("file").at("phone").as_string() == "138****1111");
        CHECK(conflict[0].at("there").at("phone").as_string() == "138****5678");
        // Nobody decided: nothing is overwritten.
        CHECK(ImportHouse::outcomes(house.step("clerk", third, "writing")) == Counts{{"conflict", 1}});
        CHECK(house.names("q=5678") == Names{"张三"});
        REQUIRE(house.decide("clerk", third, R"({"outcome":"conflict","decision":"file","rows":[]})").status == 200);
        house.step("clerk", third, "writing");
        CHECK(house.names("q=1111") == Names{"张三"});
        CHECK(house.names("q=5678").empty());
    });
}

TEST_CASE("a row that is perhaps somebody known is made new, or joined, as a person decides") {
    in_imports([](ImportHouse& house) {
        const Answer first = house.upload("clerk", spreadsheet({{"姓名", "手机号码"}, {"王五", "13812345670"}, {"王五", "13812345671"}}));
        house.step("clerk", first, "check");
        house.step("clerk", first, "writing");
        REQUIRE(house.names() == Names{"王五", "王五"});
        const Answer second = house.upload("clerk", spreadsheet({{"姓名", "手机号码", "文化程度"}, {"王五", "13812345670", "初中"}, {"王五", "13812345671", "小学"}}));
        CHECK(ImportHouse::outcomes(house.step("clerk", second, "check")) == Counts{{"alike", 2}});
        REQUIRE(house.decide("clerk", second, R"({"outcome":"alike","decision":"new","rows":[2]})").status == 200);
        REQUIRE(house.decide("clerk", second, R"({"outcome":"alike","decision":"register","rows":[3]})").status == 200);
        house.step("clerk", second, "writing");
        CHECK(house.names() == Names{"王五", "王五", "王五"});
        CHECK(house.names("education=81").empty());
        CHECK(house.names("education=80") == Names{"王五"});
        CHECK(house.names("education=70") == Names{"王五"});
    });
}

TEST_CASE("two numbers are two people, though name and birth agree; who has none is perhaps either") {
    in_imports([](ImportHouse& house) {
        const Answer first = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "出生日期"}, {"张三", "11010519491231002X", ""}, {"王五", "", "1949-12-31"}}));
        house.step("clerk", first, "check");
        house.step("clerk", first, "writing");
        REQUIRE(house.names() == Names{"王五", "张三"});
        const Answer second = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "出生日期"}, {"张三", "110105194912310046", ""}, {"张三", "", "1949-12-31"}, {"王五", "110105194912310062", ""}}));
        house.step("clerk", second, "check");
        REQUIRE(house.rows(second, "new").size() == 1);
        CHECK(house.rows(second, "new")[0].at("number").as_int64() == 2);
        CHECK(house.rows(second, "alike").size() == 2);
    });
}

TEST_CASE("one event tells of all rows of a piece and binds what they say; each history begins with its row") {
    in_imports([](ImportHouse& house) {
        const auto write = [&](const Table& table) {
            const Answer import = house.upload("clerk", spreadsheet(table));
            house.step("clerk", import, "check");
            house.step("clerk", import, "writing");
            return import;
        };
        write({{"姓名", "手机"}, {"张三", "13800001001"}, {"李四", "13800001002"}});
        const auto people = house.get("clerk", "/api/d/140502/people").items();
        REQUIRE(people.size() == 2);
        for (const auto& person : people) {
            const auto history = house.get("clerk", "/api/d/140502/people/" + std::string(person.at("id").as_string()) + "/history").items();
            REQUIRE(history.size() == 1);
            CHECK(history[0].at("name").as_string() == "people.person_added");
            CHECK(history[0].at("version").as_int64() == 1);
            CHECK(history[0].at("at").as_int64() == person.at("as_of").as_int64());
        }
        std::vector<std::string> digests;
        int told_alone = 0;
        house.house().storage->read("d140502", [&](Db& db) {
            for (const auto& event : db.all<DigestRow>(digests_of, {}))
                if (event.name == "imports.progressed") digests.push_back(event.digest);
                else if (event.name == "people.person_added") ++told_alone;
        });
        REQUIRE(digests.size() == 2);   // judged, written
        CHECK(digests[0].empty());
        CHECK(digests[1].size() == 64);
        CHECK(told_alone == 0);
        CHECK(!house.house().storage->check_chain("d140502"));
        // What is changed afterwards has events of its own, behind the same beginning.
        const std::string one = "/api/d/140502/people/" + std::string(people[0].at("id").as_string());
        REQUIRE(house.patch("clerk", one, 1, R"({"note":"已核实"})").status == 200);
        const auto history = house.get("clerk", one + "/history").items();
        REQUIRE(history.size() == 2);
        CHECK(history[0].at("name").as_string() == "people.person_changed");
        CHECK(history[1].at("name").as_string() == "people.person_added");
    });
}

TEST_CASE("a whole import is taken back in one step; what somebody edited since stays") {
    in_imports([](ImportHouse& house) {
        const Answer before = house.upload("clerk", spreadsheet({{"姓名", "身份证号"}, {"李四", "440524188001010014"}}));
        house.step("clerk", before, "check");
        house.step("clerk", before, "writing");
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "手机号码"}, {"张三", "11010519491231002X", ""}, {"赵六", "", "13800000001"}, {"李四", "440524188001010014", "13900000000"}}));
        house.step("clerk", import, "check");
        house.step("clerk", import, "writing");
        REQUIRE(house.names() == Names{"李四", "张三", "赵六"});
        std::string edited;
        for (const auto& item : house.get("clerk", "/api/d/140502/people").items())
            if (item.at("name").as_string() == "赵六") edited = std::string(item.at("id").as_string());
        REQUIRE(house.patch("clerk", "/api/d/140502/people/" + edited, 1, R"({"note":"已核实"})").status == 200);
        const Answer undone = house.step("clerk", import, "undoing");
        REQUIRE_MESSAGE(undone.status == 200, undone.text);
        CHECK(undone.string("state") == "undone");
        CHECK(house.names() == Names{"李四", "赵六"});
        CHECK(house.names("q=13900000000").empty());
        std::map<std::int64_t, std::int64_t> settled;
        for (const auto& count : undone.body.at("outcomes").as_array()) settled[count.at("settled").as_int64()] += count.at("number").as_int64();
        CHECK(settled[3] == 2);
        CHECK(settled[4] == 1);
    });
}

TEST_CASE("a number that scientific notation destroyed is refused with the reason") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", comma_separated({{"姓名", "身份证号"}, {"张三", "1.10105E+17"}}));
        house.step("clerk", import, "check");
        const auto wrong = house.rows(import, "wrong");
        REQUIRE(wrong.size() == 1);
        CHECK(wrong[0].at("findings").as_array()[0].at("key").as_string() == "imports.lossy_number");
    });
}

TEST_CASE("somebody registered in another community is not overwritten, nor shown") {
    in_imports([](ImportHouse& house) {
        const Answer theirs = house.upload("other", spreadsheet({{"姓名", "身份证号"}, {"张三", "11010519491231002X"}}), "140502002013");
        REQUIRE(theirs.status == 201);
        house.step("other", theirs, "check");
        house.step("other", theirs, "writing");
        const Answer ours = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "手机号码"}, {"张三", "11010519491231002X", "13812345678"}}));
        house.step("clerk", ours, "check");
        const auto wrong = house.rows(ours, "wrong");
        REQUIRE(wrong.size() == 1);
        CHECK(wrong[0].at("findings").as_array()[0].at("key").as_string() == "imports.elsewhere");
        CHECK(wrong[0].at("there").is_null());
    });
}

TEST_CASE("one number twice in a spreadsheet is written once") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "身份证号"}, {"张三", "11010519491231002X"}, {"张散", "11010519491231002X"}}));
        house.step("clerk", import, "check");
        house.step("clerk", import, "writing");
        CHECK(house.names().size() == 1);
    });
}

TEST_CASE("how columns were understood is remembered by the spreadsheet's shape") {
    in_imports([](ImportHouse& house) {
        const Table table = {{"住户", "尊称", "电话号"}, {"张三", "老张", "13812345678"}};
        const Answer first = house.upload("clerk", spreadsheet(table));
        REQUIRE_MESSAGE(first.status == 201, first.text);
        CHECK(fields_of(first).at("住户") == "");
        const Answer understood = house.patch("clerk", house.path(first) + "/layout", 1, R"({"header_row":1,"columns":[{"index":0,"field":"name"},{"index":2,"field":"phone"}]})");
        REQUIRE_MESSAGE(understood.status == 200, understood.text);
        house.step("clerk", first, "check");
        house.step("clerk", first, "writing");
        CHECK(house.names() == Names{"张三"});
        CHECK(fields_of(house.upload("clerk", spreadsheet({table[0], {"李四", "老李", "13812345679"}}))).at("住户") == "name");
        CHECK(house.patch("clerk", house.path(first) + "/layout", house.get("clerk", house.path(first)).number("version"), R"({"header_row":1,"columns":[]})").key() == "imports.already_written");
    });
}

TEST_CASE("steps are taken in order, on one's own area, at the version one has seen") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet(three_people));
        const std::string path = house.path(import);
        CHECK(house.step("clerk", import, "writing").key() == "imports.not_checked");
        CHECK(house.step("clerk", import, "undoing").key() == "imports.not_written");
        CHECK(house.step("clerk", import, "pause").key() == "imports.not_at_work");
        CHECK(house.post("clerk", path + "/check", "{}").status == 428);
        CHECK(house.get("other", path).status == 404);
        CHECK(house.get("leader", path).status == 200);
        CHECK(house.upload("clerk", spreadsheet(three_people), "140502002013").fault("area") == "register.area_out_of_reach");
        CHECK(house.upload("clerk", std::string("\x89PNG\r\n\x1a\n\0\0", 10)).status == 422);
        CHECK(house.upload("clerk", spreadsheet(three_people), "140502002012", "people.ghost").fault("register") == "imports.no_register");
        CHECK(house.decide("clerk", import, R"({"outcome":"alike","decision":"new","rows":[]})").key() == "imports.not_checked");
        CHECK(house.patch("clerk", path + "/layout", 1, R"({"header_row":1,"columns":[{"index":1,"field":"height"}]})").fault("columns") == "imports.no_such_field");
        CHECK(house.patch("clerk", path + "/layout", 1, R"({"header_row":1,"columns":[{"index":0,"field":"name"}]})").fault("columns") == "imports.field_twice");
    });
}

TEST_CASE("nothing is checked before one column is understood") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet({{"甲", "乙"}, {"一", "二"}}));
        REQUIRE_MESSAGE(import.status == 201, import.text);
        CHECK(house.step("clerk", import, "check").key() == "imports.not_understood");
    });
}

TEST_CASE("work goes on in pieces, can be paused, and is refused while it goes on") {
    in_imports([](ImportHouse& house) {
        Table table = {{"姓名", "手机号码"}};
        for (int i = 0; i < 450; ++i) table.push_back({"张" + std::string(i % 2 == 0 ? "一" : "二"), "138" + std::to_string(10'000'000 + i)});
        const Answer import = house.upload("clerk", spreadsheet(table));
        const Answer begun = house.post_at("clerk", house.path(import) + "/check", 1, "{}");
        REQUIRE_MESSAGE(begun.status == 200, begun.text);
        if (begun.string("state") == "checking") {
            const Answer paused = house.post_at("clerk", house.path(import) + "/pause", begun.number("version"), "{}");
            if (paused.status == 200) {
                house.house().jobs.run_due("d140502");
                CHECK(house.get("clerk", house.path(import)).string("state") == "checking");
                CHECK(house.post_at("clerk", house.path(import) + "/writing", paused.number("version"), "{}").key() == "imports.not_checked");
                CHECK(house.post_at("clerk", house.path(import) + "/check", paused.number("version"), "{}").key() == "imports.at_work");
                CHECK(house.post_at("clerk", house.path(import) + "/resumption", paused.number("version"), "{}").status == 200);
            }
        }
        house.house().jobs.run_due("d140502");
        CHECK(ImportHouse::outcomes(house.get("clerk", house.path(import))) == Counts{{"new", 450}});
        house.step("clerk", import, "writing");
        CHECK(house.get("clerk", "/api/d/140502/people?limit=100").items().size() == 100);
    });
}

TEST_CASE("every statement of imports prepares, and its lists walk an index") {
    with_each_installation([](Installation& installation) {
        ImportHouse house(installation);
        const auto faults = statement_faults(*house.house().storage, "imports", {"outcome", "register", "shape", "state", "fields", "decision", "layout", "findings", "name"});
        for (const std::string& fault : faults) CHECK_MESSAGE(fault.empty(), fault);
    });
}
