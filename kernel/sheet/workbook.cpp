#include <algorithm>
#include <string>

#include "liren/sheet.h"
#include "sheet/refusal.h"
#include "sheet/workbook_reader.h"

namespace liren {

namespace {

using sheet::refuse;
using sheet::Source;

constexpr std::string_view ole_signature("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
constexpr std::size_t looked_at = 4096;

/// Older programs write the records of Excel 2 to 4 without a container; the first says the version.
bool is_bare_old_excel(std::string_view head) {
    return head.size() >= 8 && head[0] == '\x09' && (head[1] == '\x00' || head[1] == '\x02' || head[1] == '\x04') && head[3] == '\0' && (head[2] == '\x04' || head[2] == '\x06');
}

/// Many systems save a web page or Excel's XML of 2003 under the name .xls.
bool is_markup(std::string_view head) {
    if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
    const std::size_t begin = head.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos || head[begin] != '<') return false;
    std::string small(head.substr(begin));
    std::transform(small.begin(), small.end(), small.begin(), [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; });
    for (const std::string_view word : {"<html", "<table", "<!doctype", "<?xml", "<meta", "<head"})
        if (small.starts_with(word)) return true;
    return false;
}

/// Text has no NUL, unless it is UTF-16, which says so at its beginning.
bool is_binary(std::string_view head) {
    if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return false;
    if (head.starts_with("%PDF") || head.starts_with("{\\rtf")) return true;
    return head.find('\0') != std::string_view::npos;
}

Workbook open(std::unique_ptr<Source> source, const SheetLimits& limits) {
    if (source->size() == 0) refuse("sheet.nothing", "no bytes");
    if (source->size() > limits.file_bytes) throw Error(422, "sheet.too_large", std::to_string(source->size()) + " bytes").with("limit", std::to_string(limits.file_bytes >> 20));
    const std::string head = source->bytes(0, static_cast<std::size_t>(std::min<std::uint64_t>(looked_at, source->size())));
    if (head.starts_with("PK\x03\x04")) return Workbook(sheet::open_xlsx(std::move(source), limits));
    if (head.starts_with(ole_signature)) return Workbook(sheet::open_xls(std::move(source), limits));
    if (is_bare_old_excel(head)) refuse("sheet.old_format", "records of Excel 2 to 4");
    if (is_markup(head)) refuse("sheet.web_page", "markup");
    if (is_binary(head)) refuse("sheet.kind", "neither ZIP nor OLE2 nor text");
    return Workbook(sheet::open_csv(std::move(source), limits));
}

}  // namespace

Workbook::Workbook(std::unique_ptr<WorkbookReader> reader) : reader_(std::move(reader)) {}
Workbook::Workbook(Workbook&&) noexcept = default;
Workbook& Workbook::operator=(Workbook&&) noexcept = default;
Workbook::~Workbook() = default;

SheetFormat Workbook::format() const { return reader_->format(); }
const std::vector<SheetInfo>& Workbook::sheets() const { return reader_->sheets(); }
void Workbook::read_rows(std::size_t sheet, const SheetVisitor& visitor) { reader_->read_rows(sheet, visitor); }
std::vector<MergedRange> Workbook::merged_ranges(std::size_t sheet) { return reader_->merged_ranges(sheet); }

Workbook open_workbook(const std::string& path, const SheetLimits& limits) { return open(sheet::open_file(path), limits); }
Workbook open_workbook_bytes(std::string bytes, const SheetLimits& limits) { return open(sheet::in_memory(std::move(bytes)), limits); }

const SheetCell* SheetRow::at(std::uint32_t column) const {
    const auto found = std::lower_bound(cells.begin(), cells.end(), column, [](const SheetCell& cell, std::uint32_t wanted) { return cell.column < wanted; });
    return found != cells.end() && found->column == column ? &*found : nullptr;
}

std::string column_letters(std::uint32_t column) {
    std::string letters;
    for (std::uint64_t rest = std::uint64_t{column} + 1; rest > 0; rest = (rest - 1) / 26) letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return letters;
}

}  // namespace liren
