// What an import says of itself while it goes on and when it rests; what a person may decide; what stops it.

#include <filesystem>

#include "import_house.h"
#include "liren/sql.h"

using namespace liren;
using namespace liren::imports::testing;

namespace {

const Statement spoil_row(StoreKind::district, "imports.spoil_row", "update imports_rows set cells_sealed = :sealed where number = :number");
const Statement findings_of(StoreKind::district, "imports.findings_of", "select r.findings from imports_rows r where r.number = :number");
const Statement sealed_of(StoreKind::district, "imports.sealed_of", "select r.cells_sealed from imports_rows r where r.number = :number");

std::string without_title_row() { return comma_separated({{"前书院社区登记表"}, {"尊姓大名", "联络", "备注"}, {"姓名", "手机", "民族"}, {"张三", "13800001001", "汉族"}, {""}, {"李四", "13800001002", "回族"}}); }

std::string titles_of(const Answer& import) {
    std::string titles;
    for (const auto& column : import.body.at("columns").as_array()) titles += std::string(column.at("title").as_string()) + "=" + std::string(column.at("field").as_string()) + " ";
    return titles;
}

std::string two_sheets() {
    std::string bytes;
    SheetWriter out([&](std::string_view part) { bytes += part; }, SheetFormat::xlsx);
    const std::vector<SheetColumn> first = {{"姓名", 0}, {"手机", 0}, {"民族", 0}}, second = {{"姓名", 0}, {"学历", 0}};
    out.begin_sheet("甲村", first);
    out.text("张三"), out.text("13800001003"), out.text("汉族"), out.end_row();
    out.begin_sheet("乙村", second);
    out.text("李四"), out.text("本科"), out.end_row();
    out.finish();
    return bytes;
}

/// The first answer of an import that says that it stopped, or the last that does not.
Answer once_stopped(ImportHouse& house, const Answer& import) {
    Answer now = house.get("clerk", house.path(import));
    for (int i = 0; i < 200 && now.string("trouble").empty(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        now = house.get("clerk", house.path(import));
    }
    return now;
}

}  // namespace

TEST_CASE("the list tells of every import what it would do or did") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "手机"}, {"张三", "13800001001"}, {"李四", "1"}}));
        house.step("clerk", import, "check");
        const auto outcomes = [&] { return house.get("clerk", "/api/d/140502/imports").items()[0].at("outcomes"); };
        CHECK(outcomes() == house.get("clerk", house.path(import)).body.at("outcomes"));
        CHECK(outcomes().as_array().size() == 2);
        house.step("clerk", import, "writing");
        CHECK(outcomes() == house.get("clerk", house.path(import)).body.at("outcomes"));
        CHECK(boost::json::serialize(outcomes()).find(R"("settled":1)") != std::string::npos);
    });
}

TEST_CASE("done and total count rows that hold something, wherever they stand in the spreadsheet") {
    in_imports([](ImportHouse& house) {
        Table table = {{"标题"}, {"姓名", "手机"}};
        for (int i = 0; i < 30; ++i) table.push_back({""});
        table.push_back({"张三", "13800001001"});
        for (int i = 0; i < 30; ++i) table.push_back({""});
        table.push_back({"李四", "1"});
        const Answer import = house.upload("clerk", comma_separated(table));
        const Answer begun = house.post_at("clerk", house.path(import) + "/check", 1, "{}");
        CHECK(begun.number("total") == 2);
        house.house().jobs.run_due("d140502");
        const Answer checked = house.get("clerk", house.path(import));
        CHECK(checked.number("total") == 2);
        CHECK(checked.number("done") == 2);
        CHECK(house.step("clerk", import, "writing").number("total") == 2);
        // What waits is written again, and only that; what is taken back is what was written.
        CHECK(house.step("clerk", import, "writing").number("total") == 1);
        CHECK(house.step("clerk", import, "undoing").number("done") == 1);
    });
}

TEST_CASE("another row of titles is understood anew: titles, samples and fields") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", without_title_row());
        REQUIRE(import.number("header_row") == 3);
        const auto below = [&](int row, std::int64_t version) { return house.patch("clerk", house.path(import) + "/layout", version, R"({"header_row":)" + std::to_string(row) + R"(,"columns":[]})"); };
        const Answer higher = below(2, 1);
        REQUIRE_MESSAGE(higher.status == 200, higher.text);
        CHECK(titles_of(higher).starts_with("尊姓大名= "));
        CHECK(boost::json::serialize(higher.body.at("columns").as_array()[0].at("samples")) == R"(["姓名","张三","李四"])");
        const Answer back = below(3, 2);
        CHECK(titles_of(back) == "姓名=name 手机=phone 民族=ethnicity ");
        CHECK(back.body.at("columns").as_array()[0].at("samples").as_array()[0].as_string() == "张三");
        CHECK(below(5, 3).fault("header_row") == "imports.no_titles_there");
        const Answer none = below(0, 3);
        CHECK(none.number("header_row") == 0);
        CHECK(none.body.at("columns").as_array()[0].at("title").as_string().empty());
    });
}

TEST_CASE("the sheet that is understood best is taken, and another when somebody names it") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", two_sheets());
        REQUIRE_MESSAGE(import.status == 201, import.text);
        CHECK(import.number("sheet") == 0);
        CHECK(import.body.at("sheets").as_array()[1].at("name").as_string() == "乙村");
        const Answer other = house.patch("clerk", house.path(import) + "/layout", 1, R"({"header_row":1,"sheet":1,"columns":[]})");
        REQUIRE_MESSAGE(other.status == 200, other.text);
        CHECK(titles_of(other) == "姓名=name 学历=education ");
        house.step("clerk", import, "check");
        house.step("clerk", import, "writing");
        CHECK(house.names() == Names{"李四"});
        CHECK(house.patch("clerk", house.path(house.upload("clerk", two_sheets())) + "/layout", 1, R"({"header_row":1,"sheet":7,"columns":[]})").fault("sheet") == "imports.no_such_sheet");
    });
}

TEST_CASE("work that cannot go on stops, says why, leaves nothing half done, and goes on when asked") {
    in_imports([](ImportHouse& house) {
        Table table = {{"姓名", "手机"}};
        for (int i = 0; i < 250; ++i) table.push_back({"张三", std::to_string(13'800'001'000 + i)});
        const Answer import = house.upload("clerk", spreadsheet(table));
        house.step("clerk", import, "check");
        std::string sealed;
        const auto& storage = house.house().storage;
        storage->read("d140502", [&](Db& db) { sealed = db.word(sealed_of, {{"number", 240}}).value(); });
        const auto keep = [&](const std::string& words) { storage->write_now("d140502", {AccountId{}, house.house().clock.now()}, [&](Tx& tx) { tx.run(spoil_row, {{"sealed", words}, {"number", 240}}); }); };
        keep("x");
        house.step("clerk", import, "writing");
        const Answer stopped = once_stopped(house, import);
        CHECK(stopped.string("state") == "writing");
        CHECK(stopped.string("trouble").find("暂存的一行读不出来") != std::string::npos);
        CHECK(house.get("clerk", "/api/d/140502/imports").items()[0].at("trouble").as_string() == stopped.string("trouble"));
        CHECK(stopped.number("done") == 200);   // the piece that failed wrote nothing
        const auto& counted = stopped.body.at("outcomes").as_array();   // kept up by the pieces, not counted anew
        REQUIRE(counted.size() == 2);
        for (const auto& count : counted) CHECK(count.at("number").as_int64() == (count.at("settled").as_int64() == 1 ? 200 : 50));
        CHECK(house.get("clerk", "/api/d/140502/people?limit=100&q=%E5%BC%A0").items().size() == 100);
        keep(sealed);
        CHECK(house.step("clerk", import, "resumption").string("state") == "written");
        CHECK(house.get("clerk", house.path(import)).string("trouble").empty());
        CHECK(ImportHouse::outcomes(house.get("clerk", house.path(import))) == Counts{{"new", 250}});
    });
}

TEST_CASE("a decision on a row that cannot take it is refused and names the row") {
    in_imports([](ImportHouse& house) {
        const Answer before = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "手机"}, {"张三", "11010519491231002X", "13800001001"}, {"李四", "440524188001010014", "13800001002"}}));
        house.step("clerk", before, "check");
        house.step("clerk", before, "writing");
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "手机"}, {"张三", "11010519491231002X", "13800001003"}, {"赵六", "", "13800001004"}, {"李四", "440524188001010014", "13800001005"}}));
        REQUIRE(ImportHouse::outcomes(house.step("clerk", import, "check")) == Counts{{"conflict", 2}, {"new", 1}});
        const Answer mixed = house.decide("clerk", import, R"({"outcome":"conflict","decision":"file","rows":[2,3,9]})");
        CHECK(mixed.status == 422);
        CHECK(mixed.fault("rows[1]") == "imports.row_of_other_outcome");
        CHECK(mixed.fault("rows[2]") == "imports.no_such_row");
        CHECK(mixed.text.find("第3行") != std::string::npos);
        CHECK(house.rows(import, "conflict")[0].at("decision").as_string().empty());   // none of them
        REQUIRE(house.decide("clerk", import, R"({"outcome":"conflict","decision":"file","rows":[2]})").status == 200);
        house.step("clerk", import, "writing");
        CHECK(house.decide("clerk", import, R"({"outcome":"conflict","decision":"register","rows":[2]})").fault("rows[0]") == "imports.row_settled");
        CHECK(house.decide("clerk", import, R"({"outcome":"conflict","decision":"register","rows":[4]})").status == 200);
    });
}

TEST_CASE("each finding says whether it keeps the row out or goes with it") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "手机", "性别"}, {"张三", "11010519491231002X", "12", "男"}}));
        house.step("clerk", import, "check");
        std::map<std::string, bool> findings;
        const auto rows = house.rows(import, "wrong");
        for (const auto& finding : rows.at(0).at("findings").as_array()) findings[std::string(finding.at("key").as_string())] = finding.at("refuses").as_bool();
        CHECK(findings == std::map<std::string, bool>{{"people.sex_differs", false}, {"schema.not_phone", true}});
    });
}

TEST_CASE("an explanation that was mended is uploaded as it is: its reasons are no column") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet({{"尊称", "手机", "学历"}, {"张三", "13800001001", "本科"}, {"李四", "13800001002", "火星"}}));
        REQUIRE(house.patch("clerk", house.path(import) + "/layout", 1, R"({"header_row":1,"columns":[{"index":0,"field":"name"}]})").status == 200);
        house.step("clerk", import, "check");
        house.step("clerk", import, "writing");
        Table mended;
        open_workbook_bytes(house.get("clerk", house.path(import) + "/explanation").text).read_rows(0, [&](const SheetRow& row) {
            auto& cells = mended.emplace_back();
            for (const SheetCell& cell : row.cells) cells.emplace_back(cell.text);
            return SheetStep::go_on;
        });
        REQUIRE(mended.size() == 2);
        CHECK(mended[0].size() == 4);
        mended[1][2] = "初中";
        const Answer again = house.upload("clerk", spreadsheet(mended));
        CHECK(titles_of(again) == "尊称=name 手机=phone 学历=education ");   // and it is remembered how it was understood
        CHECK(ImportHouse::outcomes(house.step("clerk", again, "check")) == Counts{{"new", 1}});
    });
}

TEST_CASE("what a cell says is sealed while its row waits, also where a finding repeats it") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "手机", "现住址"}, {"张三", "13800001001", "6号楼502"}}));
        house.step("clerk", import, "check");
        std::string cells, findings;
        house.house().storage->read("d140502", [&](Db& db) {
            cells = db.word(sealed_of, {{"number", 2}}).value();
            findings = db.word(findings_of, {{"number", 2}}).value();
        });
        CHECK(!findings.empty());
        for (const std::string& text : {cells, findings}) CHECK(text.find("6号楼") == std::string::npos);
        CHECK(house.rows(import, "new")[0].at("findings").as_array()[0].at("text").as_string().find("6号楼502") != std::string::npos);
    });
}

TEST_CASE("the uploaded file is thrown away when the import is written") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet({{"姓名"}, {"张三"}}));
        const auto folder = house.house().settings.data_directory / "imports" / "d140502";
        const auto files = [&] { return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator{}); };
        CHECK(files() == 1);
        house.step("clerk", import, "check");
        CHECK(files() == 1);
        house.step("clerk", import, "writing");
        CHECK(files() == 0);
    });
}

TEST_CASE("who may not write the register runs no import into it") {
    in_imports([](ImportHouse& house) {
        house.house().put_roles(source_file("packs/roles/roles.yaml") + "  - code: import_reader\n    level: community\n    permissions: [imports.read, imports.run, people.read]\n");
        house.hire_at("reader", "import_reader", "140502002012");
        const Answer import = house.upload("clerk", spreadsheet({{"姓名"}, {"张三"}}));
        CHECK(house.upload("reader", spreadsheet({{"姓名"}, {"张三"}})).fault("area") == "register.area_out_of_reach");
        CHECK(house.step("reader", import, "check").status == 403);
        house.step("clerk", import, "check");
        CHECK(house.step("reader", import, "writing").key() == "access.no_role");
        CHECK(house.decide("reader", import, R"({"outcome":"conflict","decision":"file","rows":[]})").status == 403);
        CHECK(house.names().empty());
    });
}
