-- A case told of twice waits with the one it was merged into, and is closed with it. What a reporter rated is kept for every
-- round: a case that was not solved is taken up again. Who supervises says what is expected, and until when.
alter table cases_cases add column merged_into bigint;
alter table cases_cases add column disputes bigint not null default 0;
alter table cases_cases add column supervised_by bigint;
alter table cases_cases add column supervised_at bigint;
alter table cases_cases add column supervised_until bigint;
alter table cases_cases add column supervision text not null default '';
create index cases_cases_merged on cases_cases (merged_into, id) where merged_into is not null;
create index cases_cases_supervised on cases_cases (supervised_at, id) where supervised_at is not null and open = 1;

create table cases_ratings (
    id bigint primary key,
    case_id bigint not null,
    at bigint not null,
    score bigint not null,
    solved bigint not null,
    text text not null
);
create index cases_ratings_case on cases_ratings (case_id, id);

-- Two cases that have to do with each other; one row, the smaller id first.
create table cases_links (
    one bigint not null,
    other bigint not null,
    at bigint not null,
    by_account bigint not null,
    primary key (one, other)
);
create index cases_links_other on cases_links (other, one);
