#!/usr/bin/env bash
# ./dev test: builds with the sanitizers and runs every suite. Each suite writes one line a test case into
# build/test-results/<suite>.tsv (verdict, file, name); the closing line is the sum of those lines, and nothing else.
# Sourced by ./dev.

results=$root/build/test-results
test_area=
test_name=

declare -A area_is_suite=([unit]=1 [checks]=1 [api]=1 [browser]=1 [web]=1 [coverage]=1)

# wants SUITE: does this run include that suite at all?
wants() {
    local suite=$1
    [[ -z $test_area || $test_area == "$suite" ]] && return 0
    [[ -n ${area_is_suite[$test_area]:-} ]] && return 1
    [[ $suite == unit || $suite == api ]]
}

run_tests() {
    test_area=${1:-}
    test_name=${2:-}
    if [[ $test_area == *" "* && -z $test_name ]]; then   # ./dev test "a rule's sentence"
        test_name=$test_area
        test_area=
    fi
    trap stop_postgres EXIT
    trap 'exit 130' INT TERM
    prepare_tests
    say ""
    run_unit_suites
    wants checks && run_node_suite checks "tests/checks" '*.check.mjs'
    run_story_suites
    run_browser_suites
    [[ -n $test_area || -n $test_name ]] || LIREN_RUN_IS_COMPLETE=1 run_node_suite coverage "tests/checks" 'coverage.check.mjs'
    close_run
}

prepare_tests() {
    plan_steps 6 test.log
    [[ $test_area != web ]] || step_total=3
    rm -rf "$results"
    mkdir -p "$results"
    ensure_packages "Packages" build run test
    web_steps_for_tests
    export LIREN_ROOT=$root LIREN_TEST_NAME=$test_name NO_COLOR=1
    [[ $test_area != web ]] || return 0
    begin "Configuring with the sanitizers"
    configure debug
    done_with
    begin "Building with the sanitizers"
    build_what_is_tested
    done_with
    begin "Starting PostgreSQL"
    start_postgres || give_up "The tests' own PostgreSQL did not start."
    done_with
    export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1:disable_coredump=1:strict_string_checks=1:check_initialization_order=1
    export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:abort_on_error=1
    export LSAN_OPTIONS=suppressions=$root/tests/leaks_of_others.supp:print_suppressions=0
    LIREN_CHROMIUM=$(command -v chromium || true)
    export LIREN_CHROMIUM
}

# A module's own tests need Node but no pages; everything else has both.
web_steps_for_tests() {
    if [[ -z $test_area || -n ${area_is_suite[$test_area]:-} ]]; then
        web_steps
        return
    fi
    step_total=5
    begin "Node.js"
    ensure_node
    done_with "$(node --version)"
}

build_what_is_tested() {
    if [[ -z $test_area || -n ${area_is_suite[$test_area]:-} ]]; then
        build debug
        return
    fi
    local known target targets=()
    known=$(ninja -C build/debug -t targets all 2>/dev/null)
    for target in liren liren-image "test_$test_area"; do
        grep -q "^$target: phony" <<<"$known" && targets+=("$target")
    done
    ((${#targets[@]})) || return 0
    build debug "${targets[@]}"
}

# ---- suites --------------------------------------------------------------------------------------------------------------

# report SUITE SECONDS STATUS LOG: the suite's line; its failures with the end of their log when there are any.
report() {
    local suite=$1 seconds=$2 status=$3 output=$4
    local file=$results/$suite.tsv
    touch "$file"
    local passed failed
    passed=$(grep -c '^pass' "$file" || true)
    failed=$(grep -c '^fail' "$file" || true)
    if ((status != 0 && failed == 0)); then
        printf 'fail\t%s\tthe suite ended with status %s\n' "$suite" "$status" >>"$file"
        failed=1
    elif ((passed + failed == 0)) && [[ -z $test_name ]]; then
        printf 'fail\t%s\tthe suite ran no test\n' "$suite" >>"$file"
        failed=1
    fi
    if ((failed == 0 && passed == 0)); then
        return 0
    fi
    if ((failed == 0)); then
        printf '  %-34s %5d passed %19s s\n' "$suite" "$passed" "$seconds"
        return 0
    fi
    printf '  %-34s %5d passed, %d FAILED %8s s\n' "$suite" "$passed" "$failed" "$seconds"
    sed -n 's/^fail\t\([^\t]*\)\t\(.*\)/      ✗ \2   (\1)/p' "$file"
    printf '      ---- the end of %s\n' "${output#"$root"/}"
    tail -n "${LIREN_FAILURE_LINES:-60}" "$output" | sed 's/^/      | /'
}

# time_suite SUITE COMMAND …: runs it with its results file in LIREN_TEST_RESULTS, its noise in a log beside it.
time_suite() {
    local suite=$1
    shift
    local output=$results/$suite.log status=0 began=$EPOCHREALTIME
    { LIREN_TEST_RESULTS=$results/$suite.tsv "$@" >"$output" 2>&1 </dev/null; } 2>/dev/null || status=$?   # bash's word on a crash is in the log
    local seconds
    seconds=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
    report "$suite" "$seconds" "$status" "$output"
}

run_unit_suites() {
    wants unit || { wants web && run_web_suite; return 0; }
    local program found=0
    for program in build/debug/unit/test_*; do
        [[ -x $program ]] || continue
        local area=${program##*/test_}
        [[ -z $test_area || $test_area == unit || $area == "$test_area" || $area == "${test_area}_"* ]] || continue
        found=1
        local arguments=()
        [[ -z $test_name ]] || arguments+=(--test-case="*${test_name//,/\\,}*")
        time_suite "unit-$area" "$program" "${arguments[@]}"
    done
    if ((!found)) && [[ -z $test_area || $test_area == unit ]]; then
        time_suite unit true
    fi
    if [[ -z $test_area || $test_area == unit ]]; then
        run_web_suite
    fi
}

run_web_suite() {
    [[ -f web/node_modules/vitest/vitest.mjs ]] || return 0
    time_suite unit-web run_vitest
}

run_vitest() {
    local arguments=(run --reporter=default --reporter=json --outputFile.json="$results/vitest.json" --passWithNoTests)
    [[ -z $test_name ]] || arguments+=(--testNamePattern "$(escape_pattern "$test_name")")
    local status=0
    (cd web && node node_modules/vitest/vitest.mjs "${arguments[@]}") || status=$?
    node tests/results_of_vitest.mjs "$results/vitest.json" >>"$LIREN_TEST_RESULTS" || true
    return "$status"
}

# shellcheck disable=SC2016 # the dollar is a character of the pattern
escape_pattern() { sed 's/[][\.*^$(){}?+|/]/\\&/g' <<<"$1"; }

# run_node_suite SUITE FOLDER PATTERN [ARGUMENT …]: every file that matches, with node:test.
run_node_suite() {
    local suite=$1 folder=$2 pattern=$3
    shift 3
    local files=()
    mapfile -t files < <(find "$folder" -maxdepth 1 -name "$pattern" 2>/dev/null | LC_ALL=C sort)
    # Tests of one file may build on each other, so a name chooses files; the reporter counts only the tests that bear it.
    if [[ -n $test_name ]] && ((${#files[@]})); then
        mapfile -t files < <(grep -liF -- "$test_name" "${files[@]}" || true)
        ((${#files[@]})) || return 0
    fi
    if ((${#files[@]} == 0)); then
        [[ -n $test_area && -z ${area_is_suite[$test_area]:-} ]] || time_suite "$suite" true
        return 0
    fi
    time_suite "$suite" node --test --test-concurrency=2 --test-reporter=./tests/reporter.mjs --test-reporter-destination=stdout \
        "$@" "${files[@]}"
}

run_story_suites() {
    wants api || return 0
    local pattern='*.test.mjs' engine
    [[ -z $test_area || -n ${area_is_suite[$test_area]:-} ]] || pattern="${test_area}*.test.mjs"
    for engine in sqlite postgres; do
        LIREN_ENGINE=$engine run_node_suite "api-$engine" tests/api "$pattern"
    done
}

run_browser_suites() {
    wants browser || return 0
    local engine
    for engine in sqlite postgres; do
        LIREN_ENGINE=$engine run_node_suite "browser-$engine" tests/browser '*.test.mjs' --test-concurrency=1
    done
}

# The one line that counts.
close_run() {
    local passed failed
    passed=$(cat "$results"/*.tsv 2>/dev/null | grep -c '^pass' || true)
    failed=$(cat "$results"/*.tsv 2>/dev/null | grep -c '^fail' || true)
    if ((passed + failed == 0)); then
        say "No test matches."
        failed=1
    fi
    say ""
    say "$passed passed, $failed failed"
    ((failed == 0))
}
