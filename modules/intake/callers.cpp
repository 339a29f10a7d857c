// Who is calling? The number finds the person in the archive and what was told before, so that nobody is asked twice. Finding a
// person by a whole number is a look: it is recorded, and the person can see it.

#include "cases/cases.h"
#include "dwellings/dwellings.h"
#include "liren/error.h"
#include "liren/register.h"
#include "people/people.h"
#include "routes.h"

namespace liren::intake {

namespace {

constexpr int most_people = 5, most_cases = 8;

struct CallerQuestion {
    Personal<Phone> phone;
};
BOOST_DESCRIBE_STRUCT(CallerQuestion, (), (phone))

struct KnownPerson {
    Id<"people.person"> id;
    std::string name, dwelling_name, area_name;
    AreaId area, grid;
};
BOOST_DESCRIBE_STRUCT(KnownPerson, (), (id, name, dwelling_name, area_name, area, grid))

struct KnownCase {
    cases::CaseId id;
    std::string number, category, category_name, state, text, place;
    Instant reported_at;
    bool open = false;
};
BOOST_DESCRIBE_STRUCT(KnownCase, (), (id, number, category, category_name, state, text, place, reported_at, open))

struct CallerView {
    std::vector<KnownPerson> people;
    std::vector<KnownCase> cases;
    bool more_cases = false;                  ///< there are older ones
};
BOOST_DESCRIBE_STRUCT(CallerView, (), (people, cases, more_cases))

std::vector<KnownPerson> people_of(Context& context, const std::string& phone) {
    std::vector<KnownPerson> known;
    const Scope reads = context.scope_for("people.read");
    if (reads.empty()) return known;
    House& house = context.house();
    const ListWalk walk(house, people::persons, {{"q", phone}}, reads);
    const std::size_t name = people::persons.index_of("name"), dwelling = people::persons.index_of("dwelling"), number = people::persons.index_of("phone");
    std::vector<std::int64_t> dwellings_of;
    walk.visit(context.db(), "", most_people, {number}, [&](const ListWalk::Row& row) {
        const auto* held = std::get_if<std::string>(&row.values[number]);
        if (!held || *held != phone) return;   // the words of an address or an employer may hold the same digits
        KnownPerson person;
        person.id.value = row.id;
        if (const auto* title = std::get_if<std::string>(&row.values[name])) person.name = *title;
        person.area.value = row.area;
        const auto* home = std::get_if<std::int64_t>(&row.values[dwelling]);
        dwellings_of.push_back(home ? *home : 0);
        known.push_back(std::move(person));
    });
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (dwellings_of[i] != 0) known[i].dwelling_name = name_of_record(context.db(), dwellings::all_dwellings, dwellings_of[i]);
        known[i].area_name = house.name_of("places.area", known[i].area.value);
        context.look("people.person", known[i].id.value, "phone", house.texts.get("zh-CN", "intake.caller_look"));
    }
    return known;
}

CallerView find_caller(Context& context, const CallerQuestion& body) {
    CallerView view;
    const std::string& phone = body.phone;
    context.tx().record({.name = "intake.caller_asked", .subject_kind = "intake.caller"});   // who tries number after number is seen by the auditor
    view.people = people_of(context, phone);
    const cases::Actor actor{context.account(), context.principal().units};
    auto earlier = cases::earlier_cases(context.db(), context.house().keyring, phone, context.scope_for("cases.read"), actor, most_cases + 1);
    view.more_cases = earlier.size() > most_cases;
    if (view.more_cases) earlier.resize(most_cases);
    for (cases::EarlierCase& one : earlier)
        view.cases.push_back({one.id, std::move(one.number), one.category, cases::category_name(context.house(), context.store(), one.category, context.language()),
                              std::move(one.state), std::move(one.text), std::move(one.place), one.reported_at, one.open});
    return view;
}

}  // namespace

std::vector<Route> caller_routes() {
    std::vector<Route> routes;
    routes.push_back(post("/api/d/{d}/callers", Access::permission("cases.accept"), find_caller, "find_caller").looks().repeatable());
    return routes;
}

}  // namespace liren::intake
