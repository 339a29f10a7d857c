-- Fields a city adds to registers without a build.
create table kernel_extra_fields (
    id bigint primary key,
    version bigint not null,
    register_kind text not null,
    name text not null,
    kind text not null,
    label text not null,
    label_en text not null,
    choices text not null,
    maximum bigint not null,
    required bigint not null,
    listed bigint not null,
    filter bigint not null,
    retired bigint not null,
    created_at bigint not null
);
create unique index kernel_extra_fields_name on kernel_extra_fields (register_kind, name);
