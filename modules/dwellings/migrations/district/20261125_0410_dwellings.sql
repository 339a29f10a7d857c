-- Compounds, buildings, dwellings, and by what right somebody holds one. Drafted by liren registers, reviewed.
create table dwellings_compounds (
    id bigint primary key,
    version bigint not null,
    area bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    source text not null,
    as_of bigint not null,
    confirmed_by bigint not null,
    ended bigint not null,
    ended_at bigint,
    end_reason text not null,
    words text not null,
    sort_key text not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text,
    compound_kind text,
    property_company text,
    built_year bigint,
    households bigint,
    note text
);
create index dwellings_compounds_district on dwellings_compounds (ended, sort_key, id);
create index dwellings_compounds_subdistrict on dwellings_compounds (subdistrict, ended, sort_key, id);
create index dwellings_compounds_community on dwellings_compounds (community, ended, sort_key, id);
create index dwellings_compounds_grid on dwellings_compounds (grid, ended, sort_key, id);
create search index dwellings_compounds_words on dwellings_compounds (words);

create table dwellings_buildings (
    id bigint primary key,
    version bigint not null,
    area bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    source text not null,
    as_of bigint not null,
    confirmed_by bigint not null,
    ended bigint not null,
    ended_at bigint,
    end_reason text not null,
    words text not null,
    sort_key text not null,
    created_at bigint not null,
    changed_at bigint not null,
    name text,
    compound bigint,
    floors bigint,
    entrances bigint,
    elevator bigint,
    note text
);
create index dwellings_buildings_district on dwellings_buildings (ended, sort_key, id);
create index dwellings_buildings_subdistrict on dwellings_buildings (subdistrict, ended, sort_key, id);
create index dwellings_buildings_community on dwellings_buildings (community, ended, sort_key, id);
create index dwellings_buildings_grid on dwellings_buildings (grid, ended, sort_key, id);
create index dwellings_buildings_compound on dwellings_buildings (compound, ended, id) where compound is not null;
create search index dwellings_buildings_words on dwellings_buildings (words);

create table dwellings_dwellings (
    id bigint primary key,
    version bigint not null,
    area bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    source text not null,
    as_of bigint not null,
    confirmed_by bigint not null,
    ended bigint not null,
    ended_at bigint,
    end_reason text not null,
    words text not null,
    sort_key text not null,
    created_at bigint not null,
    changed_at bigint not null,
    label text,
    building bigint,
    entrance text,
    floor bigint,
    floor_area bigint,
    dwelling_use text,
    dwelling_state text,
    note text
);
create index dwellings_dwellings_district on dwellings_dwellings (ended, sort_key, id);
create index dwellings_dwellings_subdistrict on dwellings_dwellings (subdistrict, ended, sort_key, id);
create index dwellings_dwellings_community on dwellings_dwellings (community, ended, sort_key, id);
create index dwellings_dwellings_grid on dwellings_dwellings (grid, ended, sort_key, id);
create index dwellings_dwellings_building on dwellings_dwellings (building, ended, id) where building is not null;
create search index dwellings_dwellings_words on dwellings_dwellings (words);

create table dwellings_tenures (
    id bigint primary key,
    version bigint not null,
    area bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    source text not null,
    as_of bigint not null,
    confirmed_by bigint not null,
    ended bigint not null,
    ended_at bigint,
    end_reason text not null,
    words text not null,
    sort_key text not null,
    created_at bigint not null,
    changed_at bigint not null,
    dwelling bigint,
    person bigint,
    tenure_kind text,
    held_from bigint,
    held_to bigint,
    note text
);
create index dwellings_tenures_district on dwellings_tenures (ended, sort_key, id);
create index dwellings_tenures_subdistrict on dwellings_tenures (subdistrict, ended, sort_key, id);
create index dwellings_tenures_community on dwellings_tenures (community, ended, sort_key, id);
create index dwellings_tenures_grid on dwellings_tenures (grid, ended, sort_key, id);
create index dwellings_tenures_dwelling on dwellings_tenures (dwelling, ended, id) where dwelling is not null;
create index dwellings_tenures_person on dwellings_tenures (person, ended, id) where person is not null;
