// The SQL of the demo: it only reads what others keep.
#include "store.h"

namespace liren::demo {

const Statement owners_of_cars(StoreKind::district, "demo.owners_of_cars", R"sql(
    select v.owner as id
    from vehicles_vehicles v
    where v.community = :community and v.ended = 0 and v.owner is not null
    order by v.id
    limit :limit
)sql", "vehicles_vehicles_");

const Statement cases_in_state(StoreKind::district, "demo.cases_in_state", R"sql(
    select c.id
    from cases_cases c
    where c.community = :community and c.state = :state and c.reported_at < :before
    order by c.id desc
    limit :limit
)sql", "cases_cases_community");

}  // namespace liren::demo
