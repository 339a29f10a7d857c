-- Two rows of a register that were one.
create table kernel_mergers (
    id bigint primary key,
    subject_kind text not null,
    kept bigint not null,
    other bigint not null,
    reason text not null,
    at bigint not null,
    actor bigint not null,
    undone_at bigint
);
create index kernel_mergers_kept on kernel_mergers (kept, id);
create index kernel_mergers_other on kernel_mergers (other, id);
