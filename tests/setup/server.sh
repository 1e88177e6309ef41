# One `facesign-mcp dev` per tier that needs a running server, on ports of its own.

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
export E2E_BINARY=$CARGO_TARGET_DIR/release/facesign-mcp
export E2E_RECIPES=$root/runtime/src/author/recipes
export E2E_ARTIFACTS=$artifacts

# build_binary: once in a run.
build_binary() {
    [[ -z ${binary_built:-} ]] || return 0
    check "release build" cargo build --release --locked -p facesign-mcp && binary_built=yes
}

# server_start [COMMAND…]: starts the server, by default the built one, and tells the tests its addresses through the
# environment. It takes free ports and a state folder of its own, so that a server the person runs is not in the way.
server_start() {
    [[ $# -gt 0 ]] || set -- "$E2E_BINARY" dev
    server_log=$(log_of server)
    server_state=$(mktemp -d)
    "$@" --no-open --port 0 --sandbox-port 0 --state-dir "$server_state" >"$server_log" 2>&1 </dev/null &
    server=$!
    own_pids+=("$server")
    if ! check "server starts" wait_until_ready "$server_log" "$server"; then
        show_tail "$server_log"
        return 1
    fi
    E2E_MCP_URL=$(address_in "$server_log" "MCP server")
    E2E_SANDBOX_URL=$(address_in "$server_log" Sandbox)
    export E2E_MCP_URL E2E_SANDBOX_URL
}

# address_in LOG LABEL: the address that `dev` printed behind a label.
address_in() {
    sed -nE "s#^$2: +(http://[^ ]+).*#\1#p" "$1" | head -n 1
}

# wait_until_ready LOG PID: up to 30 seconds until a process that is still alive has told its address and is ready there.
wait_until_ready() {
    local deadline=$((SECONDS + 30)) url
    until url=$(address_in "$1" "MCP server") && [[ -n $url ]] && answers "${url%/mcp}/readyz"; do
        kill -0 "$2" 2>/dev/null || { echo "the server ended before it was ready"; return 1; }
        [[ $SECONDS -lt $deadline ]] || { echo "the server was not ready within 30 seconds"; return 1; }
        sleep 0.2
    done
}

answers() {
    python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=2)' "$1" 2>/dev/null
}

# server_stop: ends it as a person would, and looks at what it said meanwhile.
server_stop() {
    server_stop_after_abuse
    check "server logged no warning and no error" nothing_alarming "$server_log"
}

# server_stop_after_abuse: the same where bad requests were the point, of which the server may well warn.
server_stop_after_abuse() {
    check "server ends on ctrl-C with exit code 0" ends_on_interrupt "$server"
    check "no key in the server's log" no_key_in "$server_log"
    rm -rf "$server_state"
}

# ends_on_interrupt PID: within ten seconds, with exit code 0. A background job of a shell without job control ignores
# SIGINT unless the program handles it itself, so this also shows that it does.
ends_on_interrupt() {
    local deadline=$((SECONDS + 10))
    kill -INT "$1" || { echo "the server was gone already"; return 1; }
    while kill -0 "$1" 2>/dev/null; do
        [[ $SECONDS -lt $deadline ]] || { echo "still running ten seconds after ctrl-C"; kill -KILL "$1"; return 1; }
        sleep 0.1
    done
    wait "$1"
}

nothing_alarming() {
    ! grep -nE '\b(WARN|ERROR)\b|panicked' "$1"
}

# The one key that `dev` prints on purpose is its own sandbox key, on the lines of its start-up text.
no_key_in() {
    ! grep -nE 'sk_test_e2e[A-Za-z0-9_-]{4,}' "$1"
}
