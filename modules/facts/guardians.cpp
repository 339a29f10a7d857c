// Guardians: who sees a minor's facts. Recorded and confirmed by staff where the minor lives; it ends with coming of age, or earlier.
#include "routes.h"

#include "liren/error.h"
#include "people/people.h"
#include "reach.h"

namespace liren::facts {

namespace {

struct GuardianBody {
    Text<36, 36> client_ref;
    PersonId minor, guardian;
    Choice<"father|mother|grandparent|sibling|other"> relation;
    std::optional<Text<10>> valid_from, valid_to;
    Text<200, 1> reason;
};
BOOST_DESCRIBE_STRUCT(GuardianBody, (), (client_ref, minor, guardian, relation, valid_from, valid_to, reason))

struct GuardiansQuery {
    std::optional<Choice<"current|ended">> state;
    std::optional<PersonId> minor, guardian;
    std::optional<GuardianId> after;
};
BOOST_DESCRIBE_STRUCT(GuardiansQuery, (), (state, minor, guardian, after))

/// `of_age`: the minor has come of age, so that nothing is shown any longer.
struct GuardianView {
    GuardianId id;
    std::int64_t version = 0;
    std::string state;
    PersonId minor;
    std::string minor_name;
    PersonId guardian;
    std::string guardian_name, relation, valid_from;
    std::optional<std::string> valid_to;
    bool of_age = false;
    std::string reason, confirmed_by_name;
    Instant confirmed_at;
    std::optional<Instant> ended_at;
    std::string end_reason;
};
BOOST_DESCRIBE_STRUCT(GuardianView, (), (id, version, state, minor, minor_name, guardian, guardian_name, relation, valid_from, valid_to, of_age, reason, confirmed_by_name, confirmed_at, ended_at, end_reason))

GuardianView view_of(Context& context, const GuardianRow& row) {
    House& house = context.house();
    GuardianView view{GuardianId{row.id}, row.version, row.state, PersonId{row.minor}, person_name(context.db(), house, row.minor), PersonId{row.guardian}, person_name(context.db(), house, row.guardian),
                      row.relation, date_text(row.valid_from), {}, false, row.reason, house.display_name(AccountId{row.confirmed_by}), row.confirmed_at, row.ended_at, row.end_reason};
    if (row.valid_to) view.valid_to = date_text(*row.valid_to);
    const auto minor = person_row(context.db(), house, row.minor);
    view.of_age = minor && !is_minor(*minor, day_of(context.now()), adult_age(context.db()));
    return view;
}

std::optional<std::int64_t> day_in(const std::optional<Text<10>>& text, const char* member) {
    if (!text || text->empty()) return std::nullopt;
    const auto day = parse_date(*text);
    if (!day || *day % 100 == 0) throw Error("request.invalid", {{member, "register.no_such_date"}});
    return day;
}

Created<GuardianView> record_guardian(Context& context, const GuardianBody& body) {
    // The minor lies in the caller's reach; the guardian may live elsewhere, as far as the caller may read people there.
    if (!find_record(context.db(), context.house(), people::persons, body.minor.value, context.scope())) throw Error("request.invalid", {{"minor", "facts.no_such_person"}});
    if (!find_record(context.db(), context.house(), people::persons, body.guardian.value, context.scope_for("people.read"))) throw Error("request.invalid", {{"guardian", "facts.no_such_person"}});
    const GuardianId id = confirm_guardian(context.tx(), context.house(), {body.minor.value, body.guardian.value, body.relation, day_in(body.valid_from, "valid_from"), day_in(body.valid_to, "valid_to"), body.reason});
    return {view_of(context, context.db().one<GuardianRow>(guardian_by_id, {{"id", id}}).value())};
}

Page<GuardianView> list_of_guardians(Context& context, const GuardiansQuery& query) {
    const std::string state = query.state ? std::string(*query.state) : "current";
    const auto rows = merged_page<GuardianRow>(context.db(), list_guardians, context.scope(),
                                               {{"state", state}, {"minor", query.minor}, {"guardian", query.guardian}, {"after", query.after}}, most_listed + 1,
                                               [](const GuardianRow& row) { return row.id; });
    Page<GuardianView> page;
    for (const GuardianRow& row : rows) {
        if (page.items.size() == most_listed) {
            page.next = id_text(page.items.back().id.value);
            break;
        }
        page.items.push_back(view_of(context, row));
    }
    return page;
}

Versioned<GuardianView> end(Context& context, GuardianId id, const Reason& body) {
    const auto row = context.db().one<GuardianRow>(find_guardian, context.scope(), {{"id", id}});
    if (!row) not_found("facts.guardian_not_found");
    context.expect_version("facts.guardian", row->id, row->version);
    require(row->state == "current", "facts.guardian_ended");
    if (context.tx().run(end_guardian, {{"id", row->id}, {"version", row->version}, {"by", context.account()}, {"now", context.now()}, {"reason", body.reason}}) == 0)
        context.stale("facts.guardian", row->id, row->version);
    context.tx().record({.name = "facts.guardian_ended", .subject_kind = "facts.guardian", .subject = row->id, .version = row->version + 1, .area = row->area, .fields = "state", .evidence = body.reason});
    return {view_of(context, context.db().one<GuardianRow>(guardian_by_id, {{"id", row->id}}).value()), row->version + 1};
}

bool is_own_person(Db& db, std::int64_t account, std::int64_t person) {
    const auto link = current_link(db, account);
    return link && link->person == person;
}

}  // namespace

GuardianId confirm_guardian(Tx& tx, House& house, const NewGuardian& given) {
    const auto minor = person_row(tx, house, given.minor), guardian = person_row(tx, house, given.guardian);
    if (!minor || !guardian) not_found("facts.no_such_person");
    const std::int64_t today = day_of(tx.now()), age = adult_age(tx);
    require(is_minor(*minor, today, age), "facts.not_minor");
    require(!is_minor(*guardian, today, age), "facts.guardian_is_minor");
    require(!minor->ended_at && !guardian->ended_at, "facts.person_ended");
    require(!is_own_person(tx, tx.actor().value, given.guardian), "facts.own_guardianship");
    const std::int64_t from = given.valid_from.value_or(today);
    if (given.valid_to && *given.valid_to < from) throw Error("request.invalid", {{"valid_to", "facts.validity_reversed"}});
    for (const GuardianRow& known : tx.all<GuardianRow>(guardians_of, {{"minor", given.minor}, {"limit", most_rows}})) require(known.guardian != given.guardian, "facts.guardian_already");
    const std::int64_t id = new_id();
    tx.run(insert_guardian, {{"id", id}, {"minor", given.minor}, {"guardian", given.guardian}, {"relation", given.relation}, {"area", minor->area}, {"subdistrict", minor->subdistrict},
                             {"community", minor->community}, {"grid", minor->grid}, {"valid_from", from}, {"valid_to", given.valid_to}, {"reason", given.reason}, {"by", tx.actor()}, {"now", tx.now()}});
    tx.record({.name = "facts.guardian_confirmed", .subject_kind = "facts.guardian", .subject = id, .version = 1, .area = minor->area, .fields = "state", .evidence = given.reason});
    return GuardianId{id};
}

std::vector<Route> guardian_routes() {
    const auto manage = [] { return Access::permission("people.manage"); };
    std::vector<Route> routes;
    routes.push_back(get("/api/d/{d}/fact-guardians", manage(), list_of_guardians, "list_fact_guardians"));
    routes.push_back(post("/api/d/{d}/fact-guardians", manage(), record_guardian, "record_fact_guardian"));
    routes.push_back(post("/api/d/{d}/fact-guardians/{id}/ending", manage(), end, "end_fact_guardian").changes());
    return routes;
}

}  // namespace liren::facts
