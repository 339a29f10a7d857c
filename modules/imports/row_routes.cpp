// The rows of an import: read with what was found, and decided where somebody must.

#include <algorithm>

#include "expiry.h"
#include "judging.h"
#include "liren/error.h"
#include "routes.h"
#include "views.h"
#include "work.h"

namespace liren::imports {

namespace {

struct RowsQuery {
    std::optional<Choice<"waiting|new|changed|identical|conflict|alike|wrong">> outcome;
    std::optional<Integer<0, 5>> settled;
    std::optional<Integer<0, 1'048'576>> after;
    std::optional<Integer<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(RowsQuery, (), (outcome, settled, after, limit))

struct FindingView {
    std::string field, key, text;
    bool refuses = false;                                     ///< keeps the row out; else it is a remark that goes with it
};
BOOST_DESCRIBE_STRUCT(FindingView, (), (field, key, text, refuses))

/// What a cell names and writing will make.
struct WillMakeView {
    std::string field, title;
};
BOOST_DESCRIBE_STRUCT(WillMakeView, (), (field, title))

/// One row as the spreadsheet has it and, where the register has it too, how it stands there: masked like any list.
struct RowView {
    std::int64_t number = 0;
    std::string outcome, decision;
    int settled = 0;
    Id<"register.row"> record;
    std::vector<FindingView> findings;
    std::vector<std::string> differing;
    std::vector<WillMakeView> will_make;
    RawJson file, there;
};
BOOST_DESCRIBE_STRUCT(RowView, (), (number, outcome, decision, settled, record, findings, differing, will_make, file, there))

struct DecisionBody {
    Choice<"conflict|alike"> outcome;
    Choice<"file|register|new|none"> decision;
    List<Integer<1, 1'048'576>, 500> rows;                    ///< none: all of that outcome
    std::optional<Text<400>> fields;                          ///< only conflicts in exactly these fields
};
BOOST_DESCRIBE_STRUCT(DecisionBody, (), (outcome, decision, rows, fields))

Page<RowView> list_rows(Context& context, ImportId id, const RowsQuery& query) {
    const ImportRow import = found_import(context, id);
    const Register& of = register_of(import);
    const int limit = query.limit ? static_cast<int>(query.limit->value) : 50;
    const auto rows = context.db().all<JudgedRow>(rows_of_outcome, {{"import_id", import.id}, {"outcome", query.outcome ? std::optional(std::string(*query.outcome)) : std::nullopt},
                                                                  {"settled", query.settled ? std::optional(query.settled->value) : std::nullopt}, {"after", query.after ? query.after->value : 0}, {"limit", limit + 1}});
    Judge judge(context.db(), context.house(), of, import, Layout::from_stored(import.layout));
    Page<RowView> page;
    for (const JudgedRow& row : rows) {
        if (static_cast<int>(page.items.size()) == limit) {
            page.next = std::to_string(page.items.back().number);
            break;
        }
        RowView view{row.number, row.outcome, row.decision, row.settled, Id<"register.row">{row.record.value_or(0)}, {}, {}, {}, {}, {}};
        for (const auto& [finding, refuses] : open_findings(context.house(), import.id, row.findings)) view.findings.push_back({finding.field, finding.key, context.house().texts.get(context.language(), finding.key, finding.values), refuses});
        for (std::string_view rest = row.fields; !rest.empty();) {
            view.differing.emplace_back(rest.substr(0, rest.find(',')));
            rest.remove_prefix(std::min(rest.size(), view.differing.back().size() + 1));
        }
        if (const auto cells = row.cells_sealed.empty() ? std::nullopt : open_row(context.house(), import.id, row.cells_sealed)) {
            const Judgement judged = judge.judge(*cells);
            view.file.json = record_json(context.db(), context.house(), of, judged.file);
            for (const Missing& one : judged.missing) view.will_make.push_back({of.fields()[one.field].name, one.title});
        }
        if (row.record)
            if (const auto there = find_record(context.db(), context.house(), of, *row.record, Scope::all())) view.there.json = record_json(context.db(), context.house(), of, *there);
        page.items.push_back(std::move(view));
    }
    return page;
}

/// One row after another, so that a row that cannot take the decision is named.
void decide_named(Context& context, const ImportRow& import, const DecisionBody& body, const std::string& decision) {
    std::vector<FieldError> faults;
    for (std::size_t i = 0; i < body.rows.size(); ++i) {
        const std::int64_t number = body.rows[i].value;
        const auto row = context.db().one<JudgedRow>(row_by_number, {{"import_id", import.id}, {"number", number}});
        const char* fault = !row ? "imports.no_such_row" : row->settled != 0 ? "imports.row_settled" : row->outcome != std::string(body.outcome) ? "imports.row_of_other_outcome" : nullptr;
        if (fault) faults.push_back({"rows[" + std::to_string(i) + "]", fault, {{"row", std::to_string(number)}}});
        else context.tx().run(decide_row, {{"import_id", import.id}, {"number", number}, {"decision", decision}});
    }
    if (!faults.empty()) throw Error("request.invalid", std::move(faults));
}

Versioned<ImportView> decide(Context& context, ImportId id, const DecisionBody& body) {
    const ImportRow import = found_import(context, id);
    require_manage(context, import);
    require(import.state == "checked" || import.state == "written", "imports.not_checked");
    if (body.decision == "new" && body.outcome != "alike") throw Error("request.invalid", {{"decision", "imports.new_only_alike"}});
    const std::string decision = body.decision == "none" ? "" : std::string(body.decision);
    if (body.rows.empty()) context.tx().run(decide_rows, {{"import_id", import.id}, {"outcome", body.outcome}, {"decision", decision}, {"fields", body.fields}});
    else decide_named(context, import, body, decision);
    context.tx().run(set_counts, {{"id", import.id}, {"state", import.state}, {"counts", counted(context.db(), import.id)}, {"making", needed(context.db(), import.id)}, {"expires_at", kept_until(context.tx())}});
    context.tx().record({.name = "imports.decided", .subject_kind = "imports.import", .subject = import.id, .area = import.area});
    return view_again(context, import.id);
}

}  // namespace

std::vector<Route> row_routes() {
    std::vector<Route> routes;
    routes.push_back(get("/api/d/{d}/imports/{id}/rows", Access::permission("imports.run"), list_rows, "list_import_rows"));
    routes.push_back(post("/api/d/{d}/imports/{id}/decisions", Access::permission("imports.run"), decide, "decide_import_rows"));
    return routes;
}

}  // namespace liren::imports
