#pragma once
// What the three formats have in common behind a Workbook, and the making of each.

#include <memory>
#include <vector>

#include "liren/sheet.h"
#include "sheet/source.h"

namespace liren {

class WorkbookReader {
public:
    virtual ~WorkbookReader() = default;
    virtual SheetFormat format() const = 0;
    virtual const std::vector<SheetInfo>& sheets() const = 0;
    virtual void read_rows(std::size_t sheet, const SheetVisitor& visitor) = 0;
    virtual std::vector<MergedRange> merged_ranges(std::size_t sheet) = 0;
};

namespace sheet {

std::unique_ptr<WorkbookReader> open_xlsx(std::unique_ptr<Source> source, const SheetLimits& limits);
/// An OLE2 file: an .xls, or an .xlsx behind a password, which is refused.
std::unique_ptr<WorkbookReader> open_xls(std::unique_ptr<Source> source, const SheetLimits& limits);
std::unique_ptr<WorkbookReader> open_csv(std::unique_ptr<Source> source, const SheetLimits& limits);

}  // namespace sheet

}  // namespace liren
