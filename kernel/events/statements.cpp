#include "events/statements.h"

namespace liren::events {

const Statement insert_event(StoreKind::district, "kernel.event_insert", R"sql(
    insert into kernel_events (id, seq, name, subject_kind, subject, version, actor, area, fields, at, digest, previous_hash, hash)
    values (:id, :seq, :name, :subject_kind, :subject, :version, :actor, :area, :fields, :at, :digest, :previous_hash, :hash)
)sql");

const Statement list_sealed(StoreKind::district, "kernel.events_sealed", R"sql(
    select e.id, e.seq, e.name, e.subject_kind, e.subject, e.version, e.actor, e.area, e.fields, e.at, e.digest, e.previous_hash, e.hash
    from kernel_events e
    where e.seq > :seq
    order by e.seq
    limit :limit
)sql", "kernel_events_seq");

const Statement list_unsealed(StoreKind::district, "kernel.events_unsealed", R"sql(
    select e.id, coalesce(e.seq, 0) as seq, e.name, e.subject_kind, e.subject, e.version, e.actor, e.area, e.fields, e.at, e.digest,
        coalesce(e.previous_hash, '') as previous_hash, coalesce(e.hash, '') as hash
    from kernel_events e
    where e.seq is null
    order by e.id
    limit :limit
)sql", "kernel_events_");   // _unsealed on PostgreSQL; SQLite, which leaves none unsealed, looks for a seq of null in _seq

const Statement find_sealer(StoreKind::district, "kernel.sealer_find", R"sql(
    select s.seq, s.hash from kernel_sealer s where s.id = 1
)sql");

const Statement lock_sealer(StoreKind::district, "kernel.sealer_lock", R"sql(
    select s.seq, s.hash from kernel_sealer s where s.id = 1 {skip_locked}
)sql");

const Statement move_sealer(StoreKind::district, "kernel.sealer_move", R"sql(
    update kernel_sealer set seq = :seq, hash = :hash where id = 1
)sql");

const Statement seal_event(StoreKind::district, "kernel.event_seal", R"sql(
    update kernel_events set seq = :seq, previous_hash = :previous_hash, hash = :hash where id = :id and seq is null
)sql");

const Statement insert_job(StoreKind::district, "kernel.job_insert", R"sql(
    insert into kernel_jobs (id, kind, subject, due, payload, state, attempts, error, created_at)
    values (:id, :kind, :subject, :due, :payload, 'waiting', 0, '', :created_at)
)sql");

const Statement next_of_series(StoreKind::district, "kernel.number_next", R"sql(
    insert into kernel_numbers (series, year, last)
    values (:series, :year, 1)
    on conflict (series, year) do update set last = kernel_numbers.last + 1
    returning last
)sql");

const Statement list_migrations(StoreKind::district, "kernel.migrations_list", R"sql(
    select m.name, m.checksum from kernel_migrations m order by m.name
)sql");

const Statement insert_migration(StoreKind::district, "kernel.migration_insert", R"sql(
    insert into kernel_migrations (name, checksum, applied_at) values (:name, :checksum, :applied_at)
)sql");

}  // namespace liren::events
