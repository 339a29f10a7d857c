-- attached: 0 until a row of a module cites the file. size: bytes of the view.
create table files_files (
    id bigint primary key,
    client_ref text not null,
    uploaded_by bigint not null,
    view_name text not null,
    thumb_name text not null,
    width bigint not null,
    height bigint not null,
    size bigint not null,
    created_at bigint not null,
    attached_kind text not null,
    attached bigint not null,
    part bigint not null,
    use text not null
);
create unique index files_files_client_ref on files_files (uploaded_by, client_ref);
create index files_files_attached on files_files (attached, id) where attached <> 0;
create index files_files_view on files_files (view_name);
