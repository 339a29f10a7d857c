-- district, subdistrict, community, grid: the areas this one lies in, itself included; 0 above them. The kernel's scope columns.
create table places_areas (
    id bigint primary key,
    version bigint not null,
    parent bigint not null,
    kind text not null,
    name text not null,
    code text not null,
    district_code text not null,
    district bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    position bigint not null,
    sort_key text not null,
    initials text not null,
    pinyin text not null,
    valid_from bigint not null,
    valid_to bigint,
    successor bigint,
    changed_at bigint not null,
    client_ref text,
    constraint places_areas_kind check (kind in ('province', 'city', 'district', 'county', 'subdistrict', 'town', 'township', 'community',
        'village', 'committee_area', 'grid'))
);
create index places_areas_district on places_areas (district, position, id);
create index places_areas_parent on places_areas (parent, position, id);
create unique index places_areas_name on places_areas (parent, name) where valid_to is null;

-- Codes of the statistics bureau and of grids, each mapped to an area of our own: tables change yearly, our areas when people
-- decide. A code is never given to another area (GB/T 2260), so what a grid was once called by stays here.
create table places_division_codes (
    code text primary key,
    area bigint not null
);
create index places_division_codes_area on places_division_codes (area);

-- worker_name and public_phone are what stands on the notice board (GB/T 34300); worker is the account behind them, if any.
create table places_grids (
    area bigint primary key,
    kind text not null,
    worker bigint,
    worker_name text not null,
    public_phone text not null,
    households bigint not null,
    constraint places_grids_kind check (kind in ('basic', 'exclusive'))
);
create index places_grids_worker on places_grids (worker) where worker is not null;

-- lat and lon in 1e-7 degrees.
create table places_doors (
    code text primary key,
    area bigint not null,
    label text not null,
    place text not null,
    lat bigint,
    lon bigint
);
create index places_doors_area on places_doors (area, code);
