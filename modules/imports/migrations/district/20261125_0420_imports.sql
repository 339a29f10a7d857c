-- One uploaded spreadsheet on its way into one register. layout: how its columns are understood (JSON). done and total: progress
-- of the work at hand. state: uploaded → checking → checked → writing → written → undoing → undone; paused says that the work
-- at hand waits.
create table imports_imports (
    id bigint primary key,
    version bigint not null,
    register text not null,
    name text not null,
    area bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    owner bigint not null,
    state text not null,
    paused bigint not null,
    layout text not null,
    done bigint not null,
    total bigint not null,
    trouble text not null,
    created_at bigint not null,
    changed_at bigint not null
);
create index imports_imports_district on imports_imports (id);
create index imports_imports_subdistrict on imports_imports (subdistrict, id);
create index imports_imports_community on imports_imports (community, id);
create index imports_imports_grid on imports_imports (grid, id);
create index imports_imports_state on imports_imports (state, id);

-- One row of the spreadsheet: what it says (sealed JSON), how it was judged, what was decided, what became of it.
-- outcome: waiting, new, changed, identical, conflict, alike, wrong. decision: '' none, file, register, new. settled: 0 waiting, 1 written,
-- 2 left out, 3 taken back, 4 kept because somebody edited it since.
create table imports_rows (
    import_id bigint not null,
    number bigint not null,
    outcome text not null,
    decision text not null,
    settled bigint not null,
    record bigint,
    record_version bigint,
    cells_sealed text not null,
    findings text not null,
    fields text not null,
    primary key (import_id, number)
);
create index imports_rows_outcome on imports_rows (import_id, outcome, number);
create index imports_rows_settled on imports_rows (import_id, settled, number);

-- How a spreadsheet of this shape was understood last time.
create table imports_layouts (
    register text not null,
    shape text not null,
    layout text not null,
    used_at bigint not null,
    primary key (register, shape)
);
