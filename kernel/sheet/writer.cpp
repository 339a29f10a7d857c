#include <cmath>
#include <stdexcept>

#include "liren/error.h"
#include "liren/text.h"
#include "sheet/number_format.h"
#include "sheet/writing.h"
#include "sheet/xml.h"
#include "text/utf8.h"

namespace liren {

namespace sheet {

void refuse_beyond(std::uint32_t row, std::uint32_t column, std::string_view words) {
    if (row > most_rows) throw Error(422, "sheet.too_many_rows", "row " + std::to_string(row)).with("limit", std::to_string(most_rows));
    if (column >= most_columns) throw Error(422, "sheet.too_many_columns", "column " + std::to_string(column)).with("limit", std::to_string(most_columns));
    if (longer_than(words, most_characters)) throw Error(422, "sheet.cell_too_long", std::to_string(words.size()) + " bytes").with("cell", column_letters(column) + std::to_string(row)).with("limit", std::to_string(most_characters));
}

}  // namespace sheet

namespace {

std::unique_ptr<SheetWriter::Body> body_of(SheetWriter::Sink sink, SheetFormat format) {
    if (format == SheetFormat::xls) throw std::logic_error("no .xls is written");
    return format == SheetFormat::csv ? sheet::write_csv(std::move(sink)) : sheet::write_xlsx(std::move(sink));
}

}  // namespace

SheetWriter::SheetWriter(Sink sink, SheetFormat format) : body_(body_of(std::move(sink), format)) {}
SheetWriter::SheetWriter(SheetWriter&&) noexcept = default;
SheetWriter& SheetWriter::operator=(SheetWriter&&) noexcept = default;
SheetWriter::~SheetWriter() = default;

void SheetWriter::begin_sheet(std::string_view name, std::span<const SheetColumn> columns) { body_->begin_sheet(name, columns, nullptr); }
void SheetWriter::begin_sheet(std::string_view name, std::span<const SheetColumn> columns, const SheetPrint& print) { body_->begin_sheet(name, columns, &print); }

void SheetWriter::text(std::string_view words) {
    if (words.empty()) return body_->empty();
    if (valid_utf8(words)) return body_->text(words);
    std::string mended;
    for (std::size_t at = 0; at < words.size();) utf8::append(mended, utf8::next(words, at));
    body_->text(mended);
}

void SheetWriter::number(std::int64_t value) {
    const std::string spelled = std::to_string(value);
    if (std::fabs(static_cast<double>(value)) >= sheet::lossy_from) return body_->text(spelled);
    body_->number(spelled);
}

void SheetWriter::number(double value) {
    if (!std::isfinite(value)) return body_->empty();
    sheet::ShortText spelled;
    body_->number(sheet::number_text(value, spelled));
}

void SheetWriter::boolean(bool value) { body_->boolean(value); }
void SheetWriter::date(std::string_view iso) { iso.empty() ? body_->empty() : sheet::serial_of(iso) == 0 ? text(iso) : body_->date(iso); }
void SheetWriter::empty() { body_->empty(); }
void SheetWriter::end_row() { body_->end_row(); }
void SheetWriter::finish() { body_->finish(); }

}  // namespace liren
