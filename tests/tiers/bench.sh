# The validator and the MCP endpoint beside their peers; figures are shown, and only a stall is judged.
# Needs: debian

check "comparison with the peers" cargo bench --quiet --locked -p facesign-benches --bench compare
show "comparison with the peers"

check "peers of other languages" benches/peers/run
show "peers of other languages"

check "a call over MCP, beside axum" cargo bench --quiet --locked -p facesign-benches --bench mcp
show "a call over MCP, beside axum"
