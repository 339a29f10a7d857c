-- One request to export rows of one register. query_sealed: the list's own query, sealed because people type numbers into it.
-- columns: all or listed. reach: the areas (level:id) whose rows went in. place and parts: where the making stands; done: rows in it.
-- state: asked → making → ready → expired, or asked → refused, or making → failed (the asker's rights were gone).
create table exports_exports (
    id bigint primary key,
    version bigint not null,
    number text not null,
    register text not null,
    query_sealed text not null,
    columns text not null,
    clear bigint not null,
    format text not null,
    language text not null,
    reason text not null,
    area bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    owner bigint not null,
    state text not null,
    row_count bigint not null,
    done bigint not null,
    place text not null,
    parts bigint not null,
    reach text not null,
    decided_by bigint not null,
    decided_at bigint,
    decision text not null,
    made_at bigint,
    expires_at bigint,
    downloads bigint not null,
    created_at bigint not null,
    changed_at bigint not null
);
create index exports_exports_owner on exports_exports (owner, id);
create index exports_exports_district on exports_exports (state, id);
create index exports_exports_subdistrict on exports_exports (state, subdistrict, id);
create index exports_exports_community on exports_exports (state, community, id);
create index exports_exports_grid on exports_exports (state, grid, id);

-- free_rows: a masked export of at most so many rows needs nobody's approval. days_kept: how long a file waits to be fetched.
-- most_rows: of one export.
create table exports_parameters (
    name text primary key,
    value bigint not null
);
