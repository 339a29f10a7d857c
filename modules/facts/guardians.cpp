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
    std::optional<Choice<"current|suspended|ended">> state;
    std::optional<PersonId> minor, guardian;
    std::optional<GuardianId> after;
};
BOOST_DESCRIBE_STRUCT(GuardiansQuery, (), (state, minor, guardian, after))

/// `of_age`: the minor has come of age, so that nothing is shown any longer. state suspended: one of the two rows was merged or taken
/// apart, and nothing is shown until staff confirm.
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
    const std::int64_t of = standing_row(context.db(), people::persons, row.minor), by = standing_row(context.db(), people::persons, row.guardian);
    GuardianView view{GuardianId{row.id}, row.version, row.state, PersonId{of}, person_name(context.db(), house, of), PersonId{by}, person_name(context.db(), house, by),
                      row.relation, date_text(row.valid_from), {}, false, row.reason, house.display_name(AccountId{row.confirmed_by}), row.confirmed_at, row.ended_at, row.end_reason};
    if (row.renewed_at) {
        view.confirmed_by_name = house.display_name(AccountId{row.renewed_by});
        view.confirmed_at = *row.renewed_at;
        view.reason = row.renewed_reason;
    }
    if (row.state == "current" && !holds(context.db(), row)) view.state = "suspended";
    if (row.valid_to) view.valid_to = date_text(*row.valid_to);
    const auto minor = person_row(context.db(), house, of);
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
    const auto by_id = [](const GuardianRow& row) { return row.id; };
    // A person who is asked for is every row that became that person's.
    const auto rows_of = [&](const std::optional<PersonId>& person) {
        std::vector<std::optional<std::int64_t>> all;
        if (!person) all.emplace_back();
        else for (const std::int64_t row : rows_as_one(context.db(), people::persons, person->value)) all.emplace_back(row);
        return all;
    };
    std::vector<GuardianRow> rows;
    if (state == "suspended") rows = merged_page<GuardianRow>(context.db(), suspended_guardians, context.scope(), {{"after", query.after}}, most_listed + 1, by_id);
    else for (const auto& minor : rows_of(query.minor))
            for (const auto& guardian : rows_of(query.guardian))
                for (GuardianRow& row : merged_page<GuardianRow>(context.db(), list_guardians, context.scope(), {{"state", state}, {"minor", minor}, {"guardian", guardian}, {"after", query.after}}, most_listed + 1, by_id))
                    rows.push_back(std::move(row));
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

bool is_own_person(Db& db, std::int64_t account, std::int64_t person) {
    const auto link = current_link(db, account);
    return link && standing_row(db, people::persons, *link->person) == standing_row(db, people::persons, person);
}

/// The two people as they are now: a minor, and an adult who is not the one who confirms.
void require_pair(Db& db, const Record& minor, const Record& guardian, std::int64_t today, AccountId by) {
    const std::int64_t age = adult_age(db);
    require(is_minor(minor, today, age), "facts.not_minor");
    require(!is_minor(guardian, today, age), "facts.guardian_is_minor");
    require(!minor.ended_at && !guardian.ended_at, "facts.person_ended");
    require(!is_own_person(db, by.value, guardian.id), "facts.own_guardianship");
}

bool renew_guardianship(Tx& tx, House& house, const GuardianRow& row, const std::string& reason) {
    require(!holds(tx, row), "facts.guardianship_holds");
    const std::int64_t of = standing_row(tx, people::persons, row.minor), by = standing_row(tx, people::persons, row.guardian);
    const auto minor = person_row(tx, house, of), guardian = person_row(tx, house, by);
    if (!minor || !guardian) not_found("facts.no_such_person");
    require_pair(tx, *minor, *guardian, day_of(tx.now()), tx.actor());
    require(!has_merged(tx, people::persons, of, tx.actor()) && !has_merged(tx, people::persons, by, tx.actor()), "facts.own_merger");
    const std::string made_of = pair_made_of(tx, of, by);
    if (tx.run(renew_guardian, {{"id", row.id}, {"version", row.version}, {"made_of", made_of}, {"by", tx.actor()}, {"now", tx.now()}, {"reason", reason}}) == 0) return false;
    tx.record({.name = "facts.guardian_renewed", .subject_kind = "facts.guardian", .subject = row.id, .version = row.version + 1, .area = minor->area, .fields = "state", .evidence = reason});
    return true;
}

GuardianRow found_guardian(Context& context, GuardianId id) {
    auto row = context.db().one<GuardianRow>(find_guardian, context.scope(), {{"id", id}});
    if (!row) not_found("facts.guardian_not_found");
    context.expect_version("facts.guardian", row->id, row->version);
    require(row->state == "current", "facts.guardian_ended");
    return std::move(*row);
}

Versioned<GuardianView> renew(Context& context, GuardianId id, const Reason& body) {
    const GuardianRow row = found_guardian(context, id);
    if (!renew_guardianship(context.tx(), context.house(), row, body.reason)) context.stale("facts.guardian", row.id, row.version);
    return {view_of(context, context.db().one<GuardianRow>(guardian_by_id, {{"id", row.id}}).value()), row.version + 1};
}

Versioned<GuardianView> end(Context& context, GuardianId id, const Reason& body) {
    const GuardianRow row = found_guardian(context, id);
    if (context.tx().run(end_guardian, {{"id", row.id}, {"version", row.version}, {"by", context.account()}, {"now", context.now()}, {"reason", body.reason}}) == 0)
        context.stale("facts.guardian", row.id, row.version);
    context.tx().record({.name = "facts.guardian_ended", .subject_kind = "facts.guardian", .subject = row.id, .version = row.version + 1, .area = row.area, .fields = "state", .evidence = body.reason});
    return {view_of(context, context.db().one<GuardianRow>(guardian_by_id, {{"id", row.id}}).value()), row.version + 1};
}

}  // namespace

GuardianId confirm_guardian(Tx& tx, House& house, const NewGuardian& given) {
    const auto minor = person_row(tx, house, given.minor), guardian = person_row(tx, house, given.guardian);
    if (!minor || !guardian) not_found("facts.no_such_person");
    const std::int64_t today = day_of(tx.now());
    require_pair(tx, *minor, *guardian, today, tx.actor());
    const std::int64_t from = given.valid_from.value_or(today);
    if (given.valid_to && *given.valid_to < from) throw Error("request.invalid", {{"valid_to", "facts.validity_reversed"}});
    for (const std::int64_t row : rows_as_one(tx, people::persons, given.minor))
        for (const GuardianRow& known : tx.all<GuardianRow>(guardians_of, {{"minor", row}, {"limit", most_rows}})) require(standing_row(tx, people::persons, known.guardian) != given.guardian, "facts.guardian_already");
    const std::int64_t id = new_id();
    const std::string made_of = pair_made_of(tx, given.minor, given.guardian);
    tx.run(insert_guardian, {{"id", id}, {"minor", given.minor}, {"guardian", given.guardian}, {"relation", given.relation}, {"area", minor->area}, {"subdistrict", minor->subdistrict},
                             {"community", minor->community}, {"grid", minor->grid}, {"valid_from", from}, {"valid_to", given.valid_to}, {"reason", given.reason}, {"by", tx.actor()}, {"now", tx.now()}, {"made_of", made_of}});
    tx.record({.name = "facts.guardian_confirmed", .subject_kind = "facts.guardian", .subject = id, .version = 1, .area = minor->area, .fields = "state", .evidence = given.reason});
    return GuardianId{id};
}

std::vector<Route> guardian_routes() {
    const auto manage = [] { return Access::permission("people.manage"); };
    std::vector<Route> routes;
    routes.push_back(get("/api/d/{d}/fact-guardians", manage(), list_of_guardians, "list_fact_guardians"));
    routes.push_back(post("/api/d/{d}/fact-guardians", manage(), record_guardian, "record_fact_guardian"));
    routes.push_back(post("/api/d/{d}/fact-guardians/{id}/renewal", manage(), renew, "renew_fact_guardian").changes());
    routes.push_back(post("/api/d/{d}/fact-guardians/{id}/ending", manage(), end, "end_fact_guardian").changes());
    return routes;
}

}  // namespace liren::facts
