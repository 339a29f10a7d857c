#!/usr/bin/env bash
# ./dev fmt, ./dev lint, ./dev where: the house kept tidy and findable. Sourced by ./dev.

# changed_files PATTERN …: what differs from the main branch, committed or not; with --all before the patterns, everything.
changed_files() {
    if [[ ${1:-} == --all ]]; then
        shift
        git ls-files --cached --others --exclude-standard -- "$@"
        return
    fi
    local base
    base=$(git merge-base HEAD main 2>/dev/null || git rev-parse --verify -q HEAD~1 || git rev-parse HEAD)
    {
        git diff --name-only --diff-filter=d "$base" -- "$@"
        git ls-files --others --exclude-standard -- "$@"
    } | sort -u
}

format_sources() {
    install_packages clang-format
    local files
    mapfile -t files < <(changed_files "$@" '*.h' '*.cpp')
    ((${#files[@]})) || { say "Nothing changed."; return 0; }
    clang-format -i "${files[@]}"
    say "${#files[@]} files formatted."
}

lint_sources() {
    local everything=()
    [[ ${1:-} != --all ]] || everything=(--all)
    plan_steps 4 lint.log
    ensure_packages "Packages" build test lint
    begin "shellcheck"
    attempt "shellcheck names the lines above." shellcheck -x -a dev
    attempt "shellcheck names the lines above." shellcheck .ci/run
    done_with
    lint_cpp "${everything[@]}"
    begin "The web's own checks"
    ensure_node
    ensure_web_packages
    [[ ! -f web/package.json ]] || attempt "The web's checks name the lines above." run_npm --prefix web run check
    done_with
}

lint_cpp() {
    begin "clang-tidy"
    local files
    mapfile -t files < <(changed_files "$@" '*.cpp')
    if ((${#files[@]} == 0)); then
        done_with "nothing changed"
        return
    fi
    configure debug
    local number=0 file
    for file in "${files[@]}"; do
        grep -qF "\"$root/$file\"" build/debug/compile_commands.json || continue
        attempt "clang-tidy names the lines above." clang-tidy -p build/debug --quiet --warnings-as-errors='*' "$file"
        number=$((number + 1))
        progress $((number * 100 / ${#files[@]}))
    done
    done_with "$number files"
}

# ---- where ---------------------------------------------------------------------------------------------------------------

# show_where WORD: two look-ups at most, and this is the first.
show_where() {
    local word=${1:-}
    [[ -n $word ]] || stop_with "./dev where WORD: a rule, a route, a permission, a column, a text key, an event, a term."
    places "Routes and their access" "$word" '*/module.cpp' 'modules/*.cpp' 'kernel/access/*.cpp' -- '"/(api|plain|q|s|demo)[^"]*"|allow|permission|Access'
    places "Statements" "$word" '*/store.cpp' '*/store_*.cpp' 'kernel/*.cpp' -- 'Statement '
    places "Columns" "$word" '*.sql'
    places "Types and doors" "$word" 'kernel/include/*.h' 'modules/*/include/*.h' 'net/include/*.h'
    places "Rules and texts" "$word" '*lang/*.json'
    places "Tests" "$word" '*_test.cpp' '*/tests/*.cpp' 'tests/**/*.mjs' 'web/**/*.test.ts'
    places "Screens" "$word" 'web/src/*.vue' 'web/src/*.ts'
    places "Decisions and documents" "$word" 'docs/*.md' '*.md'
}

# places TITLE WORD PATHSPEC … [-- LINE_PATTERN]
places() {
    local title=$1 word=$2
    shift 2
    local paths=() also=.
    while (($#)); do
        if [[ $1 == -- ]]; then
            also=$2
            break
        fi
        paths+=("$1")
        shift
    done
    local found
    found=$(git grep -n -i -I --untracked -F -- "$word" "${paths[@]}" 2>/dev/null | grep -E -- "$also" | cut -c1-160 | head -n 12 || true)
    [[ -n $found ]] || return 0
    printf '\n%s\n' "$title"
    printf '  %s\n' "${found//$'\n'/$'\n  '}"
}
