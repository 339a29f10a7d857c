-- A case in the hands of a unit that does not sign in. assignee: who handed it over and is told of everything. token: of the
-- link, found by its hash, shown again from the sealed one. current: 1 while its result is awaited or somebody must look.
create table handovers_handovers (
    id bigint primary key,
    version bigint not null,
    number text not null,
    case_id bigint not null,
    case_number text not null,
    way text not null,
    unit_name text not null,
    unit_phone text not null,
    assignee bigint not null,
    area bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    state text not null,
    current bigint not null,
    attention text not null,
    token_hash text not null,
    token_sealed text not null,
    pin_hash text not null,
    wrong_pins bigint not null,
    words text not null,
    why text not null,
    tells_reporter bigint not null,
    due_at bigint not null,
    expires_at bigint not null,
    sent_at bigint not null,
    opened_at bigint,
    times_opened bigint not null,
    acknowledged_at bigint,
    ended_at bigint,
    result text not null,
    result_by text not null,
    step bigint,
    constraint handovers_handovers_way check (way in ('link', 'letter')),
    constraint handovers_handovers_state check (state in ('sent', 'opened', 'acknowledged', 'asked', 'expired', 'returned', 'answered', 'revoked'))
);
create unique index handovers_handovers_token on handovers_handovers (token_hash);
create index handovers_handovers_case on handovers_handovers (case_id, id);
create index handovers_handovers_district on handovers_handovers (current, due_at, id);
create index handovers_handovers_subdistrict on handovers_handovers (subdistrict, current, due_at, id);
create index handovers_handovers_community on handovers_handovers (community, current, due_at, id);
create index handovers_handovers_grid on handovers_handovers (grid, current, due_at, id);
create index handovers_handovers_assignee on handovers_handovers (assignee, current, due_at, id);

-- What the unit asks and what the sender tells it.
create table handovers_messages (
    id bigint primary key,
    handover bigint not null,
    at bigint not null,
    from_unit bigint not null,
    actor bigint,
    text text not null
);
create index handovers_messages_handover on handovers_messages (handover, id);

-- The case's pictures that the unit sees.
create table handovers_files (
    handover bigint not null,
    file bigint not null,
    place bigint not null,
    primary key (handover, file)
);
