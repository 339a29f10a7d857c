-- Which running program holds which node part of ids (0–1023), until when. On SQLite there is one program, and it is node 0.
create table kernel_nodes (
    node bigint primary key,
    holder text not null,
    until bigint not null
);
