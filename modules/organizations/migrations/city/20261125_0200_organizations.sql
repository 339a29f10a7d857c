create table organizations_units (
    id bigint primary key,
    version bigint not null,
    name text not null,
    kind text not null,
    parent bigint,
    area bigint not null,
    district bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    division_code text not null,
    phone text not null,
    sort_key text not null,
    initials text not null,
    changed_at bigint not null,
    client_ref text,
    constraint organizations_units_kind check (kind in ('department', 'subdistrict_office', 'residents_committee', 'villagers_committee',
        'property_company', 'grid_center', 'other'))
);
create index organizations_units_order on organizations_units (sort_key, id);
create index organizations_units_district on organizations_units (district, sort_key, id);
create index organizations_units_subdistrict on organizations_units (subdistrict, sort_key, id);
create index organizations_units_community on organizations_units (community, sort_key, id);
create index organizations_units_grid on organizations_units (grid, sort_key, id);
create index organizations_units_area on organizations_units (area, id);
create index organizations_units_parent on organizations_units (parent) where parent is not null;
create unique index organizations_units_name on organizations_units (area, name);
create unique index organizations_units_code on organizations_units (division_code) where division_code <> '';

create table organizations_posts (
    id bigint primary key,
    unit bigint not null,
    account bigint not null,
    title text not null,
    since bigint not null,
    constraint organizations_posts_unit foreign key (unit) references organizations_units (id)
);
create unique index organizations_posts_once on organizations_posts (unit, account);
create index organizations_posts_account on organizations_posts (account, id);
