// The rows that were not taken, as the spreadsheet they came from, with a last column that says why: mended there, they are
// uploaded again.

#include <charconv>

#include "judging.h"
#include "liren/house.h"
#include "routes.h"
#include "views.h"
#include "work.h"

namespace liren::imports {

namespace {

constexpr int rows_a_read = 500;
constexpr std::size_t kept_digits = 15;       // of a number in a spreadsheet

void write_cell(SheetWriter& out, std::string_view cell) {
    if (cell.size() < 2) return out.empty();
    const std::string_view text = cell.substr(1);
    if (cell[0] == 'd') return out.date(text);
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = problem == std::errc{} && end == text.data() + text.size();
    if (is_number && cell[0] == 'l') return out.number(number);   // destroyed it came, destroyed it goes
    if (is_number && cell[0] == 'n' && text.size() <= kept_digits) return out.number(number);
    out.text(text);   // longer numbers too: a spreadsheet would shorten them
}

/// What people call a field.
std::string label_of(const Context& context, const Register& of, const std::string& field) {
    if (field == "area") return context.house().texts.get(context.language(), "imports.area");
    for (const auto held = extra_fields_of(context.house(), of); const ExtraField& extra : *held)
        if (extra_path(extra) == field) return extra.label_in(context.language());
    return context.house().texts.get(context.language(), of.kind() + "." + field);
}

std::string words_of(const Context& context, const Register& of, std::int64_t import, const JudgedRow& row) {
    const Texts& texts = context.house().texts;
    std::string words;
    const auto add = [&](const std::string& sentence) { words += (words.empty() ? "" : "; ") + sentence; };
    for (const auto& [finding, refuses] : open_findings(context.house(), import, row.findings)) {
        if (!refuses && row.outcome == "wrong") continue;   // what keeps it out is what has to be mended
        add(label_of(context, of, finding.field) + ": " + texts.get(context.language(), finding.key, finding.values));
    }
    if (row.outcome == "conflict" || row.outcome == "alike") add(texts.get(context.language(), "imports.undecided"));
    return words;
}

}  // namespace

HttpResponse show_explanation(Context& context, ImportId id) {
    const ImportRow import = found_import(context, id);
    const Register* of = Register::find(import.register_kind);
    const Layout layout = Layout::from_stored(import.layout);
    HttpResponse response;
    SheetWriter out([&](std::string_view bytes) { response.body += bytes; }, SheetFormat::xlsx);
    std::vector<SheetColumn> columns;
    std::uint32_t width = 0;
    for (const Column& column : layout.columns) width = std::max(width, column.index + 1);
    for (std::uint32_t i = 0; i < width; ++i) {
        std::string title;
        for (const Column& column : layout.columns)
            if (column.index == i) title = column.title;
        columns.push_back({title, 14});
    }
    columns.push_back({context.house().texts.get(context.language(), "imports.explanation"), 60});
    out.begin_sheet(import.name, columns);
    std::int64_t after = 0;
    for (;;) {
        const auto rows = context.db().all<JudgedRow>(rows_to_write, {{"import_id", import.id}, {"after", after}, {"limit", rows_a_read}});
        if (rows.empty()) break;
        after = rows.back().number;
        for (const JudgedRow& row : rows) {
            const std::string words = words_of(context, *of, import.id, row);
            if (words.empty() || row.cells_sealed.empty()) continue;
            std::vector<std::string> cells = open_row(context.house(), import.id, row.cells_sealed).value_or(std::vector<std::string>{});
            cells.resize(width);
            for (const std::string& cell : cells) write_cell(out, cell);
            out.text(words);
            out.end_row();
        }
    }
    out.finish();
    response.status = 200;
    response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"explanation.xlsx\"");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace liren::imports
