// The public page of a community (/c/<code>): who is my grid worker and the number to call, the committee and when it is open, what
// was done here this month, and the way to report. No script, no account, nothing of any person but what hangs in the lobby
// (GB/T 34300: the names and telephones of grid workers are public).

#include "catalog.h"
#include "liren/error.h"
#include "liren/plain_page.h"
#include "organizations/organizations.h"
#include "places/places.h"
#include "routes.h"

namespace liren::cases {

namespace {

using html::Node;

constexpr std::size_t most_categories = 6;

struct Worker {
    std::string grid, name, phone;
};

/// What the page shows, read from the city at once.
struct Community {
    places::AreaInfo area;
    std::vector<Worker> workers;
    std::vector<organizations::PublicCommittee> committees;
    std::string door;
};

Community read_community(Context& context, const std::string& code) {
    std::optional<Community> found;
    context.house().storage->read("city", [&](Db& city) {
        const auto id = places::area_of_code(city, code);
        const auto area = id ? places::find_area(city, *id) : std::nullopt;
        if (!area || area->id.value != area->community || area->district_code != context.district()) return;
        found.emplace(Community{*area, {}, organizations::committees_at(city, *id), {}});
        for (const auto& grid : places::children(city, *id)) {
            const auto facts = places::find_grid(city, grid.id);
            if (facts && !facts->worker_name.empty()) found->workers.push_back({grid.name, facts->worker_name, facts->public_phone});
            if (found->door.empty())
                if (const auto doors = places::doors_of(city, grid.id); !doors.empty()) found->door = doors.front().code;
        }
        if (const auto doors = places::doors_of(city, *id); !doors.empty()) found->door = doors.front().code;
    });
    if (!found) not_found("cases.no_such_community");
    return std::move(*found);
}

Instant start_of_month(Instant now) {
    const int day = std::stoi(local_minute(now).substr(8, 2));
    return start_of_day(start_of_day(now) + -hours_ms(24 * (day - 1)));
}

Node call(const Say& say, const std::string& phone) {
    return html::when(!phone.empty(), html::a(html::class_("button primary"), html::href("tel:" + phone), say("cases.community.call"), " ", phone));
}

Node workers_of(const Say& say, const Community& community) {
    if (community.workers.empty()) return html::p(html::class_("muted"), say("cases.community.no_worker"));
    return html::ul(html::class_("cards"), html::each(community.workers, [&](const Worker& worker) {
        return html::li(html::div(html::class_("card"), html::p(html::class_("muted small"), worker.grid), html::h2(worker.name), call(say, worker.phone)));
    }));
}

Node done_of(Context& context, const Say& say, const Community& community) {
    const auto known = catalog(context.house(), context.store());
    const auto done = context.db().all<Done>(done_since, {{"community", community.area.id}, {"since", start_of_month(context.now())}});
    const std::int64_t open = context.db().number(open_in, {{"community", community.area.id}}).value_or(0);
    std::int64_t all = 0, solved = 0, rated = 0;
    for (const Done& one : done) {
        all += one.number;
        solved += one.solved;
        rated += one.rated;
    }
    const std::vector<Done> first(done.begin(), done.begin() + static_cast<std::ptrdiff_t>(std::min(done.size(), most_categories)));
    return html::group({html::p(html::strong(say("cases.community.done", {{"n", std::to_string(all)}})), " ", say("cases.community.open", {{"n", std::to_string(open)}}), " ",
                                rated > 0 ? say("cases.community.solved", {{"solved", std::to_string(solved)}, {"rated", std::to_string(rated)}}) : std::string()),
                        html::when(!first.empty(), html::dl(html::class_("facts"), html::each(first, [&](const Done& one) {
                            return html::group({html::dt(known->name(one.category, context.language())), html::dd(one.number)});
                        }))),
                        html::p(html::class_("muted small"), say("cases.community.as_of", {{"when", local_minute(context.now())}}))});
}

Html show_community_page(Context& context, std::string code) {
    const Say say(context);
    const Community community = read_community(context, code);
    const Node committees = html::each(community.committees, [&](const organizations::PublicCommittee& one) {
        return html::div(html::class_("card"), html::h2(one.name), html::when(!one.office_hours.empty(), html::p(say("cases.community.hours"), one.office_hours)), call(say, one.phone));
    });
    const std::string report = community.door.empty() ? "/resident/report" : "/q/" + community.door;
    return plain_page(context, community.area.name,
                      html::group({html::div(html::class_("plate"), html::div(html::h1(community.area.name), html::p(community.area.subdistrict_name))),
                                   html::p(html::a(html::class_("button primary full"), html::href(report), say("cases.community.report"))),
                                   html::h2(say("cases.community.workers")), workers_of(say, community),
                                   html::when(!committees.empty(), html::h2(say("cases.community.committee"))), committees,
                                   html::h2(say("cases.community.month")), done_of(context, say, community)}));
}

}  // namespace

std::vector<Route> community_page() {
    std::vector<Route> routes;
    routes.push_back(get("/plain/{d}/c/{code}", Access::anyone("what hangs in the lobby of a community"), show_community_page, "show_community_page").strangers(120));
    return routes;
}

}  // namespace liren::cases
