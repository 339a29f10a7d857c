-- Which account is whose: an account and a person's row, made by staff who saw the person. owner: the account. state: asked →
-- current → ended; an asked one may be refused or withdrawn. What was typed when asking is sealed, and emptied when it is decided.
create table facts_links (
    id bigint primary key,
    version bigint not null,
    owner bigint not null,
    person bigint,
    area bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    state text not null,
    name_sealed text not null,
    id_number_sealed text not null,
    asked_at bigint not null,
    decided_by bigint not null,
    decided_at bigint,
    reason text not null,
    ended_by bigint not null,
    ended_at bigint,
    end_reason text not null
);
create index facts_links_district on facts_links (state, id);
create index facts_links_subdistrict on facts_links (subdistrict, state, id);
create index facts_links_community on facts_links (community, state, id);
create index facts_links_grid on facts_links (grid, state, id);
create index facts_links_owner on facts_links (owner, id);
create index facts_links_person on facts_links (person, id) where person is not null;
create unique index facts_links_one_account on facts_links (owner) where state = 'current';
create unique index facts_links_one_person on facts_links (person) where state = 'current';
create unique index facts_links_one_asked on facts_links (owner) where state = 'asked';

-- Who sees a minor's facts: both are rows of persons. valid_from, valid_to: yyyymmdd; whatever they say, it ends with the minor's
-- coming of age. It lies where the minor lives. state: current → ended.
create table facts_guardians (
    id bigint primary key,
    version bigint not null,
    minor bigint not null,
    guardian bigint not null,
    relation text not null,
    area bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    state text not null,
    valid_from bigint not null,
    valid_to bigint,
    reason text not null,
    confirmed_by bigint not null,
    confirmed_at bigint not null,
    ended_by bigint not null,
    ended_at bigint,
    end_reason text not null
);
create index facts_guardians_district on facts_guardians (state, id);
create index facts_guardians_subdistrict on facts_guardians (subdistrict, state, id);
create index facts_guardians_community on facts_guardians (community, state, id);
create index facts_guardians_grid on facts_guardians (grid, state, id);
create index facts_guardians_minor on facts_guardians (minor, state, id);
create index facts_guardians_guardian on facts_guardians (guardian, state, id);
create unique index facts_guardians_one_pair on facts_guardians (minor, guardian) where state = 'current';

-- An adult lets another adult of the household see the facts held of them. owner: the account that gave it. state: given → revoked.
create table facts_consents (
    id bigint primary key,
    version bigint not null,
    owner bigint not null,
    giver bigint not null,
    viewer bigint not null,
    state text not null,
    given_at bigint not null,
    revoked_at bigint
);
create index facts_consents_owner on facts_consents (owner, state, id);
create index facts_consents_viewer on facts_consents (viewer, state, id);
create unique index facts_consents_one_pair on facts_consents (giver, viewer) where state = 'given';

-- A resident says that one field of one row is wrong. person: whose facts they are. record, record_version: the row as it stood.
-- old_sealed, asked_sealed, note_sealed: personal. state: open → accepted | refused | withdrawn.
create table facts_corrections (
    id bigint primary key,
    version bigint not null,
    owner bigint not null,
    person bigint not null,
    register text not null,
    record bigint not null,
    record_version bigint not null,
    field text not null,
    old_sealed text not null,
    asked_sealed text not null,
    note_sealed text not null,
    area bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    state text not null,
    sent_at bigint not null,
    decided_by bigint not null,
    decided_at bigint,
    reason text not null
);
create index facts_corrections_district on facts_corrections (state, id);
create index facts_corrections_subdistrict on facts_corrections (subdistrict, state, id);
create index facts_corrections_community on facts_corrections (community, state, id);
create index facts_corrections_grid on facts_corrections (grid, state, id);
create index facts_corrections_owner on facts_corrections (owner, id);
create unique index facts_corrections_one_open on facts_corrections (record, field) where state = 'open';

-- The parameters of a district; one row, made here.
create table facts_settings (
    id bigint primary key,
    version bigint not null,
    adult_age bigint not null
);
insert into facts_settings (id, version, adult_age) values (1, 1, 18);
