-- The fields a city adds (liren/register.h, ExtraField).
alter table people_persons add column extra text not null default '';
alter table people_households add column extra text not null default '';
alter table people_life_events add column extra text not null default '';
alter table people_care_tags add column extra text not null default '';
alter table people_key_group_tags add column extra text not null default '';
