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

}  // namespace liren::demo
