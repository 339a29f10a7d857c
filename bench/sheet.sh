#!/usr/bin/env bash
# ./dev bench sheet: reading and writing 1,000,000 rows of 12 columns, our reader and writer beside what they are compared with,
# in one run: three rounds that take turns, and the median of each. LIREN_SHEET_ROWS=N makes it smaller.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=${LIREN_BUILD:-build/bench}/bench/bench_sheet
home=build/bench-data/sheet
rows=${LIREN_SHEET_ROWS:-1000000}
rounds=3
mkdir -p "$home"
measured=$(mktemp)
trap 'rm -f "$measured"' EXIT

# The files depend on the program that makes them, and on their size.
for kind in inline shared csv; do
    stamp=$home/$kind.stamp
    wanted="$rows $(cksum <"$program")"
    [[ -e $stamp && $(<"$stamp") == "$wanted" ]] || "$program" "make-$kind" "$home/$kind.xlsx" "$rows" >"$home/$kind.made"
    printf '%s\n' "$wanted" >"$stamp"
done

# measure NAME JOB FILE: one process, one line: name, seconds, CPU, MB, rows, hash.
measure() { printf '%s\t%s\n' "$1" "$("$program" "$2" "$3" "$rows" | tr ' ' '\t')" >>"$measured"; }

for ((round = 0; round < rounds; ++round)); do
    for kind in inline shared; do
        measure "$kind/inflate" inflate "$home/$kind.xlsx"
        measure "$kind/hand" hand "$home/$kind.xlsx"
        measure "$kind/read" read "$home/$kind.xlsx"
        measure "$kind/expat" expat "$home/$kind.xlsx"
    done
    measure csv/read read "$home/csv.xlsx"   # the name says nothing: formats are told apart by their bytes
    measure write write ''
    measure write-csv write-csv ''
    measure write-libxlsxwriter write-libxlsxwriter "$home/theirs.xlsx"
done
rm -f "$home/theirs.xlsx"

# figure NAME COLUMN: the median of that column (2 seconds, 3 CPU, 4 MB).
figure() { awk -F'\t' -v name="$1" -v column="$2" '$1 == name { print $column }' "$measured" | LC_ALL=C sort -g | sed -n "$(((rounds + 1) / 2))p"; }

missed=0
# line FIGURE NAME BASELINE GOAL: CPU of both and their ratio; the goal is the ratio at most.
line() {
    local verdict=''
    local own theirs ratio
    own=$(figure "$2" 3)
    theirs=$(figure "$3" 3)
    ratio=$(awk -v a="$own" -v b="$theirs" 'BEGIN { printf "%.2f", a / b }')
    if [[ -n $4 ]]; then
        verdict=met
        awk -v a="$ratio" -v b="$4" 'BEGIN { exit !(a > b) }' && verdict=MISSED && missed=1
    fi
    printf '%-52s %6s s  CPU %6s s  %6s MB   %6s s   %5s ×  %-8s %s\n' "$1" "$(figure "$2" 2)" "$own" "$(figure "$2" 4)" "$theirs" "$ratio" "${4:+≤ $4 ×}" "$verdict"
}
# limit FIGURE VALUE RELATION GOAL UNIT: a figure of its own.
limit() {
    local verdict=met
    awk -v a="$2" -v b="$4" -v most="$3" 'BEGIN { exit !(most == "most" ? a > b : a < b) }' && verdict=MISSED && missed=1
    printf '%-52s %12s %-10s %s %s   %s\n' "$1" "$2" "$5" "$([[ $3 == most ]] && echo ≤ || echo ≥)" "$4" "$verdict"
}
rate() { awk -v rows="$rows" -v seconds="$(figure "$1" 3)" 'BEGIN { printf "%.0f", rows / seconds }'; }

printf '%sZ · %d × %s · load %s · %d rows × 12\n' "$(date -u +%FT%R)" "$(nproc)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" "$(cut -d' ' -f1 /proc/loadavg)" "$rows"
printf '%-52s %8s  %12s  %9s   %8s   %7s  %s\n' figure seconds CPU memory 'base CPU' ratio goal
for kind in inline shared; do
    line "read .xlsx, $kind texts, against the bare tokenizer" "$kind/read" "$kind/hand" 1.3
    line "read .xlsx, $kind texts, against libzip + expat" "$kind/read" "$kind/expat" ''
    line "read .xlsx, $kind texts, against bare inflate" "$kind/read" "$kind/inflate" ''
    limit "memory of reading, $kind texts" "$(figure "$kind/read" 4)" most 150 MB
done
printf '%-52s %12s rows/CPU s, %s MB\n' 'read .csv' "$(rate csv/read)" "$(figure csv/read 4)"
line 'write .xlsx, against libxlsxwriter' write write-libxlsxwriter ''
limit 'write .xlsx, values made as well' "$(rate write)" least 100000 'rows/CPU s'
printf '%-52s %12s rows/CPU s\n' 'the same with libxlsxwriter, constant_memory' "$(rate write-libxlsxwriter)"
limit 'write .csv, values made as well' "$(rate write-csv)" least 100000 'rows/CPU s'
limit 'memory of writing .xlsx' "$(figure write 4)" most 20 MB
awk -F'\t' '$1 ~ /(hand|read|expat)$/ { split($1, part, "/"); if (part[1] in hash && hash[part[1]] != $6) wrong = 1; hash[part[1]] = $6 } END { exit wrong }' "$measured" ||
    { printf 'The readers do not agree on what they read.\n'; exit 1; }
printf 'Every reader read the same cells. CPU: of the process, user and system; medians of %d rounds that take turns.\n' "$rounds"
exit "$missed"
