// Uploading, understanding, checking, deciding, writing, pausing, taking back.

#include "routes.h"

#include <algorithm>

#include "judging.h"
#include "liren/error.h"
#include "liren/text.h"
#include "work.h"

namespace liren::imports {

namespace {

constexpr std::size_t largest_upload = 64u << 20;
constexpr std::size_t rows_at_once = 500;     // staged in one transaction
constexpr int most_in_list = 50;

// ---- what they answer and take -------------------------------------------------------------------------------------------

struct ColumnView {
    int index = 0;
    std::string letters, title, field;
    int confidence = 0;
    std::vector<std::string> samples;
};
BOOST_DESCRIBE_STRUCT(ColumnView, (), (index, letters, title, field, confidence, samples))

struct OutcomeView {
    std::string outcome, decision;
    int settled = 0;
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(OutcomeView, (), (outcome, decision, settled, number))

struct ImportLine {
    ImportId id;
    std::int64_t version = 0;
    std::string register_kind, name;
    AreaId area;
    std::string area_name, owner_name, state;
    bool paused = false;
    std::int64_t done = 0, total = 0;
    Instant created_at, changed_at;
};
BOOST_DESCRIBE_STRUCT(ImportLine, (), (id, version, register_kind, name, area, area_name, owner_name, state, paused, done, total, created_at, changed_at))

struct ImportView : ImportLine {
    int header_row = 0;
    std::vector<ColumnView> columns;
    std::vector<OutcomeView> outcomes;
};
BOOST_DESCRIBE_STRUCT(ImportView, (ImportLine), (header_row, columns, outcomes))

struct UploadQuery {
    std::string register_kind;
    AreaId area;
    std::string name;                                         ///< the file's, as people know it
};

struct ColumnChoice {
    Integer<0, 16'383> index;
    Text<60> field;
};
BOOST_DESCRIBE_STRUCT(ColumnChoice, (), (index, field))

struct LayoutChange {
    Integer<0, 1'048'576> header_row;
    List<ColumnChoice, 500> columns;
};
BOOST_DESCRIBE_STRUCT(LayoutChange, (), (header_row, columns))

struct RowsQuery {
    std::optional<Choice<"waiting|new|changed|identical|conflict|alike|wrong">> outcome;
    std::optional<Integer<0, 4>> settled;
    std::optional<Integer<0, 1'048'576>> after;
    std::optional<Integer<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(RowsQuery, (), (outcome, settled, after, limit))

struct FindingView {
    std::string field, key, text;
};
BOOST_DESCRIBE_STRUCT(FindingView, (), (field, key, text))

/// One row as the spreadsheet has it and, where the register has it too, how it stands there: masked like any list.
struct RowView {
    std::int64_t number = 0;
    std::string outcome, decision;
    int settled = 0;
    Id<"register.row"> record;
    std::vector<FindingView> findings;
    std::vector<std::string> differing;
    RawJson file, there;
};
BOOST_DESCRIBE_STRUCT(RowView, (), (number, outcome, decision, settled, record, findings, differing, file, there))

struct DecisionBody {
    Choice<"conflict|alike"> outcome;
    Choice<"file|register|new|none"> decision;
    List<Integer<1, 1'048'576>, 500> rows;                    ///< none: all of that outcome
    std::optional<Text<400>> fields;                          ///< only conflicts in exactly these fields
};
BOOST_DESCRIBE_STRUCT(DecisionBody, (), (outcome, decision, rows, fields))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct ListQuery {
    std::optional<ImportId> before;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (before))

// ---- helpers -------------------------------------------------------------------------------------------------------------

const Register& register_of(const ImportRow& import) {
    const Register* of = Register::find(import.register_kind);
    if (!of) throw Error(409, "imports.no_register");
    return *of;
}

ImportLine line_of(Context& context, const ImportRow& import) {
    House& house = context.house();
    return {ImportId{import.id}, import.version, import.register_kind, import.name, AreaId{import.area}, house.name_of("places.area", import.area), house.display_name(AccountId{import.owner}),
            import.state, import.paused, import.done, import.total, import.created_at, import.changed_at};
}

Versioned<ImportView> view_of(Context& context, const ImportRow& import) {
    ImportView view;
    static_cast<ImportLine&>(view) = line_of(context, import);
    const Layout layout = Layout::from_stored(import.layout);
    view.header_row = static_cast<int>(layout.header_row);
    for (const Column& column : layout.columns) view.columns.push_back({static_cast<int>(column.index), column_letters(column.index), column.title, column.field, column.confidence, column.samples});
    for (const OutcomeCount& count : context.db().all<OutcomeCount>(count_outcomes, {{"import_id", import.id}})) view.outcomes.push_back({count.outcome, count.decision, count.settled, count.number});
    return {std::move(view), import.version};
}

Versioned<ImportView> view_again(Context& context, std::int64_t id) { return view_of(context, context.db().one<ImportRow>(import_by_id, {{"id", id}}).value()); }

ImportRow at_version(Context& context, ImportId id) {
    const ImportRow import = found_import(context, id);
    context.expect_version("imports.import", import.id, import.version);
    return import;
}

void require_resting(const ImportRow& import) { require(import.state != "checking" && import.state != "writing" && import.state != "undoing", "imports.at_work"); }

// ---- uploading -----------------------------------------------------------------------------------------------------------

struct Upload {
    std::int64_t id = 0;
    UploadQuery asked;
    std::string layout;
};

/// ?register=people.person&area=…&name=list.xlsx: the body is the file itself.
UploadQuery asked_of(const Context& context) {
    UploadQuery asked;
    asked.register_kind = query_value(context.request(), "register");
    asked.area = AreaId{parse_id(query_value(context.request(), "area")).value_or(0)};
    asked.name = first_characters(trim(strip_controls(query_value(context.request(), "name"))), 120);
    if (asked.name.empty()) throw Error("request.invalid", {{"name", "schema.required"}});
    return asked;
}

/// Outside any transaction: reads the first rows, keeps the bytes sealed.
Upload take_upload(Context& context) {
    Upload upload{new_id(), asked_of(context), {}};
    const Register* of = Register::find(upload.asked.register_kind);
    if (!of) throw Error("request.invalid", {{"register", "imports.no_register"}});
    Workbook book = open_workbook_bytes(std::string(context.request().body));
    Layout layout = guess_layout(book, *of, context.house());
    context.house().storage->read(context.store(), [&](Db& db) {
        const auto known = db.word(layout_of_shape, {{"register", of->kind()}, {"shape", layout.shape()}});
        if (!known) return;
        const Layout before = Layout::from_stored(*known);
        for (Column& column : layout.columns)
            for (const Column& old : before.columns)
                if (old.index == column.index) column.field = old.field, column.confidence = 100;
    });
    keep_upload(context.house(), context.store(), upload.id, context.request().body);
    upload.layout = layout.stored();
    return upload;
}

Created<ImportView> upload_import(Context& context) {
    const auto& upload = context.prepared<Upload>();
    const Register* of = Register::find(upload.asked.register_kind);
    const auto at = context.house().placement_of(context.db(), "places.area", upload.asked.area.value);
    if (!at) throw Error("request.invalid", {{"area", "register.unknown_area"}});
    if (!covers(context.scope(), *at) || !context.may(of->permission("manage"), *at)) throw Error("request.invalid", {{"area", "register.area_out_of_reach"}});
    context.tx().run(insert_import, {{"id", upload.id}, {"register", of->kind()}, {"name", upload.asked.name}, {"area", upload.asked.area}, {"subdistrict", at->subdistrict},
                                     {"community", at->community}, {"grid", at->grid}, {"owner", context.account()}, {"layout", upload.layout}, {"now", context.now()}});
    context.tx().record({.name = "imports.uploaded", .subject_kind = "imports.import", .subject = upload.id, .version = 1, .area = upload.asked.area.value});
    return {std::move(view_again(context, upload.id).body)};
}

// ---- understanding -------------------------------------------------------------------------------------------------------

Page<ImportLine> list_of_imports(Context& context, const ListQuery& query) {
    Page<ImportLine> page;
    for (const ImportRow& import : context.db().all<ImportRow>(list_imports, context.scope(), {{"before", query.before}, {"limit", most_in_list + 1}})) page.items.push_back(line_of(context, import));
    if (page.items.size() > most_in_list) {
        page.items.resize(most_in_list);
        page.next = id_text(page.items.back().id.value);
    }
    return page;
}

Versioned<ImportView> show_import(Context& context, ImportId id) { return view_of(context, found_import(context, id)); }

Versioned<ImportView> change_layout(Context& context, ImportId id, const LayoutChange& body) {
    const ImportRow import = at_version(context, id);
    require_resting(import);
    require(import.state == "uploaded" || import.state == "checked", "imports.already_written");
    const Register& of = register_of(import);
    Layout layout = Layout::from_stored(import.layout);
    layout.header_row = static_cast<std::uint32_t>(body.header_row.value);
    for (const ColumnChoice& choice : body.columns) {
        const bool known = choice.field.empty() || choice.field == "area" || std::any_of(of.fields().begin(), of.fields().end(), [&](const RegisterField& f) { return f.name == choice.field; });
        if (!known) throw Error("request.invalid", {{"columns", "imports.no_such_field"}});
        for (Column& column : layout.columns)
            if (column.index == static_cast<std::uint32_t>(choice.index.value)) column.field = choice.field, column.confidence = 100;
    }
    for (const Column& column : layout.columns)
        if (!column.field.empty() && layout.of_field(column.field) != &column) throw Error("request.invalid", {{"columns", "imports.field_twice"}});
    if (context.tx().run(set_layout, {{"id", import.id}, {"version", import.version}, {"layout", layout.stored()}, {"now", context.now()}}) == 0) context.stale("imports.import", import.id, import.version);
    context.tx().run(forget_rows, {{"import_id", import.id}});
    context.tx().record({.name = "imports.understood", .subject_kind = "imports.import", .subject = import.id, .version = import.version + 1, .area = import.area});
    return view_again(context, import.id);
}

// ---- checking ------------------------------------------------------------------------------------------------------------

struct Staged {
    std::int64_t total = 0;
};

/// Outside any transaction of the request: every row of the sheet is kept, sealed, to be judged. Doing it again begins anew.
Staged stage_rows(Context& context, ImportId id, const Empty&) {
    House& house = context.house();
    std::optional<ImportRow> import;
    house.storage->read(context.store(), [&](Db& db) { import = db.one<ImportRow>(find_import, context.scope(), {{"id", id}}); });
    if (!import) not_found("imports.not_found");
    require_resting(*import);
    require(import->state == "uploaded" || import->state == "checked", "imports.already_written");
    const Layout layout = Layout::from_stored(import->layout);
    const WriteContext writing{context.account(), context.now()};
    house.storage->write_now(context.store(), writing, [&](Tx& tx) { tx.run(forget_rows, {{"import_id", import->id}}); });
    Workbook book = open_workbook_bytes(open_upload(house, context.store(), import->id));
    std::uint32_t columns = 0;
    for (const Column& column : layout.columns) columns = std::max(columns, column.index + 1);
    std::vector<std::pair<std::int64_t, std::string>> waiting;
    Staged staged;
    const auto flush = [&] {
        house.storage->write_now(context.store(), writing, [&](Tx& tx) {
            for (const auto& [number, cells] : waiting) tx.run(insert_row, {{"import_id", import->id}, {"number", number}, {"cells_sealed", cells}});
        });
        staged.total = waiting.empty() ? staged.total : waiting.back().first;
        waiting.clear();
    };
    book.read_rows(layout.sheet, [&](const SheetRow& row) {
        if (row.number <= layout.header_row) return SheetStep::go_on;
        const std::string cells = packed_row(row, columns);
        if (cells.find_first_not_of('\x1f') == std::string::npos) return SheetStep::go_on;
        waiting.emplace_back(row.number, seal_row(house, import->id, cells));
        if (waiting.size() == rows_at_once) flush();
        return SheetStep::go_on;
    });
    flush();
    return staged;
}

Versioned<ImportView> check_import(Context& context, ImportId id, const Empty&) {
    const ImportRow import = at_version(context, id);
    const Layout layout = Layout::from_stored(import.layout);
    require(std::any_of(layout.columns.begin(), layout.columns.end(), [](const Column& column) { return !column.field.empty(); }), "imports.not_understood");
    if (!begin_work(context.tx(), import, "checking", context.prepared<Staged>().total, context.store())) context.stale("imports.import", import.id, import.version);
    return view_again(context, import.id);
}

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
        RowView view{row.number, row.outcome, row.decision, row.settled, Id<"register.row">{row.record.value_or(0)}, {}, {}, {}, {}};
        for (const Finding& finding : findings_from(row.findings)) view.findings.push_back({finding.field, finding.key, context.house().texts.get(context.language(), finding.key, finding.values)});
        for (std::string_view rest = row.fields; !rest.empty();) {
            view.differing.emplace_back(rest.substr(0, rest.find(',')));
            rest.remove_prefix(std::min(rest.size(), view.differing.back().size() + 1));
        }
        if (!row.cells_sealed.empty()) view.file.json = record_json(context.db(), context.house(), of, judge.judge(open_row(context.house(), import.id, row.cells_sealed)).file);
        if (row.record)
            if (const auto there = find_record(context.db(), context.house(), of, *row.record, Scope::all())) view.there.json = record_json(context.db(), context.house(), of, *there);
        page.items.push_back(std::move(view));
    }
    return page;
}

// ---- deciding, writing, pausing, taking back -----------------------------------------------------------------------------

Versioned<ImportView> decide(Context& context, ImportId id, const DecisionBody& body) {
    const ImportRow import = found_import(context, id);
    require(import.state == "checked" || import.state == "written", "imports.not_checked");
    if (body.decision == "new" && body.outcome != "alike") throw Error("request.invalid", {{"decision", "imports.new_only_alike"}});
    const std::string decision = body.decision == "none" ? "" : std::string(body.decision);
    if (body.rows.empty())
        context.tx().run(decide_rows, {{"import_id", import.id}, {"outcome", body.outcome}, {"decision", decision}, {"fields", body.fields}});
    for (const auto& number : body.rows) context.tx().run(decide_row, {{"import_id", import.id}, {"number", number.value}, {"decision", decision}});
    context.tx().record({.name = "imports.decided", .subject_kind = "imports.import", .subject = import.id, .area = import.area});
    return view_of(context, import);
}

Versioned<ImportView> write_import(Context& context, ImportId id, const Empty&) {
    const ImportRow import = at_version(context, id);
    require(import.state == "checked" || import.state == "written", "imports.not_checked");
    if (!begin_work(context.tx(), import, "writing", import.total, context.store())) context.stale("imports.import", import.id, import.version);
    return view_again(context, import.id);
}

Versioned<ImportView> undo_import(Context& context, ImportId id, const Empty&) {
    const ImportRow import = at_version(context, id);
    require(import.state == "written", "imports.not_written");
    if (!begin_work(context.tx(), import, "undoing", import.total, context.store())) context.stale("imports.import", import.id, import.version);
    return view_again(context, import.id);
}

Versioned<ImportView> set_pause(Context& context, ImportId id, bool paused) {
    const ImportRow import = at_version(context, id);
    require(import.state == "checking" || import.state == "writing" || import.state == "undoing", "imports.not_at_work");
    if (context.tx().run(imports::set_paused, {{"id", import.id}, {"version", import.version}, {"paused", paused}, {"now", context.now()}}) == 0) context.stale("imports.import", import.id, import.version);
    if (!paused) go_on(context.tx(), import, context.store());
    context.tx().record({.name = paused ? "imports.paused" : "imports.resumed", .subject_kind = "imports.import", .subject = import.id, .version = import.version + 1, .area = import.area});
    return view_again(context, import.id);
}

Versioned<ImportView> pause_import(Context& context, ImportId id, const Empty&) { return set_pause(context, id, true); }
Versioned<ImportView> resume_import(Context& context, ImportId id, const Empty&) { return set_pause(context, id, false); }

}  // namespace

ImportRow found_import(Context& context, ImportId id) {
    auto import = context.db().one<ImportRow>(find_import, context.scope(), {{"id", id}});
    if (!import) not_found("imports.not_found");
    return std::move(*import);
}

std::vector<Route> import_routes() {
    const auto run = [] { return Access::permission("imports.run"); };
    const auto read = [] { return Access::permission("imports.read"); };
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(get("/api/d/{d}/imports", read(), list_of_imports, "list_imports"));
    add(get("/api/d/{d}/imports/{id}", read(), show_import, "show_import"));
    add(get("/api/d/{d}/imports/{id}/rows", run(), list_rows, "list_import_rows"));
    add(get("/api/d/{d}/imports/{id}/explanation", run(), show_explanation, "show_import_explanation"));
    add(post("/api/d/{d}/imports", run(), upload_import, "upload_import").raw_body(largest_upload).prepare(take_upload));
    add(patch("/api/d/{d}/imports/{id}/layout", run(), change_layout, "change_import_layout").changes());
    add(post("/api/d/{d}/imports/{id}/check", run(), check_import, "check_import").changes().prepare(stage_rows));
    add(post("/api/d/{d}/imports/{id}/decisions", run(), decide, "decide_import_rows"));
    add(post("/api/d/{d}/imports/{id}/writing", run(), write_import, "write_import").changes());
    add(post("/api/d/{d}/imports/{id}/undoing", run(), undo_import, "undo_import").changes());
    add(post("/api/d/{d}/imports/{id}/pause", run(), pause_import, "pause_import").changes());
    add(post("/api/d/{d}/imports/{id}/resumption", run(), resume_import, "resume_import").changes());
    return routes;
}

}  // namespace liren::imports
