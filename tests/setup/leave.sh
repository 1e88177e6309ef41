# What a run ends with, whether it went well or was stopped: its own processes, and no others.

own_pids=()

# stop_own PID: interrupts a process that this run started and waits for its end.
stop_own() {
    kill -INT "$1" 2>/dev/null
    wait "$1" 2>/dev/null
}

leave() {
    local pid
    for pid in "${installer:-}" "${own_pids[@]}"; do
        [[ -z $pid ]] || { kill -TERM "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; }
    done
    rm -rf "${install_state:-}"
}
