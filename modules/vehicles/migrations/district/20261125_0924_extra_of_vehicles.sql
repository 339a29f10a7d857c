-- The fields a city adds (liren/register.h, ExtraField).
alter table vehicles_vehicles add column extra text not null default '';
