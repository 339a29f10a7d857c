#pragma once
// Organizations: the units that answer for things — governments, departments, subdistrict offices, residents' and villagers'
// committees, property companies — each standing in an area, one below another (P1-02: city, district, subdistrict or town,
// community); the posts accounts hold in them; and the accounts and grants of staff, which live in the gate but are managed
// from here, because who may do what follows from where one works.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/house.h"
#include "liren/request.h"
#include "places/places.h"

namespace liren::organizations {

Module module();

struct NewUnit {
    std::string name, kind;                   ///< department, subdistrict_office, residents_committee, villagers_committee, property_company, grid_center, other
    std::optional<std::int64_t> parent;
    AreaId area;
    std::string division_code, phone;
    std::string office_hours = {};
    std::string client_ref = {};
};

/// Throws 409 "organizations.name_taken" where the area has a unit of that name, 409 "organizations.code_taken", 422
/// "places.unknown_area".
UnitId add_unit(Tx& city, const NewUnit& unit);
/// Throws 409 "organizations.post_held_already".
std::int64_t give_post(Tx& city, UnitId unit, AccountId account, std::string_view title);

/// The committee of a community or village (its first, where it has several); nullopt when none.
std::optional<UnitId> committee_of(Db& city, AreaId community);
/// The government or office that answers for a city, district, subdistrict or town; nullopt when none is known.
std::optional<UnitId> office_of(Db& city, AreaId area);

/// A committee as everybody may know it.
struct PublicCommittee {
    std::string name, phone, office_hours;
};
BOOST_DESCRIBE_STRUCT(PublicCommittee, (), (name, phone, office_hours))
std::vector<PublicCommittee> committees_at(Db& city, AreaId community);

/// A unit that answers for a place, as one who looks for help sees it.
struct UnitInCharge {
    UnitId id;
    std::string name, kind;
    AreaId area;
};
BOOST_DESCRIBE_STRUCT(UnitInCharge, (), (id, name, kind, area))

/// The nearest first: of the area itself, then of those above it.
std::vector<UnitInCharge> units_answering_for(Db& city, const places::AreaInfo& area);

/// Loads a division table: places, the committees as units of their communities and villages, and above them the offices that
/// packs/divisions/suffixes.yaml names. A second run changes nothing.
void load_divisions(House& house, std::string_view csv, std::string_view suffixes);

}  // namespace liren::organizations
