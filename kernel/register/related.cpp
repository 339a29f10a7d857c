// What refers to a row: the other half of an archive page, now or as it stood at an instant.

#include "liren/house.h"
#include "register/json.h"
#include "register/past.h"
#include "register/route_parts.h"
#include "register/statements.h"

namespace liren {

namespace {

constexpr std::size_t most_related = 50;      // rows of one relation on an archive page; the list shows the rest

struct RelatedQuery {
    std::optional<Text<20, 1>> at;            ///< milliseconds since 1970 (UTC); now without it
};
BOOST_DESCRIBE_STRUCT(RelatedQuery, (), (at))

/// One more than is shown says whether there are more.
std::vector<Record> referring_now(Context& context, const Register& of, std::size_t field, std::int64_t subject, const Scope& scope) {
    std::vector<Record> rows;
    const Parameter parameters[] = {{"subject", subject}, {"ended", false}, {"limit", static_cast<int>(most_related) + 1}};
    context.db().each(*of.statements().related[field], &scope, parameters, [&](const Row& row) { rows.push_back(read_record(row, of, of.statements().listed, context.house().keyring)); });
    return rows;
}

void write_section(JsonWriter& out, Context& context, const Register& of, std::size_t field, const Record& subject, const Scope& scope, std::optional<Instant> at) {
    std::vector<Record> rows;
    if (of.is_watched()) {   // its rows are asked for by themselves, and that is a look
    } else if (at) {
        rows = referring_then(context.db(), context.house(), of, field, subject.id, *at, scope, most_related + 1);
    } else {
        rows = referring_now(context, of, field, subject.id, scope);
    }
    out.begin_object();
    out.key("register");
    out.string(of.kind());
    out.key("field");
    out.string(of.fields()[field].name);
    out.key("watched");
    out.boolean(of.is_watched());
    out.key("manage");   // where the subject lies: a row is added beside it
    out.boolean(context.may(of.permission("manage"), subject.placement()));
    out.key("more");
    out.boolean(rows.size() > most_related);
    if (rows.size() > most_related) rows.resize(most_related);
    out.key("rows");
    out.begin_array();
    for (const Record& row : rows) register_json::write_row(out, context.db(), context.house(), of, row, of.statements().listed);
    out.end_array();
    out.end_object();
}

/// Every register that refers to this row, as far as the caller may read it.
void show_related(Call& call, const Register& of) {
    Context& context = call.context;
    const Record subject = found_row(context, of, id_of(call));
    const auto& asked = static_cast<const RelatedQuery*>(call.body.get())->at;
    const auto at = asked ? std::optional(instant_in(*asked)) : std::nullopt;
    JsonWriter out(call.response.body);
    out.begin_object();
    out.key("items");
    out.begin_array();
    for (const Register* other : Register::all()) {
        const Scope scope = context.scope_for(other->permission("read"));
        if (scope.empty()) continue;
        for (std::size_t i = 0; i < other->fields().size(); ++i)
            if (other->fields()[i].kind == FieldKind::reference && other->fields()[i].of == of.kind()) write_section(out, context, *other, i, subject, scope, at);
    }
    out.end_array();
    out.end_object();
}

}  // namespace

Instant instant_in(const std::string& text) {
    try {
        return Instant{std::stoll(text)};
    } catch (const std::exception&) {
        throw Error("request.invalid", {{"at", "schema.not_integer"}});
    }
}

Route related_route(const Register& of) {
    return answering(reading_body<RelatedQuery>(made_route(Method::get, of, "/{id}/related", "read", show_related, operation("show", of, "_related"))), schema_of<RawJson>(), "items");
}

}  // namespace liren
