create table access_accounts (
    id bigint primary key,
    version bigint not null,
    login text not null,
    display_name text not null,
    kind text not null,
    phone_sealed text,
    phone_hash text,
    password_hash text not null,
    disabled bigint not null,
    failures bigint not null,
    locked_until bigint not null,
    home_district text not null,
    home_community bigint not null,
    demo_card text,
    last_sign_in bigint,
    created_at bigint not null,
    client_ref text
);
create unique index access_accounts_login on access_accounts (login);
create index access_accounts_phone on access_accounts (phone_hash);
create index access_accounts_name on access_accounts (display_name, id);

create table access_sessions (
    token_hash text primary key,
    account bigint not null,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null
);
create index access_sessions_account on access_sessions (account);

create table access_grants (
    id bigint primary key,
    account bigint not null,
    role text not null,
    district text not null,
    level bigint not null,
    area bigint not null,
    area_path text not null,
    given_by bigint,
    given_at bigint not null
);
create index access_grants_account on access_grants (account);
create unique index access_grants_once on access_grants (account, role, district, level, area);
