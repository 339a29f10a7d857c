// The board and the lists: one state and one part of the scope at a time, merged; figures from the counters.

#include "routes.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "catalog.h"
#include "liren/page.h"
#include "liren/text.h"
#include "store.h"

namespace liren::cases {

namespace {

constexpr std::array<std::string_view, 10> all_states = {"reported", "accepted", "dispatched", "acknowledged", "handling",
                                                         "handled",  "verifying", "closed",    "rated",        "declined"};

std::vector<std::string> states_of(std::string_view text) {
    std::vector<std::string> states;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const std::string_view state = text.substr(0, comma);
        if (std::find(all_states.begin(), all_states.end(), state) == all_states.end()) throw Error("request.invalid", {{"state", "cases.unknown_state"}});
        states.emplace_back(state);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    if (states.empty()) states.assign(all_states.begin(), all_states.end());
    return states;
}

/// area: the rows of my areas; assigned: what is on my desk or my unit's; mine: what I reported.
Scope narrowed(const Scope& scope, std::string_view view) {
    Scope only = scope;
    if (view == "mine") {
        only.areas.clear();
        only.units.clear();
        only.everything = false;
        only.assigned = false;
    } else if (view == "assigned") {
        only.areas.clear();
        only.everything = false;
        only.owned = false;
    } else if (view == "area") {
        only.units.clear();
        only.account = 0;
    }
    return only;
}

LineView view_of(Context& context, const Catalog& known, Line&& line) {
    House& house = context.house();
    LineView view;
    view.id = line.id;
    view.version = line.version;
    view.number = std::move(line.number);
    view.category_name = known.name(line.category, context.language());
    view.category = std::move(line.category);
    view.state = std::move(line.state);
    view.text = std::move(line.text);
    view.place = std::move(line.place);
    view.community = line.community;
    view.grid = line.grid;
    view.due_at = line.due_at;
    view.overdue = line.open && line.due_at < context.now();
    view.reported_at = line.reported_at;
    view.files_count = line.files_count;
    view.cover = FileId{line.cover.value_or(0)};
    view.unit_name = house.name_of("organizations.unit", line.unit.value_or(0));
    view.handler_name = house.display_name(AccountId{line.handler.value_or(0)});
    view.returned = line.returned;
    view.reporter_kind = std::move(line.reporter_kind);
    return view;
}

/// Collects the rows of every state, keeps the first `limit` of them in order.
template <class Key, class Read>
std::vector<Line> across_states(const std::vector<std::string>& states, std::size_t limit, bool descending, Key key, Read read) {
    if (states.size() == 1) return read(states.front());   // already in order, at most `limit`
    std::vector<Line> lines;
    for (const std::string& state : states) {
        std::vector<Line> found = read(state);
        lines.insert(lines.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    }
    std::sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) { return descending ? key(b) < key(a) : key(a) < key(b); });
    if (lines.size() > limit) lines.resize(limit);
    return lines;
}

struct Filters {
    std::optional<std::string> category, number, words;
    std::optional<Instant> overdue_at;
};

Filters filters_of(const Context& context, const BoardQuery& query) {
    Filters filters;
    if (query.category) filters.category = *query.category;
    if (query.overdue.value_or(false)) filters.overdue_at = context.now();
    if (query.q && !query.q->empty()) {
        filters.number = *query.q;
        filters.words = "%" + like_literal(lower_ascii(*query.q)) + "%";
    }
    return filters;
}

}  // namespace

Page<LineView> list_cases(Context& context, const BoardQuery& query) {
    const Scope scope = narrowed(context.scope(), query.view ? std::string_view(*query.view) : std::string_view("all"));
    const std::vector<std::string> states = states_of(query.state ? *query.state : Text<200>());
    const Filters filters = filters_of(context, query);
    const bool by_due = query.order && *query.order == "due";
    const int limit = query.limit ? static_cast<int>(query.limit->value) : 20;
    const auto ask = static_cast<std::size_t>(limit) + 1;   // one more says whether a next page exists
    std::vector<Line> lines;
    if (by_due) {
        std::optional<std::int64_t> after_due, after_id;
        if (query.after) {
            const auto key = parse_cursor(*query.after, "ii");
            after_due = std::get<std::int64_t>(key[0]);
            after_id = std::get<std::int64_t>(key[1]);
        }
        const auto key = [](const Line& line) { return std::tuple(line.due_at.ms, line.id.value); };
        lines = across_states(states, ask, false, key, [&](const std::string& state) {
            return merged_page<Line>(context.db(), due_lines, scope,
                                     {{"state", state}, {"category", filters.category}, {"subdistrict", query.subdistrict}, {"community", query.community},
                                      {"grid", query.grid}, {"overdue_at", filters.overdue_at}, {"number", filters.number}, {"words", filters.words},
                                      {"after_due", after_due}, {"after_id", after_id}},
                                     static_cast<int>(ask), key);
        });
    } else {
        std::optional<std::int64_t> before;
        if (query.after) before = std::get<std::int64_t>(parse_cursor(*query.after, "i")[0]);
        const auto key = [](const Line& line) { return line.id.value; };
        lines = across_states(states, ask, true, key, [&](const std::string& state) {
            return merged_page<Line>(context.db(), newest_lines, scope,
                                     {{"state", state}, {"category", filters.category}, {"subdistrict", query.subdistrict}, {"community", query.community},
                                      {"grid", query.grid}, {"overdue_at", filters.overdue_at}, {"number", filters.number}, {"words", filters.words},
                                      {"before", before}},
                                     static_cast<int>(ask), key, true);
        });
    }
    Page<LineView> page;
    if (lines.size() == ask) {
        lines.pop_back();
        const CursorValue due = lines.back().due_at.ms, id = lines.back().id.value;
        page.next = by_due ? cursor_text(std::array{due, id}) : cursor_text(std::array{id});
    }
    const auto known = catalog(context.house(), context.store());
    page.items.reserve(lines.size());
    for (Line& line : lines) page.items.push_back(view_of(context, *known, std::move(line)));
    return page;
}

CountsView count_cases(Context& context, const CountsQuery& query) {
    CountsView view;
    const Scope scope = narrowed(context.scope(), query.view ? std::string_view(*query.view) : std::string_view("all"));
    const Instant now = context.now();
    std::map<std::string, std::int64_t> states;
    // Rows of areas are counted by the counters; a desk's few rows beyond those areas one by one.
    Scope areas = scope, desk = scope;
    areas.account = 0;
    areas.units.clear();
    desk.areas.clear();
    desk.everything = false;
    for (const Count& count : context.db().all<Count>(count_states, areas, {{"subdistrict", query.subdistrict}, {"community", query.community}, {"grid", query.grid}}))
        states[count.state] += count.number;
    if (!scope.whole_district())
        for (const DeskCount& count : context.db().all<DeskCount>(count_desk, desk, {{"subdistrict", query.subdistrict}, {"community", query.community}, {"grid", query.grid}}))
            if (!covers(areas, {count.subdistrict, count.community, count.grid})) states[count.state] += count.number;
    JsonWriter out(view.states.json = "");
    out.begin_object();
    for (const std::string_view state : all_states) {
        out.key(state);
        out.integer(states[std::string(state)]);
    }
    out.end_object();
    const auto due = [&](Instant from, Instant before) {
        return context.db().number(count_due, scope, {{"before", before}, {"from", from}, {"subdistrict", query.subdistrict}, {"community", query.community}, {"grid", query.grid}}).value_or(0);
    };
    view.overdue = due(Instant{0}, now);
    view.due_today = due(now, start_of_day(now) + hours_ms(24));
    view.as_of = now;
    return view;
}

}  // namespace liren::cases
