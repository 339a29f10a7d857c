#pragma once
// Every SQL statement of organizations. Private to the module.

#include "liren/sql.h"
#include "organizations/organizations.h"

namespace liren::organizations {

struct UnitRow {
    UnitId id;
    std::int64_t version = 0;
    std::string name, kind;
    UnitId parent;
    AreaId area;
    std::int64_t subdistrict = 0, community = 0, grid = 0;
    std::string phone, office_hours, sort_key;
    std::int64_t posts_count = 0;
};
BOOST_DESCRIBE_STRUCT(UnitRow, (), (id, version, name, kind, parent, area, subdistrict, community, grid, phone, office_hours, sort_key, posts_count))

struct Committee {
    UnitId unit;
    std::string name, division_code;
};
BOOST_DESCRIBE_STRUCT(Committee, (), (unit, name, division_code))

struct PostRow {
    Id<"organizations.post"> id;
    UnitId unit;
    AccountId account;
    std::string title;
};
BOOST_DESCRIBE_STRUCT(PostRow, (), (id, unit, account, title))

extern const Statement units_page, unit_in_scope, unit_by_id, unit_name, unit_named, unit_of_code, unit_parent, committees_of_community, public_committees, committees_of_area,
    office, units_in_charge, insert_unit, update_unit, posts_of_unit, posts_of_account, post_by_id, insert_post, delete_post, units_of_account;

}  // namespace liren::organizations
