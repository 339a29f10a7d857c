#include "reach.h"

#include "dwellings/dwellings.h"
#include "people/people.h"
#include "vehicles/vehicles.h"

namespace liren::facts {

namespace {

bool is_of_force(const GuardianRow& guardian, std::int64_t today) { return guardian.state == "current" && guardian.valid_from <= today && today <= guardian.valid_to.value_or(today); }

/// A consent counts while both live in one household.
bool share_a_household(const Record& a, const Record& b) {
    const auto one = number_in(people::persons, a, "household"), other = number_in(people::persons, b, "household");
    return one && one == other;
}

}  // namespace

std::int64_t day_of(Instant at) {
    std::int64_t date = 0;
    for (const char c : local_minute(at).substr(0, 10))
        if (c != '-') date = date * 10 + (c - '0');
    return date;
}

std::optional<Record> person_row(Db& db, House& house, std::int64_t id) { return find_record(db, house, people::persons, id, Scope::all()); }

std::string person_name(Db& db, House& house, std::int64_t id) {
    const auto row = person_row(db, house, id);
    const auto* name = row ? std::get_if<std::string>(&row->values[people::persons.index_of("name")]) : nullptr;
    return name ? *name : std::string();
}

std::optional<std::int64_t> number_in(const Register& of, const Record& row, std::string_view field) {
    const auto* number = std::get_if<std::int64_t>(&row.values[of.index_of(field)]);
    return number ? std::optional(*number) : std::nullopt;
}

bool is_minor(const Record& person, std::int64_t today, std::int64_t adult_age) {
    const auto birth = number_in(people::persons, person, "birth");
    if (!birth) return false;
    std::int64_t first_day = *birth;
    if (first_day / 100 % 100 == 0) first_day += 100;
    if (first_day % 100 == 0) first_day += 1;
    return today < first_day + adult_age * 10'000;
}

std::int64_t adult_age(Db& db) { return db.one<SettingsRow>(read_settings, {}).value().adult_age; }

std::optional<LinkRow> current_link(Db& db, std::int64_t account) { return db.one<LinkRow>(current_link_of_account, {{"owner", account}}); }

std::int64_t account_of_person(Db& db, std::int64_t person) {
    const auto link = db.one<LinkRow>(current_link_of_person, {{"person", person}});
    return link ? link->owner : 0;
}

std::vector<Seen> seen_by(Db& db, House& house, std::int64_t account, Instant now) {
    std::vector<Seen> all;
    const auto link = current_link(db, account);
    const auto own = link ? person_row(db, house, link->person.value_or(0)) : std::nullopt;
    if (!own) return all;
    const std::int64_t today = day_of(now), age = adult_age(db);
    all.push_back({*own, Reach::own, {}});
    for (const GuardianRow& guardian : db.all<GuardianRow>(minors_of, {{"guardian", own->id}, {"limit", most_rows}})) {
        auto minor = is_of_force(guardian, today) ? person_row(db, house, guardian.minor) : std::nullopt;
        if (minor && is_minor(*minor, today, age)) all.push_back({std::move(*minor), Reach::ward, guardian.relation});
    }
    for (const ConsentRow& consent : db.all<ConsentRow>(consents_seen, {{"viewer", own->id}, {"limit", most_rows}})) {
        auto giver = person_row(db, house, consent.giver);
        if (giver && !giver->ended_at && share_a_household(*giver, *own)) all.push_back({std::move(*giver), Reach::shared, {}});
    }
    return all;
}

Reach reach_of(Db& db, House& house, std::int64_t account, std::int64_t person, Instant now) {
    for (const Seen& seen : seen_by(db, house, account, now))
        if (seen.person.id == person) return seen.reach;
    return Reach::none;
}

const std::vector<Section>& sections() {
    static const std::vector<Section> all = {{&dwellings::tenures, "person"},
                                             {&vehicles::all_vehicles, "owner"},
                                             {&people::care_tags, "person"},
                                             {&people::life_events, "person"}};
    return all;
}

std::optional<std::int64_t> person_behind(const Register& of, const Record& row) {
    if (&of == &people::persons) return row.id;
    for (const Section& section : sections())
        if (section.of == &of) return number_in(of, row, section.field);
    return std::nullopt;
}

}  // namespace liren::facts
