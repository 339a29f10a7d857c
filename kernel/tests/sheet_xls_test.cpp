// Old Excel files, made byte by byte: records in a stream, the stream in a compound file.
#include <doctest/doctest.h>

#include <bit>
#include <random>

#include "sheet_builder.h"

using namespace sheet_builder;

namespace {

std::string little(std::uint64_t value, int bytes) {
    std::string text;
    for (; bytes > 0; --bytes, value >>= 8) text.push_back(static_cast<char>(value & 0xff));
    return text;
}

std::string record(unsigned type, const std::string& body) { return little(type, 2) + little(body.size(), 2) + body; }
std::string cell(unsigned type, unsigned row, unsigned column, unsigned style, const std::string& rest) { return record(type, little(row, 2) + little(column, 2) + little(style, 2) + rest); }
std::string number(double value) { return little(std::bit_cast<std::uint64_t>(value), 8); }

std::string wide(std::u16string_view text) {
    std::string bytes;
    for (const char16_t unit : text) bytes += little(unit, 2);
    return bytes;
}
std::string text16(std::u16string_view text) { return little(text.size(), 2) + "\x01" + wide(text); }
std::string narrow16(const std::string& text) { return little(text.size(), 2) + std::string(1, '\0') + text; }

struct Book {
    std::string rows;              ///< of the one sheet
    std::string globals = {};      ///< before the list of sheets
    std::string shared = {};       ///< records: SST and what continues it
    unsigned version = 0x0600;

    std::string stream() const {
        const std::string begin = record(0x0809, little(version, 2) + little(5, 2) + std::string(12, '\0')) + globals;
        const std::string name = std::string("\x02\x01", 2) + wide(u"名册");
        const std::string end = shared + record(0x000a, "");
        const std::size_t sheet = begin.size() + 4 + 6 + name.size() + end.size();
        return begin + record(0x0085, little(sheet, 4) + std::string(2, '\0') + name) + end + record(0x0809, little(version, 2) + little(0x10, 2) + std::string(12, '\0')) + rows + record(0x000a, "");
    }
};

std::string entry(const std::string& name, unsigned kind, unsigned child, unsigned start, std::size_t size) {
    std::string bytes = wide(std::u16string(name.begin(), name.end()));
    bytes.resize(64);
    return bytes + little(2 * (name.size() + 1), 2) + little(kind, 1) + little(1, 1) + little(0xffffffff, 4) + little(0xffffffff, 4) + little(child, 4) + std::string(36, '\0') + little(start, 4) + little(size, 8);
}

/// The stream in sectors of 512 bytes, large enough for the ordinary table, or small, in the root's own stream.
std::string compound(std::string stream, bool small = false, const std::string& name = "Workbook") {
    const std::size_t size = small ? stream.size() : std::max<std::size_t>(stream.size(), 4096);
    stream.resize((size + 511) / 512 * 512);
    const std::size_t sectors = stream.size() / 512, used = 2 + (small ? 1 : 0) + sectors;
    std::size_t tables = 1;
    while (tables * 128 < used + tables) ++tables;
    std::string table;
    for (std::size_t i = 0; i < tables; ++i) table += little(0xfffffffd, 4);
    table += little(0xfffffffe, 4);                   // the directory
    if (small) table += little(0xfffffffe, 4);        // the table of small sectors
    const std::size_t first = tables + 1 + (small ? 1 : 0);
    for (std::size_t i = 0; i < sectors; ++i) table += little(i + 1 < sectors ? first + i + 1 : 0xfffffffe, 4);
    table.resize(tables * 512, '\xff');
    std::string mini;
    for (std::size_t i = 0; i < (size + 63) / 64; ++i) mini += little(i + 1 < (size + 63) / 64 ? i + 1 : 0xfffffffe, 4);
    mini.resize(512, '\xff');
    const std::string directory = entry("Root Entry", 5, 1, small ? static_cast<unsigned>(first) : 0xfffffffe, small ? stream.size() : 0) + entry(name, 2, 0xffffffff, small ? 0 : static_cast<unsigned>(first), size) + std::string(256, '\0');
    std::string header = std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(16, '\0') + little(0x3e, 2) + little(3, 2) + little(0xfffe, 2) + little(9, 2) + little(6, 2) + std::string(10, '\0');
    header += little(tables, 4) + little(tables, 4) + little(0, 4) + little(4096, 4) + little(small ? tables + 1 : 0xfffffffe, 4) + little(small ? 1 : 0, 4) + little(0xfffffffe, 4) + little(0, 4);
    for (std::size_t i = 0; i < 109; ++i) header += little(i < tables ? i : 0xffffffff, 4);
    return header + table + directory + (small ? mini : "") + stream;
}

std::string book(const Book& what) { return compound(what.stream()); }
std::string sst(std::initializer_list<std::string> texts) {
    std::string body = little(texts.size(), 4) + little(texts.size(), 4);
    for (const std::string& text : texts) body += text;
    return record(0x00fc, body);
}

}  // namespace

TEST_CASE("an .xls gives its texts, numbers, truths and errors") {
    const std::string rows = record(0x0208, little(1, 2) + std::string(10, '\0') + little(0x20, 2) + std::string(2, '\0')) +
                             cell(0xfd, 0, 0, 0, little(1, 4)) + cell(0x203, 0, 1, 0, number(3.14)) + cell(0x27e, 0, 2, 0, little(42 << 2 | 2, 4)) + cell(0x27e, 0, 3, 0, little(static_cast<std::uint32_t>(-150) << 2 | 3, 4)) +
                             cell(0x27e, 0, 4, 0, little(std::bit_cast<std::uint64_t>(0.5) >> 32, 4)) + cell(0x204, 0, 5, 0, text16(u"李四")) + cell(0x205, 0, 6, 0, little(1, 2)) + cell(0x205, 0, 7, 0, little(0x012a, 2)) +
                             cell(0x203, 0, 8, 0, number(1.1010519491231e17)) + cell(0x201, 0, 9, 0, "") +
                             record(0xbd, little(1, 2) + little(1, 2) + little(0, 2) + little(7 << 2 | 2, 4) + little(0, 2) + little(8 << 2 | 2, 4) + little(2, 2)) + cell(0x204, 2, 0, 0, narrow16("caf\xe9"));
    const Book all{.rows = rows, .shared = sst({text16(u"张三"), text16(u"里仁😀")})};
    const std::string expected = "1 A=里仁😀 B#3.14 C#42 D#-1.5 E#0.5 F=李四 G?TRUE H!#N/A I#*110105194912310000 | 2h B#7 C#8 | 3 A=café";
    CHECK(seen(book(all)) == expected);
    CHECK(seen(compound(all.stream(), true)) == expected);
    liren::Workbook opened = liren::open_workbook_bytes(book(all));
    CHECK(opened.format() == liren::SheetFormat::xls);
    CHECK(opened.sheets().at(0).name == "名册");
}

TEST_CASE("shared texts of an .xls run over records, in either width, with runs and phonetics between") {
    const std::string rich = little(2, 2) + "\x0d" + little(1, 2) + little(6, 4) + wide(u"东街") + little(0, 4) + "phonet";
    const std::string shared = record(0xfc, little(4, 4) + little(4, 4) + rich + little(4, 2) + "\x01" + wide(u"张三")) + record(0x3c, "\x01" + wide(u"李四") + little(4, 2) + std::string(1, '\0') + "ab") + record(0x3c, std::string(1, '\0') + "cd" + little(3, 2) + std::string(1, '\0') + "x") +
                               record(0x3c, "\x01" + wide(u"长文"));
    std::string rows;
    for (unsigned i = 0; i < 4; ++i) rows += cell(0xfd, i, 0, 0, little(i, 4));
    CHECK(seen(book({.rows = rows, .shared = shared})) == "1 A=东街 | 2 A=张三李四 | 3 A=abcd | 4 A=x长文");
}

TEST_CASE("dates of an .xls come from its formats, and from its day count") {
    const std::string formats = record(0x41e, little(176, 2) + text16(u"yyyy\"年\"m\"月\"d\"日\"")) + record(0xe0, little(0, 4) + std::string(16, '\0')) + record(0xe0, little(176 << 16, 4) + std::string(16, '\0')) + record(0xe0, little(14 << 16, 4) + std::string(16, '\0'));
    const std::string rows = cell(0x203, 0, 0, 1, number(45358)) + cell(0x203, 0, 1, 2, number(45358)) + cell(0x203, 0, 2, 0, number(45358)) + cell(0x27e, 0, 3, 1, little(61 << 2 | 2, 4));
    CHECK(seen(book({.rows = rows, .globals = formats})) == "1 A@2024-03-07 B@2024-03-07 C#45358 D@1900-03-01");
    CHECK(seen(book({.rows = cell(0x203, 0, 0, 1, number(43896)), .globals = formats + record(0x22, little(1, 2))})) == "1 A@2024-03-07");
}

TEST_CASE("formulas of an .xls give what was calculated last") {
    const auto formula = [](unsigned column, const std::string& result) { return cell(0x06, 0, column, 0, result + std::string(8, '\0')); };
    const std::string special = std::string(5, '\0') + "\xff\xff";
    const std::string rows = formula(0, number(12)) + formula(1, std::string(1, '\0') + special) + record(0x207, text16(u"算出")) + formula(2, "\x01" + std::string(1, '\0') + "\x01" + std::string(3, '\0') + "\xff\xff") +
                             formula(3, "\x02" + std::string(1, '\0') + "\x07" + std::string(3, '\0') + "\xff\xff") + formula(4, "\x03" + special);
    CHECK(seen(book({.rows = rows})) == "1 A#~12 B=~算出 C?~TRUE D!~#DIV/0!");
}

TEST_CASE("cells of an .xls in any order, merged ranges, charts inside") {
    const std::string chart = record(0x0809, little(0x600, 2) + little(0x20, 2)) + cell(0x203, 9, 9, 0, number(9)) + record(0x0a, "");
    const std::string rows = cell(0x203, 1, 0, 0, number(3)) + chart + cell(0x203, 0, 1, 0, number(2)) + cell(0x203, 0, 0, 0, number(1)) + record(0xe5, little(1, 2) + little(0, 2) + little(1, 2) + little(2, 2) + little(3, 2));
    CHECK(seen(book({.rows = rows})) == "1 A#1 B#2 | 2 A#3");
    CHECK(merged(book({.rows = rows})) == "C1:D2 ");
}

TEST_CASE("an .xls that is large is read whole") {
    std::string rows, expected;
    for (unsigned row = 0; row < 5000; ++row) {
        rows += cell(0x203, row, 0, 0, number(row)) + cell(0x204, row, 1, 0, text16(u"张三"));
        expected += (row == 0 ? "" : " | ") + std::to_string(row + 1) + " A#" + std::to_string(row) + " B=张三";
    }
    CHECK(seen(book({.rows = rows})) == expected);
}

TEST_CASE("an .xls that is locked, older, or no workbook says so") {
    CHECK(refusal(book({.rows = "", .globals = record(0x2f, std::string(54, '\0'))})) == "sheet.encrypted");
    CHECK(refusal(compound("x", false, "EncryptedPackage")) == "sheet.encrypted");
    CHECK(refusal(book({.rows = "", .version = 0x0500})) == "sheet.old_format");
    CHECK(refusal(compound("x", false, "Book")) == "sheet.old_format");
    CHECK(refusal(compound("x", false, "WordDocument")) == "sheet.kind");
    CHECK(refusal(book({.rows = ""}), {.old_file_bytes = 100}) == "sheet.too_large");
    CHECK(refusal(compound("")) == "sheet.damaged");
}

TEST_CASE("an .xls that contradicts itself is damage") {
    CHECK(refusal(book({.rows = cell(0xfd, 0, 0, 0, little(7, 4))})) == "sheet.damaged");
    CHECK(refusal(book({.rows = cell(0x203, 0, 0, 0, "short")})) == "sheet.damaged");
    CHECK(refusal(book({.rows = cell(0x203, 0, 256, 0, number(1))})) == "sheet.damaged");
    CHECK(refusal(book({.rows = cell(0x203, 0, 0, 0, number(1)) + cell(0x203, 0, 0, 0, number(2))})) == "sheet.damaged");
    CHECK(refusal(book({.rows = cell(0x204, 0, 0, 0, little(99, 2) + "\x01x")})) == "sheet.damaged");
    CHECK(refusal(book({.rows = record(0xe5, little(5, 2))})) == "sheet.damaged");
    CHECK(refusal(book({.rows = record(0x0a, "") + record(0x203, "x")})) == "");   // what follows the end is not looked at
}

TEST_CASE("bytes of an .xls changed at random never do more than throw") {
    std::string rows;
    for (unsigned row = 0; row < 30; ++row) rows += cell(0x203, row, 0, 0, number(row)) + cell(0xfd, row, 1, 0, little(row % 2, 4)) + cell(0x06, row, 2, 0, std::string(6, '\0') + "\xff\xff" + std::string(8, '\0')) + record(0x207, text16(u"甲"));
    const Book what{.rows = rows, .shared = sst({text16(u"张三"), little(2, 2) + "\x0d" + little(1, 2) + little(6, 4) + wide(u"东街") + little(0, 4) + "phonet"})};
    std::mt19937 random(7);
    int opened = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = compound(what.stream(), round % 2 == 0);
        for (int i = 0; i < 3; ++i) bytes[8 + random() % (round % 3 == 0 ? 1600 : bytes.size() - 8)] = static_cast<char>(random());
        if (round % 5 == 0) bytes.resize(random() % bytes.size());
        opened += refusal(std::move(bytes)).empty();
    }
    CHECK(opened > 0);
    CHECK(opened < 3000);
}
