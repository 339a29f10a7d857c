#include <doctest/doctest.h>

#include "sheet_builder.h"

using namespace sheet_builder;

namespace {

std::string utf16(std::u16string_view text, bool little) {
    std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
    for (const char16_t unit : text) {
        const char low = static_cast<char>(unit & 0xff), high = static_cast<char>(unit >> 8);
        bytes += little ? std::string{low, high} : std::string{high, low};
    }
    return bytes;
}

}  // namespace

TEST_CASE("UTF-8 with and without byte order mark") {
    CHECK(seen("姓名,电话\n张三,13812345678\n") == "1 A=姓名 B=电话 | 2 A=张三 B=13812345678");
    CHECK(seen("\xEF\xBB\xBF姓名,电话\r\n张三,1\r\n") == "1 A=姓名 B=电话 | 2 A=张三 B=1");
    CHECK(seen("a,b\rc,d") == "1 A=a B=b | 2 A=c B=d");
}

TEST_CASE("GBK and GB 18030 are found without being told") {
    CHECK(seen("\xD0\xD5\xC3\xFB,\xB5\xE7\xBB\xB0\r\n\xD5\xC5\xC8\xFD,1\r\n") == "1 A=姓名 B=电话 | 2 A=张三 B=1");
    CHECK(seen("a,\x95\x32\x82\x36\n") == "1 A=a B=𠀀");   // four bytes
    std::string late = "n\n";
    for (int i = 0; i < 40'000; ++i) late += "plain\n";
    CHECK(seen(late + "\xD5\xC5\n").ends_with("| 40002 A=张"));
    for (std::size_t shift = 0; shift < 4; ++shift) {   // characters across the edges of what is read at once
        std::string wide(65'530 + shift, 'x');
        std::string text = wide.substr(0, 30'000) + "," + wide.substr(30'000, 30'000) + "," + wide.substr(60'002) + "\n";
        for (int i = 0; i < 40'000; ++i) text += "\xD5\xC5\n";
        CHECK(seen(text).ends_with("| 40001 A=张"));
    }
}

TEST_CASE("UTF-16 says so at its beginning") {
    for (const bool little : {true, false}) CHECK(seen(utf16(u"姓名\t电话\r\n😀\t1\r\n", little)) == "1 A=姓名 B=电话 | 2 A=😀 B=1");
}

TEST_CASE("other encodings are refused and never guessed") {
    CHECK(refusal("caf\xe9\n") == "sheet.encoding");
    CHECK(refusal("\xEF\xBB\xBFx\xff\n") == "sheet.encoding");
    CHECK(refusal(utf16(u"a", true) + "b") == "sheet.encoding");
    CHECK(refusal(std::string("a\0b\0", 4)) == "sheet.kind");
    CHECK(refusal(std::string("\xFF\xFE\x00\xD8", 4)) == "sheet.encoding");
}

TEST_CASE("the separator is the one that makes equal lines") {
    CHECK(seen("a;b\n1,5;2\n") == "1 A=a B=b | 2 A=1,5 B=2");
    CHECK(seen("a\tb\n1,5\t2\n") == "1 A=a B=b | 2 A=1,5 B=2");
    CHECK(seen("姓名、电话\n张三、1\n") == "1 A=姓名 B=电话 | 2 A=张三 B=1");
    CHECK(seen("姓名,特长\n张三,琴、棋\n李四,书、画\n") == "1 A=姓名 B=特长 | 2 A=张三 B=琴、棋 | 3 A=李四 B=书、画");
    CHECK(seen("sep=;\na;b,c\n") == "1 A=a B=b,c");
    CHECK(seen("one\ntwo\n") == "1 A=one | 2 A=two");
    CHECK(seen("\"a,b\";c\n\"d,e\";f\n") == "1 A=a,b B=c | 2 A=d,e B=f");
}

TEST_CASE("quotes, doubled quotes and line breaks inside them") {
    CHECK(seen("\"张,三\",\"他说\"\"好\"\"\",\"一\r\n二\"\nx,y,z\n") == "1 A=张,三 B=他说\"好\" C=一\r\n二 | 2 A=x B=y C=z");
    CHECK(seen("\"a\"b,c\nd,5\"\n") == "1 A=ab B=c | 2 A=d B=5\"");
    CHECK(seen("\"\",\"\"\"\"\n") == "1 B=\"");
    CHECK(refusal("a,b\n\"c,d\ne,f\n") == "sheet.open_quote");
}

TEST_CASE("empty lines count, empty fields are left out") {
    CHECK(seen("a,b\n\n,c,\n\r\nd") == "1 A=a B=b | 3 B=c | 5 A=d");
    CHECK(seen("\n").empty());
    CHECK(seen(" ") == "1 A= ");
}

TEST_CASE("digits stay digits, and those that were destroyed are marked") {
    CHECK(seen("00123,110105194912310021\n") == "1 A=00123 B=110105194912310021");
    CHECK(seen("1.10105E+17,1e+5,3E+,E+17\n") == "1 A=*1.10105E+17 B=1e+5 C=3E+ D=E+17");
    CHECK(seen("=\"00123\",x\n\"=\"\"007\"\"\",y\n") == "1 A=00123 B=x | 2 A=007 B=y");
}

TEST_CASE("what kept a text from being a formula is taken off") { CHECK(seen("'=1+1,''=x,'abc,-5\n") == "1 A==1+1 B='=x C='abc D=-5"); }

TEST_CASE("a .csv keeps to the limits") {
    CHECK(refusal(std::string(16'384, ',') + "x\n") == "sheet.too_many_columns");
    CHECK(refusal("a\nb\nc\n", {.rows = 2}) == "sheet.too_many_rows");
    CHECK(refusal(std::string(32'768, 'x')) == "sheet.cell_too_long");
    CHECK(refusal(std::string(32'767, 'x')) == "");
    CHECK(refusal("\"" + std::string(3u << 20, 'x'), {.row_bytes = 1u << 20}) == "sheet.open_quote");
    CHECK(merged("a,b\n").empty());
    CHECK(liren::open_workbook_bytes("a\n").sheets().size() == 1);
}

TEST_CASE("lines across the edges of the window are whole") {
    std::string text, expected;
    for (int i = 1; i <= 20'000; ++i) {
        const std::string number = std::to_string(i);
        text += number + ",\"甲\"\"" + number + "\"\r\n";
        expected += (i == 1 ? "" : " | ") + number + " A=" + number + " B=甲\"" + number;
    }
    CHECK(seen(text) == expected);
}
