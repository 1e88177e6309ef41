# The protocol's own conformance suite on transport and product; the Inspector's strict look at the tools, and the studio in it.
# Needs: debian node node22

suite_bin=$root/tests/e2e/conformance/node_modules/.bin
fixture_log=$logs/conformance-fixture.log

with_node22() {
    PATH=$suite_bin:$PATH "$@"
}

# requirements REVISION URL NAME [OPTION…]: every server scenario of a requirement set.
requirements() {
    with_node22 conformance server --url "$2" --requirements "$1" --output-dir "$artifacts/conformance/$3-$1" "${@:4}"
}

# everything_passes REVISION CHECKS: the fixture passes all there is. The number of checks is that of the pinned suite, so
# that a scenario which was not run does not go unseen; those the suite does not score count here, too.
everything_passes() {
    local said status=0
    said=$(requirements "$1" "$fixture_url" fixture) || status=$?
    printf '%s\n' "$said"
    [[ $status -eq 0 ]] && grep -qx "Total: $2 passed, 0 failed" <<<"$said" &&
        ! grep -rq '"status": "\(FAILURE\|WARNING\)"' "$artifacts/conformance/fixture-$1"
}

# as_expected REVISION: the product fails exactly what its baseline names.
as_expected() {
    local baseline=tests/e2e/conformance/expected-$1.yml said status=0 named seen
    said=$(requirements "$1" "$E2E_MCP_URL" product --expected-failures "$baseline") || status=$?
    printf '%s\n' "$said"
    named=$(grep -c '^  - ' "$baseline")
    seen=$(grep -c '^  ~ ' <<<"$said")
    [[ $named -eq $seen ]] || { echo "$baseline names $named failures, $seen were seen: take out what is not needed"; return 1; }
    ! grep -n '^  - [^#]*$' "$baseline" || { echo "$baseline: a line without a reason"; return 1; }
    return "$status"
}

# unscored REVISION SCENARIO: one that the suite runs and does not count, and that needs nothing of its own.
unscored() {
    with_node22 conformance server --url "$E2E_MCP_URL" --spec-version "$1" --scenario "$2" \
        --output-dir "$artifacts/conformance/product-$1"
}

# Exit code 6 where a tool's schema would trouble a client.
strict_tools() {
    with_node22 mcp-inspector --cli "$E2E_MCP_URL" --transport http --protocol-era "$1" --method tools/list --strict
}

# knows_the_app ERA: exit code 2 where the tool has no MCP App.
knows_the_app() {
    with_node22 mcp-inspector --cli "$E2E_MCP_URL" --transport http --protocol-era "$1" --app-info --advertise-apps \
        --method tools/call --tool-name launch_session_ui | grep '"hasApp":true.*"camera":{}'
}

fixture_is_ready() {
    wait_until_ready "$fixture_log" "$fixture" && fixture_url=$(address_in "$fixture_log" "MCP server")
}

# The debug build, which the tests of the workspace have made already.
if check "fixture builds" cargo build --locked -p facesign-tests --example conformance; then
    "$CARGO_TARGET_DIR/debug/examples/conformance" >"$fixture_log" 2>&1 </dev/null &
    fixture=$!
    own_pids+=("$fixture")
    if check "fixture starts" fixture_is_ready; then
        check "2025-11-25: the transport passes all 83 checks" everything_passes 2025-11-25 83
        check "2026-07-28: the transport passes all 197 checks" everything_passes 2026-07-28 197
        check "fixture ends on ctrl-C with exit code 0" ends_on_interrupt "$fixture"
    fi
fi

# The catalogue is a resource, and it is read with a key.
export FACESIGN_API_KEY=sk_test_e2e-conformance
if build_binary && server_start; then
    for revision in 2025-11-25 2026-07-28; do
        check "$revision: the product fails what is expected, no more" as_expected "$revision"
    done
    check "2025-11-25: the product passes server-session-lifecycle" unscored 2025-11-25 server-session-lifecycle
    check "2026-07-28: the product passes http-header-validation" unscored 2026-07-28 http-header-validation
    check "Inspector, strict, legacy era" strict_tools legacy
    check "Inspector, strict, modern era" strict_tools modern
    check "Inspector, MCP App, legacy era" knows_the_app legacy
    check "Inspector, MCP App, modern era" knows_the_app modern
    suite "Inspector, the studio in its web page" node --test --test-reporter=tap --test-concurrency=1 \
        tests/e2e/inspector/*.test.mjs
    server_stop_after_abuse
fi
unset FACESIGN_API_KEY
