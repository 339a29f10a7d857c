#include "layout.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "liren/digest.h"
#include "liren/text.h"

namespace liren::imports {

namespace {

constexpr char unit = '\x1f', line = '\x1e';

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string plain(std::string_view text) {
    std::string kept(text);
    std::erase_if(kept, [](char c) { return c == unit || c == line; });
    return kept;
}

}  // namespace

std::string bare_title(std::string_view title) {
    std::string text = fold(title), kept;
    int depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view character = first_characters(std::string_view(text).substr(at), 1);
        at += character.size();
        if (character == "(") ++depth;
        else if (character == ")") depth = std::max(0, depth - 1);
        else if (depth == 0 && (character.size() > 1 || std::isalnum(static_cast<unsigned char>(character[0])) != 0)) kept += character;
    }
    return kept;
}

std::string extra_path(const ExtraField& extra) { return "extra." + extra.field.name; }

bool is_field(House& house, const Register& of, std::string_view field) {
    if (field == "area") return true;
    if (std::any_of(of.fields().begin(), of.fields().end(), [&](const RegisterField& one) { return one.name == field; })) return true;
    const auto extras = extra_fields_of(house, of);
    return std::any_of(extras->begin(), extras->end(), [&](const ExtraField& extra) { return !extra.is_retired && extra_path(extra) == field; });
}

const Column* Layout::of_field(std::string_view field) const {
    for (const Column& column : columns)
        if (column.field == field) return &column;
    return nullptr;
}

std::string Layout::shape() const {
    const bool titled = header_row > 0;   // without titles it is the columns in use that recur
    std::string titles;
    for (const Column& column : columns)
        if (!titled || !column.title.empty()) titles += std::to_string(column.index) + unit + bare_title(column.title) + line;
    return hex(sha256(titles));
}

std::string Layout::stored() const {
    std::string text = std::to_string(sheet) + unit + std::to_string(header_row);
    for (const SheetChoice& one : sheets) text += unit + std::to_string(one.index) + unit + plain(one.name);
    for (const Column& column : columns) {
        text += line + std::to_string(column.index) + unit + plain(column.title) + unit + column.field + unit + std::to_string(column.confidence) + unit + (column.creates ? "1" : "0");
        for (const std::string& sample : column.samples) text += unit + plain(sample);
    }
    return text;
}

Layout Layout::from_stored(std::string_view text) {
    Layout layout;
    const auto lines = split(text, line);
    const auto head = split(lines.at(0), unit);
    layout.sheet = std::stoull(std::string(head.at(0)));
    layout.header_row = static_cast<std::uint32_t>(std::stoul(std::string(head.at(1))));
    for (std::size_t i = 2; i + 1 < head.size(); i += 2) layout.sheets.push_back({std::stoull(std::string(head[i])), std::string(head[i + 1])});
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto parts = split(lines[i], unit);
        Column column{static_cast<std::uint32_t>(std::stoul(std::string(parts.at(0)))), std::string(parts.at(1)), std::string(parts.at(2)), std::stoi(std::string(parts.at(3))), parts.at(4) == "1", {}};
        for (std::size_t s = 5; s < parts.size(); ++s) column.samples.emplace_back(parts[s]);
        layout.columns.push_back(std::move(column));
    }
    return layout;
}

std::string packed(const SheetCell& cell) {
    constexpr std::array letters = {'e', 't', 'n', 'b', 'd', 'c', 'x'};   // by CellKind
    return (cell.lossy ? 'l' : letters.at(static_cast<std::size_t>(cell.kind))) + std::string(cell.text);
}

std::string packed_row(const SheetRow& row, std::uint32_t columns) {
    std::string text;
    for (const SheetCell& cell : row.cells) {
        if (cell.column >= columns || trim(cell.text).empty()) continue;
        text += (text.empty() ? "" : std::string(1, unit)) + std::to_string(cell.column) + plain(packed(cell));
    }
    return text;
}

std::vector<std::string> unpacked_row(std::string_view row) {
    std::vector<std::string> cells;
    if (row.empty()) return cells;
    for (const std::string_view cell : split(row, unit)) {
        const std::size_t digits = std::min(cell.find_first_not_of("0123456789"), cell.size());
        const std::size_t column = std::stoull(std::string(cell.substr(0, digits)));
        if (cells.size() <= column) cells.resize(column + 1);
        cells[column] = cell.substr(digits);
    }
    return cells;
}

}  // namespace liren::imports
