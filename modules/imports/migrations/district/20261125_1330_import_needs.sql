-- What each row names in another register that nobody knew when it was judged, and that writing will make: by a fingerprint, so that two
-- rows that name the same are counted once. stands: 1 where the register already has something in that field.
create table imports_needed (
    import_id bigint not null,
    number bigint not null,
    register text not null,
    named text not null,
    stands bigint not null,
    primary key (import_id, number, register, named)
);

-- How many rows of each other register writing would make, as it stood when work ended or somebody decided.
alter table imports_imports add column making text not null default '';
