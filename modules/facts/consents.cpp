#include "consents.h"

#include "liren/error.h"
#include "liren/names.h"
#include "people/people.h"
#include "reach.h"

namespace liren::facts {

namespace {

struct ConsentBody {
    Text<36, 36> client_ref;
    Personal<PersonName> name;
};
BOOST_DESCRIBE_STRUCT(ConsentBody, (), (client_ref, name))

struct MadeConsent {
    ConsentId id;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(MadeConsent, (), (id, version))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

Event event_of(const char* name, std::int64_t consent, std::int64_t version) { return {.name = name, .subject_kind = "facts.consent", .subject = consent, .version = version, .fields = "state"}; }

/// The other side's open page follows: the event stands at its link, because a consent belongs to who gave it.
void tell_viewer(Tx& tx, std::int64_t viewer) {
    for (const LinkRow& link : links_to(tx, viewer)) tx.record({.name = "facts.view_changed", .subject_kind = "facts.link", .subject = link.id, .version = link.version, .area = link.area});
}

std::vector<ConsentRow> consents_between(Db& db, std::int64_t giver, std::int64_t viewer) {
    std::vector<ConsentRow> all;
    for (const std::int64_t one : rows_as_one(db, people::persons, giver))
        for (const std::int64_t other : rows_as_one(db, people::persons, viewer))
            if (auto consent = db.one<ConsentRow>(consent_between, {{"giver", one}, {"viewer", other}})) all.push_back(std::move(*consent));
    return all;
}

/// The adult of that name who lives in the giver's household.
std::optional<std::int64_t> member_named(Db& db, House& house, const Record& giver, const std::string& name, Instant now) {
    const auto household = number_in(people::persons, giver, "household");
    if (!household) return std::nullopt;
    const std::int64_t today = day_of(now), age = adult_age(db);
    for (const Record& member : find_referring(db, house, people::persons, "household", *household, most_rows))
        if (member.id != giver.id && !is_minor(member, today, age) && std::get<std::string>(member.values[people::persons.index_of("name")]) == name) return member.id;
    return std::nullopt;
}

Created<MadeConsent> give_consent(Context& context, const ConsentBody& body) {
    if (body.name.empty()) throw Error("request.invalid", {{"name", "schema.required"}});
    const ConsentId id = consent(context.tx(), context.house(), body.name);
    return {{id, 1}};
}

Nothing revoke_consent_of_mine(Context& context, ConsentId id, const Empty&) {
    const auto row = context.db().one<ConsentRow>(consent_by_id, {{"id", id}});
    if (!row || row->owner != context.account().value) not_found("facts.consent_not_found");
    context.expect_version("facts.consent", row->id, row->version);
    require(row->state == "given", "facts.consent_revoked");
    if (!revoke(context.tx(), *row)) context.stale("facts.consent", row->id, row->version);
    return {};
}

}  // namespace

ConsentId consent(Tx& tx, House& house, const std::string& name) {
    const auto link = current_link(tx, tx.actor().value);
    require(link.has_value(), "facts.not_linked");
    require(!link || holds(tx, *link), "facts.link_suspended");
    const auto giver = person_row(tx, house, link ? standing_row(tx, people::persons, link->person.value_or(0)) : 0);
    if (!giver) not_found("facts.no_such_person");
    require(!is_minor(*giver, day_of(tx.now()), adult_age(tx)), "facts.consent_by_adult");
    const auto viewer = member_named(tx, house, *giver, name, tx.now());
    if (!viewer) throw Error("request.invalid", {{"name", "facts.no_such_member"}});
    for (const ConsentRow& given : consents_between(tx, giver->id, *viewer)) {
        require(!holds(tx, given), "facts.consented_already");
        revoke(tx, given);   // given for rows that are no longer what they were
    }
    const std::int64_t id = new_id();
    const std::string made_of = pair_made_of(tx, giver->id, *viewer);
    tx.run(insert_consent, {{"id", id}, {"owner", tx.actor().value}, {"giver", giver->id}, {"viewer", *viewer}, {"now", tx.now()}, {"made_of", made_of}});
    tx.record(event_of("facts.consented", id, 1));
    tell_viewer(tx, *viewer);
    return ConsentId{id};
}

bool revoke(Tx& tx, const ConsentRow& consent) {
    if (tx.run(revoke_consent, {{"id", consent.id}, {"version", consent.version}, {"now", tx.now()}}) == 0) return false;
    tx.record(event_of("facts.consent_revoked", consent.id, consent.version + 1));
    tell_viewer(tx, consent.viewer);
    return true;
}

std::vector<Route> consent_routes() {
    const auto own = [] { return Access::signed_in("only who is joined to an adult's row consents, and only for that adult"); };
    std::vector<Route> routes;
    routes.push_back(post("/api/d/{d}/my-consents", own(), give_consent, "give_consent"));
    routes.push_back(post("/api/d/{d}/my-consents/{id}/revocation", own(), revoke_consent_of_mine, "revoke_consent").changes());
    return routes;
}

}  // namespace liren::facts
