create table cases_settings (
    name text primary key,
    value text not null
);

create table cases_categories (
    code text primary key,
    version bigint not null,
    position bigint not null,
    name text not null,
    name_en text not null,
    group_code text not null,
    group_name text not null,
    group_name_en text not null,
    jurisdiction text not null,
    icon text not null,
    rural bigint not null,
    active bigint not null,
    accept_hours bigint not null,
    dispatch_hours bigint not null,
    acknowledge_hours bigint not null,
    handle_hours bigint not null,
    verify_hours bigint not null
);

-- open: 1 until closed or declined. due_at: end of the present step. owner: account of the reporter, unless anonymous.
create table cases_cases (
    id bigint primary key,
    version bigint not null,
    number text not null,
    category text not null,
    state text not null,
    open bigint not null,
    text text not null,
    place text not null,
    area bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    lat bigint,
    lon bigint,
    source text not null,
    reporter_kind text not null,
    owner bigint,
    reporter_name_sealed text,
    reporter_phone_sealed text,
    reporter_phone_hash text,
    code_hash text,
    unit bigint,
    assignee bigint,
    accepted_by bigint,
    handler bigint,
    verifier bigint,
    about_unit bigint,
    due_at bigint not null,
    step_hours bigint not null,
    returned bigint not null,
    reason text not null,
    outcome text not null,
    score bigint,
    solved bigint,
    rating_text text not null,
    rated_at bigint,
    reported_at bigint not null,
    closed_at bigint,
    files_count bigint not null,
    cover bigint
);
create unique index cases_cases_number on cases_cases (number);
create index cases_cases_district on cases_cases (state, id);
create index cases_cases_subdistrict on cases_cases (subdistrict, state, id);
create index cases_cases_community on cases_cases (community, state, id);
create index cases_cases_grid on cases_cases (grid, state, id);
create index cases_cases_owner on cases_cases (owner, state, id) where owner is not null;
create index cases_cases_assignee on cases_cases (assignee, state, id) where assignee is not null;
create index cases_cases_unit on cases_cases (unit, state, id) where unit is not null;
create index cases_cases_due on cases_cases (due_at, id) where open = 1;
create index cases_cases_phone on cases_cases (reporter_phone_hash, id) where reporter_phone_hash is not null;

-- What the timeline shows. A step of a case: who did what, when, with which words; internal ones are for staff.
create table cases_steps (
    id bigint primary key,
    case_id bigint not null,
    name text not null,
    state text not null,
    at bigint not null,
    actor bigint,
    text text not null,
    internal bigint not null
);
create index cases_steps_case on cases_steps (case_id, id);

-- How many cases stand in each state, kept by the same transaction that moves a case: a board's figures cost the same at ten
-- cases and at a million.
create table cases_counts (
    grid bigint not null,
    community bigint not null,
    subdistrict bigint not null,
    state text not null,
    number bigint not null,
    primary key (community, grid, state)
);

-- The ordered table that suggests where a case goes: the first row whose category and area fit.
create table cases_rules (
    id bigint primary key,
    version bigint not null,
    position bigint not null,
    category text,
    area bigint,
    target text not null,
    unit bigint,
    account bigint,
    note text not null,
    constraint cases_rules_target check (target in ('unit', 'account', 'grid_worker'))
);
create index cases_rules_position on cases_rules (position, id);

create table cases_code_tries (
    number text primary key,
    failures bigint not null,
    since bigint not null
);
