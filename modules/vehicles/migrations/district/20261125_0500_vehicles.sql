-- What people drive and where it stands. Drafted by liren registers, reviewed.
create table vehicles_vehicles (
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
    plate text,
    plate_kind text,
    owner bigint,
    phone_sealed text,
    dwelling bigint,
    parking text,
    colour text,
    brand text,
    registered_on bigint,
    note text
);
create index vehicles_vehicles_district on vehicles_vehicles (ended, sort_key, id);
create index vehicles_vehicles_subdistrict on vehicles_vehicles (subdistrict, ended, sort_key, id);
create index vehicles_vehicles_community on vehicles_vehicles (community, ended, sort_key, id);
create index vehicles_vehicles_grid on vehicles_vehicles (grid, ended, sort_key, id);
create unique index vehicles_vehicles_plate on vehicles_vehicles (plate) where ended = 0 and plate is not null;
create index vehicles_vehicles_owner on vehicles_vehicles (owner, ended, id) where owner is not null;
create index vehicles_vehicles_dwelling on vehicles_vehicles (dwelling, ended, id) where dwelling is not null;
create search index vehicles_vehicles_words on vehicles_vehicles (words);
