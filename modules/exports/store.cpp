// Every SQL statement of exports, by name; next to a list stands the name of its index.
#include "store.h"

namespace liren::exports {

const Statement own_export(StoreKind::district, "exports.own", R"sql(
    select e.id, e.version, e.number, e.register as register_kind, e.query_sealed, e.columns, e.extra, e.clear, e.format, e.language, e.reason, e.area, e.subdistrict, e.community, e.grid, e.owner,
        e.state, e.row_count, e.done, e.place, e.parts, e.reach, e.decided_by, e.decided_at, e.decision, e.made_at, e.expires_at, e.downloads, e.created_at, e.changed_at
    from exports_exports e
    where e.id = :id and e.owner = :owner
)sql");

const Statement own_exports(StoreKind::district, "exports.owned", R"sql(
    select e.id, e.version, e.number, e.register as register_kind, e.query_sealed, e.columns, e.extra, e.clear, e.format, e.language, e.reason, e.area, e.subdistrict, e.community, e.grid, e.owner,
        e.state, e.row_count, e.done, e.place, e.parts, e.reach, e.decided_by, e.decided_at, e.decision, e.made_at, e.expires_at, e.downloads, e.created_at, e.changed_at
    from exports_exports e
    where e.owner = :owner [and e.id < :before]
    order by e.id desc
    limit :limit
)sql", "exports_exports_owner");

const Statement waiting_export(StoreKind::district, "exports.waiting", R"sql(
    select e.id, e.version, e.number, e.register as register_kind, e.query_sealed, e.columns, e.extra, e.clear, e.format, e.language, e.reason, e.area, e.subdistrict, e.community, e.grid, e.owner,
        e.state, e.row_count, e.done, e.place, e.parts, e.reach, e.decided_by, e.decided_at, e.decision, e.made_at, e.expires_at, e.downloads, e.created_at, e.changed_at
    from exports_exports e
    where e.id = :id and {scope:e}
)sql");

const Statement waiting_exports(StoreKind::district, "exports.all_waiting", R"sql(
    select e.id, e.version, e.number, e.register as register_kind, e.query_sealed, e.columns, e.extra, e.clear, e.format, e.language, e.reason, e.area, e.subdistrict, e.community, e.grid, e.owner,
        e.state, e.row_count, e.done, e.place, e.parts, e.reach, e.decided_by, e.decided_at, e.decision, e.made_at, e.expires_at, e.downloads, e.created_at, e.changed_at
    from exports_exports e
    where e.state = 'asked' and {scope:e} and e.owner <> :me [and e.id > :after]
    order by e.id
    limit :limit
)sql", "exports_exports_");

const Statement export_by_id(StoreKind::district, "exports.by_id", R"sql(
    select e.id, e.version, e.number, e.register as register_kind, e.query_sealed, e.columns, e.extra, e.clear, e.format, e.language, e.reason, e.area, e.subdistrict, e.community, e.grid, e.owner,
        e.state, e.row_count, e.done, e.place, e.parts, e.reach, e.decided_by, e.decided_at, e.decision, e.made_at, e.expires_at, e.downloads, e.created_at, e.changed_at
    from exports_exports e
    where e.id = :id
)sql");

const Statement insert_export(StoreKind::district, "exports.insert", R"sql(
    insert into exports_exports (id, version, number, register, query_sealed, columns, extra, clear, format, language, reason, area, subdistrict, community, grid, owner, state, row_count, done, place,
        parts, reach, decided_by, decided_at, decision, made_at, expires_at, downloads, created_at, changed_at)
    values (:id, 1, :number, :register, :query_sealed, :columns, :extra, :clear, :format, :language, :reason, :area, :subdistrict, :community, :grid, :owner, :state, :row_count, 0, '',
        0, '', 0, null, '', null, null, 0, :now, :now)
)sql");

const Statement approve_export(StoreKind::district, "exports.approve", R"sql(
    update exports_exports
    set version = version + 1, state = 'making', decided_by = :decided_by, decided_at = :now, decision = :decision, changed_at = :now
    where id = :id and version = :version and state = 'asked'
)sql");

const Statement refuse_export(StoreKind::district, "exports.refuse", R"sql(
    update exports_exports
    set version = version + 1, state = 'refused', decided_by = :decided_by, decided_at = :now, decision = :decision, changed_at = :now
    where id = :id and version = :version and state = 'asked'
)sql");

const Statement advance_export(StoreKind::district, "exports.advance", R"sql(
    update exports_exports
    set done = :done, place = :place, parts = :parts, reach = :reach, extra = :extra, changed_at = :now
    where id = :id and state = 'making' and parts = :parts_before
)sql");

const Statement finish_export(StoreKind::district, "exports.finish", R"sql(
    update exports_exports
    set version = version + 1, state = 'ready', place = '', made_at = :now, expires_at = :expires_at, changed_at = :now
    where id = :id and state = 'making'
)sql");

const Statement fail_export(StoreKind::district, "exports.fail", R"sql(
    update exports_exports
    set version = version + 1, state = 'failed', place = '', decision = :decision, changed_at = :now
    where id = :id and state = 'making'
)sql");

const Statement expire_export(StoreKind::district, "exports.expire", R"sql(
    update exports_exports
    set version = version + 1, state = 'expired', changed_at = :now
    where id = :id and state = 'ready'
)sql");

const Statement count_download(StoreKind::district, "exports.count_download", R"sql(
    update exports_exports
    set downloads = downloads + 1, changed_at = :now
    where id = :id and state = 'ready'
)sql");

const Statement parameter_value(StoreKind::district, "exports.parameter", R"sql(
    select p.value
    from exports_parameters p
    where p.name = :name
)sql");

const Statement keep_parameter(StoreKind::district, "exports.keep_parameter", R"sql(
    insert into exports_parameters (name, value)
    values (:name, :value)
    on conflict (name) do update set value = excluded.value
)sql");

}  // namespace liren::exports
