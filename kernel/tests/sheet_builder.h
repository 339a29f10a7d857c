#pragma once
// Makes spreadsheet files byte by byte, good ones and bad ones, and says in one line a row what the reader saw. For tests only.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/sheet.h"

namespace sheet_builder {

enum class Packing : std::uint8_t { deflated, stored };

struct Part {
    std::string name, bytes;
    Packing packing = Packing::deflated;
    bool descriptor = false;                      ///< sizes follow the data, the local header holds none
    bool zip64 = false;                           ///< sizes stand in the extra field
    bool locked = false;                          ///< the encryption flag is set
    std::optional<std::uint32_t> crc = {};        ///< instead of the right one
    std::optional<std::uint64_t> size = {};       ///< instead of the right one
    std::optional<std::uint64_t> offset = {};     ///< of another part: they overlap
};

struct ZipShape {
    bool zip64_end = false;
    std::string comment = {};
};

std::string zip(const std::vector<Part>& parts, const ZipShape& shape = {});

/// What stands in an .xlsx; every member may be replaced.
struct Xlsx {
    std::string rows;                             ///< inside <sheetData>
    std::string shared = {};                      ///< the <si> elements; empty: no such part
    std::string formats = {};                     ///< <numFmt> elements
    std::string styles = {};                      ///< <xf> elements; empty: no styles part
    std::string workbook_properties = {};
    std::string after_rows = {};                  ///< behind </sheetData>
    std::string sheet = {};                       ///< the whole part, instead of rows

    std::vector<Part> parts() const;
    std::string bytes() const { return zip(parts()); }
};

/// "1 A=张三 B#5 | 3h A@2024-03-07": the row's number (h: hidden), then column, kind and text of each cell. Kinds: = text,
/// # number, ? boolean, @ date, % time, ! error, 0 empty; ~ behind it marks a formula, * a lossy number.
std::string seen(std::string bytes, std::size_t sheet = 0, const liren::SheetLimits& limits = {});

/// The key of the Error that opening and reading all sheets and their merged ranges ends in; "" when it does not.
std::string refusal(std::string bytes, const liren::SheetLimits& limits = {});

std::string merged(std::string bytes, std::size_t sheet = 0);

/// A part of a ZIP file, inflated by zlib.
std::string part_of(const std::string& bytes, std::string_view name);

/// A row with one cell <c …>…</c>.
std::string one_cell(std::string_view cell);

}  // namespace sheet_builder
