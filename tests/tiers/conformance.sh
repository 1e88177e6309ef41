# The protocol's own conformance suite where it needs no fixture, and the Inspector's strict look at the tools.
# Needs: debian node22

suite_bin=$root/tests/e2e/conformance/node_modules/.bin

with_node22() {
    PATH=$suite_bin:$PATH "$@"
}

scenario() {
    with_node22 conformance server --url "$E2E_MCP_URL" --spec-version "$1" --scenario "$2" \
        --expected-failures tests/e2e/conformance/expected-failures.yml \
        --output-dir "$artifacts/conformance/$1/$2"
}

# Exit code 6 where a tool's schema would trouble a client.
strict_tools() {
    with_node22 mcp-inspector --cli "$E2E_MCP_URL" --transport http --protocol-era "$1" --method tools/list --strict
}

both=(tools-list resources-list prompts-list completion-complete server-sse-multiple-streams dns-rebinding-protection)
only_2025=(server-initialize ping)
only_2026=(server-stateless sep-2164-resource-not-found caching http-header-validation
    input-required-result-unsupported-methods input-required-result-validate-input)

# The catalogue is a resource, and it is read with a key.
export FACESIGN_API_KEY=sk_test_e2e-conformance
if build_binary && server_start; then
    for name in "${both[@]}" "${only_2025[@]}"; do
        check "2025-11-25: $name" scenario 2025-11-25 "$name"
    done
    for name in "${both[@]}" "${only_2026[@]}"; do
        check "2026-07-28: $name" scenario 2026-07-28 "$name"
    done
    check "Inspector, strict, legacy era" strict_tools legacy
    check "Inspector, strict, modern era" strict_tools modern
    server_stop_after_abuse
fi
unset FACESIGN_API_KEY
