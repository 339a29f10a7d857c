-- What every store carries for the kernel. The table kernel_migrations is made by the migration runner itself: it must exist,
-- and be lockable, before the first file runs. This file is the same in city, gate and district (a test compares them).

-- One row: the last sealed event. On PostgreSQL whoever holds it seals.
create table kernel_sealer (
    id bigint primary key,
    seq bigint not null,
    hash text not null
);
insert into kernel_sealer (id, seq, hash) values (1, 0, '');

-- seq, previous_hash and hash are empty until the event is sealed.
create table kernel_events (
    id bigint primary key,
    seq bigint,
    name text not null,
    subject_kind text not null,
    subject bigint not null,
    version bigint not null,
    actor bigint not null,
    area bigint not null,
    fields text not null,
    at bigint not null,
    digest text not null,
    previous_hash text,
    hash text
);
create unique index kernel_events_seq on kernel_events (seq);
create index kernel_events_unsealed on kernel_events (id) where seq is null;
create index kernel_events_subject on kernel_events (subject, seq);

create table kernel_jobs (
    id bigint primary key,
    kind text not null,
    subject bigint not null,
    due bigint not null,
    payload text not null,
    state text not null,
    attempts bigint not null,
    error text not null,
    created_at bigint not null,
    constraint kernel_jobs_state check (state in ('waiting', 'dead'))
);
create index kernel_jobs_due on kernel_jobs (state, due, id);

-- Where a subscriber stands in the sealed events of a source store.
create table kernel_cursors (
    name text not null,
    source text not null,
    seq bigint not null,
    moved_at bigint not null,
    primary key (name, source)
);

create table kernel_numbers (
    series text not null,
    year bigint not null,
    last bigint not null,
    primary key (series, year)
);

-- The answer to a write, kept for 7 days so that a repeated request is answered and not done again.
create table kernel_idempotency (
    account bigint not null,
    route text not null,
    key text not null,
    body_hash text not null,
    status bigint not null,
    response text not null,
    created_at bigint not null,
    primary key (account, route, key)
);
create index kernel_idempotency_age on kernel_idempotency (created_at);

-- Who looked at whose clear personal fields, why; one row per person, row, reason and quarter of an hour (bucket).
create table kernel_looks (
    id bigint primary key,
    account bigint not null,
    subject_kind text not null,
    subject bigint not null,
    field_names text not null,
    reason text not null,
    context_kind text not null,
    context bigint not null,
    at bigint not null,
    bucket bigint not null,
    constraint kernel_looks_once unique (account, subject_kind, subject, reason, bucket)
);
create index kernel_looks_subject on kernel_looks (subject, at);
