#pragma once
// What an .xlsx says about itself before any row: its sheets and where they lie, the meaning of its cell formats, its day
// count, and the texts that its cells share.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/sheet.h"
#include "sheet/number_format.h"
#include "sheet/shared_texts.h"
#include "sheet/zip.h"

namespace liren::sheet {

class XlsxPackage {
public:
    XlsxPackage(Zip& zip);

    const std::vector<SheetInfo>& sheets() const { return sheets_; }
    const ZipEntry& part_of(std::size_t sheet) const { return *parts_[sheet]; }
    NumberMeaning meaning_of_style(std::size_t style) const { return style < styles_.size() ? styles_[style] : NumberMeaning::number; }
    DayCount day_count() const { return day_count_; }
    /// Read when first asked for: a file of inline texts has none.
    const SharedTexts& shared_texts();

private:
    struct Relation {
        std::string id, type, part;
    };
    std::vector<Relation> relations_of(std::string_view part);
    std::string workbook_part();
    void read_workbook(const std::string& part);
    void read_styles(const ZipEntry& entry);

    Zip& zip_;
    std::vector<SheetInfo> sheets_;
    std::vector<const ZipEntry*> parts_;
    std::vector<NumberMeaning> styles_;
    DayCount day_count_ = DayCount::from_1900;
    const ZipEntry* shared_part_ = nullptr;
    std::optional<SharedTexts> shared_;
};

}  // namespace liren::sheet
