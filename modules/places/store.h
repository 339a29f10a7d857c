#pragma once
// Every SQL statement of places. Private to the module.

#include "liren/sql.h"
#include "places/places.h"

namespace liren::places {

struct AreaLine {
    AreaId id, parent;
    std::string kind, name, code, initials;
    std::optional<std::string> grid_kind, worker_name, public_phone;
};
BOOST_DESCRIBE_STRUCT(AreaLine, (), (id, parent, kind, name, code, initials, grid_kind, worker_name, public_phone))

struct AreaRow {
    std::int64_t id = 0, version = 0, parent = 0;
    std::string kind, name, code, district_code;
    std::int64_t district = 0, subdistrict = 0, community = 0, grid = 0;
    Instant valid_from;
    std::optional<Instant> valid_to;
};
BOOST_DESCRIBE_STRUCT(AreaRow, (), (id, version, parent, kind, name, code, district_code, district, subdistrict, community, grid, valid_from, valid_to))

struct DistrictRow {
    std::string code, name;
    AreaId area;
};
BOOST_DESCRIBE_STRUCT(DistrictRow, (), (code, name, area))

/// Changes whenever an area of the district does.
struct Freshness {
    std::int64_t changed_at = 0, number = 0, versions = 0;
};
BOOST_DESCRIBE_STRUCT(Freshness, (), (changed_at, number, versions))

extern const Statement area_in_city, area_in_district, door_in_city, door_in_district, grid_in_city, grid_in_district, area_by_id, area_in_scope,
    area_named, areas_of_district, areas_freshness, search_areas, district_rows, children_of, last_position, last_code, insert_area, insert_grid,
    update_area, update_grid, insert_code, code_area, insert_door, doors_of_area, area_name;

}  // namespace liren::places
