// The container and the parts of an .xlsx: the shapes that producers give them.
#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "sheet_builder.h"

using namespace sheet_builder;

namespace {

const Xlsx simple{.rows = one_cell("<c r=\"A1\" t=\"s\"><v>0</v></c>"), .shared = "<si><t>张三</t></si>"};
const std::string simple_seen = "1 A=张三";

Part& part(std::vector<Part>& parts, std::string_view name) {
    for (Part& each : parts)
        if (each.name == name) return each;
    throw std::runtime_error("no such part");
}

void replace(std::string& text, std::string_view what, std::string_view by) {
    const std::size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("stored and deflated parts, data descriptors, ZIP64 and comments are read") {
    for (const Packing packing : {Packing::stored, Packing::deflated})
        for (const bool descriptor : {false, true})
            for (const bool zip64 : {false, true}) {
                std::vector<Part> parts = simple.parts();
                for (Part& each : parts) {
                    each.packing = packing;
                    each.descriptor = descriptor;
                    each.zip64 = zip64;
                }
                CHECK(seen(zip(parts)) == simple_seen);
                CHECK(seen(zip(parts, {.zip64_end = true, .comment = "a comment"})) == simple_seen);
            }
    CHECK(seen(zip(simple.parts(), {.comment = std::string("PK\x05\x06 looks like the end", 24)})) == simple_seen);
}

TEST_CASE("targets may be absolute, relative, roundabout, and of any case") {
    for (const char* target : {"/xl/worksheets/sheet1.xml", "worksheets/sheet1.xml", "./worksheets/../worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml", "Worksheets/SHEET1.xml"}) {
        std::vector<Part> parts = simple.parts();
        replace(part(parts, "xl/_rels/workbook.xml.rels").bytes, "worksheets/sheet1.xml", target);
        CHECK_MESSAGE(seen(zip(parts)) == simple_seen, target);
    }
    std::vector<Part> parts = simple.parts();
    for (Part& each : parts) std::replace(each.name.begin(), each.name.end(), '/', '\\');
    CHECK(seen(zip(parts)) == simple_seen);
    parts = simple.parts();
    part(parts, "_rels/.rels").name = "nothing.rels";
    CHECK(seen(zip(parts)) == simple_seen);
}

TEST_CASE("a path that leaves the package finds nothing, and is never a path of the disk") {
    std::vector<Part> parts = simple.parts();
    replace(part(parts, "xl/_rels/workbook.xml.rels").bytes, "worksheets/sheet1.xml", "../../../../etc/passwd");
    CHECK(refusal(zip(parts)) == "sheet.damaged");
    parts.push_back({"../../etc/passwd", "x"});
    parts.push_back({"/etc/passwd", "x"});
    part(parts, "xl/_rels/workbook.xml.rels").bytes = simple.parts().back().bytes;
    CHECK(seen(zip(parts)) == simple_seen);
}

TEST_CASE("the strict dialect is read") {
    std::vector<Part> parts = simple.parts();
    for (Part& each : parts)
        for (std::size_t at; (at = each.bytes.find("schemas.openxmlformats.org/officeDocument/2006")) != std::string::npos;) each.bytes.replace(at, 46, "purl.oclc.org/ooxml/officeDocument");
    CHECK(seen(zip(parts)) == simple_seen);
}

TEST_CASE("sheets come in the order of their tabs, hidden ones marked, charts left out") {
    std::vector<Part> parts = simple.parts();
    std::string& workbook = part(parts, "xl/workbook.xml").bytes;
    replace(workbook, "<sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/>",
            "<sheet name=\"说明 &amp; 注\" sheetId=\"3\" r:id=\"rId7\" state=\"hidden\"/><sheet name=\"图\" sheetId=\"5\" r:id=\"rId8\"/><sheet name=\"花名册\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"密\" sheetId=\"6\" r:id=\"rId7\" state=\"veryHidden\"/>");
    replace(part(parts, "xl/_rels/workbook.xml.rels").bytes, "</Relationships>",
            "<Relationship Id=\"rId7\" Type=\"x/worksheet\" Target=\"worksheets/other.xml\"/><Relationship Id=\"rId8\" Type=\"x/chartsheet\" Target=\"chart.xml\"/><Relationship Id=\"rId9\" Type=\"x/worksheet\" TargetMode=\"External\" Target=\"http://other\"/></Relationships>");
    parts.push_back({"xl/worksheets/other.xml", "<worksheet><sheetData><row><c><v>8</v></c></row></sheetData></worksheet>"});
    const std::string bytes = zip(parts);
    const liren::Workbook book = liren::open_workbook_bytes(bytes);
    REQUIRE(book.sheets().size() == 3);
    CHECK(book.sheets()[0].name == "说明 & 注");
    CHECK(book.sheets()[0].hidden);
    CHECK(book.sheets()[1].name == "花名册");
    CHECK_FALSE(book.sheets()[1].hidden);
    CHECK(book.sheets()[2].hidden);
    CHECK(seen(bytes, 0) == "1 A#8");
    CHECK(seen(bytes, 1) == simple_seen);
}

TEST_CASE("a file without shared texts and styles is read") { CHECK(seen(Xlsx{.rows = one_cell("<c r=\"A1\"><v>1</v></c>")}.bytes()) == "1 A#1"); }

TEST_CASE("many shared texts keep their places") {
    std::string shared, rows, expected;
    for (int i = 0; i < 30'000; ++i) {
        const std::string number = std::to_string(i), back = std::to_string(29'999 - i);
        shared += "<si><t>甲" + number + (i % 1000 == 0 ? "&amp;" : "") + "</t></si>";
        rows += "<row><c t=\"s\"><v>" + back + "</v></c></row>";
        expected += (i == 0 ? "" : " | ") + std::to_string(i + 1) + " A=甲" + back + ((29'999 - i) % 1000 == 0 ? "&" : "");
    }
    CHECK(seen(Xlsx{.rows = rows, .shared = shared}.bytes()) == expected);
}
