// The morning page: what is new, late, not content, due today and watched, within the areas of who reads it. Every figure is a
// filter of the board, so that it opens onto the rows it counts; none is kept anywhere.

#include "liren/error.h"
#include "routes.h"
#include "store.h"

namespace liren::cases {

namespace {

constexpr int shown = 3;                      // lines beneath each figure

struct MorningGroup {
    std::string name;                         ///< new late unhappy today watched
    std::int64_t count = 0;
    RawJson filter;                           ///< the board's query that lists exactly these
    std::vector<LineView> items;
};
BOOST_DESCRIBE_STRUCT(MorningGroup, (), (name, count, filter, items))

struct MorningView {
    Instant as_of, since;
    std::vector<MorningGroup> groups;
};
BOOST_DESCRIBE_STRUCT(MorningView, (), (as_of, since, groups))

constexpr std::string_view open_states = "reported,accepted,dispatched,acknowledged,handling,handled,verifying";

MorningGroup group_of(Context& context, const char* name, const char* filter, std::int64_t count, BoardQuery query) {
    MorningGroup group;
    group.name = name;
    group.count = count;
    group.filter.json = filter;
    if (count > 0) {
        query.limit = Integer<1, 100>(shown);
        group.items = list_cases(context, query).items;
    }
    return group;
}

/// `since` is yesterday's midnight on a Monday morning too: what came in over the weekend is asked for on the board.
MorningView show_morning(Context& context) {
    const Scope& scope = context.scope();
    Db& db = context.db();
    MorningView view;
    view.as_of = context.now();
    view.since = start_of_day(start_of_day(context.now()) + -1);
    const auto due = [&](Instant from, Instant before) {
        return db.number(count_due, scope, {{"before", before}, {"from", from}, {"subdistrict", nullptr}, {"community", nullptr}, {"grid", nullptr}}).value_or(0);
    };
    BoardQuery late, today, unhappy, watched, fresh;
    late.overdue = true;
    late.order = "due";
    late.state = Text<200>(open_states);
    today.due_today = true;
    today.order = "due";
    today.state = Text<200>(open_states);
    unhappy.unhappy = true;
    watched.supervised = true;
    watched.state = Text<200>(open_states);
    fresh.since = view.since;
    view.groups.push_back(group_of(context, "late", R"({"overdue":"1"})", due(Instant{0}, context.now()), late));
    view.groups.push_back(group_of(context, "today", R"({"due_today":"1"})", due(context.now(), start_of_day(context.now()) + hours_ms(24)), today));
    const std::int64_t not_content = db.number(count_disputed, scope, {}).value_or(0) + db.number(count_unsolved, scope, {{"since", unhappy_since(context.now())}}).value_or(0);
    view.groups.push_back(group_of(context, "unhappy", R"({"unhappy":"1","order":"newest"})", not_content, unhappy));
    view.groups.push_back(group_of(context, "watched", R"({"supervised":"1"})", db.number(count_watched, scope, {}).value_or(0), watched));
    view.groups.push_back(group_of(context, "new", (R"({"since":")" + std::to_string(view.since.ms) + R"(","order":"newest"})").c_str(), count_new(context, view.since), fresh));
    return view;
}

}  // namespace

std::vector<Route> morning_routes() {
    std::vector<Route> routes;
    routes.push_back(get("/api/d/{d}/morning", Access::permission("cases.read"), show_morning, "show_morning"));
    return routes;
}

}  // namespace liren::cases
