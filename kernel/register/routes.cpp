// The endpoints of a register, made from its declaration. They go through the one pipeline like any other.

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "liren/page.h"
#include "liren/pinyin.h"
#include "liren/register.h"
#include "liren/text.h"
#include "register/extra.h"
#include "register/history.h"
#include "register/json.h"
#include "register/list_query.h"
#include "register/merging.h"
#include "register/route_parts.h"
#include "register/statements.h"

namespace liren {

namespace json = boost::json;

namespace {

/// A body kept as it came: the handler reads it, because code lists and rows stand in the house.
struct GivenBody {
    json::value value;
};

struct ReasonBody {
    Text<200> reason;
};
BOOST_DESCRIBE_STRUCT(ReasonBody, (), (reason))

/// Why somebody ends or looks; never empty.
const std::string& reason_of(const Call& call, const char* missing) {
    const std::string& reason = static_cast<const ReasonBody*>(call.body.get())->reason;
    if (reason.empty()) throw Error("request.invalid", {{"reason", missing}});
    return reason;
}

const json::value& body_of(const Call& call) { return static_cast<const GivenBody*>(call.body.get())->value; }

/// Of a register that is watched, whoever reads a row leaves a look, whether a number is shown or not (P5-44). The reason is kept
/// in one language, as those that people type are: the resident reads them side by side.
void note_reading(Context& context, const Register& of, std::int64_t row, const char* where) {
    if (of.is_watched()) context.look(of.kind(), row, "*", context.house().texts.get("zh-CN", where));
}

// ---- lists -------------------------------------------------------------------------------------------------------------

/// The rows of every part of the scope, merged in the order of the list.
std::vector<Record> rows_of_page(Context& context, const Register& of, ListQuery& query, int ask) {
    std::vector<std::pair<std::string, Record>> rows;
    const auto key_of = [&](const Record& row) {
        const auto* title = of.title() ? std::get_if<std::string>(&row.values[*of.title()]) : nullptr;
        return title ? title_key(of, *title) : std::string();
    };
    const std::vector<Scope> parts = parts_for(*of.statements().list, context.scope());
    for (const Scope& part : parts)
        context.db().each(*of.statements().list, &part, query.parameters(context.db(), part, ask), [&](const Row& row) {
            Record record = read_record(row, of, of.statements().listed, context.house().keyring);
            rows.emplace_back(key_of(record), std::move(record));
        });
    const auto order = [](const auto& a, const auto& b) { return std::tie(a.first, a.second.id) < std::tie(b.first, b.second.id); };
    if (parts.size() > 1) std::sort(rows.begin(), rows.end(), order);
    std::vector<Record> page;
    for (auto& [key, row] : rows)
        if (page.empty() || page.back().id != row.id) page.push_back(std::move(row));
    if (page.size() > static_cast<std::size_t>(ask)) page.resize(static_cast<std::size_t>(ask));
    return page;
}

void list_rows(Call& call, const Register& of) {
    Context& context = call.context;
    ListQuery query(context.house(), of, body_of(call));
    const int ask = query.limit() + 1;   // one more says whether a next page exists
    std::vector<Record> rows;
    if (query.can_find()) rows = rows_of_page(context, of, query, ask);
    std::string next;
    if (rows.size() == static_cast<std::size_t>(ask)) {
        rows.pop_back();
        const auto* title = of.title() ? std::get_if<std::string>(&rows.back().values[*of.title()]) : nullptr;
        next = cursor_text(std::array<CursorValue, 2>{title ? title_key(of, *title) : std::string(), rows.back().id});
    }
    JsonWriter out(call.response.body);
    out.begin_object();
    out.key("items");
    out.begin_array();
    for (const Record& row : rows) {
        note_reading(context, of, row.id, "register.read_in_list");
        register_json::write_row(out, context.db(), context.house(), of, row, of.statements().listed);
    }
    out.end_array();
    route_detail::write_cursor(out, next);
    out.end_object();
}

// ---- one row -----------------------------------------------------------------------------------------------------------

}  // namespace

std::int64_t id_of(const Call& call) { return route_detail::path_id(call.path_parts.at(0)); }

Record found_row(Context& context, const Register& of, std::int64_t id) {
    auto row = find_record(context.db(), context.house(), of, id, context.scope());
    if (!row) not_found("register.not_found");
    return std::move(*row);
}

Record row_of_draft(Call& call, const Register& of, Findings& findings) {
    Record row;
    register_json::read(body_of(call), call.context.house(), of, row, findings);
    return row;
}

void answer_row(Call& call, const Register& of, const Record& row, const Findings& findings) {
    Context& context = call.context;
    route_detail::set_version(call, row.version);
    std::string& body = call.response.body;
    JsonWriter out(body);
    register_json::write_row(out, context.db(), context.house(), of, row, every_field(of));
    body.pop_back();   // the row's last bracket: what goes beyond the row follows
    if (row.ended_at)
        if (const auto into = merged_into(context.db(), of, row.id)) body += ",\"merged_into\":\"" + id_text(*into) + '"';
    body += std::string(",\"is_merged\":") + (has_merger(context.db(), of, row.id) ? "true" : "false");
    const auto may = [&](const char* verb) { return context.may(of.permission(verb), row.placement()) ? "true" : "false"; };
    body += std::string(",\"may\":{\"manage\":") + may("manage") + ",\"unmask\":" + may("unmask") + "}}";   // here, not anywhere: no button that is refused
    if (findings.warnings().empty()) return;
    body.pop_back();
    body += ",\"warnings\":";
    JsonWriter warnings(body);
    warnings.begin_array();
    for (const Finding& finding : findings.warnings()) {
        warnings.begin_object();
        warnings.key("field");
        warnings.string(finding.field);
        warnings.key("key");
        warnings.string(finding.key);
        warnings.key("text");
        warnings.string(context.house().texts.get(context.language(), finding.key, finding.values));
        warnings.end_object();
    }
    warnings.end_array();
    body += '}';
}

namespace {

void show_row(Call& call, const Register& of) {
    const Record row = found_row(call.context, of, id_of(call));
    note_reading(call.context, of, row.id, "register.read_alone");
    answer_row(call, of, row);
}

void show_history(Call& call, const Register& of) {
    const Record row = found_row(call.context, of, id_of(call));
    note_reading(call.context, of, row.id, "register.read_history");
    write_history(call.response.body, call.context.db(), call.context.house(), of, row, call.context.scope());
}

// ---- writing -----------------------------------------------------------------------------------------------------------

}  // namespace

void require_reach(Context& context, const Register& of, const Record& row, const Record* before, Findings& findings) {
    if (!context.may(of.permission("manage"), row.placement())) findings.refuse("area", "register.area_out_of_reach");
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        const auto* to = std::get_if<std::int64_t>(&row.values[i]);
        if (of.fields()[i].kind != FieldKind::reference || !to || (before && before->values[i] == row.values[i])) continue;
        const Register* other = Register::find(of.fields()[i].of);
        const auto at = other ? context.house().placement_of(context.db(), other->kind(), *to) : std::nullopt;
        if (at && !context.may(other->permission("read"), *at)) findings.refuse(of.fields()[i].name, "register.unknown_reference");
    }
}

void require_fit(Context& context, const Register& of, const Record& row, Findings& findings) {
    std::optional<std::int64_t> existing;
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        if (!of.fields()[i].is_unique) continue;
        const auto other = find_by_unique(context.db(), context.house(), of, i, row.values[i]);
        if (!other || *other == row.id) continue;
        findings.refuse(of.fields()[i].name, "register.taken");
        if (find_record(context.db(), context.house(), of, *other, context.scope_for(of.permission("read")))) existing = other;
    }
    try {
        findings.require_none();
    } catch (Error& error) {
        if (existing) error.attach("existing", '"' + id_text(*existing) + '"');
        throw;
    }
}

namespace {

Origin typed_in(const Context& context, const Record& row) { return {row.source, context.now(), context.account().value, 0}; }

void add_row(Call& call, const Register& of) {
    Context& context = call.context;
    Findings findings;
    Record row = row_of_draft(call, of, findings);
    check_record(context.db(), context.house(), of, row, findings);
    require_reach(context, of, row, nullptr, findings);
    require_fit(context, of, row, findings);
    add_record(context.tx(), context.house(), of, row, typed_in(context, row));
    call.response.status = 201;
    answer_row(call, of, row, findings);
}

void change_row(Call& call, const Register& of) {
    Context& context = call.context;
    const Record before = found_row(context, of, id_of(call));
    context.expect_version(of.kind(), before.id, before.version);
    require(!before.ended_at, "register.ended");
    Record after = before;
    Findings findings;
    register_json::read(body_of(call), context.house(), of, after, findings);
    check_record(context.db(), context.house(), of, after, findings);
    require_reach(context, of, after, &before, findings);
    require_fit(context, of, after, findings);
    const std::size_t recorded = context.tx().recorded();
    if (!change_record(context.tx(), context.house(), of, before, after, typed_in(context, after))) context.stale(of.kind(), before.id, before.version);
    require(context.tx().recorded() > recorded, "register.nothing_changed");
    answer_row(call, of, after, findings);
}

void end_row(Call& call, const Register& of) {
    Context& context = call.context;
    const Record before = found_row(context, of, id_of(call));
    context.expect_version(of.kind(), before.id, before.version);
    require(!before.ended_at, "register.ended");
    if (!end_record(context.tx(), of, before, context.now(), reason_of(call, "schema.required"))) context.stale(of.kind(), before.id, before.version);
    answer_row(call, of, found_row(context, of, before.id));
}

/// The sealed values in clear, with the reason asked in words; the look is durable before the answer leaves.
void look_at_row(Call& call, const Register& of) {
    Context& context = call.context;
    const Record row = found_row(context, of, id_of(call));
    const std::string& reason = reason_of(call, "register.look_reason");
    std::string names;
    JsonWriter out(call.response.body);
    out.begin_object();
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        if (!of.fields()[i].is_sealed()) continue;
        names += (names.empty() ? "" : ",") + of.fields()[i].name;
        out.key(of.fields()[i].name);
        register_json::write_value(out, of.fields()[i], row.values[i], true);
    }
    out.end_object();
    context.look(of.kind(), row.id, names, reason);
    context.tx().record({.name = of.event("looked"), .subject_kind = of.kind(), .subject = row.id, .area = row.area});
}

// ---- declaring them ----------------------------------------------------------------------------------------------------

}  // namespace

std::string operation(const char* verb, const Register& of, const char* what) { return std::string(verb) + "_" + of.kind().substr(0, of.kind().find('.')) + "_" + of.kind().substr(of.kind().find('.') + 1) + what; }

Route made_route(Method method, const Register& of, const std::string& rest, const char* permission, RegisterHandler handler, std::string name) {
    Route route{.method = method, .path = "/api/d/{d}/" + of.path() + rest, .access = Access::permission(of.permission(permission)), .name = std::move(name)};
    route.handle = [handler, &of](Call& call) { handler(call, of); };
    return route;
}

Route with_body(Route route, std::shared_ptr<const Schema> schema) {
    route.body_schema = std::move(schema);
    route.read_body = [](const json::value& in, Reading&) -> std::shared_ptr<void> { return std::make_shared<GivenBody>(GivenBody{in}); };
    return route;
}

Route answering(Route route, std::shared_ptr<const Schema> schema, const char* shape) {
    route.reply_schema = std::move(schema);
    route.reply_shape = shape;
    return route;
}

std::vector<Route> register_routes(const Register& of) {
    using namespace register_json;
    const auto row = row_schema(of);
    const auto raw = schema_of<RawJson>();
    std::vector<Route> routes;
    const auto reading = [&](Route route) { return of.is_watched() ? std::move(route).looks() : std::move(route).inline_read(); };
    routes.push_back(reading(answering(with_body(made_route(Method::get, of, "", "read", list_rows, operation("list", of)), query_schema(of)), row, "page")));
    routes.push_back(reading(answering(made_route(Method::get, of, "/{id}", "read", show_row, operation("show", of)), row)));
    routes.push_back(answering(made_route(Method::get, of, "/{id}/history", "read", show_history, operation("show", of, "_history")), raw, "items"));
    if (of.is_watched()) routes.back().is_look = true;
    routes.push_back(related_route(of));
    routes.push_back(answering(with_body(made_route(Method::post, of, "", "manage", add_row, operation("add", of)), draft_schema(of, true)), row));
    routes.back().success = 201;
    routes.push_back(answering(with_body(made_route(Method::patch, of, "/{id}", "manage", change_row, operation("change", of)), draft_schema(of, false)), row).changes());
    routes.push_back(answering(reading_body<ReasonBody>(made_route(Method::post, of, "/{id}/ending", "manage", end_row, operation("end", of))), row).changes());
    add_merging_routes(routes, of);
    bool sealed = false;
    for (const RegisterField& field : of.fields()) sealed = sealed || field.is_sealed();
    if (sealed) routes.push_back(answering(reading_body<ReasonBody>(made_route(Method::post, of, "/{id}/look", "unmask", look_at_row, operation("look_at", of))), raw).looks().repeatable());
    return routes;
}

void add_register(Module& module, const Register& of) {
    for (Route& route : register_routes(of)) module.routes.push_back(std::move(route));
    for (const char* verb : {"read", "manage", "unmask"}) {
        bool known = false;
        for (const Permission& permission : module.permissions) known = known || std::string_view(permission.name) == of.permission(verb);
        if (!known) module.permissions.push_back({.name = of.permission(verb)});
    }
    for (const char* verb : {"added", "changed", "ended", "merged", "separated", "confirmed"}) module.events.push_back({of.event(verb), Audience::timeline});
    module.events.push_back({of.event("looked"), Audience::audit});
    module.placements.emplace_back(of.kind(), [&of](Db& db, std::int64_t id) { return register_placement(db, of, id); });
}

}  // namespace liren
