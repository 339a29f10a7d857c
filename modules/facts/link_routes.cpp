// Links over HTTP: the resident asks and ends, staff of the area confirm, refuse, make at the counter, end.
#include "routes.h"

#include <set>

#include "links.h"
#include "liren/error.h"
#include "liren/names.h"
#include "people/people.h"
#include "reach.h"

namespace liren::facts {

namespace {

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct AskBody {
    Text<36, 36> client_ref;
    Personal<PersonName> name;
    Personal<IdNumber> id_number;
};
BOOST_DESCRIBE_STRUCT(AskBody, (), (client_ref, name, id_number))

struct LinkBody {
    Text<36, 36> client_ref;
    PersonId person;
    Text<60, 1> login;
    Text<200, 1> reason;
};
BOOST_DESCRIBE_STRUCT(LinkBody, (), (client_ref, person, login, reason))

struct LinksQuery {
    std::optional<Choice<"asked|current|suspended|refused|withdrawn|ended">> state;
    std::optional<PersonId> person;
    std::optional<LinkId> after;
};
BOOST_DESCRIBE_STRUCT(LinksQuery, (), (state, person, after))

/// A link as staff see it. `fits`: none (nobody in reach bears the number), name_differs, linked (the row is joined already), yes.
/// state suspended: rows were merged or taken apart, and nothing is shown until staff confirm. `doubts`: two_accounts, other_number
/// (the rows that became one bear different identity numbers).
struct LinkView {
    LinkId id;
    std::int64_t version = 0;
    std::string state, account_name, asked_name;
    Personal<IdNumber> id_number;
    PersonId person;
    std::string person_name, fits;
    Instant asked_at;
    std::string decided_by_name;
    std::optional<Instant> decided_at;
    std::string reason;
    std::optional<Instant> ended_at;
    std::string end_reason;
    std::vector<std::string> doubts;
};
BOOST_DESCRIBE_STRUCT(LinkView, (), (id, version, state, account_name, asked_name, id_number, person, person_name, fits, asked_at, decided_by_name, decided_at, reason, ended_at, end_reason, doubts))

/// Who bears the number that was typed, if the caller manages people where that row lies.
std::optional<Record> bearer_in_reach(Context& context, const std::string& id_number) {
    const auto id = find_by_unique(context.db(), context.house(), people::persons, people::persons.index_of("id_number"), id_number);
    return id ? find_record(context.db(), context.house(), people::persons, *id, context.scope_for("people.manage")) : std::nullopt;
}

std::string name_in(const Record& person) { return std::get<std::string>(person.values[people::persons.index_of("name")]); }

std::vector<std::string> doubts_of(Context& context, std::int64_t person) {
    std::vector<std::string> doubts;
    if (links_to(context.db(), person).size() > 1) doubts.emplace_back("two_accounts");
    std::set<std::string> numbers;
    for (const std::int64_t row : rows_as_one(context.db(), people::persons, person))
        if (const auto record = person_row(context.db(), context.house(), row))
            if (const auto* number = std::get_if<std::string>(&record->values[people::persons.index_of("id_number")])) numbers.insert(*number);
    if (numbers.size() > 1) doubts.emplace_back("other_number");
    return doubts;
}

LinkView view_of(Context& context, const LinkRow& link) {
    House& house = context.house();
    LinkView view{LinkId{link.id}, link.version, link.state, house.display_name(AccountId{link.owner}), {}, {}, {}, {}, {}, link.asked_at, house.display_name(AccountId{link.decided_by}), link.decided_at,
                  link.reason, link.ended_at, link.end_reason, {}};
    if (link.state != "asked") {
        if (!link.person) return view;
        const std::int64_t person = standing_row(context.db(), people::persons, *link.person);
        view.person = PersonId{person};
        view.person_name = person_name(context.db(), house, person);
        if (link.renewed_at) {
            view.decided_by_name = house.display_name(AccountId{link.renewed_by});
            view.decided_at = link.renewed_at;
            view.reason = link.renewed_reason;
        }
        if (link.state != "current" || holds(context.db(), link)) return view;
        view.state = "suspended";
        view.doubts = doubts_of(context, person);
        return view;
    }
    const Asked asked = open_asked(house.keyring, link);
    view.asked_name = asked.name;
    view.id_number = asked.id_number;
    const auto bearer = bearer_in_reach(context, asked.id_number);
    view.fits = !bearer ? "none" : name_in(*bearer) != asked.name ? "name_differs" : !links_to(context.db(), bearer->id).empty() ? "linked" : "yes";
    if (bearer) {
        view.person = PersonId{bearer->id};
        view.person_name = name_in(*bearer);
    }
    return view;
}

LinkRow found_link(Context& context, LinkId id) {
    auto link = context.db().one<LinkRow>(find_link, context.scope(), {{"id", id}});
    if (!link) not_found("facts.link_not_found");
    context.expect_version("facts.link", link->id, link->version);
    return std::move(*link);
}

Versioned<LinkView> decided(Context& context, const LinkRow& link, bool done) {
    if (!done) context.stale("facts.link", link.id, link.version);
    return {view_of(context, context.db().one<LinkRow>(link_by_id, {{"id", link.id}}).value()), link.version + 1};
}

// ---- the resident --------------------------------------------------------------------------------------------------------

struct AskedView {
    LinkId id;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AskedView, (), (id, version))

Created<AskedView> ask_for_my_link(Context& context, const AskBody& body) {
    const Principal& who = context.principal();
    if (body.name.empty()) throw Error("request.invalid", {{"name", "schema.required"}});
    if (body.id_number.empty()) throw Error("request.invalid", {{"id_number", "schema.required"}});
    const LinkId id = ask_link(context.tx(), context.house(), {body.name, body.id_number}, who.home_district == context.district() ? who.home_community : 0);
    return {{id, 1}};
}

Nothing end_my_link(Context& context, LinkId id, const Empty&) {
    const auto link = context.db().one<LinkRow>(link_by_id, {{"id", id}});
    if (!link || link->owner != context.account().value) not_found("facts.link_not_found");
    context.expect_version("facts.link", link->id, link->version);
    const std::string reason = context.house().texts.get("zh-CN", "facts.ended_by_owner");
    const bool done = link->state == "asked" ? withdraw_link(context.tx(), *link) : end_current_link(context.tx(), *link, reason);
    if (!done) context.stale("facts.link", link->id, link->version);
    return {};
}

// ---- staff ---------------------------------------------------------------------------------------------------------------

Page<LinkView> list_of_links(Context& context, const LinksQuery& query) {
    std::vector<LinkRow> rows;
    const std::string state = query.state ? std::string(*query.state) : "asked";
    const auto read = [&](const Statement& statement, std::initializer_list<Parameter> parameters, bool newest_first) {
        for (LinkRow& row : merged_page<LinkRow>(context.db(), statement, context.scope(), parameters, most_listed + 1, [](const LinkRow& row) { return row.id; }, newest_first)) rows.push_back(std::move(row));
    };
    if (query.person) {
        for (const std::int64_t person : rows_as_one(context.db(), people::persons, query.person->value)) read(links_of_person, {{"person", person}}, true);
    } else if (state == "suspended") {
        read(suspended_links, {{"after", query.after}}, false);
    } else {
        read(list_links, {{"state", state}, {"after", query.after}}, false);
    }
    Page<LinkView> page;
    for (const LinkRow& row : rows) {
        if (page.items.size() == most_listed) {
            page.next = id_text(page.items.back().id.value);
            break;
        }
        page.items.push_back(view_of(context, row));
    }
    return page;
}

/// Before the transaction: the account, in the gate. Who does not reach the person learns nothing of accounts.
FoundAccount named_account(Context& context, const LinkBody& body) {
    std::optional<FoundAccount> account;
    context.house().storage->read(context.store(), [&](Db& db) {
        if (!find_record(db, context.house(), people::persons, body.person.value, context.scope())) not_found("facts.no_such_person");
    });
    context.house().storage->read("gate", [&](Db& gate) { account = gate.one<FoundAccount>(account_of_login, {{"login", body.login}}); });
    if (!account) throw Error("request.invalid", {{"login", "facts.no_such_login"}});
    return *account;
}

Created<LinkView> link_at_counter(Context& context, const LinkBody& body) {
    const LinkId id = make_link(context.tx(), context.house(), {AccountId{context.prepared<FoundAccount>().id}, body.person.value, body.reason});
    return {view_of(context, context.db().one<LinkRow>(link_by_id, {{"id", id}}).value())};
}

Versioned<LinkView> confirm(Context& context, LinkId id, const Reason& body) {
    const LinkRow link = found_link(context, id);
    const auto person = bearer_in_reach(context, open_asked(context.house().keyring, link).id_number);
    return decided(context, link, confirm_link(context.tx(), context.house(), link, person, body.reason));
}

Versioned<LinkView> refuse(Context& context, LinkId id, const Reason& body) {
    const LinkRow link = found_link(context, id);
    return decided(context, link, refuse_link(context.tx(), link, body.reason));
}

Versioned<LinkView> renew(Context& context, LinkId id, const Reason& body) {
    const LinkRow link = found_link(context, id);
    return decided(context, link, renew_link_of(context.tx(), context.house(), link, body.reason));
}

Versioned<LinkView> end(Context& context, LinkId id, const Reason& body) {
    const LinkRow link = found_link(context, id);
    return decided(context, link, end_current_link(context.tx(), link, body.reason));
}

}  // namespace

std::vector<Route> link_routes() {
    const auto own = [] { return Access::signed_in("a link is asked for and ended by the account it is of"); };
    const auto manage = [] { return Access::permission("people.manage"); };
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(post("/api/d/{d}/my-links", own(), ask_for_my_link, "ask_for_my_link"));
    add(post("/api/d/{d}/my-links/{id}/ending", own(), end_my_link, "end_my_link").changes());
    add(get("/api/d/{d}/fact-links", manage(), list_of_links, "list_fact_links"));
    add(post("/api/d/{d}/fact-links", manage(), link_at_counter, "make_fact_link").prepare(named_account));
    add(post("/api/d/{d}/fact-links/{id}/confirmation", manage(), confirm, "confirm_fact_link").changes());
    add(post("/api/d/{d}/fact-links/{id}/refusal", manage(), refuse, "refuse_fact_link").changes());
    add(post("/api/d/{d}/fact-links/{id}/renewal", manage(), renew, "renew_fact_link").changes());
    add(post("/api/d/{d}/fact-links/{id}/ending", manage(), end, "end_fact_link").changes());
    return routes;
}

}  // namespace liren::facts
