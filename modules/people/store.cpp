// The statements of people beyond those that its registers declare, by name; next to a list stands the name of its index.
#include "store.h"

namespace liren::people {

const Statement insert_relocation(StoreKind::district, "people.insert_relocation", R"sql(
    insert into people_relocations (id, household, from_area, from_dwelling, to_dwelling, moved_on, reason, at, actor, undone_at)
    values (:id, :household, :from_area, :from_dwelling, :to_dwelling, :moved_on, :reason, :at, :actor, null)
)sql");

const Statement insert_relocation_row(StoreKind::district, "people.insert_relocation_row", R"sql(
    insert into people_relocation_rows (id, relocation, register, record, version, added)
    values (:id, :relocation, :register, :record, :version, :added)
)sql");

const Statement relocations_of_household(StoreKind::district, "people.relocations_of_household", R"sql(
    select r.id, r.household, r.from_area, r.from_dwelling, r.to_dwelling, r.moved_on, r.reason, r.at, r.actor, r.undone_at
    from people_relocations r
    where r.household = :household
    order by r.id desc
    limit 50
)sql", "people_relocations_household");

const Statement rows_of_relocation(StoreKind::district, "people.rows_of_relocation", R"sql(
    select w.register as register_kind, w.record, w.version, w.added
    from people_relocation_rows w
    where w.relocation = :relocation
    order by w.id desc
)sql", "people_relocation_rows_relocation");

const Statement mark_undone(StoreKind::district, "people.mark_relocation_undone", R"sql(
    update people_relocations set undone_at = :now
    where id = :id and undone_at is null
)sql");

}  // namespace liren::people
