// What strangers send: every refusal has its key, nothing crashes, nothing goes beyond the limits.
#include <doctest/doctest.h>

#include <fstream>
#include <random>

#include <unistd.h>

#include "liren/error.h"
#include "sheet_builder.h"

using namespace sheet_builder;

namespace {

const Xlsx simple{.rows = one_cell("<c r=\"A1\" t=\"s\"><v>0</v></c>"), .shared = "<si><t>张三</t></si>", .after_rows = "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>"};

Part& part(std::vector<Part>& parts, std::string_view name) {
    for (Part& each : parts)
        if (each.name == name) return each;
    throw std::runtime_error("no such part");
}

std::string with_sheet(std::string xml) { return Xlsx{.sheet = std::move(xml)}.bytes(); }
std::string with_cell(std::string_view xml) { return Xlsx{.rows = one_cell(xml)}.bytes(); }
std::string repeated(std::string_view what, std::size_t times) {
    std::string all;
    all.reserve(what.size() * times);
    while (times-- > 0) all += what;
    return all;
}

}  // namespace

TEST_CASE("what is no spreadsheet is refused by its bytes, whatever it is called") {
    CHECK(refusal("") == "sheet.nothing");
    CHECK(refusal(std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16)) == "sheet.kind");
    CHECK(refusal("%PDF-1.7\n") == "sheet.kind");
    CHECK(refusal("{\\rtf1 x}") == "sheet.kind");
    CHECK(refusal("<html><table><tr><td>1</td></tr></table></html>") == "sheet.web_page");
    CHECK(refusal("\xEF\xBB\xBF \n<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>") == "sheet.web_page");
    CHECK(refusal(std::string("\x09\x04\x06\x00\x00\x00\x10\x00", 8)) == "sheet.old_format");
    CHECK(refusal(zip({{"word/document.xml", "<document/>"}})) == "sheet.kind");
    CHECK(refusal(zip({{"xl/workbook.xml", "<document/>"}})) == "sheet.kind");
    CHECK(refusal(zip({{"xl/workbook.xml", "<workbook><sheets/></workbook>"}})) == "sheet.no_sheets");
    CHECK(refusal(zip({})) == "sheet.kind");
}

TEST_CASE("a file that does not exist cannot be read now") {
    try {
        liren::open_workbook("/nonexistent/liren.xlsx");
        FAIL("was opened");
    } catch (const liren::Error& error) {
        CHECK(error.status() == 503);
        CHECK(error.key() == "sheet.unreadable");
    }
    CHECK_THROWS_AS(liren::open_workbook("/tmp"), liren::Error);
}

TEST_CASE("a password is named as the reason") {
    std::vector<Part> parts = simple.parts();
    for (Part& each : parts) each.locked = true;
    CHECK(refusal(zip(parts)) == "sheet.encrypted");
}

TEST_CASE("a wrong checksum or size is damage") {
    for (const char* name : {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}) {
        std::vector<Part> parts = simple.parts();
        part(parts, name).crc = 1;
        CHECK_MESSAGE(refusal(zip(parts)) == "sheet.damaged", name);
        for (const int difference : {-1, 1}) {
            parts = simple.parts();
            part(parts, name).size = part(parts, name).bytes.size() + static_cast<std::size_t>(difference);
            CHECK_MESSAGE(refusal(zip(parts)) == "sheet.damaged", name);
        }
    }
}

TEST_CASE("a file cut off anywhere is refused") {
    std::vector<Part> parts = simple.parts();
    const std::string bytes = zip(parts);
    for (std::size_t size = 4; size < bytes.size(); ++size) REQUIRE_MESSAGE(refusal(bytes.substr(0, size)) != "", size);
    for (const std::string& xml : {std::string("<worksheet>"), std::string("<worksheet><sheetData>"), std::string("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"), std::string("<worksheet><sheetData/>"), std::string("<worksheet><sheetData></sheetData><mergeCells"), std::string("x")})
        CHECK_MESSAGE(refusal(with_sheet(xml)) == "sheet.damaged", xml);
    for (const char* shared : {"<si><t>a</t>", "<si><t>a", "<si", "<si><t>a</t></si>"}) {
        parts = simple.parts();
        part(parts, "xl/sharedStrings.xml").bytes = std::string("<sst>") + shared;
        CHECK_MESSAGE(refusal(zip(parts)) == "sheet.damaged", shared);
    }
}

TEST_CASE("parts that share bytes, or a name, are refused") {
    std::vector<Part> parts = simple.parts();
    part(parts, "xl/sharedStrings.xml").offset = 0;
    CHECK(refusal(zip(parts)) == "sheet.unsafe");
    parts = simple.parts();
    parts.push_back(parts.front());
    CHECK(refusal(zip(parts)) == "sheet.unsafe");
    parts = simple.parts();
    part(parts, "xl/sharedStrings.xml").offset = 1'000'000;
    CHECK(refusal(zip(parts)) == "sheet.damaged");
}

TEST_CASE("a bomb does not go off") {
    const std::string blanks(40u << 20, ' ');
    const std::string bomb = with_sheet("<worksheet>" + blanks + "<sheetData/></worksheet>");
    CHECK(bomb.size() < 100'000);
    CHECK(refusal(bomb) == "sheet.too_much");                                                   // by its ratio
    CHECK(refusal(bomb, {.part_bytes = 1u << 20, .ratio = 100'000}) == "sheet.too_much");       // by the size it names
    CHECK(refusal(bomb, {.ratio = 100'000, .row_bytes = 1u << 20}) == "sheet.row_too_large");   // by what must be held at once
    CHECK(refusal(simple.bytes(), {.inflated_bytes = 500}) == "sheet.too_much");
    CHECK(refusal(simple.bytes(), {.small_part_bytes = 50}) == "sheet.too_much");
    CHECK(refusal(simple.bytes(), {.file_bytes = 100}) == "sheet.too_large");
    CHECK(refusal(simple.bytes(), {.parts = 3}) == "sheet.unsafe");
    CHECK(refusal(simple.bytes(), {.merged_ranges = 0}) == "sheet.too_much");
    CHECK(refusal(simple.bytes(), {.sheets = 0}) == "sheet.too_much");
    CHECK(refusal(simple.bytes(), {.shared_text_bytes = 5}) == "sheet.too_much");
    CHECK(refusal(simple.bytes(), {.shared_texts = 0}) == "sheet.too_much");
    CHECK(refusal(with_sheet("<worksheet><sheetData><row>" + repeated("<c><v>1</v></c>", 100'000)), {.row_bytes = 100'000}) == "sheet.too_many_columns");
    CHECK(refusal(with_sheet("<worksheet><sheetData><row " + std::string(3u << 20, 'a')), {.row_bytes = 1u << 20}) == "sheet.row_too_large");
}

TEST_CASE("the limit of what inflates counts each reading anew") {
    const std::string bytes = with_sheet("<worksheet><sheetData/>" + std::string(100'000, ' ') + "</worksheet>");
    liren::Workbook book = liren::open_workbook_bytes(bytes, {.inflated_bytes = 150'000});
    for (int again = 0; again < 5; ++again) CHECK_NOTHROW(book.read_rows(0, [](const liren::SheetRow&) { return liren::SheetStep::go_on; }));
}

TEST_CASE("more than a spreadsheet can hold is refused") {
    CHECK(refusal(with_cell("<c r=\"XFE1\"><v>1</v></c>")) == "sheet.too_many_columns");
    CHECK(refusal(with_cell("<c r=\"ZZZZZZZZ1\"><v>1</v></c>")) == "sheet.too_many_columns");
    CHECK(refusal(Xlsx{.rows = "<row>" + repeated("<c><v>1</v></c>", 16'385) + "</row>"}.bytes()) == "sheet.too_many_columns");
    CHECK(refusal(Xlsx{.rows = "<row r=\"1048577\"><c><v>1</v></c></row>"}.bytes()) == "sheet.too_many_rows");
    CHECK(refusal(Xlsx{.rows = "<row r=\"99999999999\"><c><v>1</v></c></row>"}.bytes()) == "sheet.too_many_rows");
    CHECK(refusal(Xlsx{.rows = "<row r=\"1048576\"><c><v>1</v></c></row>"}.bytes()) == "");
    const std::string longest = repeated("长", 32'767);
    CHECK(refusal(with_cell("<c t=\"inlineStr\"><is><t>" + longest + "</t></is></c>")) == "");
    CHECK(refusal(with_cell("<c t=\"inlineStr\"><is><t>" + longest + "x</t></is></c>")) == "sheet.cell_too_long");
    CHECK(refusal(with_cell("<c t=\"inlineStr\"><is><t>" + repeated("😀", 16'384) + "</t></is></c>")) == "sheet.cell_too_long");
    CHECK(refusal(Xlsx{.rows = one_cell("<c t=\"s\"><v>0</v></c>"), .shared = "<si><t>" + longest + "x</t></si>"}.bytes()) == "sheet.text_too_long");
}

TEST_CASE("document types and entity declarations are refused in every part") {
    const std::string laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>";
    for (const char* name : {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"}) {
        std::vector<Part> parts = simple.parts();
        part(parts, name).bytes.insert(0, laughs);
        CHECK_MESSAGE(refusal(zip(parts)) == "sheet.unsafe", name);
    }
    CHECK(refusal(with_cell("<c t=\"inlineStr\"><is><t>&b;</t></is></c>")) == "sheet.damaged");
    CHECK(refusal(with_cell("<c t=\"inlineStr\"><is><t><!ENTITY x></t></is></c>")) == "sheet.unsafe");
}

TEST_CASE("elements that nest without end are refused") {
    CHECK(refusal(with_cell("<c>" + repeated("<x>", 100) + repeated("</x>", 100) + "</c>")) == "sheet.unsafe");
    CHECK(refusal(Xlsx{.rows = "<row>" + repeated("<x>", 100'000) + "</row>"}.bytes()) == "sheet.unsafe");
    CHECK(refusal(Xlsx{.rows = one_cell("<c/>"), .shared = "<si>" + repeated("<r>", 100) + "</si>"}.bytes()) == "sheet.unsafe");
    CHECK(refusal(zip({{"xl/workbook.xml", "<workbook>" + repeated("<x>", 100)}})) == "sheet.unsafe");
}

TEST_CASE("XML that contradicts itself is damage") {
    for (const char* xml : {"<c r=\"1A\"><v>1</v></c>", "<c r=\"\"><v>1</v></c>", "<c r=\"A1\" r=\"A1><v>1</v></c>", "<c r=A1><v>1</v></c>", "<c r><v>1</v></c>", "<c s=\"x\"><v>1</v></c>", "<c t=\"s\"><v>7</v></c>", "<c t=\"s\"><v>x</v></c>",
                            "<c t=\"s\"><v>-1</v></c>", "<c><v>1</v></row>", "<c><v><b>1</b></v></c>", "<c t=\"inlineStr\"><is><t>&nbsp;</t></is></c>", "<c t=\"inlineStr\"><is><t>&#xD800;</t></is></c>", "<c t=\"inlineStr\"><is><t>&#x110000;</t></is></c>", "<c t=\"inlineStr\"><is><t>&amp</t></is></c>",
                            "<c t=\"inlineStr\"><is><t>\xff</t></is></c>", "<c t=\"inlineStr\"><is><t>\xe5\xbc</t></is></c>", "< c/>", "<c <c/>", "<c r=\"A1\"/><c r=\"A1\"/><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c>"})
        CHECK_MESSAGE(refusal(with_cell(xml)) == "sheet.damaged", xml);
    CHECK(refusal(Xlsx{.rows = "<row r=\"2\"/><row r=\"1\"/>"}.bytes()) == "sheet.damaged");
    CHECK(refusal(Xlsx{.rows = "<row r=\"0\"/>"}.bytes()) == "sheet.damaged");
    CHECK(refusal(Xlsx{.rows = "<row r=\"x\"/>"}.bytes()) == "sheet.damaged");
    for (const char* range : {"", "A1:", "A0:B1", "B1:A1", "A2:A1", "XFE1:XFE2", "1:2", "A1:B9999999", "AAAA1:B2"})
        CHECK_MESSAGE(refusal(Xlsx{.rows = "", .after_rows = "<mergeCells><mergeCell ref=\"" + std::string(range) + "\"/></mergeCells>"}.bytes()) == "sheet.damaged", range);
}

TEST_CASE("bytes changed at random never do more than throw") {
    Xlsx book = simple;
    book.rows = repeated("<row><c t=\"s\"><v>0</v></c><c><f>A1</f><v>3</v></c><c t=\"inlineStr\"><is><r><t>a&amp;b</t></r></is></c></row>", 20);
    std::vector<Part> parts = book.parts();
    for (Part& each : parts) each.packing = Packing::stored;
    std::mt19937 random(7);
    int opened = 0;
    for (int round = 0; round < 1500; ++round) {
        std::string bytes;
        if (round % 2 == 0) {   // the container
            bytes = zip(round % 4 == 0 ? parts : book.parts());
            for (int i = 0; i < 3; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
        } else {   // the XML, with right checksums
            std::vector<Part> changed = parts;
            Part& victim = changed[random() % changed.size()];
            for (int i = 0; i < 2; ++i) {
                const std::size_t at = random() % victim.bytes.size();
                switch (random() % 3) {
                case 0: victim.bytes[at] = "<>/&\"'=!?_x:0\xff"[random() % 14]; break;
                case 1: victim.bytes.erase(at, random() % 9); break;
                default: victim.bytes.insert(at, victim.bytes.substr(random() % victim.bytes.size(), random() % 20));
                }
                if (victim.bytes.empty()) victim.bytes = "<";
            }
            bytes = zip(changed);
        }
        opened += refusal(std::move(bytes)).empty();
    }
    CHECK(opened > 0);
    CHECK(opened < 1500);
}
