// A whole household's move over HTTP: done, listed, taken back.
#include <algorithm>

#include "dwellings/dwellings.h"
#include "liren/clock.h"
#include "liren/error.h"
#include "people/people.h"
#include "relocation.h"

namespace liren::people {

namespace {

constexpr std::size_t most_members = 100;     // above that it is a collective household, which does not move as one

using PersonId = Id<"people.person">;
using HouseholdId = Id<"people.household">;
using DwellingId = Id<"dwellings.dwelling">;

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct RelocationBody {
    DwellingId dwelling;
    Text<10, 10> moved_on;
    Text<200, 1> reason;
    std::optional<List<PersonId, most_members>> stay;   ///< members who do not move
    std::optional<Choice<"owner|co_owner|tenant|user">> tenure_kind;
};
BOOST_DESCRIBE_STRUCT(RelocationBody, (), (dwelling, moved_on, reason, stay, tenure_kind))

struct RelocationDone {
    HouseholdId household;
    std::int64_t version = 0;
    std::int64_t moved = 0, stayed = 0;       ///< people who moved; rows that a taking back left as they are
};
BOOST_DESCRIBE_STRUCT(RelocationDone, (), (household, version, moved, stayed))

struct RelocationView {
    Id<"people.relocation"> id;
    std::optional<DwellingId> from;
    std::string from_name;
    DwellingId to;
    std::string to_name, moved_on, reason, actor_name;
    Instant at;
    std::optional<Instant> undone_at;
};
BOOST_DESCRIBE_STRUCT(RelocationView, (), (id, from, from_name, to, to_name, moved_on, reason, actor_name, at, undone_at))

[[noreturn]] void refuse(const char* member, const char* key) { throw Error("request.invalid", {{member, key}}); }

Record found_household(Context& context, HouseholdId id) {
    auto household = find_record(context.db(), context.house(), households, id.value, context.scope());
    if (!household) not_found("register.not_found");
    context.expect_version(households.kind(), household->id, household->version);
    return std::move(*household);
}

std::optional<std::int64_t> dwelling_of(const Register& of, const Record& row) {
    const auto* dwelling = std::get_if<std::int64_t>(&row.values[of.index_of("dwelling")]);
    return dwelling ? std::optional(*dwelling) : std::nullopt;
}

/// The members who live with the household, without those who stay: whoever lives elsewhere already does not move.
std::vector<Record> movers_of(Context& context, const Record& household, const RelocationBody& body) {
    const std::vector<Record> members = find_referring(context.db(), context.house(), persons, "household", household.id, most_members + 1);
    require(members.size() <= most_members, "people.too_many_members");
    std::vector<std::int64_t> stay;
    for (const PersonId id : body.stay.value_or(List<PersonId, most_members>{})) {
        if (std::none_of(members.begin(), members.end(), [&](const Record& member) { return member.id == id.value; })) refuse("stay", "people.not_a_member");
        stay.push_back(id.value);
    }
    const auto home = dwelling_of(households, household);
    std::vector<Record> movers;
    for (const Record& member : members) {
        const auto own = dwelling_of(persons, member);
        if (own && home && own != home) continue;
        if (std::find(stay.begin(), stay.end(), member.id) != stay.end()) continue;
        const bool within = context.may(persons.permission("manage"), member.placement());
        require(within, "people.member_out_of_reach");
        movers.push_back(member);
    }
    if (movers.empty()) refuse("stay", "people.nobody_moves");
    return movers;
}

std::int64_t day_in(Context& context, const std::string& text) {
    const auto day = parse_date(text);
    if (!day || *day % 100 == 0) refuse("moved_on", "register.no_such_date");
    const std::string today = local_minute(context.now()).substr(0, 10);
    if (*day > parse_date(today)) refuse("moved_on", "people.event_in_future");
    return *day;
}

Record dwelling_in(Context& context, const Record& household, DwellingId id) {
    auto dwelling = find_record(context.db(), context.house(), dwellings::all_dwellings, id.value, context.scope_for("dwellings.read"));
    if (!dwelling || dwelling->ended_at) refuse("dwelling", "register.unknown_reference");
    if (dwelling_of(households, household) == dwelling->id) refuse("dwelling", "people.same_dwelling");
    const bool within = context.may(households.permission("manage"), dwelling->placement());
    if (!within) refuse("dwelling", "register.area_out_of_reach");
    return std::move(*dwelling);
}

/// Tenures are another register's: who does not keep them cannot move who holds them.
void require_tenures(Context& context, const NewRelocation& given) {
    const std::vector<Record> ending = tenures_given_up(context.db(), context.house(), given);
    const bool begins = !ending.empty() || !given.tenure_kind.empty();
    const bool may = (!begins || context.may(dwellings::tenures.permission("manage"), given.dwelling.placement())) &&
                     std::all_of(ending.begin(), ending.end(), [&](const Record& tenure) { return context.may(dwellings::tenures.permission("manage"), tenure.placement()); });
    require(may, "people.tenure_out_of_reach");
}

Versioned<RelocationDone> done(Context& context, HouseholdId id, std::size_t moved, int stayed) {
    const auto now = find_record(context.db(), context.house(), households, id.value, Scope::all());
    const std::int64_t version = now ? now->version : 0;
    return {{id, version, static_cast<std::int64_t>(moved), stayed}, version};
}

Versioned<RelocationDone> move_household(Context& context, HouseholdId id, const RelocationBody& body) {
    const Record household = found_household(context, id);
    require(!household.ended_at, "register.ended");
    const NewRelocation given{household, dwelling_in(context, household, body.dwelling), movers_of(context, household, body), day_in(context, body.moved_on), body.reason, body.tenure_kind ? std::string(*body.tenure_kind) : std::string()};
    require_tenures(context, given);
    if (!relocate(context.tx(), context.house(), given)) throw Error(409, "register.busy");
    return done(context, id, given.movers.size(), 0);
}

Versioned<RelocationDone> return_household(Context& context, HouseholdId id, const Empty&) {
    found_household(context, id);
    const std::vector<RelocationRow> all = relocations_of(context.db(), id.value);
    const auto last = std::find_if(all.begin(), all.end(), [](const RelocationRow& one) { return !one.undone_at; });
    require(last != all.end(), "people.nothing_moved");
    if (last == all.end()) not_found("register.not_found");
    const auto old_home = context.house().placement_of(context.db(), "places.area", last->from_area);
    const bool within = old_home && context.may(households.permission("manage"), *old_home);
    require(within, "people.old_home_out_of_reach");
    const auto stayed = undo_relocation(context.tx(), context.house(), *last);
    if (!stayed) throw Error(409, "register.busy");
    return done(context, id, 0, *stayed);
}

Items<RelocationView> list_relocations(Context& context, HouseholdId id) {
    if (!find_record(context.db(), context.house(), households, id.value, context.scope())) not_found("register.not_found");
    Items<RelocationView> items;
    for (const RelocationRow& row : relocations_of(context.db(), id.value)) {
        RelocationView view{{row.id}, {}, {}, {row.to_dwelling}, name_of_record(context.db(), dwellings::all_dwellings, row.to_dwelling), date_text(row.moved_on), row.reason, context.house().display_name(AccountId{row.actor}), row.at, row.undone_at};
        if (row.from_dwelling) {
            view.from = DwellingId{*row.from_dwelling};
            view.from_name = name_of_record(context.db(), dwellings::all_dwellings, *row.from_dwelling);
        }
        items.items.push_back(std::move(view));
    }
    return items;
}

}  // namespace

std::vector<Route> relocation_routes() {
    std::vector<Route> routes;
    routes.push_back(get("/api/d/{d}/households/{id}/relocations", Access::permission("people.read"), list_relocations, "list_relocations"));
    routes.push_back(post("/api/d/{d}/households/{id}/relocation", Access::permission("people.manage"), move_household, "move_household").changes());
    routes.push_back(post("/api/d/{d}/households/{id}/return", Access::permission("people.manage"), return_household, "return_household").changes());
    return routes;
}

}  // namespace liren::people
