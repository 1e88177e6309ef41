# The validator and the MCP endpoint beside their peers; a stall, or more instructions than marked, fails.
# Needs: debian

check "comparison with the peers" cargo bench --quiet --locked -p facesign-benches --bench compare
show "comparison with the peers"

check "instructions of a validation" cargo bench --quiet --locked -p facesign-benches --bench instructions
show "instructions of a validation"

check "peers of other languages" benches/peers/run
show "peers of other languages"

check "a call over MCP, beside axum" cargo bench --quiet --locked -p facesign-benches --bench mcp
show "a call over MCP, beside axum"
