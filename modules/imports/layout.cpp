#include "layout.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include "liren/digest.h"
#include "liren/names.h"
#include "liren/text.h"
#include "values.h"

namespace liren::imports {

namespace {

constexpr std::uint32_t title_rows = 10;      // titles are looked for here
constexpr std::uint32_t looked_at = 200;      // rows whose content is weighed
constexpr std::size_t samples_shown = 3;
constexpr int exact = 98, synonym = 95, contained = 70, by_content = 60, enough = 60;
constexpr char unit = '\x1f', line = '\x1e';

using Grid = std::map<std::uint32_t, std::map<std::uint32_t, std::string>>;   // row → column → packed cell

/// A title without what offices put around it: blanks, stars, colons, remarks in brackets.
std::string bare(std::string_view title) {
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

/// Every name a field goes by.
struct Names {
    std::string field;
    std::vector<std::string> own, others;
};

std::vector<Names> names_of(const Register& of, const House& house) {
    std::vector<Names> all;
    const auto add = [&](const std::string& field, const std::string& key) {
        Names names{field, {}, {}};
        for (const std::string& language : house.texts.languages()) {
            names.own.push_back(bare(house.texts.get(language, key)));
            if (!house.texts.has(language, key + ".synonyms")) continue;
            std::string words = house.texts.get(language, key + ".synonyms");
            for (std::size_t at = 0; at != std::string::npos;) {
                const auto bar = words.find('|', at);
                names.others.push_back(bare(words.substr(at, bar == std::string::npos ? bar : bar - at)));
                at = bar == std::string::npos ? bar : bar + 1;
            }
        }
        all.push_back(std::move(names));
    };
    for (const RegisterField& field : of.fields()) add(field.name, of.kind() + "." + field.name);
    add("area", "imports.area");
    return all;
}

int likeness(const std::string& title, const Names& names) {
    if (title.empty()) return 0;
    const auto is = [&](const std::vector<std::string>& words) { return std::find(words.begin(), words.end(), title) != words.end(); };
    if (is(names.own)) return exact;
    if (is(names.others)) return synonym;
    for (const auto* words : {&names.own, &names.others})
        for (const std::string& word : *words)
            if (count_characters(word) >= 2 && title.find(word) != std::string::npos) return contained;
    return 0;
}

struct Guess {
    int confidence = 0;
    std::size_t column = 0, name = 0;
};

/// Each field once, each column once, the surest first.
void assign(std::vector<Column>& columns, const std::vector<Names>& names, std::vector<Guess> guesses) {
    std::stable_sort(guesses.begin(), guesses.end(), [](const Guess& a, const Guess& b) { return a.confidence > b.confidence; });
    std::set<std::string> taken;
    for (const Column& column : columns)
        if (!column.field.empty()) taken.insert(column.field);
    for (const Guess& guess : guesses) {
        Column& column = columns[guess.column];
        if (!column.field.empty() || guess.confidence < enough || !taken.insert(names[guess.name].field).second) continue;
        column.field = names[guess.name].field;
        column.confidence = guess.confidence;
    }
}

std::vector<Column> titled(const std::map<std::uint32_t, std::string>& upper, const std::map<std::uint32_t, std::string>& row) {
    std::vector<Column> columns;
    for (const auto& [index, cell] : row) columns.push_back({index, std::string(trim(strip_controls(cell.substr(1)))), "", 0, {}});
    // A title that stands one row higher, over two rows merged, belongs to the column too.
    for (const auto& [index, cell] : upper)
        if (!row.contains(index)) columns.push_back({index, std::string(trim(strip_controls(cell.substr(1)))), "", 0, {}});
    std::sort(columns.begin(), columns.end(), [](const Column& a, const Column& b) { return a.index < b.index; });
    return columns;
}

void assign_by_title(std::vector<Column>& columns, const std::vector<Names>& names) {
    std::vector<Guess> guesses;
    for (std::size_t c = 0; c < columns.size(); ++c)
        for (std::size_t n = 0; n < names.size(); ++n)
            if (const int confidence = likeness(bare(columns[c].title), names[n])) guesses.push_back({confidence, c, n});
    assign(columns, names, std::move(guesses));
}

int recognized(const std::vector<Column>& columns) {
    int sum = 0;
    for (const Column& column : columns) sum += column.confidence;
    return sum;
}

/// The row of titles is the one that is best understood.
void find_titles(const Grid& grid, const std::vector<Names>& names, Layout& layout) {
    static const std::map<std::uint32_t, std::string> none;
    int best = 0;
    for (const auto& [number, row] : grid) {
        if (number > title_rows) break;
        const auto above = grid.find(number - 1);
        for (const auto* upper : {&none, above == grid.end() ? &none : &above->second}) {
            std::vector<Column> columns = titled(*upper, row);
            assign_by_title(columns, names);
            if (recognized(columns) <= best) continue;
            best = recognized(columns);
            layout.header_row = number;
            layout.columns = std::move(columns);
        }
    }
    if (best > 0) return;
    std::set<std::uint32_t> used;
    for (const auto& [number, row] : grid)
        for (const auto& [index, cell] : row) used.insert(index);
    for (const std::uint32_t index : used) layout.columns.push_back({index, "", "", 0, {}});
}

/// What no title told: a column of eighteen digits is what it is.
void assign_by_content(const Grid& grid, const Register& of, const House& house, const std::vector<Names>& names, Layout& layout) {
    std::vector<Guess> guesses;
    for (std::size_t c = 0; c < layout.columns.size(); ++c) {
        if (!layout.columns[c].field.empty() || !layout.columns[c].title.empty()) continue;
        for (std::size_t n = 0; n < names.size(); ++n) {
            if (names[n].field == "area") continue;
            int fits = 0, seen = 0;
            for (const auto& [number, row] : grid) {
                const auto cell = row.find(layout.columns[c].index);
                if (number <= layout.header_row || cell == row.end()) continue;
                ++seen;
                fits += looks_like(of.fields()[of.index_of(names[n].field)], cell->second, house) ? 1 : 0;
            }
            if (seen > 0 && fits * 5 >= seen * 4) guesses.push_back({by_content, c, n});
        }
    }
    assign(layout.columns, names, std::move(guesses));
}

std::string masked_sample(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits < 7) return std::string(first_characters(text, 20));
    return std::string(first_characters(text, 4)) + "****";
}

void take_samples(const Grid& grid, Layout& layout) {
    for (Column& column : layout.columns)
        for (const auto& [number, row] : grid) {
            const auto cell = row.find(column.index);
            if (number <= layout.header_row || cell == row.end() || column.samples.size() == samples_shown) continue;
            column.samples.push_back(masked_sample(trim(strip_controls(cell->second.substr(1)))));
        }
}

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

const Column* Layout::of_field(std::string_view field) const {
    for (const Column& column : columns)
        if (column.field == field) return &column;
    return nullptr;
}

std::string Layout::shape() const {
    std::string titles;
    for (const Column& column : columns) titles += std::to_string(column.index) + unit + bare(column.title) + line;
    return hex(sha256(titles));
}

std::string Layout::stored() const {
    std::string text = std::to_string(sheet) + unit + std::to_string(header_row);
    for (const Column& column : columns) {
        text += line + std::to_string(column.index) + unit + plain(column.title) + unit + column.field + unit + std::to_string(column.confidence);
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
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto parts = split(lines[i], unit);
        Column column{static_cast<std::uint32_t>(std::stoul(std::string(parts.at(0)))), std::string(parts.at(1)), std::string(parts.at(2)), std::stoi(std::string(parts.at(3))), {}};
        for (std::size_t s = 4; s < parts.size(); ++s) column.samples.emplace_back(parts[s]);
        layout.columns.push_back(std::move(column));
    }
    return layout;
}

Layout guess_layout(Workbook& book, const Register& of, const House& house) {
    Layout layout;
    Grid grid;
    for (std::size_t sheet = 0; sheet < book.sheets().size() && grid.empty(); ++sheet) {
        if (book.sheets()[sheet].hidden) continue;
        layout.sheet = sheet;
        book.read_rows(sheet, [&](const SheetRow& row) {
            for (const SheetCell& cell : row.cells)
                if (!trim(cell.text).empty()) grid[row.number][cell.column] = packed(cell);
            return row.number < looked_at ? SheetStep::go_on : SheetStep::stop;
        });
    }
    if (grid.empty()) throw Error(422, "imports.empty");
    const std::vector<Names> names = names_of(of, house);
    find_titles(grid, names, layout);
    assign_by_content(grid, of, house, names, layout);
    take_samples(grid, layout);
    return layout;
}

std::string packed(const SheetCell& cell) {
    constexpr std::array letters = {'e', 't', 'n', 'b', 'd', 'c', 'x'};   // by CellKind
    return (cell.lossy ? 'l' : letters.at(static_cast<std::size_t>(cell.kind))) + std::string(cell.text);
}

std::string packed_row(const SheetRow& row, std::uint32_t columns) {
    std::string text;
    std::size_t next = 0;
    for (std::uint32_t column = 0; column < columns; ++column) {
        if (column > 0) text += unit;
        while (next < row.cells.size() && row.cells[next].column < column) ++next;
        if (next < row.cells.size() && row.cells[next].column == column && !trim(row.cells[next].text).empty()) text += plain(packed(row.cells[next]));
    }
    return text;
}

std::vector<std::string> unpacked_row(std::string_view row) {
    std::vector<std::string> cells;
    for (const std::string_view cell : split(row, unit)) cells.emplace_back(cell);
    return cells;
}

}  // namespace liren::imports
