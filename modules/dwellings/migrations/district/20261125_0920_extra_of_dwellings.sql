-- The fields a city adds (liren/register.h, ExtraField).
alter table dwellings_compounds add column extra text not null default '';
alter table dwellings_buildings add column extra text not null default '';
alter table dwellings_dwellings add column extra text not null default '';
alter table dwellings_tenures add column extra text not null default '';
