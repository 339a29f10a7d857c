-- The row that a reference named before it changed, so that the past of a row finds what belonged to it then; null for every other
-- field. Two lines of the history belong to no field: row.origin (source, as-of date, confirmer) and row.ending.
alter table kernel_changes add column led_to bigint;
create index kernel_changes_led_to on kernel_changes (led_to, at) where led_to is not null;
