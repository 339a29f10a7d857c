#pragma once
// Imports into the registers of the small city, on each engine: spreadsheets are made here, byte by byte.

#include "dwellings/dwellings.h"
#include "imports/imports.h"
#include "liren/sheet.h"
#include "facilities/facilities.h"
#include "institutions/institutions.h"
#include "people/people.h"
#include "vehicles/vehicles.h"
#include "tests/city_house.h"

namespace liren::imports::testing {

using namespace liren::testing;
using Table = std::vector<std::vector<std::string>>;

/// An .xlsx of one sheet: the first row is its titles.
inline std::string spreadsheet(const Table& table) {
    std::string bytes;
    SheetWriter out([&](std::string_view part) { bytes += part; }, SheetFormat::xlsx);
    std::vector<SheetColumn> titles;
    for (const std::string& title : table.at(0)) titles.push_back({title, 0});
    out.begin_sheet("Sheet1", titles);
    for (std::size_t i = 1; i < table.size(); ++i) {
        for (const std::string& cell : table[i]) cell.empty() ? out.empty() : out.text(cell);
        out.end_row();
    }
    out.finish();
    return bytes;
}

inline std::string comma_separated(const Table& table) {
    std::string text;
    for (const auto& row : table) {
        for (std::size_t i = 0; i < row.size(); ++i) text += (i > 0 ? "," : "") + row[i];
        text += "\r\n";
    }
    return text;
}

class ImportHouse : public CityHouse {
public:
    explicit ImportHouse(Installation& installation)
        : CityHouse(installation, {places::module(), organizations::module(), dwellings::module(), people::module(), vehicles::module(), facilities::module(), institutions::module(), imports::module()}) {
        house().settings.import_piece = 200;   // so that a small spreadsheet has several
        hire_at("clerk", "community_worker", "140502002012");
        hire_at("other", "community_worker", "140502002013");
        hire_at("leader", "subdistrict_leader", "140502002000");
    }

    Answer upload(const std::string& as, const std::string& bytes, const std::string& code = "140502002012", const std::string& of = "people.person") {
        return post_bytes(as, "/api/d/140502/imports?register=" + of + "&area=" + area_id(code) + "&name=list.xlsx", bytes);
    }
    std::string path(const Answer& import) const { return "/api/d/140502/imports/" + import.string("id"); }
    Answer step(const std::string& as, const Answer& import, const std::string& verb) {
        const Answer now = get(as, path(import));
        const Answer done = post_at(as, path(import) + "/" + verb, now.number("version"), "{}");
        house().jobs.run_due("d140502");
        return done.status >= 400 ? done : get(as, path(import));
    }
    Answer decide(const std::string& as, const Answer& import, const std::string& body) { return post(as, path(import) + "/decisions", body); }
    /// outcome → rows, of an import that was checked.
    static std::map<std::string, std::int64_t> outcomes(const Answer& import) {
        std::map<std::string, std::int64_t> counts;
        for (const auto& count : import.body.at("outcomes").as_array()) counts[std::string(count.at("outcome").as_string())] += count.at("number").as_int64();
        return counts;
    }
    boost::json::array rows(const Answer& import, const std::string& outcome) { return get("clerk", path(import) + "/rows?outcome=" + outcome).items(); }
    std::vector<std::string> names(const std::string& query = "") {
        std::vector<std::string> found;
        for (const auto& item : get("clerk", "/api/d/140502/people?" + query).items()) found.emplace_back(item.at("name").as_string());
        return found;
    }
};

inline void in_imports(const std::function<void(ImportHouse&)>& test) {
    with_each_installation([&](Installation& installation) {
        ImportHouse house(installation);
        test(house);
    });
}

using Names = std::vector<std::string>;
using Counts = std::map<std::string, std::int64_t>;

}  // namespace liren::imports::testing
