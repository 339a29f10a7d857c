#!/usr/bin/env bash
# Building: the web clients with npm, the server with CMake and ninja. Nothing is built twice: ninja knows its own files, the
# web is rebuilt when the hash of its sources changed. Sourced by ./dev.

jobs=$(nproc)

configure() {
    attempt "CMake did not find something it needs. Read the lines above; ./dev up installs every package Liren is built with." \
        cmake --preset "$1"
}

# build PRESET [TARGET …], with percent of the running step.
build() {
    local preset=$1
    shift
    local targets=()
    (($# == 0)) || targets=(--target "$@")
    printf '$ cmake --build --preset %s %s\n' "$preset" "${targets[*]}" >>"$log"
    NINJA_STATUS='[%f/%t] ' nice -n 5 cmake --build --preset "$preset" --parallel "$jobs" "${targets[@]}" 2>&1 </dev/null |
        tee -a "$log" | show_ninja_progress ||
        give_up "The compiler stopped. If these are your changes, the first 'error:' in the log says where; else tell us with the log."
}

show_ninja_progress() {
    local line
    while IFS= read -r line; do
        [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
        progress $((BASH_REMATCH[1] * 100 / BASH_REMATCH[2]))
    done
}

# prepare_build PRESET [TARGET …]: quietly, for verbs that only want the program.
prepare_build() {
    local preset=$1
    shift
    plan_steps 3 "$preset.log"
    local purposes=(build run)
    [[ $preset != debug ]] || purposes+=(test)
    ensure_packages "Packages" "${purposes[@]}"
    begin "Configuring"
    configure "$preset"
    done_with
    begin "Building"
    build "$preset" "$@"
    done_with
}

# hash_of FOLDER …: of the names and contents of the files below, what npm and vite make left out.
hash_of() {
    find "$@" -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/dist-*/*' -not -path '*/.vite/*' -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64
}

stamp_says() { [[ -f build/stamps/$1 && $(<"build/stamps/$1") == "$2" ]]; }

stamp() {
    mkdir -p build/stamps
    printf '%s\n' "$2" >"build/stamps/$1"
}

ensure_web_packages() {
    [[ -f web/package-lock.json ]] || return 0
    local lock
    lock=$(sha256sum web/package-lock.json | cut -c1-64)
    [[ -d web/node_modules ]] && stamp_says web-packages "$lock" && return 0
    attempt "npm could not fetch the web's packages; is the network there? Then run the same command again." \
        run_npm ci --prefix web --ignore-scripts --no-audit --no-fund
    stamp web-packages "$lock"
}

ensure_web_pages() {
    [[ -f web/package.json ]] || return 0
    local sources
    sources=$(hash_of web)
    [[ -d web/dist ]] && stamp_says web-pages "$sources" && return 0
    attempt "The web pages did not build. If these are your changes, the lines above say where." run_npm --prefix web run build
    stamp web-pages "$sources"
}

# web_steps: two steps.
web_steps() {
    begin "Node.js and the web's packages"
    ensure_node
    ensure_web_packages
    done_with "$(node --version)"
    begin "Building the web pages"
    ensure_web_pages
    done_with
}

# write_web_client OPENAPI TARGET: the TypeScript types of the API.
write_web_client() {
    local generator=web/node_modules/openapi-typescript/bin/cli.js
    [[ -f $generator ]] || return 0
    mkdir -p "$(dirname "$2")"
    node "$generator" "$1" --output "$2" >>"$log" 2>&1 || give_up "openapi-typescript refused $1."
}
