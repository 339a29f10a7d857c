-- A whole household moved: from where to where, when and why, and every row it wrote, so that all of it is taken back at once.
-- moved_on: yyyymmdd. The changes themselves stand in the history under the relocation's id as their batch.
create table people_relocations (
    id bigint primary key,
    household bigint not null,
    from_area bigint not null,
    from_dwelling bigint,
    to_dwelling bigint not null,
    moved_on bigint not null,
    reason text not null,
    at bigint not null,
    actor bigint not null,
    undone_at bigint
);
create index people_relocations_household on people_relocations (household, id);
create table people_relocation_rows (
    id bigint primary key,
    relocation bigint not null,
    register text not null,
    record bigint not null,
    version bigint not null,
    added bigint not null
);
create index people_relocation_rows_relocation on people_relocation_rows (relocation, id);
