// Endpoints for duplicates, mergers, the past, and confirming.

#include <algorithm>

#include <boost/json.hpp>

#include "liren/house.h"
#include "liren/text.h"
#include "register/json.h"
#include "register/merging.h"
#include "register/route_parts.h"
#include "register/statements.h"

namespace liren {

namespace {

struct MergerBody {
    Id<"register.row"> other;
    Integer<1, 1'000'000'000> other_version;  ///< as somebody compared it: nobody merges what they have not seen
    List<Text<40, 1>, 100> take;              ///< fields whose value comes from the other row; "extra.heating" of those the city added
    Text<200> reason;
};
BOOST_DESCRIBE_STRUCT(MergerBody, (), (other, other_version, take, reason))

struct ConfirmationBody {
    Text<120> source;
};
BOOST_DESCRIBE_STRUCT(ConfirmationBody, (), (source))

struct PastQuery {
    Text<20, 1> at;                           ///< milliseconds since 1970 (UTC)
};
BOOST_DESCRIBE_STRUCT(PastQuery, (), (at))

template <class Body>
const Body& body_as(const Call& call) { return *static_cast<const Body*>(call.body.get()); }

void answer_alike(Call& call, const Register& of, const Record& row) {
    Context& context = call.context;
    JsonWriter out(call.response.body);
    out.begin_object();
    out.key("items");
    out.begin_array();
    for (const Record& other : find_alike(context.db(), context.house(), of, row, context.scope())) register_json::write_row(out, context.db(), context.house(), of, other, of.statements().listed);
    out.end_array();
    out.end_object();
}

void show_alike(Call& call, const Register& of) { answer_alike(call, of, found_row(call.context, of, id_of(call))); }

/// Asked while somebody types; what is not yet right is no matter.
void find_alike_of_draft(Call& call, const Register& of) {
    Findings unread, findings;
    Record row = row_of_draft(call, of, unread);
    unread.require_none();
    check_record(call.context.db(), call.context.house(), of, row, findings);   // tidies names and numbers
    answer_alike(call, of, row);
}

void show_as_of(Call& call, const Register& of) {
    Context& context = call.context;
    const Record now = found_row(context, of, id_of(call));
    const Instant at = instant_in(body_as<PastQuery>(call).at);
    const auto then = record_as_of(context.db(), context.house(), of, now, at);
    if (!then) not_found("register.not_yet");
    JsonWriter out(call.response.body);
    register_json::write_row(out, context.db(), context.house(), of, *then, every_field(of));
}

Taken taken_fields(House& house, const Register& of, const MergerBody& body) {
    constexpr std::string_view added = "extra.";
    const auto extras = extra_fields_of(house, of);
    Taken taken;
    for (const auto& name : body.take) {
        const auto known = std::find_if(of.fields().begin(), of.fields().end(), [&](const RegisterField& field) { return field.name == name; });
        if (known != of.fields().end()) {
            taken.fields.push_back(static_cast<std::size_t>(known - of.fields().begin()));
            continue;
        }
        const std::string rest = name.starts_with(added) ? name.substr(added.size()) : std::string();
        const bool is_added = std::any_of(extras->begin(), extras->end(), [&](const ExtraField& extra) { return extra.field.name == rest; });
        if (!is_added) throw Error("request.invalid", {{"take", "schema.unknown_member"}});
        taken.extra.push_back(rest);
    }
    return taken;
}

void merge_rows(Call& call, const Register& of) {
    Context& context = call.context;
    const MergerBody& body = body_as<MergerBody>(call);
    const Record kept = found_row(context, of, id_of(call));
    context.expect_version(of.kind(), kept.id, kept.version);
    if (body.reason.empty()) throw Error("request.invalid", {{"reason", "schema.required"}});
    require(body.other.value != kept.id, "register.merged_with_itself");
    const Record other = found_row(context, of, body.other.value);
    require(!kept.ended_at && !other.ended_at, "register.ended");
    require(other.version == body.other_version, "register.other_changed");
    const Taken taken = taken_fields(context.house(), of, body);
    Record after = kept;
    taken.from(other, after);
    Findings findings;
    check_record(context.db(), context.house(), of, after, findings);
    findings.require_none();
    merge_records(context.tx(), context.house(), of, kept, other, taken, body.reason);
    answer_row(call, of, found_row(context, of, kept.id), findings);
}

void separate_rows(Call& call, const Register& of) {
    Context& context = call.context;
    const Record kept = found_row(context, of, id_of(call));
    context.expect_version(of.kind(), kept.id, kept.version);
    require(separate_records(context.tx(), context.house(), of, kept.id).has_value(), "register.nothing_to_separate");
    answer_row(call, of, found_row(context, of, kept.id));
}

void confirm_row(Call& call, const Register& of) {
    Context& context = call.context;
    const Record before = found_row(context, of, id_of(call));
    context.expect_version(of.kind(), before.id, before.version);
    require(!before.ended_at, "register.ended");
    const std::string& source = body_as<ConfirmationBody>(call).source;
    if (!confirm_record(context.tx(), of, before, {source.empty() ? before.source : source, context.now(), context.account().value, 0})) context.stale(of.kind(), before.id, before.version);
    answer_row(call, of, found_row(context, of, before.id));
}

}  // namespace

void add_merging_routes(std::vector<Route>& routes, const Register& of) {
    using namespace register_json;
    const auto row = row_schema(of);
    routes.push_back(answering(reading_body<PastQuery>(made_route(Method::get, of, "/{id}/as-of", "read", show_as_of, operation("show", of, "_as_of"))), row));
    if (of.is_watched()) routes.back().is_look = true;
    routes.push_back(answering(reading_body<ConfirmationBody>(made_route(Method::post, of, "/{id}/confirmation", "manage", confirm_row, operation("confirm", of))), row).changes());
    if (!of.title()) return;   // what has no name of its own is not taken for another
    routes.push_back(answering(made_route(Method::get, of, "/{id}/alike", "read", show_alike, operation("show", of, "_alike")), row, "items"));
    routes.push_back(answering(with_body(made_route(Method::post, of, "/alike", "manage", find_alike_of_draft, operation("find", of, "_alike")), draft_schema(of, false)), row, "items").only_reads());
    routes.push_back(answering(reading_body<MergerBody>(made_route(Method::post, of, "/{id}/merger", "manage", merge_rows, operation("merge", of))), row).changes());
    routes.push_back(answering(made_route(Method::post, of, "/{id}/separation", "manage", separate_rows, operation("separate", of)), row).changes());
}

}  // namespace liren
