// Finding an area by a few characters: of its name, of its pinyin, or the initials of its syllables ("qsy" for 前书院社区).

#include <algorithm>

#include "liren/text.h"
#include "routes.h"
#include "store.h"

namespace liren::places {

namespace {

constexpr std::size_t most_found = 20;
constexpr int most_read = 200;                ///< of one district, before the best are taken

struct SearchQuery {
    Text<30, 1> q;
    std::optional<Text<6, 6>> district;
};
BOOST_DESCRIBE_STRUCT(SearchQuery, (), (q, district))

struct AreaFound {
    AreaId id;
    std::string kind, name, path_text;
};
BOOST_DESCRIBE_STRUCT(AreaFound, (), (id, kind, name, path_text))

/// Small Latin letters and digits only, or nothing: then pinyin is not meant.
std::string latin(std::string_view folded) {
    std::string letters;
    for (const char c : folded) {
        if (c == ' ') continue;
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return {};
        letters += c;
    }
    return letters;
}

Items<AreaFound> search(Context& context, const SearchQuery& query) {
    const std::string words = fold(query.q), letters = latin(words);
    const std::string name = "%" + like_literal(words) + "%", pinyin = letters + "%", initials = "% " + letters + "%";
    std::vector<AreaInfo> found;
    for (const DistrictRow& district : context.db().all<DistrictRow>(district_rows, {})) {
        if (query.district && *query.district != district.code) continue;
        auto rows = context.db().all<AreaInfo>(search_areas, {{"district", district.area}, {"name", name}, {"pinyin", letters.empty() ? Value(nullptr) : Value(pinyin)},
                                                              {"initials", letters.empty() ? Value(nullptr) : Value(initials)}, {"limit", most_read}});
        std::move(rows.begin(), rows.end(), std::back_inserter(found));
    }
    // Names that begin with the words come first, then higher areas before lower ones; else the order of the tree.
    const auto rank = [&](const AreaInfo& area) { return std::pair(!fold(area.name).starts_with(words), area.level()); };
    std::stable_sort(found.begin(), found.end(), [&](const AreaInfo& a, const AreaInfo& b) { return rank(a) < rank(b); });
    if (found.size() > most_found) found.resize(most_found);
    Items<AreaFound> list;
    for (const AreaInfo& area : found) list.items.push_back({area.id, area.kind, area.name, area.label()});
    return list;
}

}  // namespace

std::vector<Route> search_routes() {
    std::vector<Route> routes;
    routes.push_back(get("/api/city/areas/search", Access::anyone("names of places are public"), search, "search_areas").strangers(120));
    return routes;
}

}  // namespace liren::places
