// What the module does when rows of registers change. Open pages of whom a row is about follow, guardians' and viewers' too; what hangs
// on a person's row lies with the staff who answer for that row; and when rows are merged or taken apart, what no longer holds waits
// for staff. Nobody's sight depends on it: who sees what is asked anew at every request (reach.cpp).
#include "following.h"

#include <set>

#include "dwellings/dwellings.h"
#include "liren/register.h"
#include "people/people.h"
#include "reach.h"
#include "store.h"
#include "vehicles/vehicles.h"

namespace liren::facts {

namespace {

void tell_accounts(Tx& tx, std::int64_t person) {
    for (const LinkRow& link : links_to(tx, person)) tx.record({.name = "facts.view_changed", .subject_kind = "facts.link", .subject = link.id, .version = link.version, .area = link.area});
}

/// Whoever sees the person's facts: oneself, guardians, adults by consent.
void tell_viewers(Tx& tx, std::int64_t person) {
    tell_accounts(tx, person);
    for (const std::int64_t row : rows_as_one(tx, people::persons, person)) {
        for (const GuardianRow& guardian : tx.all<GuardianRow>(guardians_of, {{"minor", row}, {"limit", most_rows}})) tell_accounts(tx, guardian.guardian);
        for (const ConsentRow& consent : tx.all<ConsentRow>(consents_of_giver, {{"giver", row}, {"limit", most_rows}})) tell_accounts(tx, consent.viewer);
    }
}

/// What hangs on a person's row, or on one merged into it, lies where the row lies that speaks for it.
void place(Tx& tx, const Record& person) {
    for (const std::int64_t row : rows_as_one(tx, people::persons, person.id))
        for (const Statement* move : {&move_links, &move_guardians, &move_corrections})
            tx.run(*move, {{"person", row}, {"area", person.area}, {"subdistrict", person.subdistrict}, {"community", person.community}, {"grid", person.grid}});
}

template <class Row>
void mark(Tx& tx, const Statement& suspend, const Row& row, const char* kind, const char* suspended, const char* resumed) {
    const bool waits = !holds(tx, row);
    if (waits == row.suspended || tx.run(suspend, {{"id", row.id}, {"version", row.version}, {"suspended", waits}}) == 0) return;
    tx.record({.name = waits ? suspended : resumed, .subject_kind = kind, .subject = row.id, .version = row.version + 1, .area = row.area, .fields = "state"});
}

void mark_what_hangs_on(Tx& tx, std::int64_t row) {
    if (const auto link = tx.one<LinkRow>(current_link_of_person, {{"person", row}})) mark(tx, suspend_link, *link, "facts.link", "facts.link_suspended", "facts.link_resumed");
    std::vector<GuardianRow> guardians = tx.all<GuardianRow>(guardians_of, {{"minor", row}, {"limit", most_rows}});
    for (GuardianRow& of_others : tx.all<GuardianRow>(minors_of, {{"guardian", row}, {"limit", most_rows}})) guardians.push_back(std::move(of_others));
    for (const GuardianRow& guardian : guardians) mark(tx, suspend_guardian, guardian, "facts.guardian", "facts.guardian_suspended", "facts.guardian_resumed");
}

void follow_person(Tx& tx, House& house, const SealedEvent& event) {
    std::set<std::int64_t> rows = {event.subject};
    const bool is_merger = event.name == "people.person_merged" || event.name == "people.person_separated";
    if (is_merger) rows.insert(parse_id(event.fields).value_or(event.subject));
    for (const std::int64_t id : rows) {
        const auto person = person_row(tx, house, standing_row(tx, people::persons, id));
        if (!person) continue;
        place(tx, *person);
        if (is_merger)
            for (const std::int64_t row : rows_as_one(tx, people::persons, id)) mark_what_hangs_on(tx, row);
        tell_viewers(tx, person->id);
    }
}

/// Whom a row is about now, and whom it was about before it changed.
void follow_row(Tx& tx, House& house, const SealedEvent& event) {
    const Register* of = Register::find(event.subject_kind);
    const auto now = of ? find_record(tx, house, *of, event.subject, Scope::all()) : std::nullopt;
    if (!now) return;
    std::set<std::int64_t> about;
    const auto before = record_as_of(tx, house, *of, *now, Instant{event.at.ms - 1});
    for (const Record* row : {&*now, before ? &*before : nullptr})
        if (const auto person = row ? person_behind(*of, *row) : std::nullopt) about.insert(*person);
    for (const std::int64_t person : about) tell_viewers(tx, person);
}

/// A household's or a dwelling's row is shown to everybody who lives in it.
void follow_home(Tx& tx, House& house, const SealedEvent& event, const char* field) {
    for (const Record& person : find_referring(tx, house, people::persons, field, event.subject, most_rows)) tell_viewers(tx, person.id);
}

/// Nobody has an account joined to a person: no page is open. A register that is filled has a million events.
bool is_told(Tx& tx, const SealedEvent& event) { return !event.name.ends_with("_looked") && tx.number(any_link, {}).has_value(); }

}  // namespace

void follow_registers(House& house) {
    const auto on = [&](const char* name, const std::string& prefix, auto effect) {
        house.subscribers.on(name, prefix, StoreKind::district, [&house, effect](Tx& tx, const SealedEvent& event) { effect(tx, house, event); });
    };
    on("facts.person", people::persons.kind() + "_", [](Tx& tx, House& of, const SealedEvent& event) {
        if (!event.name.ends_with("_looked") && !event.name.ends_with("_added")) follow_person(tx, of, event);
    });
    const auto row = [](Tx& tx, House& of, const SealedEvent& event) {
        if (is_told(tx, event)) follow_row(tx, of, event);
    };
    on("facts.tenure", dwellings::tenures.kind() + "_", row);
    on("facts.vehicle", vehicles::all_vehicles.kind() + "_", row);
    on("facts.life_event", people::life_events.kind() + "_", row);
    on("facts.care_tag", people::care_tags.kind() + "_", row);
    on("facts.household", people::households.kind() + "_", [](Tx& tx, House& of, const SealedEvent& event) {
        if (is_told(tx, event)) follow_home(tx, of, event, "household");
    });
    on("facts.dwelling", dwellings::all_dwellings.kind() + "_", [](Tx& tx, House& of, const SealedEvent& event) {
        if (is_told(tx, event)) follow_home(tx, of, event, "dwelling");
    });
}

}  // namespace liren::facts
