-- The added fields (kernel_extra_fields) that are columns of the sheet, by name with commas between: told when it is asked for, and
-- without those that were retired before the making began.
alter table exports_exports add column extra text not null default '';
