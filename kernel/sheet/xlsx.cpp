#include "sheet/refusal.h"
#include "sheet/workbook_reader.h"
#include "sheet/xlsx_package.h"
#include "sheet/xlsx_rows.h"
#include "sheet/zip.h"

namespace liren::sheet {

namespace {

class Xlsx : public WorkbookReader {
public:
    Xlsx(std::unique_ptr<Source> source, const SheetLimits& limits) : limits_(limits), source_(std::move(source)), zip_(*source_, limits_), package_(zip_) {}

    SheetFormat format() const override { return SheetFormat::xlsx; }
    const std::vector<SheetInfo>& sheets() const override { return package_.sheets(); }
    void read_rows(std::size_t sheet, const SheetVisitor& visitor) override {
        zip_.begin_reading();
        XlsxRows(package_, zip_, sheet).visit(visitor);
    }
    std::vector<MergedRange> merged_ranges(std::size_t sheet) override {
        zip_.begin_reading();
        return XlsxRows(package_, zip_, sheet).merged_ranges();
    }

private:
    SheetLimits limits_;
    std::unique_ptr<Source> source_;
    Zip zip_;
    XlsxPackage package_;
};

}  // namespace

std::unique_ptr<WorkbookReader> open_xlsx(std::unique_ptr<Source> source, const SheetLimits& limits) { return std::make_unique<Xlsx>(std::move(source), limits); }

}  // namespace liren::sheet
