-- What stands in a district and has to be kept in order. Drafted by liren registers, reviewed.
create table facilities_facilities (
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
    part_class text,
    part_code text,
    place text,
    facility_state text,
    responsible_unit text,
    installed_on bigint,
    checked_on bigint,
    note text
);
create index facilities_facilities_district on facilities_facilities (ended, sort_key, id);
create index facilities_facilities_subdistrict on facilities_facilities (subdistrict, ended, sort_key, id);
create index facilities_facilities_community on facilities_facilities (community, ended, sort_key, id);
create index facilities_facilities_grid on facilities_facilities (grid, ended, sort_key, id);
create unique index facilities_facilities_part_code on facilities_facilities (part_code) where ended = 0 and part_code is not null;
create search index facilities_facilities_words on facilities_facilities (words);
