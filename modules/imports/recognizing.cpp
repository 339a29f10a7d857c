// Recognizing: which row of a sheet holds the titles, and which field each column is, from its title or from what stands below it.

#include "layout.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "liren/error.h"
#include "liren/names.h"
#include "liren/text.h"
#include "values.h"

namespace liren::imports {

namespace {

constexpr std::uint32_t title_rows = 10;      // titles are looked for here
constexpr std::uint32_t most_title_rows = 3;  // one above the other, merged in a dozen ways
constexpr std::uint32_t looked_at = 200;      // rows whose content is weighed
constexpr std::size_t most_sheets = 20;       // that are looked into
constexpr std::size_t most_columns = 500;     // with something in them: beyond, it is no list
constexpr std::size_t longest_title = 30;     // more is a sentence
constexpr std::size_t samples_shown = 3;
constexpr int verbatim = 99, exact = 98, synonym = 95, contained = 70, by_content = 60, enough = 60;

using Cells = std::map<std::uint32_t, std::string>;   // column → packed cell

/// The rows that are looked at before anybody is asked.
struct Beginning {
    std::size_t sheet = 0;
    std::map<std::uint32_t, Cells> rows;
};

/// Every name a field goes by.
struct Names {
    std::string field;
    std::vector<std::string> own, others;     ///< without what offices put around a title
    std::vector<std::string> verbatim = {};
};

std::vector<Names> names_of(const Register& of, House& house) {
    std::vector<Names> all;
    const auto add = [&](const std::string& field, const std::string& key) {
        Names names{field, {}, {}, {}};
        for (const std::string& language : house.texts.languages()) {
            names.verbatim.push_back(fold(house.texts.get(language, key)));
            names.own.push_back(bare_title(house.texts.get(language, key)));
            if (!house.texts.has(language, key + ".synonyms")) continue;
            std::string words = house.texts.get(language, key + ".synonyms");
            for (std::size_t at = 0; at != std::string::npos;) {
                const auto bar = words.find('|', at);
                names.others.push_back(bare_title(words.substr(at, bar == std::string::npos ? bar : bar - at)));
                at = bar == std::string::npos ? bar : bar + 1;
            }
        }
        all.push_back(std::move(names));
    };
    for (const RegisterField& field : of.fields()) add(field.name, of.kind() + "." + field.name);
    add("area", "imports.area");
    for (const auto held = extra_fields_of(house, of); const ExtraField& extra : *held)
        if (!extra.is_retired) all.push_back({extra_path(extra), {bare_title(extra.label), bare_title(extra.label_en)}, {bare_title(extra.field.name)}, {fold(extra.label), fold(extra.label_en)}});
    return all;
}

int likeness(const std::string& written, const Names& names) {
    const std::string title = bare_title(written);
    if (title.empty() || count_characters(title) > longest_title) return 0;
    const auto is = [&](const std::vector<std::string>& words) { return std::find(words.begin(), words.end(), title) != words.end(); };
    if (std::find(names.verbatim.begin(), names.verbatim.end(), fold(trim(written))) != names.verbatim.end()) return verbatim;
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

/// The titles of a row; a title that stands higher, over rows that are merged, belongs to its column too.
std::vector<Column> titled(const Beginning& beginning, std::uint32_t number, std::uint32_t rows) {
    Cells titles;
    for (std::uint32_t above = 0; above < rows && above < number; ++above) {
        const auto row = beginning.rows.find(number - above);
        if (row != beginning.rows.end()) titles.insert(row->second.begin(), row->second.end());
    }
    std::vector<Column> columns;
    for (const auto& [index, cell] : titles) columns.push_back({index, std::string(trim(strip_controls(cell.substr(1)))), "", 0, false, {}});
    return columns;
}

void assign_by_title(std::vector<Column>& columns, const std::vector<Names>& names) {
    std::vector<Guess> guesses;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const std::string& title = columns[c].title;
        for (std::size_t n = 0; n < names.size(); ++n)
            if (const int confidence = likeness(title, names[n])) guesses.push_back({confidence, c, n});
    }
    assign(columns, names, std::move(guesses));
}

int recognized(const std::vector<Column>& columns) {
    int sum = 0;
    for (const Column& column : columns) sum += column.confidence;
    return sum;
}

/// Takes the titles that end in this row, over as many rows as are understood best.
void take_titles(const Beginning& beginning, const std::vector<Names>& names, std::uint32_t number, int& best, Layout& layout) {
    for (std::uint32_t rows = 1; rows <= most_title_rows; ++rows) {
        std::vector<Column> columns = titled(beginning, number, rows);
        assign_by_title(columns, names);
        if (recognized(columns) <= best) continue;
        best = recognized(columns);
        layout.header_row = number;
        layout.columns = std::move(columns);
    }
}

/// Whether the row below the titles still belongs to them: words only, and nothing where each row must have something.
bool may_go_on(const Beginning& beginning, const Layout& layout, std::uint32_t title_column) {
    const auto row = beginning.rows.find(layout.header_row + 1);
    if (row == beginning.rows.end() || row->second.contains(title_column)) return false;
    return std::all_of(row->second.begin(), row->second.end(), [](const auto& cell) { return cell.second[0] == 't' && cell.second.find_first_of("0123456789") == std::string::npos; });
}

/// Titles over several rows end where the merged cell of the register's own title ends.
void follow_merged(Workbook& book, const Beginning& beginning, const Register& of, const std::vector<Names>& names, Layout& layout) {
    const Column* title = of.title() ? layout.of_field(of.fields()[*of.title()].name) : nullptr;
    if (!title || !may_go_on(beginning, layout, title->index)) return;
    const std::uint32_t column = title->index;
    for (const MergedRange& range : book.merged_ranges(layout.sheet)) {
        if (range.first_column > column || range.last_column < column || range.first_row > layout.header_row || range.last_row <= layout.header_row || range.last_row > layout.header_row + most_title_rows) continue;
        int best = 0;
        const std::uint32_t last = range.last_row;
        return take_titles(beginning, names, last, best, layout);
    }
}

/// The row of titles is the one that is best understood.
void find_titles(const Beginning& beginning, const std::vector<Names>& names, Layout& layout) {
    int best = 0;
    for (const auto& [number, row] : beginning.rows) {
        if (number > title_rows) break;
        take_titles(beginning, names, number, best, layout);
    }
}

/// What the explanation of an earlier import added is no column of the list.
void leave_out_explanation(const House& house, Layout& layout) {
    std::set<std::string> ours;
    for (const std::string& language : house.texts.languages()) ours.insert(bare_title(house.texts.get(language, "imports.explanation")));
    std::erase_if(layout.columns, [&](const Column& column) { return ours.contains(bare_title(column.title)); });
}

/// Our own explanation says which row its titles are.
std::uint32_t titles_of_explanation(const House& house, const Beginning& beginning) {
    for (const auto& [number, row] : beginning.rows)
        for (const auto& [index, cell] : row)
            for (const std::string& language : house.texts.languages())
                if (number <= title_rows && bare_title(cell.substr(1)) == bare_title(house.texts.get(language, "imports.explanation"))) return number;
    return 0;
}

/// Columns that have something in them and no title belong to the list as well.
void add_untitled(const Beginning& beginning, Layout& layout) {
    std::set<std::uint32_t> used;
    for (const auto& [number, row] : beginning.rows)
        if (number > layout.header_row)
            for (const auto& [index, cell] : row) used.insert(index);
    for (const Column& column : layout.columns) used.erase(column.index);
    for (const std::uint32_t index : used) layout.columns.push_back({index, "", "", 0, false, {}});
    std::sort(layout.columns.begin(), layout.columns.end(), [](const Column& a, const Column& b) { return a.index < b.index; });
}

/// Kinds that nothing else looks like: they are believed below a title nobody foresaw.
bool is_unmistakable(FieldKind kind) { return kind == FieldKind::id_number || kind == FieldKind::phone || kind == FieldKind::plate || kind == FieldKind::credit_code; }

/// What no title told: a column of eighteen digits is what it is.
void assign_by_content(const Beginning& beginning, const Register& of, House& house, const std::vector<Names>& names, Layout& layout) {
    std::vector<Guess> guesses;
    const auto extras = extra_fields_of(house, of);
    for (std::size_t c = 0; c < layout.columns.size(); ++c) {
        if (!layout.columns[c].field.empty()) continue;
        const bool untitled = layout.columns[c].title.empty();
        for (std::size_t n = 0; n < names.size(); ++n) {
            if (names[n].field == "area") continue;
            const auto added = std::find_if(extras->begin(), extras->end(), [&](const ExtraField& extra) { return extra_path(extra) == names[n].field; });
            const RegisterField& field = added != extras->end() ? added->field : of.fields()[of.index_of(names[n].field)];
            if (!untitled && !is_unmistakable(field.kind)) continue;
            int fits = 0, seen = 0;
            for (const auto& [number, row] : beginning.rows) {
                const auto cell = row.find(layout.columns[c].index);
                if (number <= layout.header_row || cell == row.end()) continue;
                ++seen;
                fits += (added != extras->end() ? looks_like(*added, cell->second) : looks_like(field, cell->second, house)) ? 1 : 0;
            }
            if (seen > (untitled ? 0 : 1) && fits * 5 >= seen * 4) guesses.push_back({by_content, c, n});
        }
    }
    assign(layout.columns, names, std::move(guesses));
}

std::string masked_sample(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits < 7) return std::string(first_characters(text, 20));
    return std::string(first_characters(text, 4)) + "****";
}

void take_samples(const Beginning& beginning, Layout& layout) {
    for (Column& column : layout.columns)
        for (const auto& [number, row] : beginning.rows) {
            const auto cell = row.find(column.index);
            if (number <= layout.header_row || cell == row.end() || column.samples.size() == samples_shown) continue;
            column.samples.push_back(masked_sample(trim(strip_controls(cell->second.substr(1)))));
        }
}

/// Rows after `above`, as many as are looked at; a row of titles may stand some rows higher.
Beginning read_beginning(Workbook& book, std::size_t sheet, std::uint32_t above) {
    Beginning beginning{sheet, {}};
    std::set<std::uint32_t> used;
    book.read_rows(sheet, [&](const SheetRow& row) {
        if (row.number + most_title_rows <= above) return SheetStep::go_on;
        for (const SheetCell& cell : row.cells) {
            if (trim(cell.text).empty()) continue;
            beginning.rows[row.number][cell.column] = packed(cell);
            used.insert(cell.column);
        }
        if (used.size() > most_columns) throw Error(422, "sheet.too_many_columns", "columns in use").with("limit", std::to_string(most_columns));
        return row.number < above + looked_at ? SheetStep::go_on : SheetStep::stop;
    });
    return beginning;
}

std::vector<SheetChoice> visible_sheets(const Workbook& book) {
    std::vector<SheetChoice> sheets;
    for (std::size_t i = 0; i < book.sheets().size() && sheets.size() < most_sheets; ++i)
        if (!book.sheets()[i].hidden) sheets.push_back({i, book.sheets()[i].name});
    return sheets;
}

/// The columns once the titles are found.
void finish(const Beginning& beginning, const Register& of, House& house, const std::vector<Names>& names, Layout& layout) {
    add_untitled(beginning, layout);
    leave_out_explanation(house, layout);
    assign_by_content(beginning, of, house, names, layout);
    take_samples(beginning, layout);
}

/// Titles of which none is known: words only, above rows that have numbers below most of them.
std::uint32_t unknown_titles(const Beginning& beginning) {
    const auto has_digit = [](const std::string& cell) { return cell.find_first_of("0123456789") != std::string::npos; };
    for (auto row = beginning.rows.begin(); row != beginning.rows.end() && row->first <= title_rows; ++row) {
        if (row->second.size() < 2) continue;
        if (std::any_of(row->second.begin(), row->second.end(), [&](const auto& cell) { return cell.second[0] != 't' || has_digit(cell.second); })) return 0;
        const auto below = std::next(row);
        if (below == beginning.rows.end()) return 0;
        const auto numbers = std::count_if(below->second.begin(), below->second.end(), [&](const auto& cell) { return has_digit(cell.second); });
        return numbers > 0 ? row->first : 0;
    }
    return 0;
}

Layout guess_from(Workbook& book, const Beginning& beginning, const Register& of, House& house, const std::vector<Names>& names) {
    Layout layout{beginning.sheet, visible_sheets(book), 0, {}};
    int best = -1;
    if (const std::uint32_t ours = titles_of_explanation(house, beginning)) {
        take_titles(beginning, names, ours, best, layout);
    } else {
        find_titles(beginning, names, layout);
        if (layout.header_row > 0) follow_merged(book, beginning, of, names, layout);
    }
    if (const std::uint32_t unknown = layout.header_row == 0 ? unknown_titles(beginning) : 0) take_titles(beginning, names, unknown, best, layout);
    finish(beginning, of, house, names, layout);
    return layout;
}

}  // namespace

Layout guess_layout(Workbook& book, const Register& of, House& house) {
    const std::vector<Names> names = names_of(of, house);
    std::optional<Layout> best;
    for (const SheetChoice& sheet : visible_sheets(book)) {
        const Beginning beginning = read_beginning(book, sheet.index, 0);
        if (beginning.rows.empty()) continue;
        Layout layout = guess_from(book, beginning, of, house, names);
        if (!best || recognized(layout.columns) > recognized(best->columns)) best = std::move(layout);
    }
    if (!best) throw Error(422, "imports.empty");
    return std::move(*best);
}

Layout guess_layout_of(Workbook& book, std::size_t sheet, const Register& of, House& house) {
    const Beginning beginning = read_beginning(book, sheet, 0);
    if (beginning.rows.empty()) throw Error("request.invalid", {{"sheet", "imports.empty_sheet"}});
    return guess_from(book, beginning, of, house, names_of(of, house));
}

Layout guess_layout_below(Workbook& book, std::size_t sheet, std::uint32_t header_row, const Register& of, House& house) {
    const std::vector<Names> names = names_of(of, house);
    const Beginning beginning = read_beginning(book, sheet, header_row);
    if (header_row > 0 && !beginning.rows.contains(header_row)) throw Error("request.invalid", {{"header_row", "imports.no_titles_there"}});
    Layout layout{sheet, visible_sheets(book), header_row, {}};
    int best = -1;
    if (header_row > 0) take_titles(beginning, names, header_row, best, layout);
    finish(beginning, of, house, names, layout);
    return layout;
}

}  // namespace liren::imports
