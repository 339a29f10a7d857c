create table access_roles (
    code text primary key,
    position bigint not null,
    level text not null,
    permissions text not null
);
