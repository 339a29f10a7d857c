-- A case whose handler asked for more time: all four are set while the request waits for an answer, none otherwise. What was
-- asked, granted or refused before stays in the steps, with its hours.
alter table cases_cases add column extension_hours bigint;
alter table cases_cases add column extension_reason text;
alter table cases_cases add column extension_by bigint;
alter table cases_cases add column extension_at bigint;
alter table cases_steps add column hours bigint;
