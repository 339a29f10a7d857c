-- Who lives in a district: persons, households, life events, care tags, key groups. Drafted by liren registers, reviewed.
create table people_persons (
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
    id_number_sealed text,
    id_number_hash text,
    sex text,
    birth bigint,
    phone_sealed text,
    residence_kind text,
    household bigint,
    relation text,
    dwelling bigint,
    ethnicity text,
    marriage text,
    education text,
    politics text,
    employer text,
    registered_address_sealed text,
    note text
);
create index people_persons_district on people_persons (ended, sort_key, id);
create index people_persons_subdistrict on people_persons (subdistrict, ended, sort_key, id);
create index people_persons_community on people_persons (community, ended, sort_key, id);
create index people_persons_grid on people_persons (grid, ended, sort_key, id);
create unique index people_persons_id_number on people_persons (id_number_hash) where ended = 0 and id_number_hash is not null;
create index people_persons_household on people_persons (household, ended, id) where household is not null;
create index people_persons_dwelling on people_persons (dwelling, ended, id) where dwelling is not null;
create search index people_persons_words on people_persons (words);

create table people_households (
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
    household_kind text,
    dwelling bigint,
    book_number text,
    note text
);
create index people_households_district on people_households (ended, sort_key, id);
create index people_households_subdistrict on people_households (subdistrict, ended, sort_key, id);
create index people_households_community on people_households (community, ended, sort_key, id);
create index people_households_grid on people_households (grid, ended, sort_key, id);
create index people_households_dwelling on people_households (dwelling, ended, id) where dwelling is not null;
create search index people_households_words on people_households (words);

create table people_life_events (
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
    person bigint,
    event text,
    happened_on bigint,
    note text
);
create index people_life_events_district on people_life_events (ended, sort_key, id);
create index people_life_events_subdistrict on people_life_events (subdistrict, ended, sort_key, id);
create index people_life_events_community on people_life_events (community, ended, sort_key, id);
create index people_life_events_grid on people_life_events (grid, ended, sort_key, id);
create index people_life_events_person on people_life_events (person, ended, id) where person is not null;

create table people_care_tags (
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
    person bigint,
    tag text,
    valid_from bigint,
    valid_to bigint,
    note text
);
create index people_care_tags_district on people_care_tags (ended, sort_key, id);
create index people_care_tags_subdistrict on people_care_tags (subdistrict, ended, sort_key, id);
create index people_care_tags_community on people_care_tags (community, ended, sort_key, id);
create index people_care_tags_grid on people_care_tags (grid, ended, sort_key, id);
create index people_care_tags_person on people_care_tags (person, ended, id) where person is not null;

create table people_key_group_tags (
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
    person bigint,
    tag text,
    valid_from bigint,
    valid_to bigint,
    basis text,
    note text
);
create index people_key_group_tags_district on people_key_group_tags (ended, sort_key, id);
create index people_key_group_tags_subdistrict on people_key_group_tags (subdistrict, ended, sort_key, id);
create index people_key_group_tags_community on people_key_group_tags (community, ended, sort_key, id);
create index people_key_group_tags_grid on people_key_group_tags (grid, ended, sort_key, id);
create index people_key_group_tags_person on people_key_group_tags (person, ended, id) where person is not null;
