#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <stdexcept>

#include "liren/text.h"
#include "sheet/number_format.h"
#include "sheet/writing.h"
#include "sheet/zip_writer.h"
#include "text/utf8.h"

namespace liren::sheet {

namespace {

constexpr std::size_t flush_at = 256u << 10;
constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view main_space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view relation_space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Cell formats as styles.xml lists them: the text format keeps what is typed into such a cell later a text as well.
constexpr std::string_view title_style = "1", text_style = "2", date_style = "3";

constexpr std::string_view styles =
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

enum : std::uint8_t { plain = 0, marked = 1, control = 2, underscore = 4, noncharacter = 8 };

constexpr auto meanings = [] {
    std::array<std::uint8_t, 256> table{};
    for (std::size_t byte = 0; byte < 0x20; ++byte) table[byte] = control;
    table['\t'] = table['\n'] = plain;
    table['&'] = table['<'] = table['>'] = table['"'] = marked;
    table['_'] = underscore;
    table[0xef] = noncharacter;   // U+FFFE and U+FFFF begin so, and are not allowed in XML
    return table;
}();

bool is_hexadecimal(char letter) { return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'F') || (letter >= 'a' && letter <= 'f'); }

/// Whether a reader would take what begins here for a code (_x000D_).
bool looks_escaped(std::string_view text) {
    return text.size() >= 7 && (text[1] == 'x' || text[1] == 'X') && text[6] == '_' && std::all_of(text.begin() + 2, text.begin() + 6, is_hexadecimal);
}

void append_code(std::string& into, unsigned unit) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    into.append("_x");
    for (int shift = 12; shift >= 0; shift -= 4) into.push_back(digits[unit >> shift & 15]);
    into.push_back('_');
}

/// The text as ST_Xstring in XML: what XML cannot hold as _xHHHH_.
void append_escaped(std::string& into, std::string_view text) {
    std::size_t copied = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::uint8_t meaning = meanings[static_cast<unsigned char>(text[at])];
        if (meaning == plain) continue;
        const std::string_view rest = text.substr(at);
        if (meaning == underscore && !looks_escaped(rest)) continue;
        if (meaning == noncharacter && !rest.starts_with("\xEF\xBF\xBE") && !rest.starts_with("\xEF\xBF\xBF")) continue;
        into.append(text, copied, at - copied);
        switch (meaning) {
        case marked: into.append(text[at] == '&' ? "&amp;" : text[at] == '<' ? "&lt;" : text[at] == '>' ? "&gt;" : "&quot;"); break;
        case noncharacter:
            append_code(into, text[at + 2] == '\xBE' ? 0xfffe : 0xffff);
            at += 2;
            break;
        case underscore: append_code(into, '_'); break;
        default: append_code(into, static_cast<unsigned char>(text[at]));
        }
        copied = at + 1;
    }
    into.append(text, copied);
}

constexpr double portrait_width = 95;         // characters that fit a sheet of A4 upright and are still read
constexpr std::size_t most_page_words = 100;  // Excel's limit is 255 units of head or foot, with its codes

/// Excel shows a Chinese character about twice as wide as a digit.
double width_of(std::string_view title) {
    std::size_t width = 0;
    for (const char32_t character : utf8::decode(title)) width += character >= 0x1100 ? 2 : 1;
    return static_cast<double>(std::clamp<std::size_t>(width + 2, 8, 60));
}

class XlsxWriter : public SheetWriter::Body {
public:
    explicit XlsxWriter(SheetWriter::Sink sink) : zip_(std::move(sink)) {
        // Every .xml that is not named here is a sheet, so that this part can stand first, where programs look for it.
        write_part("[Content_Types].xml",
                   "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                   "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                   "<Default Extension=\"xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
                   "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                   "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>");
        write_part("_rels/.rels", relations().append("<Relationship Id=\"rId1\" Type=\"").append(relation_space).append("/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"));
        write_part("xl/styles.xml", std::string("<styleSheet xmlns=\"").append(main_space).append("\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>").append(styles));
        bytes_.reserve(flush_at + (64u << 10));
    }

    void begin_sheet(std::string_view name, std::span<const SheetColumn> columns, const SheetPrint* print) override {
        end_sheet();
        names_.push_back(fit_name(name));
        zip_.begin_part("xl/worksheets/sheet" + std::to_string(names_.size()) + ".xml");
        in_sheet_ = true;
        row_ = 1;
        const std::string top = std::to_string(print ? print->title_row : 1), below = std::to_string(print ? print->title_row + 1 : 2);
        bytes_.append(declaration).append("<worksheet xmlns=\"").append(main_space).append("\">");
        if (print) bytes_.append("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
        bytes_.append("<sheetViews><sheetView ");
        repeated_.push_back(print ? top : "");
        after_rows_ = print ? page_setup(*print, columns) : "";
        bytes_.append(names_.size() == 1 ? "tabSelected=\"1\" " : "").append("workbookViewId=\"0\"");
        if (columns.empty()) bytes_.append("/>");
        else bytes_.append("><pane ySplit=\"").append(top).append("\" topLeftCell=\"A").append(below).append("\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView>");
        bytes_.append("</sheetViews>");
        if (!columns.empty()) append_widths(columns);
        bytes_.append("<sheetData>");
        begin_row();
        if (columns.empty()) return;
        for (const SheetColumn& column : columns) column.title.empty() ? empty() : inline_text(column.title, title_style);
        end_row();
    }

    void text(std::string_view words) override { inline_text(words, text_style); }

    void number(std::string_view spelled) override {
        begin_cell({});
        bytes_.append("><v>").append(spelled).append("</v></c>");
    }

    void boolean(bool value) override {
        begin_cell({});
        bytes_.append(" t=\"b\"><v>").append(value ? "1" : "0").append("</v></c>");
    }

    void date(std::string_view iso) override {
        begin_cell(date_style);
        bytes_.append("><v>").append(std::to_string(serial_of(iso))).append("</v></c>");
    }

    void empty() override { ++column_; }

    void end_row() override {
        if (row_has_cells_) bytes_.append("</row>");
        ++row_;
        if (bytes_.size() >= flush_at) flush();
        begin_row();
    }

    void finish() override {
        end_sheet();
        if (names_.empty()) throw std::logic_error("a workbook without a sheet");
        std::string workbook = std::string("<workbook xmlns=\"").append(main_space).append("\" xmlns:r=\"").append(relation_space).append("\"><sheets>");
        std::string targets = relations();
        for (std::size_t i = 0; i < names_.size(); ++i) {
            const std::string number = std::to_string(i + 1);
            workbook.append("<sheet name=\"");
            append_escaped(workbook, names_[i]);
            workbook.append("\" sheetId=\"").append(number).append("\" r:id=\"rId").append(number).append("\"/>");
            targets.append("<Relationship Id=\"rId").append(number).append("\" Type=\"").append(relation_space).append("/worksheet\" Target=\"worksheets/sheet").append(number).append(".xml\"/>");
        }
        targets.append("<Relationship Id=\"rIdStyles\" Type=\"").append(relation_space).append("/styles\" Target=\"styles.xml\"/></Relationships>");
        write_part("xl/workbook.xml", workbook.append("</sheets>").append(repeated_titles()).append("</workbook>"));
        write_part("xl/_rels/workbook.xml.rels", targets);
        zip_.finish();
    }

private:
    static std::string relations() { return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"; }

    void write_part(const char* name, std::string_view words) {
        zip_.begin_part(name);
        zip_.write(std::string(declaration).append(words));
        zip_.end_part();
    }

    void append_widths(std::span<const SheetColumn> columns) {
        bytes_.append("<cols>");
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string number = std::to_string(i + 1);
            ShortText width;
            bytes_.append("<col min=\"").append(number).append("\" max=\"").append(number).append("\" width=\"");
            bytes_.append(number_text(columns[i].width > 0 ? columns[i].width : width_of(columns[i].title), width)).append("\" customWidth=\"1\"/>");
        }
        bytes_.append("</cols>");
    }

    void begin_row() {
        column_ = 0;
        row_has_cells_ = false;
        row_digits_size_ = static_cast<std::size_t>(std::to_chars(row_digits_.data(), row_digits_.data() + row_digits_.size(), row_).ptr - row_digits_.data());
    }

    void begin_cell(std::string_view style) {
        if (!in_sheet_) throw std::logic_error("a cell before a sheet");
        refuse_beyond(row_, column_, {});
        const std::string_view row(row_digits_.data(), row_digits_size_);
        if (!row_has_cells_) bytes_.append("<row r=\"").append(row).append("\">");
        row_has_cells_ = true;
        while (letters_.size() <= column_) letters_.push_back(column_letters(static_cast<std::uint32_t>(letters_.size())));
        bytes_.append("<c r=\"").append(letters_[column_]).append(row).append("\"");
        if (!style.empty()) bytes_.append(" s=\"").append(style).append("\"");
        ++column_;
    }

    void inline_text(std::string_view words, std::string_view style) {
        refuse_beyond(row_, column_, words);
        begin_cell(style);
        const auto blank = [](char letter) { return letter == ' ' || letter == '\t' || letter == '\n'; };
        const bool preserves = blank(words.front()) || blank(words.back());
        bytes_.append(preserves ? " t=\"inlineStr\"><is><t xml:space=\"preserve\">" : " t=\"inlineStr\"><is><t>");
        append_escaped(bytes_, words);
        bytes_.append("</t></is></c>");
    }

    void end_sheet() {
        if (!in_sheet_) return;
        if (row_has_cells_) throw std::logic_error("a row is not ended");
        bytes_.append("</sheetData>").append(after_rows_).append("</worksheet>");
        flush();
        zip_.end_part();
        in_sheet_ = false;
    }

    void flush() {
        zip_.write(bytes_);
        bytes_.clear();
    }

    std::string fit_name(std::string_view name) {
        std::string fit;
        std::size_t units = 0;
        for (char32_t character : utf8::decode(name)) {
            if (character < 0x20 || (character < 0x80 && std::string_view("[]:*?/\\'").find(static_cast<char>(character)) != std::string_view::npos)) character = '_';
            units += character > 0xffff ? 2 : 1;
            if (units > 31) break;
            utf8::append(fit, character);
        }
        if (trim(fit).empty()) fit = "Sheet";
        const std::string base = fit;
        for (int i = 2; !taken_.insert(fold(fit)).second; ++i) {
            const std::string suffix = " " + std::to_string(i);
            fit = std::string(first_characters(base, 31 - suffix.size() - (units > 31 ? 2 : 0))) + suffix;
        }
        return fit;
    }

    /// What follows the rows of a sheet that says how it is printed: margins, paper, the words on each page.
    static std::string page_setup(const SheetPrint& print, std::span<const SheetColumn> columns) {
        double width = 0;
        for (const SheetColumn& column : columns) width += column.width > 0 ? column.width : width_of(column.title);
        std::string text = "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" fitToWidth=\"1\" fitToHeight=\"0\" orientation=\"";
        text.append(width > portrait_width ? "landscape" : "portrait").append("\"/><headerFooter>");
        const auto add = [&](const char* element, std::string_view left, std::string_view right) {
            if (left.empty() && right.empty()) return;
            text.append("<").append(element).append(">");
            append_escaped(text, page_words('L', left) + page_words('R', right));
            text.append("</").append(element).append(">");
        };
        add("oddHeader", print.header_left, print.header_right);
        add("oddFooter", print.footer_left, print.footer_right);
        return text.append("</headerFooter>");
    }

    /// One side of a page's head or foot: & is doubled, because codes begin with it, and a line ends the code before digits.
    static std::string page_words(char side, std::string_view words) {
        if (words.empty()) return {};
        std::string text = std::string("&") + side;
        const std::string_view cut = first_characters(words, most_page_words);
        for (std::size_t at = 0; at < cut.size(); ++at) {
            const std::string_view rest = cut.substr(at);
            if (rest.starts_with("{page}")) text += "&P", at += 5;
            else if (rest.starts_with("{pages}")) text += "&N", at += 6;
            else if (rest[0] == '&') text += "&&";
            else text += rest[0] == '\n' || rest[0] == '\r' || rest[0] == '\t' ? ' ' : rest[0];
        }
        return text;
    }

    /// The names by which a program knows which rows stand on each printed page.
    std::string repeated_titles() const {
        std::string names;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (repeated_[i].empty()) continue;
            names.append("<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"").append(std::to_string(i)).append("\">'");
            append_escaped(names, names_[i]);   // fit_name left no ' in it
            names.append("'!$").append(repeated_[i]).append(":$").append(repeated_[i]).append("</definedName>");
        }
        return names.empty() ? names : "<definedNames>" + names + "</definedNames>";
    }

    ZipWriter zip_;
    std::string bytes_, after_rows_;
    std::vector<std::string> names_, letters_, repeated_;   ///< repeated: of each sheet, the row printed on each page; "" where nothing was said
    std::set<std::string> taken_;
    std::array<char, 12> row_digits_{};
    std::size_t row_digits_size_ = 0;
    std::uint32_t row_ = 0, column_ = 0;
    bool in_sheet_ = false, row_has_cells_ = false;
};

}  // namespace

std::unique_ptr<SheetWriter::Body> write_xlsx(SheetWriter::Sink sink) { return std::make_unique<XlsxWriter>(std::move(sink)); }

}  // namespace liren::sheet
