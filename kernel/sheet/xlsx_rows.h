#pragma once
// The rows of one worksheet part. A row is read whole from the window or, when the window ends inside it, once more from its
// beginning: rows are small and windows are large, so that costs nothing and needs no state between the bytes.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/sheet.h"
#include "sheet/window.h"
#include "sheet/xlsx_package.h"
#include "sheet/xml.h"

namespace liren::sheet {

class XlsxRows {
public:
    XlsxRows(XlsxPackage& package, Zip& zip, std::size_t sheet);

    void visit(const SheetVisitor& visitor);
    std::vector<MergedRange> merged_ranges();

private:
    enum class Part : std::uint8_t { whole, unfinished };

    /// A cell as it stands in the file, before its value is looked at.
    struct RawCell {
        std::uint32_t column = 0, style = 0;
        std::string_view type, value;
        bool formula = false, inlined = false;
    };

    /// Runs to the open tag of sheetData; false when there are no rows.
    bool find_rows();
    Part read_row(const char*& at, const char* end, const Tag& row);
    bool read_usual_tag(const char*& at, const char* end, RawCell& cell, TagKind& kind);
    Part read_cell(const char*& at, const char* end, RawCell& cell);
    Part read_cell_content(const char*& at, const char* end, RawCell& cell);
    void read_cell_attributes(std::string_view attributes, RawCell& cell);
    void place(RawCell& cell, std::uint32_t column);
    void take(const RawCell& raw);
    void take_number(const RawCell& raw, SheetCell& cell);
    void take_iso_date(std::string_view value, SheetCell& cell) const;
    void order_cells();
    void skip_rows();
    void close_sheet();
    [[noreturn]] void too_long(const SheetCell& cell) const;

    XlsxPackage& package_;
    const SheetLimits& limits_;
    Window window_;
    const SharedTexts* shared_ = nullptr;
    Arena arena_;
    std::string joined_;
    std::vector<SheetCell> cells_;
    std::uint32_t row_ = 0, next_column_ = 0;
    bool hidden_ = false, unordered_ = false;
    std::vector<MergedRange> merged_;
};

}  // namespace liren::sheet
