#!/usr/bin/env bash
# ./dev bench build: how long a clean release build takes, and one after a change to one handler; without ccache, on all cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CCACHE_DISABLE=1
folder=build/bench-build
rm -rf "$folder"
cmake -G Ninja -S . -B "$folder" -DCMAKE_BUILD_TYPE=Release -DLIREN_TESTS=OFF -DLIREN_BENCH=OFF >"$folder.log"

# timed FIGURE GOAL: builds, and says how many seconds it took.
timed() {
    local begin=$EPOCHREALTIME end used met=met
    cmake --build "$folder" --parallel "$(nproc)" >>"$folder.log"
    end=$EPOCHREALTIME
    used=$(((${end/./} - ${begin/./}) / 1000))
    ((used <= $2 * 1000)) || met=MISSED
    printf '%-32s %7d.%01d s   ≤ %d s   %s\n' "$1" $((used / 1000)) $((used / 100 % 10)) "$2" "$met"
}

printf '%s · %d cores · load %s\n' "$(date -u +%FT%RZ)" "$(nproc)" "$(cut -d' ' -f1 /proc/loadavg)"
timed 'clean release build' 300
touch modules/cases/verb_routes.cpp
timed 'one handler changed, and linked' 5
rm -rf "$folder"
