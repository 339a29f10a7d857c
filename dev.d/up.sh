#!/usr/bin/env bash
# ./dev up: from a clone to a running district. Sourced by ./dev.

up_port=8080
up_data=
up_postgres=
up_empty=0
server_process=

read_up_options() {
    while (($#)); do
        case $1 in
        --port) up_port=${2:?--port wants a number} && shift 2 ;;
        --data) up_data=${2:?--data wants a folder} && shift 2 ;;
        --postgres) up_postgres=${2:?--postgres wants a URL} && shift 2 ;;
        --empty) up_empty=1 && shift ;;
        *) stop_with "./dev up does not know '$1'. It takes --port N, --data DIR, --postgres URL and --empty." ;;
        esac
    done
    [[ $up_port =~ ^[0-9]{1,5}$ && $up_port -ge 1 && $up_port -le 65535 ]] || stop_with "--port wants a number from 1 to 65535, not '$up_port'."
    case $up_data in
    '') up_data=$root/data ;;
    /*) ;;
    *) up_data=$caller_directory/$up_data ;;
    esac
}

bring_up() {
    read_up_options "$@"
    if port_answers "$up_port"; then
        stop_with "Port $up_port is taken by another program. Stop it, or choose another: ./dev up --port $((up_port + 1))"
    fi
    plan_steps 6
    ensure_packages "Packages" build run
    web_steps
    begin "Configuring the server"
    configure release
    done_with
    begin "Building the server"
    build release
    done_with
    serve_until_stopped
}

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# is_ready PORT: the server answers 200 to /readyz.
is_ready() {
    local status=
    {
        exec 3<>"/dev/tcp/127.0.0.1/$1" &&
            printf 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$1" >&3 &&
            IFS= read -r -t 5 status <&3
        exec 3<&- 3>&-
    } 2>/dev/null || true
    [[ $status == *" 200"* ]]
}

# The server's sentences (stdout) go to the screen, its JSON log (stderr) to build/server.log.
serve_until_stopped() {
    local arguments=(serve --host 127.0.0.1 --port "$up_port" --data "$up_data")
    [[ -z $up_postgres ]] || arguments+=(--postgres "$up_postgres")
    ((!up_empty)) || arguments+=(--empty)
    log=$root/build/server.log
    begin "Starting the server"
    [[ ! -t 1 ]] || printf '\n'
    build/release/app/liren "${arguments[@]}" 2>>"$log" </dev/null &
    server_process=$!
    trap 'kill -TERM "$server_process" 2>/dev/null' INT TERM
    until is_ready "$up_port"; do
        kill -0 "$server_process" 2>/dev/null || give_up "The server did not start. The lines above say why; the data is in $up_data"
        sleep 0.1
    done
    done_with
    say ""
    say "    Liren is at  http://127.0.0.1:$up_port/"
    say "    Ctrl-C stops it. Data: $up_data   Log: $log"
    say ""
    wait_for_server
}

# A signal wakes `wait` before the server has ended, so it is asked again until the process is gone.
wait_for_server() {
    local status=0
    wait "$server_process" || status=$?
    while kill -0 "$server_process" 2>/dev/null; do
        status=0
        wait "$server_process" || status=$?
    done
    case $status in
    0 | 130 | 143) say "Stopped." ;;
    *) give_up "The server ended by itself with status $status." ;;
    esac
}
