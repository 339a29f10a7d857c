// Is it known already? Before a report is sent, what was reported lately near by in like words is shown: to staff as cases, to
// everybody else only category, place, state and day. Whoever reports decides; nothing is refused.

#include <algorithm>
#include <unordered_set>

#include "liren/digest.h"
#include "liren/error.h"
#include "liren/search.h"
#include "liren/text.h"
#include "moving.h"
#include "places/places.h"
#include "routes.h"
#include "words.h"

namespace liren::cases {

namespace {

constexpr std::size_t most_characters = 40;   // of a long text the beginning says what it is about
constexpr std::size_t most_shown = 5;
constexpr double alike_enough = 0.4;          // of 1 for every shared word; place and category add to it

std::vector<std::string> split(std::string_view words) {
    std::vector<std::string> all;
    while (!words.empty()) {
        const auto space = words.find(' ');
        if (space != 0) all.emplace_back(words.substr(0, space));
        words = space == std::string_view::npos ? std::string_view{} : words.substr(space + 1);
    }
    return all;
}

/// Words of what is being reported, without areas and category.
std::vector<std::string> own_words(std::string_view text) {
    RowWords words;
    words.add_text(first_characters(text, most_characters));
    return split(words.take());
}

struct Likeness {
    double score = 0;
    const Candidate* of = nullptr;
};

/// How much of what is said now was said then, and whether it lies at the same spot and is of the same category.
double likeness(const Candidate& candidate, const std::vector<std::string>& said, std::string_view place, std::string_view category, std::int64_t grid) {
    const std::vector<std::string> theirs = split(candidate.words);
    const std::unordered_set<std::string> known(theirs.begin(), theirs.end());
    const auto shared = std::count_if(said.begin(), said.end(), [&](const std::string& word) { return known.contains(word); });
    double score = said.empty() ? 0 : static_cast<double>(shared) / static_cast<double>(said.size());
    if (candidate.category == category) score += 0.25;
    if (!place.empty() && candidate.place.find(place) != std::string::npos) score += 0.4;
    else if (grid != 0 && candidate.grid == grid) score += 0.1;
    return score;
}

struct AlikeQuestion {
    Text<40> category;
    Text<5000> text;
    std::optional<Text<20>> door;
    std::optional<AreaId> area;
    Text<120> place;
};
BOOST_DESCRIBE_STRUCT(AlikeQuestion, (), (category, text, door, area, place))

/// Id, number and text only for who may read cases there.
struct AlikeView {
    CaseId id;
    std::string number, text, category, category_name, place, state;
    Instant reported_at;                      ///< the day alone, for everybody else
};
BOOST_DESCRIBE_STRUCT(AlikeView, (), (id, number, text, category, category_name, place, state, reported_at))

Items<AlikeView> list_alike(Context& context, const AlikeQuestion& body) {
    std::string place = body.place;
    std::optional<places::AreaInfo> area;
    if (body.door) {
        if (const auto door = places::find_door(context.db(), *body.door)) {
            area = places::find_area(context.db(), door->area);
            place = door->place;
        }
    } else if (body.area) {
        area = places::find_area(context.db(), *body.area);
    }
    if (!area || area->community == 0 || area->district_code != context.district()) throw Error("request.invalid", {{"area", "cases.where"}});
    const std::vector<std::string> said = own_words(body.text);
    std::vector<SearchWord> any;
    for (const std::string& word : said) any.push_back({word, false});
    if (!body.category.empty()) any.push_back({category_word(body.category), false});
    Items<AlikeView> list;
    if (any.empty()) return list;
    const SearchQuestion question{std::move(any), {{"c" + std::to_string(area->community), false}}};
    const auto known = catalog(context.house(), context.store());
    const auto found = context.db().all<Candidate>(candidates, {{"find", context.db().find_text(question)}, {"since", context.now() + -hours_ms(24 * known->alike_days)}});
    std::vector<Likeness> ranked;
    for (const Candidate& one : found)
        if (const double score = likeness(one, said, place, body.category, area->grid); score >= alike_enough) ranked.push_back({score, &one});
    std::stable_sort(ranked.begin(), ranked.end(), [](const Likeness& a, const Likeness& b) { return a.score > b.score; });
    const Scope reads = context.scope_for("cases.read");
    for (const Likeness& like : ranked) {
        if (list.items.size() == most_shown) break;
        const Candidate& one = *like.of;
        const bool is_staff = covers(reads, {.subdistrict = one.subdistrict, .community = one.community, .grid = one.grid});
        if (!is_staff && one.reporter_kind == "confidential") continue;   // its place could tell who spoke
        AlikeView view;
        if (is_staff) {
            view.id = one.id;
            view.number = one.number;
            view.text = one.text;
        }
        view.category = one.category;
        view.category_name = known->name(one.category, context.language());
        view.place = one.place;
        view.state = one.state;
        view.reported_at = is_staff ? one.reported_at : start_of_day(one.reported_at);
        list.items.push_back(std::move(view));
    }
    return list;
}

}  // namespace

std::vector<Route> alike_routes() {
    std::vector<Route> routes;
    routes.push_back(post("/api/d/{d}/alike-cases", Access::anyone("who reports without an account is asked too whether it is known already"), list_alike, "list_alike_cases").only_reads().strangers(60));
    return routes;
}

}  // namespace liren::cases
