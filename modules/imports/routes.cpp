// Uploading, understanding, checking, writing, pausing, taking back an import as a whole.

#include "routes.h"

#include <algorithm>

#include "expiry.h"
#include "judging.h"
#include "liren/error.h"
#include "liren/text.h"
#include "views.h"
#include "work.h"

namespace liren::imports {

namespace {

constexpr std::size_t largest_upload = 64u << 20;
constexpr std::size_t rows_at_once = 500;     // staged in one transaction
constexpr int most_in_list = 50;

// ---- what they take -------------------------------------------------------------------------------------------

struct UploadQuery {
    std::string register_kind;
    AreaId area;
    std::string name;                                         ///< the file's, as people know it
};

struct ColumnChoice {
    Integer<0, 16'383> index;
    Text<60> field;
    std::optional<bool> creates;                              ///< of a reference: make what nobody knows
};
BOOST_DESCRIBE_STRUCT(ColumnChoice, (), (index, field, creates))

/// Another sheet or another row of titles is understood anew, before the columns are set.
struct LayoutChange {
    Integer<0, 1'048'576> header_row;
    std::optional<Integer<0, 1'000>> sheet;
    List<ColumnChoice, 500> columns;
};
BOOST_DESCRIBE_STRUCT(LayoutChange, (), (header_row, sheet, columns))

struct ListQuery {
    std::optional<ImportId> before;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (before))

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

/// How a spreadsheet of this shape was understood last time.
void remember(Context& context, const Register& of, Layout& layout) {
    context.house().storage->read(context.store(), [&](Db& db) {
        const auto known = db.word(layout_of_shape, {{"register", of.kind()}, {"shape", layout.shape()}});
        if (!known) return;
        const Layout before = Layout::from_stored(*known);
        for (Column& column : layout.columns)
            for (const Column& old : before.columns)
                if (old.index == column.index && (old.field.empty() || is_field(context.house(), of, old.field))) column.field = old.field, column.creates = old.creates, column.confidence = 100;
    });
}

/// Outside any transaction: reads the first rows, keeps the bytes sealed.
Upload take_upload(Context& context) {
    Upload upload{new_id(), asked_of(context), {}};
    const Register* of = Register::find(upload.asked.register_kind);
    if (!of) throw Error("request.invalid", {{"register", "imports.no_register"}});
    Workbook book = open_workbook_bytes(std::string(context.request().body));
    Layout layout = guess_layout(book, *of, context.house());
    remember(context, *of, layout);
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
                                     {"community", at->community}, {"grid", at->grid}, {"owner", context.account()}, {"layout", upload.layout}, {"expires_at", kept_until(context.tx())}, {"now", context.now()}});
    begin_expiry(context.tx(), context.store(), upload.id);
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

/// Outside any transaction: where another sheet or row of titles is named, the file is read again.
Layout understand_again(Context& context, ImportId id, const LayoutChange& body) {
    House& house = context.house();
    std::optional<ImportRow> import;
    house.storage->read(context.store(), [&](Db& db) { import = db.one<ImportRow>(find_import, context.scope(), {{"id", id}}); });
    if (!import) not_found("imports.not_found");
    require_manage(context, *import);
    require_resting(*import);
    require(import->state != "expired", "imports.expired");
    require(import->state == "uploaded" || import->state == "checked", "imports.already_written");
    const Register& of = register_of(*import);
    Layout layout = Layout::from_stored(import->layout);
    const std::size_t sheet = body.sheet ? static_cast<std::size_t>(body.sheet->value) : layout.sheet;
    const auto header_row = static_cast<std::uint32_t>(body.header_row.value);
    if (sheet == layout.sheet && header_row == layout.header_row) return layout;
    if (std::none_of(layout.sheets.begin(), layout.sheets.end(), [&](const SheetChoice& one) { return one.index == sheet; })) throw Error("request.invalid", {{"sheet", "imports.no_such_sheet"}});
    Workbook book = open_workbook_bytes(open_upload(house, context.store(), import->id));
    layout = sheet != layout.sheet ? guess_layout_of(book, sheet, of, house) : guess_layout_below(book, sheet, header_row, of, house);
    remember(context, of, layout);
    return layout;
}

/// What is made on the way is written into another register: only by who may do that too.
void set_column(Context& context, const ImportRow& import, const Register& of, const ColumnChoice& choice, Column& column) {
    column.creates = choice.creates ? *choice.creates : column.creates && column.field == choice.field;
    column.field = choice.field;
    column.confidence = 100;
    if (!column.creates) return;
    if (!may_create(of, column)) throw Error("request.invalid", {{"columns", "imports.cannot_be_made"}});
    const Placement at{.subdistrict = import.subdistrict, .community = import.community, .grid = import.grid};
    const Register* to = Register::find(of.fields()[of.index_of(column.field)].of);
    if (to && !context.may(to->permission("manage"), at)) throw Error("request.invalid", {{"columns", "imports.may_not_make"}});
}

Versioned<ImportView> change_layout(Context& context, ImportId id, const LayoutChange& body) {
    const ImportRow import = at_version(context, id);
    const Register& of = register_of(import);
    Layout layout = context.prepared<Layout>();
    for (const ColumnChoice& choice : body.columns) {
        if (!choice.field.empty() && !is_field(context.house(), of, std::string(choice.field))) throw Error("request.invalid", {{"columns", "imports.no_such_field"}});
        for (Column& column : layout.columns)
            if (column.index == static_cast<std::uint32_t>(choice.index.value)) set_column(context, import, of, choice, column);
    }
    for (const Column& column : layout.columns)
        if (!column.field.empty() && layout.of_field(column.field) != &column) throw Error("request.invalid", {{"columns", "imports.field_twice"}});
    if (context.tx().run(set_layout, {{"id", import.id}, {"version", import.version}, {"layout", layout.stored()}, {"expires_at", kept_until(context.tx())}, {"now", context.now()}}) == 0) context.stale("imports.import", import.id, import.version);
    context.tx().run(forget_rows, {{"import_id", import.id}});
    context.tx().run(forget_needed, {{"import_id", import.id}, {"number", nullptr}});
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
    require_manage(context, *import);
    require_resting(*import);
    require(import->state != "expired", "imports.expired");
    require(import->state == "uploaded" || import->state == "checked", "imports.already_written");
    const Layout layout = Layout::from_stored(import->layout);
    const WriteContext writing{context.account(), context.now()};
    house.storage->write_now(context.store(), writing, [&](Tx& tx) {
        tx.run(forget_rows, {{"import_id", import->id}});
        tx.run(forget_needed, {{"import_id", import->id}, {"number", nullptr}});
    });
    Workbook book = open_workbook_bytes(open_upload(house, context.store(), import->id));
    std::uint32_t columns = 0;
    for (const Column& column : layout.columns) columns = std::max(columns, column.index + 1);
    std::vector<std::pair<std::int64_t, std::string>> waiting;
    Staged staged;
    const auto flush = [&] {
        house.storage->write_now(context.store(), writing, [&](Tx& tx) {
            for (const auto& [number, cells] : waiting) tx.run(insert_row, {{"import_id", import->id}, {"number", number}, {"cells_sealed", cells}});
        });
        staged.total += static_cast<std::int64_t>(waiting.size());
        waiting.clear();
    };
    book.read_rows(layout.sheet, [&](const SheetRow& row) {
        if (row.number <= layout.header_row) return SheetStep::go_on;
        const std::string cells = packed_row(row, columns);
        if (cells.empty()) return SheetStep::go_on;
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

// ---- writing, pausing, taking back ---------------------------------------------------------------------------------------

std::int64_t rows_counted(Context& context, const Statement& statement, const ImportRow& import) { return context.db().number(statement, {{"import_id", import.id}}).value_or(0); }

Versioned<ImportView> write_import(Context& context, ImportId id, const Empty&) {
    const ImportRow import = at_version(context, id);
    require(import.state == "checked" || import.state == "written", "imports.not_checked");
    if (!begin_work(context.tx(), import, "writing", rows_counted(context, count_to_write, import), context.store())) context.stale("imports.import", import.id, import.version);
    return view_again(context, import.id);
}

Versioned<ImportView> undo_import(Context& context, ImportId id, const Empty&) {
    const ImportRow import = at_version(context, id);
    require(import.state != "closed", "imports.closed");
    require(import.state == "written", "imports.not_written");
    if (!begin_work(context.tx(), import, "undoing", rows_counted(context, count_written, import), context.store())) context.stale("imports.import", import.id, import.version);
    return view_again(context, import.id);
}

Versioned<ImportView> set_pause(Context& context, ImportId id, bool paused) {
    const ImportRow import = at_version(context, id);
    require(at_work(import), "imports.not_at_work");
    if (context.tx().run(imports::set_paused, {{"id", import.id}, {"version", import.version}, {"paused", paused}, {"expires_at", kept_until(context.tx())}, {"now", context.now()}}) == 0) context.stale("imports.import", import.id, import.version);
    if (!paused) go_on(context.tx(), import, context.store());
    context.tx().record({.name = paused ? "imports.paused" : "imports.resumed", .subject_kind = "imports.import", .subject = import.id, .version = import.version + 1, .area = import.area});
    return view_again(context, import.id);
}

Versioned<ImportView> pause_import(Context& context, ImportId id, const Empty&) { return set_pause(context, id, true); }
Versioned<ImportView> resume_import(Context& context, ImportId id, const Empty&) { return set_pause(context, id, false); }

// ---- how long it is kept -------------------------------------------------------------------------------------------------

struct ImportParameters {
    std::int64_t days_kept = 0;                               ///< an upload, and rows nobody decided, after the last step
};
BOOST_DESCRIBE_STRUCT(ImportParameters, (), (days_kept))

struct ImportParametersChange {
    Integer<1, 365> days_kept;
};
BOOST_DESCRIBE_STRUCT(ImportParametersChange, (), (days_kept))

ImportParameters show_parameters(Context& context) { return {days_kept(context.db())}; }

ImportParameters change_parameters(Context& context, const ImportParametersChange& body) {
    context.tx().run(keep_parameter, {{"name", "days_kept"}, {"value", body.days_kept.value}});
    context.tx().record({.name = "imports.configured", .subject_kind = "imports.parameters", .evidence = std::to_string(body.days_kept.value)});
    return show_parameters(context);
}

}  // namespace

std::vector<Route> import_routes() {
    const auto run = [] { return Access::permission("imports.run"); };
    const auto read = [] { return Access::permission("imports.read"); };
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(get("/api/d/{d}/imports", read(), list_of_imports, "list_imports"));
    add(get("/api/d/{d}/imports/{id}", read(), show_import, "show_import"));
    add(get("/api/d/{d}/imports/{id}/explanation", run(), show_explanation, "show_import_explanation"));
    add(post("/api/d/{d}/imports", run(), upload_import, "upload_import").raw_body(largest_upload).prepare(take_upload));
    add(patch("/api/d/{d}/imports/{id}/layout", run(), change_layout, "change_import_layout").changes().prepare(understand_again));
    add(post("/api/d/{d}/imports/{id}/check", run(), check_import, "check_import").changes().prepare(stage_rows));
    for (Route& route : row_routes()) routes.push_back(std::move(route));
    add(post("/api/d/{d}/imports/{id}/writing", run(), write_import, "write_import").changes());
    add(post("/api/d/{d}/imports/{id}/undoing", run(), undo_import, "undo_import").changes());
    add(post("/api/d/{d}/imports/{id}/pause", run(), pause_import, "pause_import").changes());
    add(post("/api/d/{d}/imports/{id}/resumption", run(), resume_import, "resume_import").changes());
    add(get("/api/d/{d}/import-parameters", Access::signed_in("how long an upload is kept is no secret"), show_parameters, "show_import_parameters"));
    add(patch("/api/d/{d}/import-parameters", Access::permission("imports.configure"), change_parameters, "change_import_parameters"));
    return routes;
}

}  // namespace liren::imports
