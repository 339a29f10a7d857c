-- Institutions, what they offer and did with others, what collectives own, health certificates of food workers. Drafted by liren registers, reviewed.
create table institutions_institutions (
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
    credit_code text,
    institution_kind text,
    legal_representative text,
    phone_sealed text,
    place text,
    dwelling bigint,
    key_place bigint,
    business text,
    staff bigint,
    opened_on bigint,
    note text
);
create index institutions_institutions_district on institutions_institutions (ended, sort_key, id);
create index institutions_institutions_subdistrict on institutions_institutions (subdistrict, ended, sort_key, id);
create index institutions_institutions_community on institutions_institutions (community, ended, sort_key, id);
create index institutions_institutions_grid on institutions_institutions (grid, ended, sort_key, id);
create unique index institutions_institutions_credit_code on institutions_institutions (credit_code) where ended = 0 and credit_code is not null;
create index institutions_institutions_dwelling on institutions_institutions (dwelling, ended, id) where dwelling is not null;
create search index institutions_institutions_words on institutions_institutions (words);

create table institutions_offered_resources (
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
    resource text,
    institution bigint,
    resource_kind text,
    offered_from bigint,
    offered_to bigint,
    terms text,
    note text
);
create index institutions_offered_resources_district on institutions_offered_resources (ended, sort_key, id);
create index institutions_offered_resources_subdistrict on institutions_offered_resources (subdistrict, ended, sort_key, id);
create index institutions_offered_resources_community on institutions_offered_resources (community, ended, sort_key, id);
create index institutions_offered_resources_grid on institutions_offered_resources (grid, ended, sort_key, id);
create index institutions_offered_resources_institution on institutions_offered_resources (institution, ended, id) where institution is not null;
create search index institutions_offered_resources_words on institutions_offered_resources (words);

create table institutions_joint_items (
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
    item text,
    institution bigint,
    resource bigint,
    done_on bigint,
    people_served bigint,
    outcome text
);
create index institutions_joint_items_district on institutions_joint_items (ended, sort_key, id);
create index institutions_joint_items_subdistrict on institutions_joint_items (subdistrict, ended, sort_key, id);
create index institutions_joint_items_community on institutions_joint_items (community, ended, sort_key, id);
create index institutions_joint_items_grid on institutions_joint_items (grid, ended, sort_key, id);
create index institutions_joint_items_institution on institutions_joint_items (institution, ended, id) where institution is not null;
create index institutions_joint_items_resource on institutions_joint_items (resource, ended, id) where resource is not null;
create search index institutions_joint_items_words on institutions_joint_items (words);

create table institutions_collective_assets (
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
    institution bigint,
    asset_kind text,
    quantity text,
    book_value bigint,
    asset_state text,
    lessee text,
    let_from bigint,
    let_to bigint,
    yearly_rent bigint,
    note text
);
create index institutions_collective_assets_district on institutions_collective_assets (ended, sort_key, id);
create index institutions_collective_assets_subdistrict on institutions_collective_assets (subdistrict, ended, sort_key, id);
create index institutions_collective_assets_community on institutions_collective_assets (community, ended, sort_key, id);
create index institutions_collective_assets_grid on institutions_collective_assets (grid, ended, sort_key, id);
create index institutions_collective_assets_institution on institutions_collective_assets (institution, ended, id) where institution is not null;
create search index institutions_collective_assets_words on institutions_collective_assets (words);

create table institutions_certificates (
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
    certificate_number text,
    institution bigint,
    person bigint,
    issued_on bigint,
    expires_on bigint,
    post text,
    note text
);
create index institutions_certificates_district on institutions_certificates (ended, sort_key, id);
create index institutions_certificates_subdistrict on institutions_certificates (subdistrict, ended, sort_key, id);
create index institutions_certificates_community on institutions_certificates (community, ended, sort_key, id);
create index institutions_certificates_grid on institutions_certificates (grid, ended, sort_key, id);
create unique index institutions_certificates_certificate_number on institutions_certificates (certificate_number) where ended = 0 and certificate_number is not null;
create index institutions_certificates_institution on institutions_certificates (institution, ended, id) where institution is not null;
create index institutions_certificates_person on institutions_certificates (person, ended, id) where person is not null;
create search index institutions_certificates_words on institutions_certificates (words);
