#pragma once
// Organizations: the units that answer for things — departments, subdistrict offices, residents' and villagers' committees,
// property companies — each standing in an area; the posts accounts hold in them; and the accounts and grants of staff, which
// live in the gate but are managed from here, because who may do what follows from where one works.

#include <optional>
#include <string>
#include <string_view>

#include "liren/house.h"
#include "liren/request.h"

namespace liren::organizations {

Module module();

struct NewUnit {
    std::string name, kind;
    std::optional<std::int64_t> parent;
    AreaId area;
    std::string division_code, phone;
};

/// Throws 409 "organizations.name_taken" where the area has a unit of that name, 422 "places.unknown_area".
UnitId add_unit(Tx& city, const NewUnit& unit);
/// Throws 409 "organizations.post_held_already".
std::int64_t give_post(Tx& city, UnitId unit, AccountId account, std::string_view title);
/// The committee of a community or village (its first, where it has several); nullopt when none.
std::optional<UnitId> committee_of(Db& city, AreaId community);

/// Loads a division table: places, and the committees as units of their communities and villages.
void load_divisions(House& house, std::string_view csv, std::string_view suffixes);

}  // namespace liren::organizations
