// The verbs on links. Never automatic: a number that was typed only says whose row staff may compare with the person before them.
#include "links.h"

#include "consents.h"
#include "corrections.h"
#include "liren/error.h"
#include "people/people.h"
#include "reach.h"

namespace liren::facts {

namespace {

constexpr std::string_view name_context = "facts.link.name";
constexpr std::string_view id_number_context = "facts.link.id_number";

Event event_of(const char* name, std::int64_t link, std::int64_t version, std::int64_t area, std::string_view evidence = {}) {
    return {.name = name, .subject_kind = "facts.link", .subject = link, .version = version, .area = area, .fields = "state", .evidence = std::string(evidence)};
}

void require_free(Db& db, std::int64_t account, std::int64_t person) {
    require(!current_link(db, account), "facts.account_linked");
    require(links_to(db, person).empty(), "facts.person_linked");
}

/// A request of the account that is overtaken by a link made at the counter.
void withdraw_asked(Tx& tx, std::int64_t account) {
    if (const auto asked = tx.one<LinkRow>(asked_link_of_account, {{"owner", account}})) withdraw_link(tx, *asked);
}

}  // namespace

Asked open_asked(const Keyring& keyring, const LinkRow& link) {
    if (link.name_sealed.empty()) return {};
    return {keyring.open(link.name_sealed, name_context).value_or(""), keyring.open(link.id_number_sealed, id_number_context).value_or("")};
}

LinkId ask_link(Tx& tx, House& house, const Asked& asked, std::int64_t home_community) {
    const std::int64_t account = tx.actor().value;
    require(!current_link(tx, account), "facts.account_linked");
    require(!tx.one<LinkRow>(asked_link_of_account, {{"owner", account}}), "facts.link_asked_already");
    // Where the number is registered, so that those who know the person decide; the answer is the same wherever it goes.
    const auto bearer = find_by_unique(tx, house, people::persons, people::persons.index_of("id_number"), asked.id_number);
    const auto person = bearer ? person_row(tx, house, *bearer) : std::nullopt;
    std::int64_t area = person ? person->area : home_community;
    Placement at = person ? person->placement() : Placement{};
    if (!person && home_community != 0) at = house.placement_of(tx, "places.area", home_community).value_or(Placement{});
    const std::int64_t id = new_id();
    const std::string name_sealed = house.keyring.seal(asked.name, name_context), id_number_sealed = house.keyring.seal(asked.id_number, id_number_context);
    tx.run(insert_link, {{"id", id}, {"owner", account}, {"person", nullptr}, {"area", area}, {"subdistrict", at.subdistrict}, {"community", at.community}, {"grid", at.grid}, {"state", "asked"},
                         {"name_sealed", name_sealed}, {"id_number_sealed", id_number_sealed}, {"now", tx.now()},
                         {"decided_by", 0}, {"decided_at", nullptr}, {"reason", ""}, {"made_of", ""}});
    tx.record(event_of("facts.link_asked", id, 1, area));
    return LinkId{id};
}

LinkId make_link(Tx& tx, House& house, const NewLink& given) {
    require(given.account != tx.actor(), "facts.own_link");
    const auto person = person_row(tx, house, given.person);
    if (!person) not_found("facts.no_such_person");
    require(!person->ended_at, "facts.person_ended");
    require_free(tx, given.account.value, given.person);
    withdraw_asked(tx, given.account.value);
    const std::int64_t id = new_id();
    const std::string made_of = composition_of(tx, people::persons, person->id);
    tx.run(insert_link, {{"id", id}, {"owner", given.account.value}, {"person", person->id}, {"area", person->area}, {"subdistrict", person->subdistrict}, {"community", person->community},
                         {"grid", person->grid}, {"state", "current"}, {"name_sealed", ""}, {"id_number_sealed", ""}, {"now", tx.now()}, {"decided_by", tx.actor().value}, {"decided_at", tx.now()},
                         {"reason", given.reason}, {"made_of", made_of}});
    tx.record(event_of("facts.link_made", id, 1, person->area, given.reason));
    return LinkId{id};
}

bool confirm_link(Tx& tx, House& house, const LinkRow& link, const std::optional<Record>& person, std::string_view reason) {
    require(link.state == "asked", "facts.link_decided");
    require(link.owner != tx.actor().value, "facts.own_link");
    require(person.has_value(), "facts.nobody_bears_it");
    if (!person) not_found("facts.no_such_person");
    require(!person->ended_at, "facts.person_ended");
    require(std::get<std::string>(person->values[people::persons.index_of("name")]) == open_asked(house.keyring, link).name, "facts.name_differs");
    require_free(tx, link.owner, person->id);
    const std::string made_of = composition_of(tx, people::persons, person->id);
    if (tx.run(decide_link, {{"id", link.id}, {"version", link.version}, {"person", person->id}, {"area", person->area}, {"subdistrict", person->subdistrict}, {"community", person->community},
                             {"grid", person->grid}, {"state", "current"}, {"by", tx.actor().value}, {"now", tx.now()}, {"reason", reason}, {"made_of", made_of}}) == 0)
        return false;
    tx.record(event_of("facts.link_made", link.id, link.version + 1, person->area, reason));
    return true;
}

bool refuse_link(Tx& tx, const LinkRow& link, std::string_view reason) {
    require(link.state == "asked", "facts.link_decided");
    if (tx.run(decide_link, {{"id", link.id}, {"version", link.version}, {"person", nullptr}, {"area", link.area}, {"subdistrict", link.subdistrict}, {"community", link.community}, {"grid", link.grid},
                             {"state", "refused"}, {"by", tx.actor().value}, {"now", tx.now()}, {"reason", reason}, {"made_of", ""}}) == 0)
        return false;
    tx.record(event_of("facts.link_refused", link.id, link.version + 1, link.area, reason));
    return true;
}

bool end_current_link(Tx& tx, const LinkRow& link, std::string_view reason) {
    require(link.state == "current", "facts.link_not_current");
    if (tx.run(end_link, {{"id", link.id}, {"version", link.version}, {"state", "ended"}, {"by", tx.actor().value}, {"now", tx.now()}, {"reason", reason}}) == 0) return false;
    tx.record(event_of("facts.link_ended", link.id, link.version + 1, link.area, reason));
    for (const ConsentRow& consent : tx.all<ConsentRow>(consents_given, {{"owner", link.owner}, {"limit", most_rows}})) revoke(tx, consent);
    for (const CorrectionRow& correction : tx.all<CorrectionRow>(open_of_owner, {{"owner", link.owner}})) withdraw_correction(tx, correction);
    return true;
}

bool renew_link_of(Tx& tx, House& house, const LinkRow& link, std::string_view reason) {
    require(link.state == "current", "facts.link_not_current");
    require(link.owner != tx.actor().value, "facts.own_link");
    require(!holds(tx, link), "facts.link_holds");
    const std::int64_t id = standing_row(tx, people::persons, link.person.value_or(0));
    const auto person = person_row(tx, house, id);
    if (!person) not_found("facts.no_such_person");
    require(!person->ended_at, "facts.person_ended");
    require(!has_merged(tx, people::persons, id, tx.actor()), "facts.own_merger");
    require(account_of_person(tx, id) == 0, "facts.person_linked");
    const std::string made_of = composition_of(tx, people::persons, id);
    if (tx.run(renew_link, {{"id", link.id}, {"version", link.version}, {"made_of", made_of}, {"by", tx.actor().value}, {"now", tx.now()}, {"reason", reason}}) == 0) return false;
    tx.record(event_of("facts.link_renewed", link.id, link.version + 1, person->area, reason));
    return true;
}

bool withdraw_link(Tx& tx, const LinkRow& link) {
    require(link.state == "asked", "facts.link_decided");
    if (tx.run(end_link, {{"id", link.id}, {"version", link.version}, {"state", "withdrawn"}, {"by", tx.actor().value}, {"now", tx.now()}, {"reason", ""}}) == 0) return false;
    tx.record(event_of("facts.link_withdrawn", link.id, link.version + 1, link.area));
    return true;
}

}  // namespace liren::facts
