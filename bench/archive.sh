#!/usr/bin/env bash
# ./dev bench archive: importing, finding, listing and opening people, measured in one run. LIREN_ROWS=1000000 for the goal's size.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec node bench/archive/main.mjs "$@"
