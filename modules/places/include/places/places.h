#pragma once
// Places: the tree of areas a city is divided into — province, city, district, subdistrict or town, community or village,
// grid — with ids of our own, to which the yearly division codes are mapped (one code, one area; an area may have none or
// several). A grid belongs to one community or village (GB/T 34300), has a worker, and a public name and telephone that every
// resident may read. A door is a QR code on a wall that knows where it hangs.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/house.h"
#include "liren/request.h"

namespace liren::places {

Module module();

struct AreaInfo {
    AreaId id;
    std::string kind, name, district_code;
    std::int64_t district = 0, subdistrict = 0, community = 0, grid = 0;   ///< areas it lies in, itself included; 0: above them
    std::string subdistrict_name, community_name, grid_name;

    std::string label() const;                ///< "西街街道 前书院社区 第3网格"
    std::string path() const;                 ///< "/<district>/<subdistrict>/<community>/<grid>/", of grants
    AreaLevel level() const;
};
BOOST_DESCRIBE_STRUCT(AreaInfo, (), (id, kind, name, district_code, district, subdistrict, community, grid, subdistrict_name, community_name, grid_name))

struct Door {
    std::string code;                         ///< "140502-7F3K2M": the district is in it
    AreaId area;
    std::string label, place;                 ///< label: the areas; place: what stands on the wall
    std::optional<std::int64_t> lat, lon;     ///< 1e-7 degrees
};
BOOST_DESCRIBE_STRUCT(Door, (), (code, area, label, place, lat, lon))

/// Whether a scope on rows of the city reaches an area.
bool covers_area(const Scope& scope, const AreaInfo& area);

// From a connection of the city or of a district.
std::optional<AreaInfo> find_area(Db& db, AreaId id);
std::optional<Door> find_door(Db& db, std::string_view code);
/// The account that works a grid; nullopt when nobody does.
std::optional<AccountId> grid_worker(Db& db, AreaId grid);

// Writing, in a transaction on the city.

struct NewArea {
    std::int64_t parent = 0;
    std::string kind, name, code, district_code;
    int position = 0;
    std::string client_ref;
};
struct GridFacts {
    std::string kind = "basic";               ///< basic or exclusive (a mall, a school, a hospital of its own)
    std::optional<std::int64_t> worker;
    std::string worker_name, public_phone;
    std::int64_t households = 0;
};

/// Adds an area below its parent. Throws 409 "places.name_taken" where the parent has one of that name.
AreaId add_area(Tx& city, const NewArea& area);
/// A grid or committee area may stand only in a community or village: throws 422 "places.grid_parent".
AreaId add_grid(Tx& city, const NewArea& area, const GridFacts& facts);
/// Names who works a grid; `name` is what stands on the notice board.
void set_grid_worker(Tx& city, AreaId grid, AccountId worker, std::string_view name);
void add_division_code(Tx& city, std::string_view code, AreaId area);
void add_door(Tx& city, const Door& door);
/// The area a division code is mapped to.
std::optional<AreaId> area_of_code(Db& city, std::string_view code);
std::vector<AreaInfo> children(Db& city, AreaId parent);

/// A line of the division table, as the loader meets it.
struct Division {
    std::string code, name, kind;
    AreaId area;                              ///< the area it became (a committee: its community or village)
};
/// Loads a table "code,name,kind" (province … committees): an area for each row not yet mapped. A committee's place is named by
/// packs/divisions/suffixes.yaml. Calls `loaded` for each row in the same transaction. A second run changes nothing.
void load_divisions(Tx& city, std::string_view csv, std::string_view suffixes, const std::function<void(Tx&, const Division&)>& loaded);

}  // namespace liren::places
