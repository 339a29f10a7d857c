#!/usr/bin/env bash
# A PostgreSQL of the tests' own: a cluster under a temporary folder, reached only through a unix socket in it, run by an
# unprivileged user, gone when the script ends. Sourced by ./dev.

postgres_folder=

postgres_programs() {
    local folder newest=
    for folder in /usr/lib/postgresql/*/bin; do
        [[ -x $folder/initdb ]] && newest=$folder
    done
    [[ -n $newest ]] || stop_with "PostgreSQL's server programs are not here; apt-get install postgresql-15"
    printf '%s\n' "$newest"
}

# PostgreSQL refuses to run as root: then the account of Debian's package takes over.
as_postgres() {
    if ((EUID == 0)); then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && "$@")
    fi
}

start_postgres() {
    [[ -z ${LIREN_TEST_POSTGRES:-} ]] || return 0
    local programs
    programs=$(postgres_programs)
    postgres_folder=$(mktemp -d -t liren-postgres.XXXXXX)
    ((EUID != 0)) || chown postgres "$postgres_folder"
    as_postgres "$programs/initdb" --pgdata "$postgres_folder/data" --username liren --auth trust --encoding UTF8 --locale C \
        --no-sync >>"$log" 2>&1 || return 1
    as_postgres tee -a "$postgres_folder/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$postgres_folder'
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
    as_postgres "$programs/pg_ctl" --pgdata "$postgres_folder/data" --log "$postgres_folder/log" --wait start >>"$log" 2>&1 || return 1
    export LIREN_TEST_POSTGRES="postgresql://liren@/postgres?host=$postgres_folder"
}

stop_postgres() {
    [[ -n $postgres_folder ]] || return 0
    local programs
    programs=$(postgres_programs)
    as_postgres "$programs/pg_ctl" --pgdata "$postgres_folder/data" --mode immediate --wait stop >/dev/null 2>&1 || true
    rm -rf "$postgres_folder"
    postgres_folder=
}
