#include "store.h"

namespace liren::imports {

const Statement find_import(StoreKind::district, "imports.find", R"sql(
    select i.id, i.version, i.register as register_kind, i.name, i.area, i.subdistrict, i.community, i.grid, i.owner, i.state, i.paused, i.layout, i.done, i.total, i.reached,
        i.counts, i.making, i.trouble, i.expires_at, i.undo_until, i.created_at, i.changed_at
    from imports_imports i
    where i.id = :id and {scope:i}
)sql");

const Statement import_by_id(StoreKind::district, "imports.by_id", R"sql(
    select i.id, i.version, i.register as register_kind, i.name, i.area, i.subdistrict, i.community, i.grid, i.owner, i.state, i.paused, i.layout, i.done, i.total, i.reached,
        i.counts, i.making, i.trouble, i.expires_at, i.undo_until, i.created_at, i.changed_at
    from imports_imports i
    where i.id = :id
)sql");

const Statement list_imports(StoreKind::district, "imports.list", R"sql(
    select i.id, i.version, i.register as register_kind, i.name, i.area, i.subdistrict, i.community, i.grid, i.owner, i.state, i.paused, i.layout, i.done, i.total, i.reached,
        i.counts, i.making, i.trouble, i.expires_at, i.undo_until, i.created_at, i.changed_at
    from imports_imports i
    where {scope:i} [and i.id < :before]
    order by i.id desc
    limit :limit
)sql");

const Statement insert_import(StoreKind::district, "imports.insert", R"sql(
    insert into imports_imports (id, version, register, name, area, subdistrict, community, grid, owner, state, paused, layout, done, total, reached, counts, trouble, expires_at, created_at, changed_at)
    values (:id, 1, :register, :name, :area, :subdistrict, :community, :grid, :owner, 'uploaded', 0, :layout, 0, 0, 0, '', '', :expires_at, :now, :now)
)sql");

const Statement set_layout(StoreKind::district, "imports.set_layout", R"sql(
    update imports_imports
    set version = version + 1, layout = :layout, state = 'uploaded', done = 0, total = 0, reached = 0, counts = '', making = '', trouble = '', expires_at = :expires_at, changed_at = :now
    where id = :id and version = :version
)sql");

const Statement set_state(StoreKind::district, "imports.set_state", R"sql(
    update imports_imports
    set version = version + 1, state = :state, done = :done, total = :total, reached = 0, counts = :counts, making = :making, paused = 0, trouble = '', expires_at = :expires_at, changed_at = :now
    where id = :id and version = :version
)sql");

const Statement set_progress(StoreKind::district, "imports.set_progress", R"sql(
    update imports_imports
    set done = :done, reached = :reached, changed_at = :now
    where id = :id and version = :version
)sql");

const Statement set_paused(StoreKind::district, "imports.set_paused", R"sql(
    update imports_imports
    set version = version + 1, paused = :paused, trouble = '', expires_at = :expires_at, changed_at = :now
    where id = :id and version = :version
)sql");

const Statement set_trouble(StoreKind::district, "imports.set_trouble", R"sql(
    update imports_imports
    set version = version + 1, trouble = :trouble, changed_at = :now
    where id = :id and version = :version
)sql");

const Statement set_counts(StoreKind::district, "imports.set_counts", R"sql(
    update imports_imports
    set counts = :counts, making = :making, expires_at = :expires_at
    where id = :id and state = :state
)sql");

const Statement set_written(StoreKind::district, "imports.set_written", R"sql(
    update imports_imports
    set version = version + 1, state = 'written', done = :total, total = :total, reached = 0, counts = :counts, making = :making, paused = 0, trouble = '', expires_at = :expires_at, undo_until = :undo_until, changed_at = :now
    where id = :id and version = :version
)sql");

// Expired or closed: nothing of it is kept any more but that it was.
const Statement end_import(StoreKind::district, "imports.end", R"sql(
    update imports_imports
    set version = version + 1, state = :state, paused = 0, trouble = '', changed_at = :now
    where id = :id and version = :version
)sql");

const Statement leave_out_rows(StoreKind::district, "imports.leave_out_rows", R"sql(
    update imports_rows
    set settled = 5, cells_sealed = '', findings = ''
    where import_id = :import_id and settled = 0
)sql");

const Statement forget_made(StoreKind::district, "imports.forget_made", R"sql(
    delete from imports_made
    where import_id = :import_id
)sql");

const Statement parameter_value(StoreKind::district, "imports.parameter", R"sql(
    select p.value
    from imports_parameters p
    where p.name = :name
)sql");

const Statement keep_parameter(StoreKind::district, "imports.keep_parameter", R"sql(
    insert into imports_parameters (name, value)
    values (:name, :value)
    on conflict (name) do update set value = excluded.value
)sql");

const Statement insert_needed(StoreKind::district, "imports.insert_needed", R"sql(
    insert into imports_needed (import_id, number, register, named, stands)
    values (:import_id, :number, :register, :named, :stands)
    on conflict do nothing
)sql");

const Statement forget_needed(StoreKind::district, "imports.forget_needed", R"sql(
    delete from imports_needed
    where import_id = :import_id [and number = :number]
)sql");

// A row that waits for a decision makes nothing; one where the register wins makes only what fills.
const Statement count_needed(StoreKind::district, "imports.count_needed", R"sql(
    select n.register as register_kind, count(distinct n.named) as number
    from imports_needed n
    join imports_rows r on r.import_id = n.import_id and r.number = n.number
    where n.import_id = :import_id and r.settled = 0
        and (r.outcome = 'new' or r.outcome = 'changed' or r.decision = 'file' or r.decision = 'new' or (r.decision = 'register' and n.stands = 0))
    group by n.register
    order by n.register
)sql");

// Whoever works on an import holds its row until the piece is committed.
const Statement take_import(StoreKind::district, "imports.take", R"sql(
    update imports_imports
    set changed_at = :now
    where id = :id and version = :version and paused = 0 and trouble = ''
)sql");

// One piece is written at a time in a district: two imports of the same rows see each other's.
const Statement take_turn(StoreKind::district, "imports.take_turn", R"sql(
    insert into imports_turns (name, taken_at)
    values (:name, :now)
    on conflict (name) do update set taken_at = excluded.taken_at
)sql");

const Statement insert_row(StoreKind::district, "imports.insert_row", R"sql(
    insert into imports_rows (import_id, number, outcome, decision, settled, record, record_version, cells_sealed, findings, fields)
    values (:import_id, :number, 'waiting', '', 0, null, null, :cells_sealed, '', '')
    on conflict do nothing
)sql");

const Statement judge_row(StoreKind::district, "imports.judge_row", R"sql(
    update imports_rows
    set outcome = :outcome, record = :record, findings = :findings, fields = :fields
    where import_id = :import_id and number = :number
)sql");

const Statement forget_rows(StoreKind::district, "imports.forget_rows", R"sql(
    delete from imports_rows
    where import_id = :import_id
)sql");

const Statement rows_of_outcome(StoreKind::district, "imports.rows_of_outcome", R"sql(
    select r.number, r.outcome, r.decision, r.settled, r.record, r.record_version, r.cells_sealed, r.findings, r.fields
    from imports_rows r
    where r.import_id = :import_id [and r.outcome = :outcome] [and r.settled = :settled] and r.number > :after
    order by r.number
    limit :limit
)sql", "imports_rows");

const Statement rows_to_write(StoreKind::district, "imports.rows_to_write", R"sql(
    select r.number, r.outcome, r.decision, r.settled, r.record, r.record_version, r.cells_sealed, r.findings, r.fields
    from imports_rows r
    where r.import_id = :import_id and r.settled = 0 and r.number > :after
    order by r.number
    limit :limit
)sql", "imports_rows_settled");

const Statement count_to_write(StoreKind::district, "imports.count_to_write", R"sql(
    select count(*) as number
    from imports_rows r
    where r.import_id = :import_id and r.settled = 0
)sql");

const Statement count_written(StoreKind::district, "imports.count_written", R"sql(
    select count(*) as number
    from imports_rows r
    where r.import_id = :import_id and r.settled = 1
)sql");

const Statement rows_written(StoreKind::district, "imports.rows_written", R"sql(
    select r.number, r.outcome, r.decision, r.settled, r.record, r.record_version, r.cells_sealed, r.findings, r.fields
    from imports_rows r
    where r.import_id = :import_id and r.settled = 1
    order by r.number
    limit :limit
)sql", "imports_rows_settled");

const Statement row_by_number(StoreKind::district, "imports.row_by_number", R"sql(
    select r.number, r.outcome, r.decision, r.settled, r.record, r.record_version, r.cells_sealed, r.findings, r.fields
    from imports_rows r
    where r.import_id = :import_id and r.number = :number
)sql");

const Statement count_outcomes(StoreKind::district, "imports.count_outcomes", R"sql(
    select r.outcome, r.decision, r.settled, count(*) as number
    from imports_rows r
    where r.import_id = :import_id
    group by r.outcome, r.decision, r.settled
)sql");

const Statement decide_rows(StoreKind::district, "imports.decide_rows", R"sql(
    update imports_rows
    set decision = :decision
    where import_id = :import_id and outcome = :outcome and settled = 0 [and fields = :fields]
)sql");

const Statement decide_row(StoreKind::district, "imports.decide_row", R"sql(
    update imports_rows
    set decision = :decision
    where import_id = :import_id and number = :number and settled = 0
)sql");

const Statement settle_row(StoreKind::district, "imports.settle_row", R"sql(
    update imports_rows
    set settled = :settled, record = :record, record_version = :record_version, findings = :findings
    where import_id = :import_id and number = :number
)sql");

const Statement forget_cells(StoreKind::district, "imports.forget_cells", R"sql(
    update imports_rows
    set cells_sealed = ''
    where import_id = :import_id and settled > 0
)sql");

const Statement layout_of_shape(StoreKind::district, "imports.layout_of_shape", R"sql(
    select l.layout
    from imports_layouts l
    where l.register = :register and l.shape = :shape
)sql");

const Statement keep_layout(StoreKind::district, "imports.keep_layout", R"sql(
    insert into imports_layouts (register, shape, layout, used_at)
    values (:register, :shape, :layout, :now)
    on conflict (register, shape) do update set layout = excluded.layout, used_at = excluded.used_at
)sql");

const Statement insert_made(StoreKind::district, "imports.insert_made", R"sql(
    insert into imports_made (import_id, record, register, position, settled)
    values (:import_id, :record, :register, :position, 1)
)sql");

const Statement made_rows(StoreKind::district, "imports.made_rows", R"sql(
    select m.record, m.register as register_kind, m.settled
    from imports_made m
    where m.import_id = :import_id and m.settled = 1
    order by m.position desc, m.record desc
    limit :limit
)sql", "imports_made_settled");

const Statement count_made(StoreKind::district, "imports.count_made", R"sql(
    select m.register as register_kind, m.settled, count(*) as number
    from imports_made m
    where m.import_id = :import_id
    group by m.register, m.settled
    order by m.register, m.settled
)sql");

const Statement settle_made(StoreKind::district, "imports.settle_made", R"sql(
    update imports_made
    set settled = :settled
    where import_id = :import_id and record = :record
)sql");

}  // namespace liren::imports
