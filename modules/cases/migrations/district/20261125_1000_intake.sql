-- How a matter came in: what is wanted, who spoke and for whom, how the answer is to be brought, and the number and deadline of
-- an order that came from outside (12345). What a case is found by (liren/search.h) stands beside it, so that lists read narrow rows.
alter table cases_cases add column kind text not null default 'request';
alter table cases_cases add column answer_by text not null default '';
alter table cases_cases add column speaker text not null default '';
alter table cases_cases add column speaker_name_sealed text;
alter table cases_cases add column external_number text;
alter table cases_cases add column external_due bigint;
create unique index cases_cases_external on cases_cases (external_number) where external_number is not null;

create table cases_words (
    id bigint primary key,
    words text not null
);
create search index cases_words_words on cases_words (words);
