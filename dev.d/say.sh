#!/usr/bin/env bash
# How ./dev speaks: one line a step, percent while it runs, the noise in a log file, and on failure the end of that log and
# one sentence that says what to do. Sourced by ./dev.

log=$root/build/up.log      # where the noise of the running verb goes
step_number=0
step_total=0
step_title=
step_started=0
last_percent=-1

say() { printf '%s\n' "$*"; }

# Ends the script with a sentence.
stop_with() {
    printf '%s\n' "$*" >&2
    exit 1
}

# plan_steps N [LOGFILE]: announces how many steps follow and starts a new log.
plan_steps() {
    step_total=$1
    step_number=0
    log=$root/build/${2:-up.log}
    mkdir -p "$root/build"
    : >"$log"
}

begin() {
    step_title=$1
    step_number=$((step_number + 1))
    step_started=$SECONDS
    last_percent=-1
    printf '\n===== %s =====\n' "$step_title" >>"$log"
    if [[ -t 1 ]]; then
        printf '%s …' "$(step_label)"
    else
        printf '%s …\n' "$(step_label)"
    fi
}

step_label() {
    if ((step_total > 0)); then
        printf '[%d/%d] %s' "$step_number" "$step_total" "$step_title"
    else
        printf '%s' "$step_title"
    fi
}

# progress N: the running step stands at N percent. On a terminal the line is redrawn; in a file every tenth percent is a line.
progress() {
    local percent=$1
    if [[ -t 1 ]]; then
        ((percent != last_percent)) && printf '\r\033[K%s … %d %%' "$(step_label)" "$percent"
    elif ((percent / 10 != last_percent / 10)) && ((percent < 100)) && ((percent >= 10)); then
        printf '%s … %d %%\n' "$(step_label)" "$percent"
    fi
    last_percent=$percent
}

# done_with [NOTE]
done_with() {
    local seconds=$((SECONDS - step_started))
    local note=${1:-done}
    ((seconds < 2)) || note="$note, $seconds s"
    if [[ -t 1 ]]; then
        printf '\r\033[K'
    fi
    printf '%s … %s\n' "$(step_label)" "$note"
}

# give_up ADVICE: the step failed.
give_up() {
    printf '\n%s … failed. The last lines of the log:\n\n' "$(step_label)"
    tail -n 30 "$log" | sed 's/^/    /'
    printf '\n%s\nThe whole log is %s\n' "$1" "$log"
    exit 1
} >&2

# attempt ADVICE COMMAND …: runs it with its noise in the log; on failure gives up with the advice.
attempt() {
    local advice=$1
    shift
    printf '$ %s\n' "$*" >>"$log"
    "$@" >>"$log" 2>&1 </dev/null || give_up "$advice"
}
