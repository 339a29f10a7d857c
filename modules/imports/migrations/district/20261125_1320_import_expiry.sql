-- expires_at: until when what nobody has written is kept (the uploaded file, the rows that wait); moved on by every step. undo_until:
-- until when a written import keeps what taking it back needs; null before it is written.
alter table imports_imports add column expires_at bigint not null default 0;
alter table imports_imports add column undo_until bigint;

-- days_kept: how many days an upload, and rows that wait for a decision, are kept untouched.
create table imports_parameters (
    name text primary key,
    value bigint not null
);
