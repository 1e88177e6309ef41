# Chromium with a fake camera walks every recipe through the preview.
# Needs: debian node

if build_binary && server_start; then
    suite "preview stories" node --test --test-reporter=tap --test-concurrency=1 tests/e2e/browser/*.test.mjs
    server_stop
fi
