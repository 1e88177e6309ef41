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
fuzz_apart() {
    (unset CARGO_TARGET_DIR && fuzz "$@")
}

# A policy, a zero byte and its flow: what the target `policy` takes for a pair.
fuzz_pairs() {
    local policy pair
    mkdir -p fuzz/corpus/policy
    for policy in tests/corpus/*/*.policy.json; do
        pair=fuzz/corpus/policy/$(basename "$policy" .policy.json)
        { cat "$policy" && printf '\0' && cat "${policy%.policy.json}.flow.json"; } >"$pair" || return 1
    done
}

# The same seed every time, so that a failure comes from what was changed; the long runs of docs/fuzzing.md try others.
fuzz_briefly() {
    mkdir -p "fuzz/corpus/$1"
    fuzz_apart run --fuzz-dir fuzz "$1" "fuzz/corpus/$1" tests/corpus -- \
        -dict=fuzz/flow.dict -max_len=4096 -timeout=5 -rss_limit_mb=1024 -max_total_time=15 -seed=1
}

check "fuzz targets build" fuzz_apart build --fuzz-dir fuzz
check "fuzz seeds of policies" fuzz_pairs
for target in fuzz/fuzz_targets/*.rs; do
    target=$(basename "$target" .rs)
    check "fuzz $target for 15 seconds" fuzz_briefly "$target"
done
