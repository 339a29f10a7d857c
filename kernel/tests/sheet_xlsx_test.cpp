#include <doctest/doctest.h>

#include "sheet_builder.h"

using namespace sheet_builder;

namespace {

std::string cell(const std::string& xml, const std::string& shared = {}) { return seen(Xlsx{.rows = one_cell(xml), .shared = shared}.bytes()); }

/// A number in a cell whose format has that code.
std::string formatted(const std::string& value, const std::string& code, const std::string& properties = {}) {
    return seen(Xlsx{.rows = one_cell("<c r=\"A1\" s=\"1\"><v>" + value + "</v></c>"), .formats = "<numFmt numFmtId=\"176\" formatCode=\"" + code + "\"/>", .styles = "<xf numFmtId=\"0\"/><xf numFmtId=\"176\"/>", .workbook_properties = properties}.bytes());
}

std::string builtin(const std::string& value, int id) { return seen(Xlsx{.rows = one_cell("<c r=\"A1\" s=\"0\"><v>" + value + "</v></c>"), .styles = "<xf numFmtId=\"" + std::to_string(id) + "\"/>"}.bytes()); }

}  // namespace

TEST_CASE("shared, inline and formula texts are texts") {
    CHECK(cell("<c r=\"A1\" t=\"s\"><v>1</v></c>", "<si><t>张三</t></si><si><t>李四</t></si>") == "1 A=李四");
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><t>张三</t></is></c>") == "1 A=张三");
    CHECK(cell("<c r=\"A1\" t=\"str\"><f>B1&amp;C1</f><v>张三</v></c>") == "1 A=~张三");
    CHECK(cell("<c r=\"A1\" t=\"str\"><v>张三</v></c>") == "1 A=张三");
}

TEST_CASE("a number stored as text stays as it was typed") {
    CHECK(cell("<c r=\"A1\" t=\"s\"><v>0</v></c>", "<si><t>110105194912310021</t></si>") == "1 A=110105194912310021");
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><t>00123</t></is></c>") == "1 A=00123");
}

TEST_CASE("a number is the shortest decimal that is stored") {
    CHECK(cell("<c r=\"A1\"><v>42</v></c>") == "1 A#42");
    CHECK(cell("<c r=\"A1\"><v>3.1400000000000001</v></c>") == "1 A#3.14");
    CHECK(cell("<c r=\"A1\"><v>-0</v></c>") == "1 A#0");
    CHECK(cell("<c r=\"A1\"><v>007</v></c>") == "1 A#7");
    CHECK(cell("<c r=\"A1\"><v>1.50</v></c>") == "1 A#1.5");
    CHECK(cell("<c r=\"A1\"><v>1E3</v></c>") == "1 A#1000");
    CHECK(cell("<c r=\"A1\"><v>13812345678</v></c>") == "1 A#13812345678");
    CHECK(cell("<c r=\"A1\"><v>1E300</v></c>") == "1 A#*1e+300");
    CHECK(cell("<c r=\"A1\"><v>0.1</v></c>") == "1 A#0.1");
    CHECK(cell("<c r=\"A1\"><v>abc</v></c>") == "1 A=abc");
}

TEST_CASE("an identity number destroyed by scientific notation is marked") {
    CHECK(cell("<c r=\"A1\"><v>1.1010519491231E+17</v></c>") == "1 A#*110105194912310000");
    CHECK(cell("<c r=\"A1\"><v>110105194912310000</v></c>") == "1 A#*110105194912310000");
    CHECK(cell("<c r=\"A1\"><v>6222021234567890</v></c>") == "1 A#*6222021234567890");
    CHECK(cell("<c r=\"A1\"><v>110105491231002</v></c>") == "1 A#110105491231002");   // a 15-digit identity number is whole
}

TEST_CASE("booleans, errors and empty cells") {
    CHECK(cell("<c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"b\"><v>0</v></c>") == "1 A?TRUE B?FALSE");
    CHECK(cell("<c r=\"A1\" t=\"e\"><v>#N/A</v></c>") == "1 A!#N/A");
    CHECK(cell("<c r=\"A1\" s=\"3\"/><c r=\"B1\"></c><c r=\"C1\"><v>1</v></c>") == "1 C#1");
    CHECK(cell("<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>1</v></c>", "<si><t/></si>") == "1 B#1");
    CHECK(seen(Xlsx{.rows = ""}.bytes()).empty());
    CHECK(seen(Xlsx{.sheet = "<worksheet><sheetData/></worksheet>"}.bytes()).empty());
}

TEST_CASE("a formula gives the value that was calculated last, and says when there is none") {
    CHECK(cell("<c r=\"A1\"><f>SUM(B1:B9)</f><v>12</v></c>") == "1 A#~12");
    CHECK(cell("<c r=\"A1\"><f t=\"shared\" si=\"0\"/><v>12</v></c>") == "1 A#~12");
    CHECK(cell("<c r=\"A1\"><f>A2</f></c>") == "1 A0~");
    CHECK(cell("<c r=\"A1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>") == "1 A!~#DIV/0!");
}

TEST_CASE("gaps, missing references and cells in any order find their columns") {
    CHECK(cell("<c r=\"B1\"><v>1</v></c><c r=\"AB1\"><v>2</v></c><c r=\"XFD1\"><v>3</v></c>") == "1 B#1 AB#2 XFD#3");
    CHECK(cell("<c><v>1</v></c><c/><c><v>3</v></c>") == "1 A#1 C#3");
    CHECK(cell("<c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v></c>") == "1 A#1 C#3");
    CHECK(seen(Xlsx{.rows = "<row><c><v>1</v></c></row><row r=\"5\"><c><v>2</v></c></row><row><c><v>3</v></c></row>"}.bytes()) == "1 A#1 | 5 A#2 | 6 A#3");
    CHECK(seen(Xlsx{.rows = "<row r=\"2\"/><row r=\"3\"><c r=\"A3\"/></row><row r=\"4\"><c r=\"A4\"><v>1</v></c></row>"}.bytes()) == "4 A#1");
}

TEST_CASE("hidden rows are marked") { CHECK(seen(Xlsx{.rows = "<row r=\"1\" hidden=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>2</v></c></row>"}.bytes()) == "1h A#1 | 2 A#2"); }

TEST_CASE("rich text is one text and phonetic runs are left out") {
    const std::string item = "<si><r><rPr><b/></rPr><t>东</t></r><r><t xml:space=\"preserve\">街 </t></r><r><t>社区</t></r><rPh sb=\"0\" eb=\"1\"><t>ひがし</t></rPh><phoneticPr fontId=\"1\"/></si>";
    CHECK(cell("<c r=\"A1\" t=\"s\"><v>0</v></c>", item) == "1 A=东街 社区");
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>no</t></rPh></is></c>") == "1 A=甲乙");
    CHECK(cell("<c r=\"A1\" t=\"s\"><v>0</v></c>", "<si><t>课</t><rPh sb=\"0\" eb=\"1\"><t>カ</t></rPh></si>") == "1 A=课");
}

TEST_CASE("entities, codes, CDATA and comments are read as they are meant") {
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><t>A&amp;B &lt;&gt; &quot;&apos; &#32534;&#x53F7;</t></is></c>") == "1 A=A&B <> \"' 编号");
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><t>一_x000D__x000a_二_x005F_x000D_</t></is></c>") == "1 A=一\r\n二_x000D_");
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><t>_xD83D__xDE00_ _x1_</t></is></c>") == "1 A=😀 _x1_");
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><t>一<![CDATA[<&>]]>二<!-- no -->三</t></is></c>") == "1 A=一<&>二三");
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><t> 一 <![CDATA[ & ]]> 二 </t></is></c>") == "1 A=一  &  二");
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><t>一\r\n二</t></is></c>") == "1 A=一\n二");
    CHECK(cell("<!-- </row> --><c r='A1' t='inlineStr'><is><t>a > b</t></is></c>") == "1 A=a > b");
}

TEST_CASE("blanks at the ends stay only where xml:space says so") {
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> 张三 </t></is></c>") == "1 A= 张三 ");
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><t>\n  张三\n </t></is></c>") == "1 A=张三");
    CHECK(cell("<c r=\"A1\" t=\"inlineStr\"><is><t>&#160;张三&#32;</t></is></c>") == "1 A=\xc2\xa0张三 ");
}

TEST_CASE("prefixed tags and odd spellings are read") {
    const std::string sheet = "<?xml version=\"1.0\"?><x:worksheet xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><x:sheetData><x:row r=\"2\" ><x:c r = \"A2\" t=\"inlineStr\" ><x:is><x:t>张三</x:t></x:is></x:c>\n<x:c r=\"B2\"><x:v>7</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref=\"A2:B3\"/></x:mergeCells></x:worksheet>";
    CHECK(seen(Xlsx{.sheet = sheet}.bytes()) == "2 A=张三 B#7");
    CHECK(merged(Xlsx{.sheet = sheet}.bytes()) == "A2:B3 ");
    CHECK(cell("<c r=\"A1\" note=\"a>b\"><v>5</v><extLst><ext uri=\"x\"><v>9</v></ext></extLst></c>") == "1 A#5");
}

TEST_CASE("merged ranges are offered, their value stands at the top left") {
    const Xlsx book{.rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>花名册</t></is></c><c r=\"B1\"/></row>", .after_rows = "<mergeCells count=\"2\"><mergeCell ref=\"A1:F1\"/><mergeCell ref=\"A2:A3\"/></mergeCells><pageMargins left=\"1\"/>"};
    CHECK(merged(book.bytes()) == "A1:F1 A2:A3 ");
    CHECK(seen(book.bytes()) == "1 A=花名册");
    CHECK(merged(Xlsx{.rows = ""}.bytes()).empty());
}

TEST_CASE("date formats make dates") {
    for (const char* code : {"yyyy\\-mm\\-dd", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "yyyy年m月d日", "m/d/yy", "[$-804]yyyy&quot;年&quot;m&quot;月&quot;", "dd\\.mm\\.yyyy;@", "[Red]d-mmm-yy", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "aaaa", "e/m/d", "[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"})
        CHECK_MESSAGE(formatted("45358", code) == "1 A@2024-03-07", code);
    for (const char* code : {"yyyy-mm-dd hh:mm:ss", "m/d/yy h:mm AM/PM"}) {
        CHECK_MESSAGE(formatted("45358.354166666664", code) == "1 A@2024-03-07T08:30:00", code);
        CHECK_MESSAGE(formatted("45358", code) == "1 A@2024-03-07", code);
    }
    for (const char* code : {"h:mm", "[h]:mm:ss", "上午/下午h&quot;时&quot;mm&quot;分&quot;", "mm:ss.0"}) CHECK_MESSAGE(formatted("0.354166666666667", code) == "1 A%08:30:00", code);
    CHECK(formatted("1.5", "[h]:mm") == "1 A%36:00:00");
    for (const char* code : {"General", "0.00", "#,##0.00", "0.00E+00", "@", "G/通用格式", "[Red]0", "&quot;日期&quot;0", "0\\d", "#,##0_);[Red]\\(#,##0\\)", "[$¥-804]#,##0.00", "_ * #,##0_ ", "0;yyyy"})
        CHECK_MESSAGE(formatted("45358", code) == "1 A#45358", code);
}

TEST_CASE("built-in formats make dates, those of Chinese Excel too") {
    for (const int id : {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 54, 57, 58}) CHECK_MESSAGE(builtin("45358", id) == "1 A@2024-03-07", id);
    for (const int id : {18, 20, 21, 32, 33, 34, 45, 46, 55}) CHECK_MESSAGE(builtin("0.5", id) == "1 A%12:00:00", id);
    for (const int id : {0, 1, 2, 3, 4, 9, 10, 11, 12, 37, 48, 49}) CHECK_MESSAGE(builtin("45358", id) == "1 A#45358", id);
    CHECK(seen(Xlsx{.rows = one_cell("<c r=\"A1\" s=\"99\"><v>45358</v></c>"), .styles = "<xf numFmtId=\"14\"/>"}.bytes()) == "1 A#45358");
}

TEST_CASE("the 1900 count has a day too many, the 1904 count has not") {
    CHECK(formatted("1", "yyyy-mm-dd") == "1 A@1900-01-01");
    CHECK(formatted("59", "yyyy-mm-dd") == "1 A@1900-02-28");
    CHECK(formatted("60", "yyyy-mm-dd") == "1 A#60");   // 29 February 1900 never was
    CHECK(formatted("61", "yyyy-mm-dd") == "1 A@1900-03-01");
    CHECK(formatted("0", "yyyy-mm-dd") == "1 A#0");
    CHECK(formatted("-1", "yyyy-mm-dd") == "1 A#-1");
    CHECK(formatted("2958465", "yyyy-mm-dd") == "1 A@9999-12-31");
    CHECK(formatted("2958466", "yyyy-mm-dd") == "1 A#2958466");
    CHECK(formatted("45358.999999999", "yyyy-mm-dd hh:mm") == "1 A@2024-03-08");
    CHECK(formatted("0", "yyyy-mm-dd", "<workbookPr date1904=\"1\"/>") == "1 A@1904-01-01");
    CHECK(formatted("43896", "yyyy-mm-dd", "<workbookPr date1904=\"true\"/>") == "1 A@2024-03-07");
}

TEST_CASE("strict files hold dates as ISO 8601") {
    CHECK(cell("<c r=\"A1\" t=\"d\"><v>2024-03-07</v></c>") == "1 A@2024-03-07");
    CHECK(cell("<c r=\"A1\" t=\"d\"><v>2024-03-07T00:00:00.000Z</v></c>") == "1 A@2024-03-07");
    CHECK(cell("<c r=\"A1\" t=\"d\"><v>2024-03-07T08:30:00</v></c>") == "1 A@2024-03-07T08:30:00");
}

TEST_CASE("the visitor may stop, and a sheet is read again from its first row") {
    std::string rows;
    for (int i = 1; i <= 9; ++i) rows += "<row r=\"" + std::to_string(i) + "\"><c><v>" + std::to_string(i) + "</v></c></row>";
    liren::Workbook book = liren::open_workbook_bytes(Xlsx{.rows = rows}.bytes());
    for (int again = 0; again < 2; ++again) {
        std::uint32_t last = 0;
        book.read_rows(0, [&](const liren::SheetRow& row) {
            last = row.number;
            return row.number == 3 ? liren::SheetStep::stop : liren::SheetStep::go_on;
        });
        CHECK(last == 3);
    }
    book.read_rows(0, [](const liren::SheetRow& row) {
        CHECK(row.at(0) != nullptr);
        CHECK(row.at(1) == nullptr);
        return liren::SheetStep::go_on;
    });
}

TEST_CASE("rows across the edges of the window are whole") {
    std::string rows, expected;
    for (int i = 1; i <= 4000; ++i) {
        const std::string text(static_cast<std::size_t>(i) % 997 * 3, static_cast<char>('a' + i % 26)), number = std::to_string(i);
        rows += "<row r=\"" + number + "\"><c r=\"A" + number + "\" t=\"inlineStr\"><is><t>甲" + text + "</t></is></c><c r=\"B" + number + "\"><v>" + number + "</v></c></row>";
        expected += (i == 1 ? "" : " | ") + number + " A=甲" + text + " B#" + number;
    }
    CHECK(seen(Xlsx{.rows = rows}.bytes()) == expected);
    std::string wide;   // one row larger than the window
    for (int i = 0; i < 16'384; ++i) wide += "<c t=\"inlineStr\"><is><t>" + std::string(40, 'x') + "</t></is></c>";
    CHECK(seen(Xlsx{.rows = "<row>" + wide + "</row>"}.bytes()).size() > 16'384u * 41);
}

TEST_CASE("letters of columns") {
    CHECK(liren::column_letters(0) == "A");
    CHECK(liren::column_letters(25) == "Z");
    CHECK(liren::column_letters(26) == "AA");
    CHECK(liren::column_letters(701) == "ZZ");
    CHECK(liren::column_letters(16383) == "XFD");
}
