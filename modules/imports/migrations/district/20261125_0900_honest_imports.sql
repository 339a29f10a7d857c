-- done and total count data rows; where writing goes on is a row's number, kept beside them. counts: the outcomes as they stood
-- when work ended, so that a list need not count.
alter table imports_imports add column reached bigint not null default 0;
alter table imports_imports add column counts text not null default '';

-- Rows of other registers that an import made because a cell named one that nobody knew. settled: as in imports_rows.
-- position: the order in which they were made; they are taken back the other way round.
create table imports_made (
    import_id bigint not null,
    record bigint not null,
    register text not null,
    position bigint not null,
    settled bigint not null,
    primary key (import_id, record)
);
create index imports_made_settled on imports_made (import_id, settled, position, record);

-- The one row that a piece of writing holds until it is committed.
create table imports_turns (
    name text primary key,
    taken_at bigint not null
);
