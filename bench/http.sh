#!/usr/bin/env bash
# ./dev bench http: the goals of speed, measured in one run on this machine. Run by ./dev after the preset bench was built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ -d bench/http/node_modules ]] || npm ci --prefix bench/http --ignore-scripts --no-audit --no-fund --silent
exec node bench/http/main.mjs "$@"
