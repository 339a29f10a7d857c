-- When a unit is open to the public, in words ("周一至周五 8:30–12:00"): it stands on the public page of its community.
alter table organizations_units add column office_hours text not null default '';
