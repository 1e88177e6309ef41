# A short run of every fuzz target.
# Needs: cargo-fuzz

# Coverage instrumentation is a nightly option; a stable compiler accepts it when told to.
fuzz() {
    if cargo +nightly --version >/dev/null 2>&1; then
        cargo +nightly fuzz "$@"
    else
        RUSTC_BOOTSTRAP=1 cargo fuzz "$@"
    fi
}

# Cargo would otherwise put the instrumented build where the workspace's own build lies.
fuzz_target() {
    env -u CARGO_TARGET_DIR bash -c "$(declare -f fuzz); fuzz \"\$@\"" fuzz "$@"
}

check "fuzz targets build" fuzz_target build
for target in fuzz/fuzz_targets/*.rs; do
    target=$(basename "$target" .rs)
    check "fuzz $target, 20 seconds" fuzz_target run "$target" -- \
        -max_total_time=20 -timeout=5 -rss_limit_mb=1024 -max_len=8192 -dict=fuzz/flow.dict
done
