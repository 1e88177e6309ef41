# The official MCP clients, TypeScript and Python, in both protocol eras, over HTTP and stdio.
# Needs: debian python node

if build_binary && server_start; then
    suite "TypeScript clients" node --test --test-reporter=tap --test-concurrency=1 tests/e2e/interop/*.test.mjs
    suite "Python client" "$cache/venv/bin/python" -W error -m pytest -W error tests/e2e/interop
    server_stop
fi
