#include "reach.h"

#include <algorithm>

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

std::string pair_made_of(Db& db, std::int64_t one, std::int64_t other) {
    const std::string first = composition_of(db, people::persons, one), second = composition_of(db, people::persons, other);
    return first.empty() && second.empty() ? std::string() : first + "/" + second;
}

bool holds(Db& db, const LinkRow& link) {
    if (link.state != "current" || !link.person) return false;
    const std::string now = composition_of(db, people::persons, *link.person);
    return now == link.made_of || now == link.renewed_of;
}

bool holds(Db& db, const GuardianRow& guardian) {
    const std::string now = pair_made_of(db, guardian.minor, guardian.guardian);
    return now == guardian.made_of || now == guardian.renewed_of;
}

bool holds(Db& db, const ConsentRow& consent) { return pair_made_of(db, consent.giver, consent.viewer) == consent.made_of; }

std::optional<LinkRow> current_link(Db& db, std::int64_t account) { return db.one<LinkRow>(current_link_of_account, {{"owner", account}}); }

std::vector<LinkRow> links_to(Db& db, std::int64_t person) {
    std::vector<LinkRow> links;
    for (const std::int64_t row : rows_as_one(db, people::persons, person))
        if (auto link = db.one<LinkRow>(current_link_of_person, {{"person", row}})) links.push_back(std::move(*link));
    return links;
}

std::int64_t account_of_person(Db& db, std::int64_t person) {
    for (const LinkRow& link : links_to(db, person))
        if (holds(db, link)) return link.owner;
    return 0;
}

namespace {

/// Gathers whom an account sees, nobody twice: several rows may have become one.
class Seeing {
public:
    Seeing(Db& db, House& house, Instant now) : db_(db), house_(house), today_(day_of(now)), age_(adult_age(db)) {}

    std::vector<Seen> all_of(std::int64_t own_row) {
        const auto own = person_row(db_, house_, standing_row(db_, people::persons, own_row));
        if (!own) return {};
        all_.push_back({*own, Reach::own, {}});
        const std::vector<std::int64_t> mine = rows_as_one(db_, people::persons, own->id);
        for (const std::int64_t row : mine)
            for (const GuardianRow& guardian : db_.all<GuardianRow>(minors_of, {{"guardian", row}, {"limit", most_rows}})) add_ward(guardian);
        for (const std::int64_t row : mine)
            for (const ConsentRow& consent : db_.all<ConsentRow>(consents_seen, {{"viewer", row}, {"limit", most_rows}})) add_giver(consent, *own);
        return std::move(all_);
    }

private:
    bool sees(std::int64_t person) const {
        return std::any_of(all_.begin(), all_.end(), [&](const Seen& seen) { return seen.person.id == person; });
    }
    void add_ward(const GuardianRow& guardian) {
        if (!is_of_force(guardian, today_) || !holds(db_, guardian)) return;
        auto minor = person_row(db_, house_, standing_row(db_, people::persons, guardian.minor));
        if (minor && !sees(minor->id) && is_minor(*minor, today_, age_)) all_.push_back({std::move(*minor), Reach::ward, guardian.relation});
    }
    void add_giver(const ConsentRow& consent, const Record& own) {
        if (!holds(db_, consent)) return;
        auto giver = person_row(db_, house_, standing_row(db_, people::persons, consent.giver));
        if (giver && !giver->ended_at && !sees(giver->id) && share_a_household(*giver, own)) all_.push_back({std::move(*giver), Reach::shared, {}});
    }

    Db& db_;
    House& house_;
    std::int64_t today_, age_;
    std::vector<Seen> all_;
};

}  // namespace

std::vector<Seen> seen_by(Db& db, House& house, std::int64_t account, Instant now) {
    const auto link = current_link(db, account);
    if (!link || !holds(db, *link)) return {};
    return Seeing(db, house, now).all_of(*link->person);
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
