#pragma once
// Places: the tree of areas a city is divided into — province, city, district, subdistrict or town, community or village,
// grid — with ids of our own, to which the yearly division codes are mapped (one code, one area; an area may have none or
// several). A grid belongs to one community or village (GB/T 34300), has a worker, and a public name and telephone that every
// resident may read. Where a community has several residents' committees, each has a committee area of its own. A door is a QR
// code on a wall that knows where it hangs. All of it lives in the city store; districts read it.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/house.h"
#include "liren/request.h"

namespace liren::places {

Module module();

// ---- reading, from a connection of the city or of a district -----------------------------------------------------------

struct AreaInfo {
    AreaId id, parent;
    std::int64_t version = 0;
    std::string kind, name, code, district_code;
    std::int64_t district = 0, subdistrict = 0, community = 0, grid = 0;   ///< areas it lies in, itself included; 0: above them
    std::string subdistrict_name, community_name, grid_name;

    std::string label() const;                ///< "西街街道 前书院社区 第3网格"
    std::string path() const;                 ///< "/<district>/<subdistrict>/<community>/<grid>/", of grants
    AreaLevel level() const;
    Placement placement() const { return {.subdistrict = subdistrict, .community = community, .grid = grid}; }
};
BOOST_DESCRIBE_STRUCT(AreaInfo, (), (id, parent, version, kind, name, code, district_code, district, subdistrict, community, grid, subdistrict_name, community_name, grid_name))

struct GridFacts {
    std::string kind = "basic";               ///< basic or exclusive (a mall, a school, a hospital of its own)
    std::optional<std::int64_t> worker;       ///< the account; the two texts are what the notice board says
    std::string worker_name, public_phone;
    std::int64_t households = 0;
};
BOOST_DESCRIBE_STRUCT(GridFacts, (), (kind, worker, worker_name, public_phone, households))

struct Door {
    std::string code;                         ///< "140502-7F3K2M": the district is in it
    AreaId area;
    std::string label, place;                 ///< label: the areas; place: what stands on the wall
    std::optional<std::int64_t> lat, lon;     ///< 1e-7 degrees
};
BOOST_DESCRIBE_STRUCT(Door, (), (code, area, label, place, lat, lon))

/// Whether a scope on rows of the city reaches an area. (liren::covers is for rows of one district: it takes a grant on any
/// district for this one.)
bool covers_area(const Scope& scope, const AreaInfo& area);

std::optional<AreaInfo> find_area(Db& db, AreaId id);
/// Takes small letters and the look-alikes O, I, L, as people type them.
std::optional<Door> find_door(Db& db, std::string_view code);
std::optional<GridFacts> find_grid(Db& db, AreaId grid);
/// The account that works a grid; nullopt when nobody does.
std::optional<AccountId> grid_worker(Db& db, AreaId grid);

// ---- reading, from the city's own connection ---------------------------------------------------------------------------

/// The area a division code or grid code is mapped to.
std::optional<AreaId> area_of_code(Db& city, std::string_view code);
/// The areas right below, in the order of the tree.
std::vector<AreaInfo> children(Db& city, AreaId parent);
/// The areas above, the highest first.
std::vector<AreaInfo> ancestors(Db& city, const AreaInfo& area);
std::vector<Door> doors_of(Db& city, AreaId area);

/// An area with its way from the top and its grid, as the console shows it.
struct AreaStep {
    AreaId id;
    std::string name, kind;
};
BOOST_DESCRIBE_STRUCT(AreaStep, (), (id, name, kind))

struct GridView {
    std::string kind;
    AccountId worker_account;
    std::string worker_name, public_phone;
    std::int64_t households = 0;
};
BOOST_DESCRIBE_STRUCT(GridView, (), (kind, worker_account, worker_name, public_phone, households))

struct AreaView {
    AreaId id;
    std::int64_t version = 0;
    std::string kind, name, code;
    AreaId parent;
    std::vector<AreaStep> path;
    std::optional<GridView> grid;
    Instant valid_from;
    std::optional<Instant> valid_to;
};
BOOST_DESCRIBE_STRUCT(AreaView, (), (id, version, kind, name, code, parent, path, grid, valid_from, valid_to))

/// Nullopt when the scope does not reach it.
std::optional<AreaView> view_area(Db& city, const Scope& scope, AreaId id);

// ---- writing, in a transaction on the city -----------------------------------------------------------------------------

struct NewArea {
    std::int64_t parent = 0;
    std::string kind, name, code, district_code;
    int position = 0;                         ///< among its siblings; 0: last
    std::string client_ref;
};

/// Adds an area below its parent, and maps its code to it. Throws 409 "places.name_taken" where the parent has one of that
/// name, 409 "places.code_taken".
AreaId add_area(Tx& city, const NewArea& area);
/// A grid or committee area may stand only in a community or village: throws 422 "places.grid_parent". A grid without a code
/// gets one: its community's division code, 0 (basic) or 1 (exclusive), and three digits.
AreaId add_grid(Tx& city, const NewArea& area, const GridFacts& facts);

struct AreaChange {
    std::optional<std::string> name;
    std::optional<GridFacts> grid;            ///< replaces all facts of the grid; another kind means another code, the old stays mapped
};
/// False when somebody was faster. Throws 409 "places.name_taken", 422 "places.not_a_grid".
bool change_area(Tx& city, AreaId id, std::int64_t version, const AreaChange& change);
/// Names who works a grid; `name` is what stands on the notice board.
void set_grid_worker(Tx& city, AreaId grid, AccountId worker, std::string_view name);

/// Throws 409 "places.code_taken".
void add_division_code(Tx& city, std::string_view code, AreaId area);
/// Returns the code; a door that brings none gets one, and one without a label is labelled with its areas. Throws 422
/// "places.door_area" above a community, 409 "places.code_taken".
std::string add_door(Tx& city, Door door);

// ---- the division table ------------------------------------------------------------------------------------------------

/// A line of the division table, as the loader meets it.
struct Division {
    std::string code, name, kind;
    AreaId area;                              ///< the area it became (a committee: its community or village)
    AreaId parent;                            ///< the area its parent code is mapped to; none for a province
};
/// Loads a table "code,name,kind" (province … committees): an area for each row whose code is not yet mapped. A committee's
/// place is named by packs/divisions/suffixes.yaml; two committees of one place share it. Calls `loaded` for each row in the
/// same transaction. A second run changes nothing. Throws std::invalid_argument with the line that is wrong.
void load_divisions(Tx& city, std::string_view csv, std::string_view suffixes, const std::function<void(Tx&, const Division&)>& loaded);

/// What a list of names is searched by: "前书院社区" → initials "qsysq …", pinyin "qianshuyuanshequ".
std::string joined_initials(std::string_view name);
}  // namespace liren::places
