# Tiers, checks and their count.

logs=$artifacts/logs

prepare_artifacts() {
    rm -rf "$artifacts"
    mkdir -p "$logs" "$artifacts/screenshots"
}

passed=0
failed=0
tier_times=()
failures=()

# tier_header TIER purpose|needs: what the head of a tier file says.
tier_header() {
    case $2 in
        purpose) sed -n '1s/^# //p' "tests/tiers/$1.sh" ;;
        needs) sed -n '2s/^# Needs: //p' "tests/tiers/$1.sh" ;;
    esac
}

open_tier() {
    current_tier=$1
    tier_started=$SECONDS
    printf '\n== %s: %s\n' "$1" "$(tier_header "$1" purpose)"
}

close_tier() {
    tier_times+=("$(printf '%-11s %5d s' "$current_tier" $((SECONDS - tier_started)))")
}

log_of() {
    printf '%s/%s-%s.log' "$logs" "$current_tier" "${1//[^A-Za-z0-9.]/-}"
}

# check NAME COMMAND…: one check, which holds when the command succeeds.
check() {
    local name=$1 log started=$SECONDS status=0
    shift
    log=$(log_of "$name")
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if [[ $status -eq 0 ]]; then
        count_one 1 0 "$name" $((SECONDS - started)) ""
    else
        count_one 0 1 "$name" $((SECONDS - started)) "exit code $status"
        show_tail "$log"
    fi
    return "$status"
}

# suite NAME COMMAND…: a test runner, whose own closing lines say how many checks it made. A runner that made none,
# left one out, or ended with an error although every test passed, has failed.
suite() {
    local name=$1 log started=$SECONDS status=0 good bad left_out
    shift
    log=$(log_of "$name")
    "$@" >"$log" 2>&1 </dev/null || status=$?
    read -r good bad left_out < <(count_results "$log")
    local note=""
    [[ $left_out -eq 0 ]] || note="$left_out left out"
    if [[ $((good + bad)) -eq 0 ]]; then
        bad=1 note="no test ran"
    elif [[ $status -ne 0 && $bad -eq 0 ]]; then
        bad=1 note="exit code $status"
    elif [[ $left_out -gt 0 ]]; then
        bad=$((bad + left_out))
    fi
    count_one "$good" "$bad" "$name" $((SECONDS - started)) "$note"
    [[ $bad -eq 0 ]] || show_tail "$log"
    [[ $bad -eq 0 ]]
}

# count_results LOG: passed, failed and left-out tests by the closing lines of cargo test, node --test, vitest and pytest.
count_results() {
    sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
        /^test result: / { for (i = 2; i <= NF; i++) {
            if ($i ~ /^passed/) good += $(i - 1)
            if ($i ~ /^failed/) bad += $(i - 1)
            if ($i ~ /^ignored/) left += $(i - 1) } }
        /^# pass [0-9]+$/ { good += $3 }
        /^# (fail|cancelled) [0-9]+$/ { bad += $3 }
        /^# (skipped|todo) [0-9]+$/ { left += $3 }
        /^ *Tests +.*[0-9]+ (passed|failed)/ { for (i = 2; i <= NF; i++) {
            if ($i == "passed") good += $(i - 1)
            if ($i == "failed") bad += $(i - 1)
            if ($i == "skipped" || $i == "todo") left += $(i - 1) } }
        /^=+ .* in [0-9.]+s.* =+$/ { for (i = 2; i <= NF; i++) {
            if ($i ~ /^passed/) good += $(i - 1)
            if ($i ~ /^(failed|error)/) bad += $(i - 1)
            if ($i ~ /^(skipped|xfailed|deselected)/) left += $(i - 1) } }
        END { print good + 0, bad + 0, left + 0 }'
}

count_one() {
    local good=$1 bad=$2 name=$3 seconds=$4 note=$5 verdict=ok
    passed=$((passed + good))
    failed=$((failed + bad))
    if [[ $bad -gt 0 ]]; then
        verdict=FAILED
        failures+=("$current_tier: $name")
    fi
    printf '%-7s %-52s %5d s' "$verdict" "$name" "$seconds"
    [[ $((good + bad)) -eq 1 ]] || printf '  %d of %d' "$good" $((good + bad))
    [[ -z $note ]] || printf '  (%s)' "$note"
    printf '\n'
}

# fail NAME REASON: a check that could not even be made.
fail() {
    count_one 0 1 "$1" 0 "$2"
}

show_tail() {
    printf '        | the end of %s\n' "${1#"$root"/}"
    tail -n 60 "$1" | sed 's/^/        | /'
}

# show LOG-NAME: repeats what a check printed, where the output itself is the result.
show() {
    sed 's/^/        | /' "$(log_of "$1")"
}

summary() {
    printf '\n== time\n'
    printf '%s\n' "${tier_times[@]}"
    printf '%-11s %5d s\n' together "$SECONDS"
    if [[ ${#failures[@]} -gt 0 ]]; then
        printf '\n== failed\n'
        printf '%s\n' "${failures[@]}"
    fi
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
    [[ $failed -eq 0 && $passed -gt 0 ]]
}
