# The validator and the MCP endpoint beside their peers; figures are shown, and only a stall is judged.
# Needs:

check "comparison with the peers" cargo bench --quiet --locked -p facesign-benches --bench compare
show "comparison with the peers"

check "a call over MCP, beside axum" cargo bench --quiet --locked -p facesign-benches --bench mcp
show "a call over MCP, beside axum"
