-- How a matter came in: what is wanted, who spoke and for whom, how the answer is to be brought, and the number and deadline of
-- an order that came from outside (12345). words: what the case is found by (liren/search.h); '' until it was indexed.
alter table cases_cases add column kind text not null default 'request';
alter table cases_cases add column answer_by text not null default '';
alter table cases_cases add column speaker text not null default '';
alter table cases_cases add column speaker_name_sealed text;
alter table cases_cases add column external_number text;
alter table cases_cases add column external_due bigint;
alter table cases_cases add column words text not null default '';
create unique index cases_cases_external on cases_cases (external_number) where external_number is not null;
create index cases_cases_unindexed on cases_cases (id) where words = '';
create search index cases_cases_words on cases_cases (words);
