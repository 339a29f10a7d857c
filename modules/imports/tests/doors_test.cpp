// A dwelling named in one cell: taken apart, found in its building, made with it; and what may be read in two ways is never guessed.

#include "doors.h"
#include "import_house.h"

using namespace liren;
using namespace liren::imports;
using namespace liren::imports::testing;

namespace {

struct Shape {
    const char* written;
    const char* read;                         ///< before | building | entrance | floor | room; the key of a doubt; "" no door
};

constexpr Shape shapes[] = {
    {"3号楼2单元501", "|3|2||501"},
    {"幸福小区 3-2-501", "幸福小区|3|2||501"},
    {"12栋甲单元1203室", "|12|甲||1203"},
    {"３号楼２单元５０１室", "|3|2||501"},
    {"3栋501", "|3|||501"},
    {"3幢-2-501", "|3|2||501"},
    {"3#2单元501", "|3|2||501"},
    {"3#楼2-501室", "|3|2||501"},
    {"三号楼二单元五零一", "|3|2||501"},
    {"十二号楼一单元301", "|12|1||301"},
    {"二十一栋601", "|21|||601"},
    {"A座1203", "|a|||1203"},
    {"b3栋 2单元 0402室", "|b3|2||402"},
    {"北栋东单元201", "|北|东||201"},
    {"3号楼2单元5层501", "|3|2|5|501"},
    {"3号楼2门501户", "|3|2||501"},
    {"03号楼02单元501", "|3|2||501"},
    {"3号楼 2单元 501", "|3|2||501"},
    {"3号楼，2单元，501", "|3|2||501"},
    {"3号楼—2单元—501", "|3|2||501"},
    {"3—2—501", "|3|2||501"},
    {"前书院小区3-2-501室", "前书院小区|3|2||501"},
    {"山西省晋城市城区凤台西街12号3号楼2单元501", "山西省晋城市城区凤台西街12号|3|2||501"},
    {"幸福二区 5号楼 101", "幸福二区|5|||101"},
    {"小区12 3-2-501", "小区12|3|2||501"},
    {"3号楼2单元501a", "|3|2||501a"},
    {"Building 3, Unit 2, Room 501", "|3|2||501"},
    {"六号楼二单元五层五零一室（原煤炭局家属院）", "|6|2|5|501"},
    {"3-2-501(租)", "|3|2||501"},
    // In two ways, or not to its end: said, never guessed.
    {"3-501", "imports.door_two_numbers"},
    {"幸福小区3-501", "imports.door_two_numbers"},
    {"3号楼", "imports.door_no_room"},
    {"3号楼2单元", "imports.door_no_room"},
    {"3号楼2单元501东屋", "imports.door_unclear"},
    {"3号楼3号楼501", "imports.door_unclear"},
    {"3号楼2单元501 502", "imports.door_unclear"},
    {"3-2-501-7", "imports.door_unclear"},
    {"3号楼2单元3单元501", "imports.door_unclear"},
    // No door at all.
    {"", ""},
    {"501", ""},
    {"前书院村12号", ""},
    {"号楼单元室", ""},
    {"----", ""},
    {"((((", ""},
    {"(3号楼2单元501)", "imports.door_unclear"},
    {"--3--2--501", ""},
    {"2024-05-01", ""},
    {"0356-2024123", ""},
    {"138-0000-0001", ""},
    {"999999999999号楼1单元101", ""},
    {"'; drop table dwellings; --", ""},
    {"🏠🏠", ""},
    {"5楼501", ""},
};

std::string read(const DoorReader& reader, const char* written) {
    const DoorReading reading = reader.read(written);
    if (reading.kind == DoorReading::Kind::doubtful) return reading.why;
    if (reading.kind == DoorReading::Kind::no_door) return "";
    return reading.door.before + "|" + reading.door.building + "|" + reading.door.entrance + "|" + reading.door.floor + "|" + reading.door.room;
}

std::vector<std::string> titles(ImportHouse& house, const std::string& path, const std::string& member) {
    std::vector<std::string> found;
    for (const auto& item : house.get("clerk", "/api/d/140502/" + path).items()) found.emplace_back(item.at(member).as_string());
    return found;
}
std::string keys_of(const boost::json::value& row) {
    std::string keys;
    for (const auto& finding : row.at("findings").as_array()) keys += std::string(finding.at("key").as_string()) + " ";
    return keys;
}
void bring(ImportHouse& house, const Table& table, const std::string& of, const std::string& layout = {}) {
    const Answer import = house.upload("clerk", spreadsheet(table), "140502002012", of);
    REQUIRE_MESSAGE(import.status == 201, import.text);
    if (!layout.empty()) REQUIRE(house.patch("clerk", house.path(import) + "/layout", 1, layout).status == 200);
    house.step("clerk", import, "check");
    REQUIRE(ImportHouse::outcomes(house.step("clerk", import, "writing")) == Counts{{"new", static_cast<std::int64_t>(table.size()) - 1}});
}
std::string dwelling_of(ImportHouse& house, const std::string& name) {
    for (const auto& item : house.get("clerk", "/api/d/140502/people").items())
        if (item.at("name").as_string() == name) return std::string(item.at("dwelling_name").as_string());
    return "nobody";
}

}  // namespace

TEST_CASE("an address is taken apart into building, entrance and room, and what is doubtful is said") {
    in_imports([](ImportHouse& house) {
        const DoorReader reader(house.house().texts);
        for (const Shape& shape : shapes) CHECK_MESSAGE(read(reader, shape.written) == shape.read, shape.written);
        CHECK(read(reader, std::string(5'000, '3').c_str()).empty());
        std::string sentence;
        for (int i = 0; i < 100; ++i) sentence += "3号楼";
        CHECK(read(reader, sentence.c_str()).empty());
    });
}

TEST_CASE("a dwelling is found in its building however the cell spells it, and a doubtful one leads nowhere") {
    in_imports([](ImportHouse& house) {
        bring(house, {{"小区名称"}, {"幸福小区"}, {"阳光小区"}}, "dwellings.compound");
        bring(house, {{"楼栋名称", "所属小区"}, {"3号楼", "幸福小区"}, {"3号楼", "阳光小区"}, {"5栋", "幸福小区"}}, "dwellings.building");
        bring(house, {{"门牌", "楼栋", "单元"}, {"501", "5栋", "2单元"}, {"3-501", "5栋", ""}, {"2单元601", "5栋", ""}}, "dwellings.dwelling");
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "联系电话", "现住址"},
                                                                {"张三", "13800002001", "5号楼2单元501室"},
                                                                {"李四", "13800002002", "幸福小区 5-3-501"},
                                                                {"王五", "13800002003", "5栋601"},
                                                                {"赵六", "13800002004", "5栋501"},
                                                                {"钱七", "13800002005", "3号楼1单元101"},
                                                                {"孙八", "13800002006", "5-501"},
                                                                {"周九", "13800002007", "阳光小区5-2-501"},
                                                                {"吴十", "13800002008", "月光小区5号楼2单元501"},
                                                                {"郑一", "13800002009", "城区前书院社区5栋2单元501"}}));
        house.step("clerk", import, "check");
        const auto rows = house.rows(import, "new");
        REQUIRE(rows.size() == 9);
        CHECK(keys_of(rows[0]).empty());
        CHECK(keys_of(rows[1]).empty());
        CHECK(keys_of(rows[2]).empty());
        CHECK(keys_of(rows[3]) == "imports.ambiguous_reference ");   // two entrances have a 501
        CHECK(keys_of(rows[4]) == "imports.ambiguous_reference ");   // two compounds have a 3号楼
        CHECK(keys_of(rows[5]) == "imports.door_two_numbers ");
        CHECK(keys_of(rows[6]) == "imports.unknown_reference ");     // that compound has no such building
        CHECK(keys_of(rows[7]) == "imports.door_other_compound ");   // nobody knows that compound: it is not the other's building
        CHECK(keys_of(rows[8]).empty());                              // the community itself is no compound
        house.step("clerk", import, "writing");
        CHECK(dwelling_of(house, "张三") == "幸福小区 5栋 501");
        CHECK(dwelling_of(house, "李四") == "幸福小区 5栋 3-501");
        CHECK(dwelling_of(house, "王五") == "幸福小区 5栋 2单元601");
        CHECK(dwelling_of(house, "赵六").empty());
    });
}

TEST_CASE("what one column names is made once with its building, in its compound, counted before, and taken back") {
    in_imports([](ImportHouse& house) {
        bring(house, {{"小区名称"}, {"幸福小区"}}, "dwellings.compound");
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "联系电话", "现住址"},
                                                                {"张三", "13800002001", "幸福小区3号楼2单元501"},
                                                                {"李四", "13800002002", "幸福小区 3-2-501"},
                                                                {"王五", "13800002003", "幸福小区3栋2单元502室"},
                                                                {"赵六", "13800002004", "3-501"}}));
        REQUIRE(house.patch("clerk", house.path(import) + "/layout", 1, R"({"header_row":1,"columns":[{"index":2,"field":"dwelling","creates":true}]})").status == 200);
        const Answer checked = house.step("clerk", import, "check");
        CHECK(boost::json::serialize(checked.body.at("will_make")) == R"([{"register_kind":"dwellings.building","number":1},{"register_kind":"dwellings.dwelling","number":2}])");
        const auto rows = house.rows(import, "new");
        CHECK(keys_of(rows[0]) == "imports.building_will_be_made imports.will_be_made ");
        CHECK(keys_of(rows[3]) == "imports.door_two_numbers ");
        const Answer written = house.step("clerk", import, "writing");
        CHECK(written.body.at("will_make").as_array().empty());
        CHECK(titles(house, "buildings", "name") == Names{"3号楼"});
        CHECK(titles(house, "buildings", "compound_name") == Names{"幸福小区"});
        CHECK(titles(house, "dwellings", "entrance") == Names{"2", "2"});
        CHECK(titles(house, "dwellings", "building_name") == Names{"幸福小区 3号楼", "幸福小区 3号楼"});
        CHECK(dwelling_of(house, "张三") == "幸福小区3号楼2单元501");
        CHECK(dwelling_of(house, "李四") == "幸福小区3号楼2单元501");
        house.step("clerk", import, "undoing");
        CHECK(titles(house, "buildings", "name").empty());
        CHECK(titles(house, "dwellings", "label").empty());
    });
}

TEST_CASE("a list of dwellings with one column for the address finds, or makes, their buildings") {
    in_imports([](ImportHouse& house) {
        const Table table = {{"门牌", "建筑面积"}, {"3号楼2单元501", "85.5"}, {"3号楼2单元502", "90"}, {"5-101", "60"}, {"前书院村12号", "120"}};
        const Answer plain = house.upload("clerk", spreadsheet(table), "140502002012", "dwellings.dwelling");
        CHECK(plain.body.at("columns").as_array()[0].at("may_create").as_bool());
        house.step("clerk", plain, "check");
        auto rows = house.rows(plain, "new");
        CHECK(keys_of(rows[0]) == "imports.unknown_reference ");
        CHECK(keys_of(rows[2]) == "imports.door_two_numbers ");
        CHECK(keys_of(rows[3]).empty());
        REQUIRE(house.patch("clerk", house.path(plain) + "/layout", house.get("clerk", house.path(plain)).number("version"), R"({"header_row":1,"columns":[{"index":0,"field":"label","creates":true}]})").status == 200);
        const Answer checked = house.step("clerk", plain, "check");
        CHECK(boost::json::serialize(checked.body.at("will_make")) == R"([{"register_kind":"dwellings.building","number":1}])");
        house.step("clerk", plain, "writing");
        CHECK(titles(house, "buildings", "name") == Names{"3号楼"});
        CHECK(titles(house, "dwellings", "label").size() == 4);
        std::map<std::string, int> named;
        for (const std::string& building : titles(house, "dwellings", "building_name")) ++named[building];
        CHECK(named["3号楼"] == 2);
        CHECK(named[""] == 2);
    });
}

TEST_CASE("what writing will make counts only rows that will be written, and each thing once") {
    in_imports([](ImportHouse& house) {
        bring(house, {{"姓名", "身份证号", "现住址"}, {"张三", "11010519491231002X", "1号楼101"}}, "people.person", R"({"header_row":1,"columns":[{"index":2,"field":"dwelling","creates":true}]})");
        const Answer import = house.upload("clerk", spreadsheet({{"姓名", "身份证号", "户名", "现住址"}, {"张三", "11010519491231002X", "张三户", "1号楼102"}, {"李四", "440524188001010014", "李四户", "1号楼103"}, {"王五", "", "李四户", "1号楼103"}}));
        REQUIRE(house.patch("clerk", house.path(import) + "/layout", 1, R"({"header_row":1,"columns":[{"index":2,"field":"household","creates":true},{"index":3,"field":"dwelling","creates":true}]})").status == 200);
        const auto will_make = [&](const Answer& at) {
            std::map<std::string, std::int64_t> counts;
            for (const auto& one : at.body.at("will_make").as_array()) counts[std::string(one.at("register_kind").as_string())] = one.at("number").as_int64();
            return counts;
        };
        CHECK(will_make(house.step("clerk", import, "check")) == Counts{{"dwellings.dwelling", 1}, {"people.household", 1}});
        REQUIRE(house.decide("clerk", import, R"({"outcome":"conflict","decision":"register","rows":[]})").status == 200);
        CHECK(will_make(house.get("clerk", house.path(import))) == Counts{{"dwellings.dwelling", 1}, {"people.household", 2}});   // the household fills
        REQUIRE(house.decide("clerk", import, R"({"outcome":"conflict","decision":"file","rows":[]})").status == 200);
        CHECK(will_make(house.get("clerk", house.path(import))) == Counts{{"dwellings.dwelling", 2}, {"people.household", 2}});
        const Answer written = house.step("clerk", import, "writing");
        std::map<std::string, std::int64_t> made;
        for (const auto& one : written.body.at("made").as_array()) made[std::string(one.at("register_kind").as_string())] = one.at("number").as_int64();
        CHECK(made == Counts{{"dwellings.dwelling", 2}, {"people.household", 2}});
    });
}
