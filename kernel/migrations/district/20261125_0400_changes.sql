-- What a row of a register was before it changed: one row for each field, bound to the event of that version by the event's
-- digest. Values of sealed fields are sealed. batch: the import that wrote it, 0 when somebody typed it.
create table kernel_changes (
    id bigint primary key,
    subject_kind text not null,
    subject bigint not null,
    version bigint not null,
    field text not null,
    old_value text,
    new_value text,
    at bigint not null,
    actor bigint not null,
    batch bigint not null
);
create index kernel_changes_subject on kernel_changes (subject, version);
create index kernel_changes_batch on kernel_changes (batch, id) where batch <> 0;
