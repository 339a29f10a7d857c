#pragma once
// Spreadsheets as rows of cells: what people bring (.xlsx, .xls, .csv, told apart by their bytes, never by their name) and what
// we hand out. A Workbook streams rows in constant memory and says of each cell what the file says, without guessing: an
// identity number stored as text stays text, one destroyed by scientific notation is marked `lossy`. Files come from strangers:
// whatever is wrong with one ends in an Error(422, "sheet.…"), within the limits. A SheetWriter streams .xlsx or .csv that this
// reader reads back identically. Neither class may be shared by threads; several of them may work at the same time.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace liren {

enum class SheetFormat : std::uint8_t { xlsx, xls, csv };

/// How much of a stranger's file is taken. The defaults hold a full sheet of people; Excel's own limits are the last three.
struct SheetLimits {
    std::uint64_t file_bytes = 512ull << 20;       ///< of the file as it was sent
    std::uint64_t old_file_bytes = 64ull << 20;    ///< of an .xls, which is held in memory
    std::uint64_t part_bytes = 4ull << 30;         ///< of one part of an .xlsx, inflated
    std::uint64_t small_part_bytes = 32ull << 20;  ///< of a part that is held in memory: styles, the list of sheets
    std::uint64_t inflated_bytes = 8ull << 30;     ///< of all parts together, in one reading
    std::uint64_t ratio = 300;                     ///< inflated to packed, of one part, beyond its first 32 MB
    std::uint64_t shared_text_bytes = 256ull << 20;
    std::uint64_t row_bytes = 32ull << 20;         ///< of one row as it stands in the file
    std::size_t shared_texts = 16'000'000;
    std::size_t parts = 10'000;
    std::size_t sheets = 1'000;
    std::size_t merged_ranges = 200'000;
    std::size_t depth = 64;                        ///< of elements within each other
    std::uint32_t rows = 1'048'576;
    std::uint32_t columns = 16'384;
    std::uint32_t cell_characters = 32'767;        ///< in UTF-16 units, as Excel counts
};

enum class CellKind : std::uint8_t {
    empty,     ///< a formula whose result nobody calculated; other cells without a value are left out
    text,
    number,    ///< the shortest decimal that is the stored value, without exponent up to 21 digits
    boolean,   ///< TRUE or FALSE
    date,      ///< yyyy-mm-dd, or yyyy-mm-ddThh:mm:ss when the cell's format shows the time and it is not midnight
    time,      ///< hh:mm:ss; durations may have more than 24 hours
    error,     ///< #N/A, #DIV/0! …
};

/// One cell; the text is UTF-8 and lives until the visitor returns.
struct SheetCell {
    std::uint32_t column = 0;        ///< 0 is A
    CellKind kind = CellKind::empty;
    bool formula = false;            ///< the value is what a program calculated last
    /// A number of more than 15 digits before the point: spreadsheets keep only the first 15, so what was typed (an identity
    /// number, a bank card) is lost. In a .csv: a text like 1.10105E+17.
    bool lossy = false;
    std::string_view text;
};

/// One row that has cells; cells are in the order of their columns.
struct SheetRow {
    std::uint32_t number = 0;        ///< as the spreadsheet shows it: the first is 1
    bool hidden = false;
    std::span<const SheetCell> cells;

    /// The cell of that column, or nullptr.
    const SheetCell* at(std::uint32_t column) const;
};

struct SheetInfo {
    std::string name;                ///< empty for a .csv
    bool hidden = false;
};

/// Both corners belong to the range; columns from 0, rows from 1. The value stands in the first corner only.
struct MergedRange {
    std::uint32_t first_row = 0, last_row = 0, first_column = 0, last_column = 0;
};

enum class SheetStep : std::uint8_t { go_on, stop };
using SheetVisitor = std::function<SheetStep(const SheetRow&)>;

class WorkbookReader;

/// An open file. Reading a sheet again begins at its first row.
class Workbook {
public:
    explicit Workbook(std::unique_ptr<WorkbookReader> reader);
    Workbook(Workbook&&) noexcept;
    Workbook& operator=(Workbook&&) noexcept;
    ~Workbook();

    SheetFormat format() const;
    /// In the order of their tabs; charts and macros are left out.
    const std::vector<SheetInfo>& sheets() const;
    /// Gives every row that has cells to the visitor, from the first to the last or until it says stop. Throws
    /// Error(422, "sheet.…") at the first thing that is wrong; rows before it have been visited. `sheet` is below sheets().size().
    void read_rows(std::size_t sheet, const SheetVisitor& visitor);
    /// Costs inflating the sheet once in an .xlsx; always empty in a .csv.
    std::vector<MergedRange> merged_ranges(std::size_t sheet);

private:
    std::unique_ptr<WorkbookReader> reader_;
};

/// Opens a file; the Workbook keeps it open. Error(422) when it is no spreadsheet we read (`sheet.kind`, `sheet.web_page`,
/// `sheet.old_format`), locked with a password (`sheet.encrypted`), incomplete (`sheet.damaged`), or beyond the limits.
Workbook open_workbook(const std::string& path, const SheetLimits& limits = {});
/// The same for bytes at hand, which the Workbook takes.
Workbook open_workbook_bytes(std::string bytes, const SheetLimits& limits = {});

/// "A" for 0, "XFD" for 16383: how people call a column.
std::string column_letters(std::uint32_t column);

/// A column of a sheet that is written. Width in characters; 0 takes the title's width.
struct SheetColumn {
    std::string title;
    double width = 0;
};

/// How a sheet is printed: every page is as wide as the columns need, bears the titles, and these words, in which {page} and
/// {pages} are the numbers. Excel takes about 100 characters of each.
struct SheetPrint {
    std::uint32_t title_row = 1;             ///< printed again on each page, frozen on the screen with what stands above it
    std::string header_left, header_right, footer_left, footer_right;
};

/// Writes sheets row by row in constant memory: begin_sheet, then for each row its cells from the left and end_row; finish at
/// the end. The header is bold and frozen. Text can never become a formula: in .xlsx it is stored as text, in .csv one that
/// begins with = + - @ tab or CR gets a ' before it, which our reader takes off again.
class SheetWriter {
public:
    /// Takes the file's bytes in order; what it throws ends the writing.
    using Sink = std::function<void(std::string_view)>;

    /// `format` is xlsx or csv (UTF-8 with byte order mark, CRLF; one sheet only).
    SheetWriter(Sink sink, SheetFormat format);
    SheetWriter(SheetWriter&&) noexcept;
    SheetWriter& operator=(SheetWriter&&) noexcept;
    ~SheetWriter();

    /// Names are made fit for Excel (31 characters, none of []:*?/\ , no two alike). Writes the titles as row 1.
    void begin_sheet(std::string_view name, std::span<const SheetColumn> columns);
    /// The same, and says how it is printed (a .csv is not).
    void begin_sheet(std::string_view name, std::span<const SheetColumn> columns, const SheetPrint& print);

    /// Throws Error(422, "sheet.cell_too_long") above 32,767 characters; bytes that are not UTF-8 become U+FFFD.
    void text(std::string_view words);
    /// A whole number of more than 15 digits is written as text, because a spreadsheet would lose its end.
    void number(std::int64_t value);
    void number(double value);
    void boolean(bool value);
    /// yyyy-mm-dd; what is no date, or one before March 1900 (Excel counts a 29 February 1900), is written as text.
    void date(std::string_view iso);
    void empty();
    void end_row();

    /// Writes what is left. Nothing may be written afterwards; a writer that is destroyed before leaves an unusable file.
    void finish();

    struct Body;

private:
    std::unique_ptr<Body> body_;
};

}  // namespace liren
