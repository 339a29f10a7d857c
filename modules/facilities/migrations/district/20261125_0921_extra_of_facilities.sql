-- The fields a city adds (liren/register.h, ExtraField).
alter table facilities_facilities add column extra text not null default '';
