// The board and the lists: one state and one part of the scope at a time, merged; figures from the counters.

#include "routes.h"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

#include "catalog.h"
#include "liren/page.h"
#include "liren/search.h"
#include "liren/text.h"
#include "store.h"

namespace liren::cases {

namespace {

constexpr std::array<std::string_view, 11> all_states = {"reported", "accepted", "dispatched", "acknowledged", "handling",
                                                         "handled",  "verifying", "closed",    "rated",        "declined",  "merged"};

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

}  // namespace

LineView line_view(Context& context, const Catalog& known, Line&& line) {
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
    view.kind = std::move(line.kind);
    view.source = std::move(line.source);
    view.disputes = line.disputes;
    view.supervised = line.supervised;
    return view;
}

namespace {

/// Collects the rows of every state, keeps the first `limit` of them in order.
template <class Key, class Read>
std::vector<Line> across_states(const std::vector<std::string>& states, std::size_t limit, Key key, Read read) {
    if (states.size() == 1) return read(states.front());   // already in order, at most `limit`
    std::vector<Line> lines;
    for (const std::string& state : states) {
        std::vector<Line> found = read(state);
        lines.insert(lines.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    }
    std::sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) { return key(a) < key(b); });
    if (lines.size() > limit) lines.resize(limit);
    return lines;
}

struct Filters {
    std::optional<std::string> category, kind, source, number, words;
    std::optional<Instant> overdue_at;
    std::optional<std::int64_t> watched_since;   ///< only what somebody above watches
    std::optional<Instant> reported_since, due_from;
    std::optional<std::int64_t> first;        ///< the first case reported since then
    std::optional<Instant> unhappy_since;     ///< the reporter says that it is not solved: it is handled again, or was rated so since
    SearchQuestion question;                  ///< what was typed, for the index of words; empty: nothing that could be looked up
};

/// "JC-2026-000123": a whole number, as people paste it.
bool is_case_number(std::string_view typed) {
    const auto first = typed.find('-'), last = typed.rfind('-');
    const auto digits = [](std::string_view part) { return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }); };
    return first != std::string_view::npos && first < last && digits(typed.substr(first + 1, last - first - 1)) && digits(typed.substr(last + 1));
}

/// The index knows Chinese in pairs: a single character within a longer run is found by comparing.
bool has_single_character(const SearchQuestion& question) {
    return std::any_of(question.begin(), question.end(), [](const std::vector<SearchWord>& any) { return any.size() == 1 && any.front().prefix && static_cast<unsigned char>(any.front().text.front()) >= 0x80; });
}

/// Beyond every id where nothing was reported since.
std::int64_t first_since(Db& db, Instant since) {
    const auto first = db.number(first_reported, {{"since", since}});
    return first && *first > 0 ? *first : std::numeric_limits<std::int64_t>::max();
}

Filters filters_of(Context& context, const BoardQuery& query) {
    Filters filters;
    if (query.category) filters.category = *query.category;
    if (query.kind) filters.kind = *query.kind;
    if (query.source) filters.source = *query.source;
    if (query.supervised.value_or(false)) filters.watched_since = 0;
    if (query.overdue.value_or(false)) filters.overdue_at = context.now();
    if (query.due_today.value_or(false)) {
        filters.due_from = context.now();
        filters.overdue_at = start_of_day(context.now()) + hours_ms(24);
    }
    filters.reported_since = query.since;
    if (query.since) filters.first = first_since(context.db(), *query.since);
    if (query.unhappy.value_or(false)) filters.unhappy_since = unhappy_since(context.now());
    if (query.q && !query.q->empty()) {
        if (is_case_number(*query.q)) {
            filters.number = *query.q;
            return filters;
        }
        filters.words = "%" + like_literal(lower_ascii(*query.q)) + "%";
        filters.question = search_question(context.house().keyring, *query.q);
        if (has_single_character(filters.question)) filters.question.clear();
    }
    return filters;
}

/// Where a page of a list goes on: behind this line.
struct After {
    std::optional<std::int64_t> due, id;
};

auto order_of(bool by_due) {
    return [by_due](const Line& line) { return std::pair(by_due ? line.due_at.ms : -line.id.value, line.id.value); };
}

/// The lines behind `after` by state and index; with words typed, by reading and comparing: for the few rows of a desk.
std::vector<Line> lines_by_state(Context& context, const BoardQuery& query, const Scope& scope, const std::vector<std::string>& states, const Filters& filters, const After& after, bool by_due, int ask) {
    const auto key = order_of(by_due);
    return across_states(states, static_cast<std::size_t>(ask), key, [&](const std::string& state) {
        if (by_due)
            return merged_page<Line>(context.db(), due_lines, scope,
                                     {{"state", state}, {"category", filters.category}, {"kind", filters.kind}, {"source", filters.source}, {"watched_since", filters.watched_since}, {"reported_since", filters.reported_since}, {"first", filters.first}, {"unhappy_since", filters.unhappy_since}, {"due_from", filters.due_from}, {"subdistrict", query.subdistrict},
                                      {"community", query.community}, {"grid", query.grid}, {"overdue_at", filters.overdue_at}, {"number", filters.number}, {"words", filters.words},
                                      {"after_due", after.due}, {"after_id", after.id}},
                                     ask, key);
        return merged_page<Line>(context.db(), newest_lines, scope,
                                 {{"state", state}, {"category", filters.category}, {"kind", filters.kind}, {"source", filters.source}, {"watched_since", filters.watched_since}, {"reported_since", filters.reported_since}, {"first", filters.first}, {"unhappy_since", filters.unhappy_since}, {"due_from", filters.due_from}, {"subdistrict", query.subdistrict},
                                  {"community", query.community}, {"grid", query.grid}, {"overdue_at", filters.overdue_at}, {"number", filters.number}, {"words", filters.words},
                                  {"before", after.id}},
                                 ask, key);
    });
}

/// What words find: within areas by the index, words AND scope at once; on the desk by reading its few rows.
std::vector<Line> lines_by_words(Context& context, const BoardQuery& query, const Scope& scope, const std::vector<std::string>& states, const Filters& filters, const After& after, bool by_due, int ask) {
    Scope areas = scope, desk = scope;
    areas.account = 0;
    areas.units.clear();
    desk.areas.clear();
    desk.everything = false;
    const auto key = order_of(by_due);
    std::vector<Line> lines;
    if (!areas.empty()) {
        std::string asked = ",";
        for (const std::string& state : states) asked += state + ",";
        SearchQuestion question = filters.question;
        narrow(question, areas);
        lines = context.db().all<Line>(found_lines, areas,
                                       {{"find", context.db().find_text(question)}, {"states", asked}, {"category", filters.category}, {"kind", filters.kind}, {"source", filters.source}, {"watched_since", filters.watched_since}, {"reported_since", filters.reported_since}, {"first", filters.first}, {"unhappy_since", filters.unhappy_since}, {"due_from", filters.due_from},
                                        {"subdistrict", query.subdistrict}, {"community", query.community}, {"grid", query.grid}, {"overdue_at", filters.overdue_at}});
        std::erase_if(lines, [&](const Line& line) { return after.id && key(line) <= std::pair(by_due ? after.due.value_or(0) : -*after.id, *after.id); });
    }
    if (!desk.empty()) {
        std::vector<Line> more = lines_by_state(context, query, desk, states, filters, after, by_due, ask);
        std::move(more.begin(), more.end(), std::back_inserter(lines));
    }
    std::sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) { return key(a) < key(b); });
    lines.erase(std::unique(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.id == b.id; }), lines.end());
    if (lines.size() > static_cast<std::size_t>(ask)) lines.resize(static_cast<std::size_t>(ask));
    return lines;
}

}  // namespace

Page<LineView> list_cases(Context& context, const BoardQuery& query) {
    const Scope scope = narrowed(context.scope(), query.view ? std::string_view(*query.view) : std::string_view("all"));
    const std::vector<std::string> states = states_of(query.state ? *query.state : Text<200>());
    const Filters filters = filters_of(context, query);
    const bool by_due = query.order && *query.order == "due";
    const int limit = query.limit ? static_cast<int>(query.limit->value) : 20;
    const int ask = limit + 1;   // one more says whether a next page exists
    After after;
    if (query.after) {
        const auto key = parse_cursor(*query.after, by_due ? "ii" : "i");
        if (by_due) after.due = std::get<std::int64_t>(key.front());
        after.id = std::get<std::int64_t>(key.back());
    }
    const auto by_words = filters.question.empty() ? lines_by_state : lines_by_words;
    std::vector<Line> lines = by_words(context, query, scope, states, filters, after, by_due, ask);
    Page<LineView> page;
    if (lines.size() == static_cast<std::size_t>(ask)) {
        lines.pop_back();
        const CursorValue due = lines.back().due_at.ms, id = lines.back().id.value;
        page.next = by_due ? cursor_text(std::array{due, id}) : cursor_text(std::array{id});
    }
    const auto known = catalog(context.house(), context.store());
    page.items.reserve(lines.size());
    for (Line& line : lines) page.items.push_back(line_view(context, *known, std::move(line)));
    return page;
}

std::int64_t count_new(Context& context, Instant since) {
    const std::int64_t first = first_since(context.db(), since);
    std::int64_t all = 0;
    for (const std::string_view state : all_states)
        all += context.db().number(count_reported, context.scope(), {{"state", state}, {"first", first}, {"since", since}}).value_or(0);
    return all;
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
