#include "sheet/xlsx_rows.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "sheet/number_cell.h"
#include "sheet/refusal.h"

namespace liren::sheet {

namespace {

/// Of literals only, so that the compiler compares words instead of calling.
template <std::size_t size>
bool begins(const char* at, const char* end, const char (&what)[size]) {
    return static_cast<std::size_t>(end - at) >= size - 1 && std::memcmp(at, what, size - 1) == 0;
}

/// "BC7" → 54; anything but letters at the beginning is damage.
std::uint32_t column_of(std::string_view reference) {
    std::uint32_t column = 0;
    std::size_t at = 0;
    for (; at < reference.size() && at < 4; ++at) {
        const char letter = static_cast<char>(reference[at] & ~0x20);
        if (letter < 'A' || letter > 'Z') break;
        column = column * 26 + static_cast<std::uint32_t>(letter - 'A' + 1);
    }
    if (column == 0) damaged("a cell has no column");
    return column - 1;
}

std::uint32_t digits_of(std::string_view digits, const char* what) {
    std::uint32_t value = 0;
    const auto [rest, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (problem == std::errc::result_out_of_range) return UINT32_MAX;
    if (problem != std::errc{} || rest != digits.data() + digits.size()) damaged(std::string(what) + " is no number");
    return value;
}

std::optional<MergedRange> range_of(std::string_view reference) {
    MergedRange range;
    const std::size_t colon = reference.find(':');
    std::uint32_t* const corners[2][2] = {{&range.first_column, &range.first_row}, {&range.last_column, &range.last_row}};
    for (int i = 0; i < 2; ++i) {
        const std::string_view corner = colon == std::string_view::npos ? reference : i == 0 ? reference.substr(0, colon) : reference.substr(colon + 1);
        const std::size_t digits = corner.find_first_of("0123456789");
        if (digits == 0 || digits == std::string_view::npos || digits > 3) return std::nullopt;
        *corners[i][0] = column_of(corner.substr(0, digits));
        *corners[i][1] = digits_of(corner.substr(digits), "a merged row");
    }
    if (range.first_row > range.last_row || range.first_column > range.last_column || range.first_row == 0) return std::nullopt;
    return range;
}

}  // namespace

XlsxRows::XlsxRows(XlsxPackage& package, Zip& zip, std::size_t sheet) : package_(package), limits_(zip.limits()), window_(zip, package.part_of(sheet), zip.limits().row_bytes) {}

bool XlsxRows::find_rows() {
    for (;;) {
        const char* at = window_.at();
        Tag tag;
        if (next_tag(at, window_.end(), tag)) {
            window_.moved_to(at);
            if (tag.opens("sheetData")) return tag.kind == TagKind::open;
            if (tag.closes("worksheet")) return false;
        } else if (!window_.more()) {
            damaged("the sheet ends before its rows");
        }
    }
}

void XlsxRows::visit(const SheetVisitor& visitor) {
    shared_ = &package_.shared_texts();
    if (find_rows()) {
        for (;;) {
            const char* at = window_.at();
            Tag tag;
            const std::uint32_t before = row_;
            Part part = next_tag(at, window_.end(), tag) ? Part::whole : Part::unfinished;
            const bool is_row = part == Part::whole && tag.opens("row");
            if (is_row) part = read_row(at, window_.end(), tag);
            if (part == Part::unfinished) {
                row_ = before;
                if (!window_.more()) damaged("the sheet ends inside its rows");
                continue;
            }
            if (is_row && !cells_.empty() && visitor({row_, hidden_, cells_}) == SheetStep::stop) return;
            window_.moved_to(at);
            if (tag.closes("sheetData")) break;
        }
    }
    close_sheet();
}

XlsxRows::Part XlsxRows::read_row(const char*& at, const char* end, const Tag& row) {
    cells_.clear();
    arena_.clear();
    hidden_ = unordered_ = false;
    next_column_ = 0;
    std::uint32_t number = row_ + 1;
    std::string_view rest = row.attributes, name, value;
    while (next_attribute(rest, name, value)) {
        if (name == "r") number = digits_of(value, "a row");
        else if (name == "hidden") hidden_ = value == "1" || value == "true";
    }
    if (number > limits_.rows) throw Error(422, "sheet.too_many_rows", "row " + std::to_string(number)).with("limit", std::to_string(limits_.rows));
    if (number <= row_) damaged("row " + std::to_string(number) + " comes after row " + std::to_string(row_));
    row_ = number;
    if (row.kind == TagKind::empty) return Part::whole;
    std::size_t depth = 0;
    for (Tag tag;;) {
        RawCell cell;
        TagKind kind = TagKind::open;
        if (depth == 0 && read_usual_tag(at, end, cell, kind)) {
            if (kind == TagKind::open && read_cell(at, end, cell) == Part::unfinished) return Part::unfinished;
            take(cell);
            continue;
        }
        if (!next_tag(at, end, tag)) return Part::unfinished;
        if (tag.kind == TagKind::close) {
            if (depth == 0 && tag.name != "row") damaged("a row is not closed");
            if (depth-- == 0) break;
            continue;
        }
        if (depth == 0 && tag.name == "c") {
            read_cell_attributes(tag.attributes, cell);
            if (tag.kind == TagKind::open && read_cell(at, end, cell) == Part::unfinished) return Part::unfinished;
            take(cell);
        } else if (tag.kind == TagKind::open && ++depth > limits_.depth) {
            refuse("sheet.unsafe", "elements nest too deeply");
        }
    }
    if (unordered_) order_cells();
    return Part::whole;
}

void XlsxRows::read_cell_attributes(std::string_view attributes, RawCell& cell) {
    bool placed = false;
    std::string_view name, value;
    while (next_attribute(attributes, name, value)) {
        if (name == "r") {
            cell.column = column_of(value);
            placed = true;
        } else if (name == "s") {
            cell.style = digits_of(value, "a style");
        } else if (name == "t") {
            cell.type = value;
        }
    }
    place(cell, placed ? cell.column : next_column_);
}

/// The open tag as nearly every program spells it, <c r="B7" s="2" t="s">, in one pass: a third of all time would go into
/// reading it tag by tag and name by name. False: it is spelled otherwise, and nothing was taken.
bool XlsxRows::read_usual_tag(const char*& at, const char* end, RawCell& cell, TagKind& kind) {
    constexpr std::ptrdiff_t room = 96, longest_attribute = 24;   // with so much at hand nothing below runs beyond the end
    if (end - at < room || at[0] != '<' || at[1] != 'c') return false;
    RawCell found;
    bool placed = false;
    const char* here = at + 2;
    while (*here == ' ') {
        if (here - at > room - longest_attribute || here[2] != '=' || here[3] != '"') return false;
        const char name = here[1];
        here += 4;
        const char* const begin = here;
        if (name == 'r') {
            for (; here - begin < 4 && *here >= 'A' && *here <= 'Z'; ++here) found.column = found.column * 26 + static_cast<std::uint32_t>(*here - 'A' + 1);
            if (found.column == 0) return false;
            while (here - begin < 12 && *here >= '0' && *here <= '9') ++here;
            placed = true;
        } else if (name == 's') {
            for (; here - begin < 6 && *here >= '0' && *here <= '9'; ++here) found.style = found.style * 10 + static_cast<std::uint32_t>(*here - '0');
            if (here == begin) return false;
        } else if (name == 't') {
            while (here - begin < 10 && ((*here >= 'a' && *here <= 'z') || *here == 'S')) ++here;
            found.type = {begin, static_cast<std::size_t>(here - begin)};
        } else {
            return false;
        }
        if (*here++ != '"') return false;
    }
    kind = *here == '/' ? TagKind::empty : TagKind::open;
    if (kind == TagKind::empty) ++here;
    if (*here++ != '>') return false;
    cell = found;
    place(cell, placed ? found.column - 1 : next_column_);
    at = here;
    return true;
}

void XlsxRows::place(RawCell& cell, std::uint32_t column) {
    if (column >= limits_.columns) throw Error(422, "sheet.too_many_columns", "column " + std::to_string(column)).with("limit", std::to_string(limits_.columns));
    cell.column = column;
    unordered_ = unordered_ || column < next_column_;
    next_column_ = column + 1;
}

/// What is inside a cell: the two spellings that nearly every cell has are compared as a whole; everything else goes tag by tag.
XlsxRows::Part XlsxRows::read_cell(const char*& at, const char* end, RawCell& cell) {
    const bool is_value = begins(at, end, "<v>");
    if (is_value || begins(at, end, "<is><t>")) {
        const char* here = at + (is_value ? 3 : 7);
        if (!read_text(here, end, Tag{}, Escapes::sheet, arena_, cell.value)) return Part::unfinished;
        if (is_value && begins(here, end, "</v></c>")) {
            at = here + 8;
            return Part::whole;
        }
        if (!is_value && begins(here, end, "</t></is></c>")) {
            cell.inlined = true;
            at = here + 13;
            return Part::whole;
        }
        cell.value = {};
    }
    return read_cell_content(at, end, cell);
}

XlsxRows::Part XlsxRows::read_cell_content(const char*& at, const char* end, RawCell& cell) {
    bool phonetic = false, several = false;
    std::size_t depth = 0;
    for (Tag tag;;) {
        if (!next_tag(at, end, tag)) return Part::unfinished;
        if (tag.kind == TagKind::close) {
            if (depth == 0 && tag.name != "c") damaged("a cell is not closed");
            if (depth-- == 0) break;
            if (tag.name == "rPh") phonetic = false;
            continue;
        }
        cell.formula = cell.formula || tag.name == "f";
        if (tag.kind == TagKind::empty) continue;
        const bool is_value = depth == 0 && tag.name == "v", is_text = depth > 0 && tag.name == "t" && !phonetic;
        if (!is_value && !is_text) {
            phonetic = phonetic || tag.name == "rPh";
            if (++depth > limits_.depth) refuse("sheet.unsafe", "elements nest too deeply");
            continue;
        }
        std::string_view piece;
        if (!read_text(at, end, tag, Escapes::sheet, arena_, piece) || !next_tag(at, end, tag)) return Part::unfinished;
        cell.inlined = cell.inlined || is_text;
        if (is_value || cell.value.empty()) {
            cell.value = piece;
            continue;
        }
        if (!several) joined_ = cell.value;   // runs in different letters are one text
        several = true;
        joined_.append(piece);
    }
    if (several) cell.value = arena_.keep(joined_);
    return Part::whole;
}

void XlsxRows::take(const RawCell& raw) {
    SheetCell cell{.column = raw.column, .formula = raw.formula};
    const std::string_view type = raw.type;
    if (raw.value.empty()) {
        if (raw.formula && type != "str") cells_.push_back(cell);
        return;
    }
    if (raw.inlined || type == "inlineStr" || type == "str") {
        cell.kind = CellKind::text;
        cell.text = raw.value;
        if (longer_than(cell.text, limits_.cell_characters)) too_long(cell);
    } else if (type == "s") {
        const std::uint32_t index = digits_of(raw.value, "a shared text");
        if (index >= shared_->count()) damaged("a cell shares text " + std::to_string(index) + ", which is not there");
        cell.kind = CellKind::text;
        cell.text = shared_->at(index);
        if (cell.text.empty()) return;
    } else if (type.empty() || type == "n") {
        take_number(raw, cell);
    } else if (type == "b") {
        cell.kind = CellKind::boolean;
        cell.text = raw.value == "1" || raw.value == "true" ? "TRUE" : "FALSE";
    } else if (type == "d") {
        take_iso_date(raw.value, cell);
    } else {
        cell.kind = type == "e" ? CellKind::error : CellKind::text;
        cell.text = raw.value;
        if (longer_than(cell.text, limits_.cell_characters)) too_long(cell);
    }
    cells_.push_back(cell);
}

void XlsxRows::take_number(const RawCell& raw, SheetCell& cell) {
    const NumberMeaning meaning = package_.meaning_of_style(raw.style);
    cell.kind = CellKind::number;
    cell.text = raw.value;
    if (meaning == NumberMeaning::number && is_plain_number(raw.value)) return;
    double value = 0;
    const std::string_view digits = raw.value.starts_with('+') ? raw.value.substr(1) : raw.value;
    const auto [rest, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (problem != std::errc{} || rest != digits.data() + digits.size() || !(value - value == 0)) {
        cell.kind = CellKind::text;   // says it is a number and is none: shown as it stands
        if (longer_than(cell.text, limits_.cell_characters)) too_long(cell);
        return;
    }
    fill_number(cell, value, meaning, package_.day_count(), arena_);
}

/// Strict files may hold 2024-03-07T08:30:00 instead of a number.
void XlsxRows::take_iso_date(std::string_view value, SheetCell& cell) const {
    cell.kind = value.size() >= 10 && value[4] == '-' ? CellKind::date : CellKind::time;
    std::string_view text = value;
    if (text.ends_with('Z')) text.remove_suffix(1);
    text = text.substr(0, text.find('.'));
    if (text.ends_with("T00:00:00")) text.remove_suffix(9);
    if (cell.kind == CellKind::time && text.starts_with('T')) text.remove_prefix(1);
    if (text.size() > 19) cell.kind = CellKind::text;
    cell.text = cell.kind == CellKind::text ? value : text;
    if (longer_than(cell.text, limits_.cell_characters)) too_long(cell);
}

/// Odd producers write a row's cells in any order; two in one place are damage.
void XlsxRows::order_cells() {
    std::stable_sort(cells_.begin(), cells_.end(), [](const SheetCell& a, const SheetCell& b) { return a.column < b.column; });
    for (std::size_t i = 1; i < cells_.size(); ++i)
        if (cells_[i].column == cells_[i - 1].column) damaged("two cells stand in one place");
}

void XlsxRows::too_long(const SheetCell& cell) const {
    throw Error(422, "sheet.cell_too_long", std::to_string(cell.text.size()) + " bytes")
        .with("cell", column_letters(cell.column) + std::to_string(row_)).with("limit", std::to_string(limits_.cell_characters));
}

/// What follows the rows: merged ranges are kept, and the end must be there.
void XlsxRows::close_sheet() {
    for (bool closed = false; !closed;) {
        const char* at = window_.at();
        Tag tag;
        if (!next_tag(at, window_.end(), tag)) {
            if (!window_.more()) damaged("the sheet ends early");
            continue;
        }
        if (tag.opens("mergeCell")) {
            const auto range = range_of(attribute(tag, "ref"));
            if (!range || range->last_row > limits_.rows || range->last_column >= limits_.columns) damaged("a merged range is none");
            if (merged_.size() == limits_.merged_ranges) refuse("sheet.too_much", "too many merged ranges");
            merged_.push_back(*range);
        }
        closed = tag.closes("worksheet");
        window_.moved_to(at);
    }
    window_.drain();
}

/// Runs to the end of sheetData without reading cells; the rows that hold it are read by visit().
void XlsxRows::skip_rows() {
    constexpr std::string_view closing = "sheetData>";
    for (;;) {
        const char *const at = window_.at(), *const end = window_.end();
        const void* const found = ::memmem(at, static_cast<std::size_t>(end - at), closing.data(), closing.size());
        if (found != nullptr) {
            window_.moved_to(static_cast<const char*>(found) + closing.size());
            return;
        }
        window_.moved_to(end - std::min<std::ptrdiff_t>(end - at, static_cast<std::ptrdiff_t>(closing.size()) - 1));
        if (!window_.more()) damaged("the sheet ends inside its rows");
    }
}

std::vector<MergedRange> XlsxRows::merged_ranges() {
    if (find_rows()) skip_rows();
    close_sheet();
    return std::move(merged_);
}

}  // namespace liren::sheet
