#pragma once
// The two kinds of SheetWriter, and what they share: how a text is kept from becoming a formula, and how names are made fit.

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "liren/sheet.h"

namespace liren {

struct SheetWriter::Body {
    virtual ~Body() = default;
    virtual void begin_sheet(std::string_view name, std::span<const SheetColumn> columns, const SheetPrint* print) = 0;
    virtual void text(std::string_view words) = 0;
    /// `spelled` is a plain decimal.
    virtual void number(std::string_view spelled) = 0;
    virtual void boolean(bool value) = 0;
    virtual void date(std::string_view iso) = 0;
    virtual void empty() = 0;
    virtual void end_row() = 0;
    virtual void finish() = 0;
};

namespace sheet {

std::unique_ptr<SheetWriter::Body> write_xlsx(SheetWriter::Sink sink);
std::unique_ptr<SheetWriter::Body> write_csv(SheetWriter::Sink sink);

/// Whether a spreadsheet that reads a .csv would take the text for a formula (OWASP: CSV injection).
inline bool begins_like_formula(std::string_view text) { return !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos; }

inline constexpr std::uint32_t most_rows = 1'048'576, most_columns = 16'384, most_characters = 32'767;

/// Throws Error(422) for what no spreadsheet holds.
void refuse_beyond(std::uint32_t row, std::uint32_t column, std::string_view words);

}  // namespace sheet

}  // namespace liren
