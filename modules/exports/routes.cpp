// Asking, deciding, seeing what became of it; the parameters.

#include "routes.h"

#include "liren/error.h"
#include "liren/text.h"
#include "question.h"
#include "rights.h"
#include "work.h"

namespace liren::exports {

namespace {

constexpr int most_in_list = 50;
constexpr std::int64_t most_days = 90;

// ---- what they answer and take -------------------------------------------------------------------------------------------

/// A request as its asker and its approver see it; no row is in it.
struct ExportLine {
    ExportId id;
    std::int64_t version = 0;
    std::string number, register_kind, register_name, query_words, columns, column_words;
    bool clear = false;
    std::string sealed_words;                                 ///< which clear values it holds
    std::string format, reason, area_name, owner_name, state, trouble;
    std::int64_t row_count = 0, done = 0, downloads = 0;
    std::string decided_by_name, decision;
    std::optional<Instant> decided_at, made_at, expires_at;
    Instant created_at;
};
BOOST_DESCRIBE_STRUCT(ExportLine, (), (id, version, number, register_kind, register_name, query_words, columns, column_words, clear, sealed_words, format, reason, area_name, owner_name, state, trouble,
                                       row_count, done, downloads, decided_by_name, decision, decided_at, made_at, expires_at, created_at))

struct ExportDraft {
    Text<60, 1> register_kind;
    Text<2000> query;                                         ///< the list's own query string
    Choice<"listed|all"> columns;
    bool clear = false;
    Choice<"xlsx|csv"> format;
    Text<200, 1> reason;
};
BOOST_DESCRIBE_STRUCT(ExportDraft, (), (register_kind, query, columns, clear, format, reason))

struct Approval {
    std::optional<Text<200>> reason;
};
BOOST_DESCRIBE_STRUCT(Approval, (), (reason))

struct Refusal {
    Text<200, 1> reason;
};
BOOST_DESCRIBE_STRUCT(Refusal, (), (reason))

struct MineQuery {
    std::optional<ExportId> before;
};
BOOST_DESCRIBE_STRUCT(MineQuery, (), (before))

struct WaitingQuery {
    std::optional<ExportId> after;
};
BOOST_DESCRIBE_STRUCT(WaitingQuery, (), (after))

struct ParametersView {
    std::int64_t free_rows = 0, days_kept = 0, most_rows = 0;
};
BOOST_DESCRIBE_STRUCT(ParametersView, (), (free_rows, days_kept, most_rows))

struct ParametersChange {
    std::optional<Integer<0, sheet_rows>> free_rows;
    std::optional<Integer<1, most_days>> days_kept;
    std::optional<Integer<1, sheet_rows>> most_rows;
};
BOOST_DESCRIBE_STRUCT(ParametersChange, (), (free_rows, days_kept, most_rows))

// ---- helpers -------------------------------------------------------------------------------------------------------------

std::string sealed_words(House& house, std::string_view language, const Register& of, const std::vector<std::size_t>& columns) {
    std::string words;
    for (const std::size_t i : sealed_of(of, columns)) words += (words.empty() ? "" : house.texts.get(language, "exports.and")) + house.texts.get(language, of.kind() + "." + of.fields()[i].name);
    return words;
}

ExportLine line_of(Context& context, const ExportRow& row) {
    House& house = context.house();
    const Register& of = register_of(row);
    const auto columns = columns_of(of, row.columns);
    const bool failed = row.state == "failed";
    ExportLine line{ExportId{row.id}, row.version, row.number, row.register_kind, house.texts.get(context.language(), of.kind()), "", row.columns, column_words(house, context.language(), of, row),
                    row.clear, row.clear ? sealed_words(house, context.language(), of, columns) : "", row.format, row.reason,
                    row.area == 0 ? house.texts.get(context.language(), "exports.whole_district") : house.name_of("places.area", row.area), house.display_name(AccountId{row.owner}), row.state,
                    failed ? house.texts.get(context.language(), row.decision) : "", row.row_count, row.done, row.downloads,
                    row.decided_by == 0 ? "" : house.display_name(AccountId{row.decided_by}), failed ? "" : row.decision, row.decided_at, row.made_at, row.expires_at, row.created_at};
    line.query_words = query_words(house, context.db(), context.language(), of, open_query(house, row.id, row.query_sealed));
    return line;
}

Versioned<ExportLine> line_again(Context& context, std::int64_t id) {
    const ExportRow row = context.db().one<ExportRow>(export_by_id, {{"id", id}}).value();
    return {line_of(context, row), row.version};
}

/// Whoever may not read the register there is not told that some of it is exported.
bool may_know(Context& context, const ExportRow& row) {
    const Register* of = Register::find(row.register_kind);
    return of && context.may(of->permission("read"), row.placement());
}

void record(Context& context, const char* name, const ExportRow& row) {
    context.tx().record({.name = name, .subject_kind = "exports.export", .subject = row.id, .version = row.version + 1, .area = row.area, .evidence = row.reason});
}

// ---- asking --------------------------------------------------------------------------------------------------------------

/// What was asked, held against rights and registers, outside any transaction: counting may take a while.
struct Asked {
    const Register* of = nullptr;
    Query query;
    bool clear = false;
    Extent extent;
    std::int64_t rows = 0;
};

Asked weigh(Context& context, const ExportDraft& draft) {
    Asked asked;
    asked.of = Register::find(draft.register_kind);
    if (!asked.of || context.scope_for(asked.of->permission("read")).empty()) throw Error("request.invalid", {{"register_kind", "exports.no_register"}});
    asked.query = read_query(draft.query);
    const Rights rights(context.house(), context.db(), [&](std::string_view permission) { return context.scope_for(permission); });
    Reach reach = rights.reach(*asked.of);
    if (const std::int64_t area = area_of_query(asked.query)) reach = rights.within(reach, area);
    if (reach.empty()) throw Error("request.invalid", {{"query", "exports.out_of_reach"}});
    asked.clear = draft.clear && !sealed_of(*asked.of, columns_of(*asked.of, draft.columns)).empty();
    if (asked.clear && !rights.may_unmask(*asked.of, reach)) throw Error("request.invalid", {{"clear", "exports.no_unmask"}});
    asked.extent = rights.extent(reach);
    asked.rows = ListWalk(context.house(), *asked.of, asked.query, reach.scope()).count(context.db());
    require(asked.rows > 0, "exports.nothing");
    require(asked.rows <= parameters_of(context.db()).most_rows, "exports.too_many_rows");
    return asked;
}

std::string number_of(Tx& tx) {
    const int year = calendar_year(tx.now());
    std::string serial = std::to_string(tx.next_number("exports", year));
    serial.insert(0, serial.size() < 4 ? 4 - serial.size() : 0, '0');
    return std::to_string(year) + "-" + serial;
}

Created<ExportLine> ask_export(Context& context, const ExportDraft& draft) {
    const auto& asked = context.prepared<Asked>();
    const std::int64_t id = new_id();
    const bool free = !asked.clear && asked.rows <= parameters_of(context.db()).free_rows;
    const Placement& at = asked.extent.at;
    const std::string number = number_of(context.tx()), sealed = seal_query(context.house(), id, asked.query);
    context.tx().run(insert_export, {{"id", id}, {"number", number}, {"register", asked.of->kind()}, {"query_sealed", sealed}, {"columns", draft.columns}, {"extra", extra_columns(context.house(), *asked.of, draft.columns)}, {"clear", asked.clear}, {"format", draft.format},
                                     {"language", context.language()}, {"reason", draft.reason}, {"area", asked.extent.area}, {"subdistrict", at.subdistrict}, {"community", at.community},
                                     {"grid", at.grid}, {"owner", context.account().value}, {"state", free ? "making" : "asked"}, {"row_count", asked.rows}, {"now", context.now()}});
    if (free) begin_making(context.tx(), context.store(), id);
    context.tx().record({.name = "exports.asked", .subject_kind = "exports.export", .subject = id, .version = 1, .area = asked.extent.area, .evidence = draft.reason});
    return {std::move(line_again(context, id).body)};
}

Page<ExportLine> list_mine(Context& context, const MineQuery& query) {
    Page<ExportLine> page;
    for (const ExportRow& row : context.db().all<ExportRow>(own_exports, {{"owner", context.account()}, {"before", query.before}, {"limit", most_in_list + 1}})) page.items.push_back(line_of(context, row));
    if (page.items.size() > most_in_list) {
        page.items.resize(most_in_list);
        page.next = id_text(page.items.back().id.value);
    }
    return page;
}

Versioned<ExportLine> show_mine(Context& context, ExportId id) {
    const ExportRow row = own(context, id);
    return {line_of(context, row), row.version};
}

// ---- deciding ------------------------------------------------------------------------------------------------------------

Page<ExportLine> list_waiting(Context& context, const WaitingQuery& query) {
    Page<ExportLine> page;
    const auto rows = context.db().all<ExportRow>(waiting_exports, context.scope(), {{"me", context.account().value}, {"after", query.after}, {"limit", most_in_list + 1}});
    for (std::size_t i = 0; i < rows.size() && i < most_in_list; ++i)
        if (may_know(context, rows[i])) page.items.push_back(line_of(context, rows[i]));
    if (rows.size() > most_in_list) page.next = id_text(rows[most_in_list - 1].id);
    return page;
}

ExportRow to_decide(Context& context, ExportId id) {
    auto row = context.db().one<ExportRow>(waiting_export, context.scope(), {{"id", id}});
    if (!row || !may_know(context, *row)) not_found("exports.not_found");
    return std::move(*row);
}

Versioned<ExportLine> show_waiting(Context& context, ExportId id) {
    const ExportRow row = to_decide(context, id);
    return {line_of(context, row), row.version};
}

ExportRow at_version(Context& context, ExportId id) {
    ExportRow row = to_decide(context, id);
    context.expect_version("exports.export", row.id, row.version);
    require(row.owner != context.account().value, "exports.own_request");
    require(row.state == "asked", "exports.not_waiting");
    return row;
}

Versioned<ExportLine> approve(Context& context, ExportId id, const Approval& body) {
    const ExportRow row = at_version(context, id);
    const std::string words = body.reason.value_or(Text<200>());
    if (context.tx().run(approve_export, {{"id", row.id}, {"version", row.version}, {"decided_by", context.account().value}, {"decision", words}, {"now", context.now()}}) == 0)
        context.stale("exports.export", row.id, row.version);
    begin_making(context.tx(), context.store(), row.id);
    record(context, "exports.approved", row);
    return line_again(context, row.id);
}

Versioned<ExportLine> refuse(Context& context, ExportId id, const Refusal& body) {
    const ExportRow row = at_version(context, id);
    if (context.tx().run(refuse_export, {{"id", row.id}, {"version", row.version}, {"decided_by", context.account().value}, {"decision", body.reason}, {"now", context.now()}}) == 0)
        context.stale("exports.export", row.id, row.version);
    record(context, "exports.refused", row);
    return line_again(context, row.id);
}

// ---- parameters ----------------------------------------------------------------------------------------------------------

ParametersView show_parameters(Context& context) {
    const Parameters now = parameters_of(context.db());
    return {now.free_rows, now.days_kept, now.most_rows};
}

ParametersView change_parameters(Context& context, const ParametersChange& body) {
    if (body.free_rows) context.tx().run(keep_parameter, {{"name", "free_rows"}, {"value", body.free_rows->value}});
    if (body.days_kept) context.tx().run(keep_parameter, {{"name", "days_kept"}, {"value", body.days_kept->value}});
    if (body.most_rows) context.tx().run(keep_parameter, {{"name", "most_rows"}, {"value", body.most_rows->value}});
    const ParametersView now = show_parameters(context);
    context.tx().record({.name = "exports.configured", .subject_kind = "exports.parameters", .evidence = std::to_string(now.free_rows) + "," + std::to_string(now.days_kept)});
    return now;
}

}  // namespace

ExportRow own(Context& context, ExportId id) {
    auto row = context.db().one<ExportRow>(own_export, {{"id", id}, {"owner", context.account().value}});
    if (!row) not_found("exports.not_found");
    return std::move(*row);
}

const Register& register_of(const ExportRow& row) {
    const Register* of = Register::find(row.register_kind);
    if (!of) throw Error(409, "exports.no_register");
    return *of;
}

std::vector<Route> export_routes() {
    const auto read = [] { return Access::permission("exports.read"); };
    const auto ask = [] { return Access::permission("exports.ask"); };
    const auto approve_ = [] { return Access::permission("exports.approve"); };
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(get("/api/d/{d}/exports", read(), list_mine, "list_exports"));
    add(get("/api/d/{d}/exports/{id}", read(), show_mine, "show_export"));
    add(post("/api/d/{d}/exports", ask(), ask_export, "ask_export").prepare(weigh));
    // It writes a look and an event, but is remembered under no key: an answer given again would be one that nobody recorded.
    add(post("/api/d/{d}/exports/{id}/download", ask(), download_export, "download_export").looks().only_reads().prepare(prepare_download));
    add(get("/api/d/{d}/export-requests", approve_(), list_waiting, "list_export_requests"));
    add(get("/api/d/{d}/export-requests/{id}", approve_(), show_waiting, "show_export_request"));
    add(post("/api/d/{d}/export-requests/{id}/approval", approve_(), approve, "approve_export").changes());
    add(post("/api/d/{d}/export-requests/{id}/refusal", approve_(), refuse, "refuse_export").changes());
    add(get("/api/d/{d}/export-parameters", Access::signed_in("what passes without approval and how long a file is kept is no secret"), show_parameters, "show_export_parameters"));
    add(patch("/api/d/{d}/export-parameters", Access::permission("exports.configure"), change_parameters, "change_export_parameters"));
    return routes;
}

}  // namespace liren::exports
