-- The fields a city adds (liren/register.h, ExtraField).
alter table institutions_institutions add column extra text not null default '';
alter table institutions_offered_resources add column extra text not null default '';
alter table institutions_joint_items add column extra text not null default '';
alter table institutions_collective_assets add column extra text not null default '';
alter table institutions_certificates add column extra text not null default '';
