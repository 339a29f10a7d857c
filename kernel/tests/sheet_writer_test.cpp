// What we write is read back identically.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <stdexcept>

#include "liren/error.h"
#include "liren/text.h"
#include "sheet_builder.h"

using namespace liren;
using sheet_builder::seen;

namespace {

template <class Write>
std::string written(SheetFormat format, Write write) {
    std::string bytes;
    SheetWriter writer([&bytes](std::string_view piece) { bytes += piece; }, format);
    write(writer);
    writer.finish();
    return bytes;
}

const std::vector<SheetColumn> two = {{"姓名", 12}, {"身份证号"}};

std::string one_text(SheetFormat format, std::string_view words) {
    return written(format, [&](SheetWriter& writer) {
        writer.begin_sheet("一", two);
        writer.text(words);
        writer.end_row();
    });
}

/// The text of A2.
std::string first_text(std::string bytes) {
    std::string text;
    open_workbook_bytes(std::move(bytes)).read_rows(0, [&](const SheetRow& row) {
        if (row.number == 2 && row.at(0)) text = row.at(0)->text;
        return SheetStep::go_on;
    });
    return text;
}

}  // namespace

TEST_CASE("a written .xlsx is read back: titles, texts, numbers, dates, booleans, gaps") {
    const std::string bytes = written(SheetFormat::xlsx, [](SheetWriter& writer) {
        writer.begin_sheet("花名册", two);
        writer.text("张三");
        writer.text("110105194912310021");
        writer.number(std::int64_t{42});
        writer.number(2.5);
        writer.date("2024-03-07");
        writer.boolean(true);
        writer.end_row();
        writer.end_row();
        writer.empty();
        writer.text("");
        writer.text(" 李四 ");
        writer.number(std::int64_t{110105194912310021});
        writer.date("1900-02-28");
        writer.date("not a date");
        writer.date("");
        writer.number(0.1);
        writer.end_row();
    });
    CHECK(seen(bytes) == "1 A=姓名 B=身份证号 | 2 A=张三 B=110105194912310021 C#42 D#2.5 E@2024-03-07 F?TRUE | 4 C= 李四  D=110105194912310021 E=1900-02-28 F=not a date H#0.1");
    Workbook book = open_workbook_bytes(bytes);
    REQUIRE(book.sheets().size() == 1);
    CHECK(book.sheets()[0].name == "花名册");
    CHECK(book.format() == SheetFormat::xlsx);
}

TEST_CASE("sheet names are made fit and no two are alike") {
    const std::string bytes = written(SheetFormat::xlsx, [](SheetWriter& writer) {
        for (const char* name : {"a/b:c*d", "A_b_c_d", "", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二四", "x<&>\"y'"}) {
            writer.begin_sheet(name, {});
            writer.text(name[0] ? name : "-");
            writer.end_row();
        }
    });
    Workbook book = open_workbook_bytes(bytes);
    REQUIRE(book.sheets().size() == 6);
    CHECK(book.sheets()[0].name == "a_b_c_d");
    CHECK(book.sheets()[1].name == "A_b_c_d 2");
    CHECK(book.sheets()[2].name == "Sheet");
    CHECK(count_characters(book.sheets()[3].name) == 31);
    CHECK(count_characters(book.sheets()[4].name) <= 31);
    CHECK(book.sheets()[4].name != book.sheets()[3].name);
    CHECK(book.sheets()[5].name == "x<&>\"y_");
    CHECK(seen(bytes, 0) == "1 A=a/b:c*d");
    CHECK(seen(bytes, 5) == "1 A=x<&>\"y'");
}

TEST_CASE("a text never becomes a formula") {
    for (const std::string evil : {"=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''@x", "=HYPERLINK(\"http://x\",\"y\")"}) {
        CHECK(first_text(one_text(SheetFormat::xlsx, evil)) == evil);
        const std::string csv = one_text(SheetFormat::csv, evil);
        CHECK(first_text(csv) == evil);
        const std::size_t line = csv.find("\r\n") + 2;
        const std::string field = csv.substr(line);
        CHECK_MESSAGE((field.starts_with("'") || field.starts_with("\"'")), evil);   // a spreadsheet sees the ' first
    }
    CHECK(one_text(SheetFormat::xlsx, "=1").find("<f>") == std::string::npos);
    CHECK(one_text(SheetFormat::csv, "平常") == "\xEF\xBB\xBF姓名,身份证号\r\n平常\r\n");
}

TEST_CASE("the header is bold and frozen, texts have the text format, widths are set") {
    const std::string bytes = one_text(SheetFormat::xlsx, "x");
    const std::string sheet = sheet_builder::part_of(bytes, "xl/worksheets/sheet1.xml"), styles = sheet_builder::part_of(bytes, "xl/styles.xml");
    CHECK(sheet.find("<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>") != std::string::npos);
    CHECK(sheet.find("<col min=\"1\" max=\"1\" width=\"12\" customWidth=\"1\"/><col min=\"2\" max=\"2\" width=\"10\" customWidth=\"1\"/>") != std::string::npos);
    CHECK(sheet.find("<c r=\"A1\" s=\"1\" t=\"inlineStr\">") != std::string::npos);
    CHECK(sheet.find("<c r=\"A2\" s=\"2\" t=\"inlineStr\">") != std::string::npos);
    CHECK(styles.find("<xf numFmtId=\"49\" fontId=\"1\"") != std::string::npos);
    CHECK(styles.find("<b/>") != std::string::npos);
}

TEST_CASE("a sheet that says how it is printed bears its words and titles on every page, as wide as its columns; and is read back the same") {
    const auto print = [](SheetFormat format, std::span<const SheetColumn> columns) {
        return written(format, [&](SheetWriter& writer) {
            writer.begin_sheet("员工's & 名单", columns, {.title_row = 3, .header_left = "甲 & 乙 <丙>", .header_right = "2026-0007", .footer_left = "用途：核对\n第二行" + std::string(300, 'x'), .footer_right = "第 {page} 页，共 {pages} 页"});
            for (const char* words : {"说明", "姓名", "张三"}) {
                writer.text(words);
                writer.end_row();
            }
        });
    };
    const std::string bytes = print(SheetFormat::xlsx, two);
    const std::string sheet = sheet_builder::part_of(bytes, "xl/worksheets/sheet1.xml"), book = sheet_builder::part_of(bytes, "xl/workbook.xml");
    CHECK(sheet.find("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews>") != std::string::npos);
    CHECK(sheet.find("<pane ySplit=\"3\" topLeftCell=\"A4\"") != std::string::npos);
    CHECK(sheet.find("</sheetData><pageMargins ") != std::string::npos);
    CHECK(sheet.find("fitToWidth=\"1\" fitToHeight=\"0\" orientation=\"portrait\"/>") != std::string::npos);
    CHECK(sheet.find("<oddHeader>&amp;L甲 &amp;&amp; 乙 &lt;丙&gt;&amp;R2026-0007</oddHeader>") != std::string::npos);
    CHECK(sheet.find("&amp;R第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>") != std::string::npos);
    CHECK(sheet.find("&amp;L用途：核对 第二行xxx") != std::string::npos);
    CHECK(sheet.find(std::string(101, 'x')) == std::string::npos);
    CHECK(book.find("</sheets><definedNames><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'员工_s &amp; 名单'!$3:$3</definedName></definedNames></workbook>") != std::string::npos);
    const std::vector<SheetColumn> wide(9, SheetColumn{"", 20});
    CHECK(sheet_builder::part_of(print(SheetFormat::xlsx, wide), "xl/worksheets/sheet1.xml").find("orientation=\"landscape\"") != std::string::npos);
    // What is printed is no cell: rows are read back as without it.
    for (const SheetFormat format : {SheetFormat::xlsx, SheetFormat::csv}) {
        std::vector<std::string> read;
        open_workbook_bytes(print(format, two)).read_rows(0, [&](const SheetRow& row) {
            read.emplace_back(row.cells[0].text);
            return SheetStep::go_on;
        });
        CHECK(read == std::vector<std::string>{"姓名", "说明", "姓名", "张三"});
    }
}

TEST_CASE("what cannot stand in a spreadsheet is refused, or mended") {
    for (const SheetFormat format : {SheetFormat::xlsx, SheetFormat::csv}) {
        CHECK_THROWS_AS(one_text(format, std::string(32'768, 'x')), Error);
        CHECK(first_text(one_text(format, "a\xff" "b")) == "a\xEF\xBF\xBD" "b");
        CHECK_THROWS_AS(written(format, [](SheetWriter& writer) {
            writer.begin_sheet("", {});
            for (int i = 0; i < 16'384; ++i) writer.empty();
            writer.text("x");
        }), Error);
    }
    CHECK_THROWS_AS(SheetWriter([](std::string_view) {}, SheetFormat::xls), std::logic_error);
}

TEST_CASE("any text in any cell is read back as it was written") {
    const std::u32string letters = U"abc019 =+-@'\"<>&,;、\t\n\r_x000D_张三里仁·𠮷😀\u00a0\u3000\x01\x1f\x7f\ufffe\uffff";
    std::mt19937 random(20261125);
    for (int round = 0; round < 200; ++round) {
        const std::size_t columns = 1 + random() % 6;
        std::vector<std::vector<std::string>> rows(1 + random() % 12, std::vector<std::string>(columns));
        std::vector<SheetColumn> titles;
        for (std::size_t i = 0; i < columns; ++i) titles.push_back({"列" + std::to_string(i)});
        for (auto& row : rows)
            for (auto& words : row)
                for (std::size_t length = random() % 12; length > 0; --length) {
                    if (random() % 20 == 0) words += "_x000D_";   // what a reader of ST_Xstring would replace
                    const char32_t letter = letters[random() % letters.size()];
                    if (letter < 0x80) words.push_back(static_cast<char>(letter));
                    else if (letter < 0x800) words += {static_cast<char>(0xc0 | letter >> 6), static_cast<char>(0x80 | (letter & 63))};
                    else if (letter < 0x10000) words += {static_cast<char>(0xe0 | letter >> 12), static_cast<char>(0x80 | (letter >> 6 & 63)), static_cast<char>(0x80 | (letter & 63))};
                    else words += {static_cast<char>(0xf0 | letter >> 18), static_cast<char>(0x80 | (letter >> 12 & 63)), static_cast<char>(0x80 | (letter >> 6 & 63)), static_cast<char>(0x80 | (letter & 63))};
                }
        for (const SheetFormat format : {SheetFormat::xlsx, SheetFormat::csv}) {
            const std::string bytes = written(format, [&](SheetWriter& writer) {
                writer.begin_sheet("一", titles);
                for (const auto& row : rows) {
                    for (const auto& words : row) writer.text(words);
                    writer.end_row();
                }
            });
            std::vector<std::vector<std::string>> read(rows.size(), std::vector<std::string>(columns));
            Workbook book = open_workbook_bytes(bytes);
            book.read_rows(0, [&](const SheetRow& row) {
                if (row.number == 1) return SheetStep::go_on;
                REQUIRE(row.number - 2 < read.size());
                for (const SheetCell& cell : row.cells) {
                    REQUIRE(cell.column < columns);
                    CHECK(cell.kind == CellKind::text);
                    read[row.number - 2][cell.column] = cell.text;
                }
                return SheetStep::go_on;
            });
            REQUIRE_MESSAGE(read == rows, "round " << round << (format == SheetFormat::csv ? " csv" : " xlsx"));
        }
    }
}

TEST_CASE("any number and any date is read back as it was written") {
    std::mt19937_64 random(7);
    std::vector<std::string> expected;
    const std::string bytes = written(SheetFormat::xlsx, [&](SheetWriter& writer) {
        writer.begin_sheet("一", {});
        for (int i = 0; i < 3000; ++i) {
            if (i % 3 == 0) {
                const auto value = static_cast<std::int64_t>(random()) >> random() % 64;
                writer.number(value);
                expected.push_back(std::to_string(value));
            } else if (i % 3 == 1) {
                const double value = static_cast<double>(static_cast<std::int64_t>(random() % 2'000'000'000) - 1'000'000'000) / 1000;
                writer.number(value);
                char spelled[40];
                std::snprintf(spelled, sizeof spelled, "%.15g", value);
                expected.emplace_back(spelled);
            } else {
                char iso[40];
                std::snprintf(iso, sizeof iso, "%04d-%02d-%02d", 1900 + static_cast<int>(random() % 300), 3 + static_cast<int>(random() % 10), 1 + static_cast<int>(random() % 28));
                writer.date(iso);
                expected.emplace_back(iso);
            }
            writer.end_row();
        }
    });
    std::vector<std::string> read;
    open_workbook_bytes(bytes).read_rows(0, [&](const SheetRow& row) {
        read.emplace_back(row.cells[0].text);
        return SheetStep::go_on;
    });
    CHECK(read == expected);
}

TEST_CASE("a large sheet is written in pieces and read back whole") {
    std::size_t pieces = 0, largest = 0;
    std::string bytes;
    SheetWriter writer([&](std::string_view piece) {
        ++pieces;
        largest = std::max(largest, piece.size());
        bytes += piece;
    }, SheetFormat::xlsx);
    writer.begin_sheet("一", two);
    for (int i = 0; i < 50'000; ++i) {
        writer.text("张三" + std::to_string(i));
        writer.number(std::int64_t{i});
        writer.end_row();
    }
    writer.finish();
    CHECK(pieces > 10);
    CHECK(largest <= 64u << 10);
    std::int64_t next = 0;
    open_workbook_bytes(std::move(bytes)).read_rows(0, [&](const SheetRow& row) {
        if (row.number == 1) return SheetStep::go_on;
        CHECK(row.cells[0].text == "张三" + std::to_string(next));
        CHECK(row.cells[1].text == std::to_string(next));
        ++next;
        return SheetStep::go_on;
    });
    CHECK(next == 50'000);
}
