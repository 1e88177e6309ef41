# The validator in a program written in C: compiled without a warning, linked statically, run on flows of the corpus.
# Needs:

c_example=$cache/check

c_library() {
    cargo build --release --locked -p flow-core-c
}

# The libraries behind it are those of Rust's standard library on this system.
c_compile() {
    gcc -std=c11 -O2 -Wall -Wextra -Wpedantic -Wconversion -Werror -I flow-core/c-abi/include "flow-core/c-abi/examples/$1.c" \
        "$CARGO_TARGET_DIR/release/libflow_core_c.a" -lpthread -ldl -lm -o "$2"
}

c_program() {
    c_compile check "$c_example"
}

# The header names 16 KiB for every call.
c_stack() {
    c_compile stack "$cache/stack"
    "$cache/stack" runtime/src/author/recipes/*.flow.json tests/corpus/*/*.flow.json |
        awk '{ print; for (at = 1; at <= NF; at++) if ($at + 0 > 16384) exit 1; lines++ } END { exit lines != 3 }'
}

# c_says STATUS TEXT ARGUMENT…: the program ends with this status and prints this text.
c_says() {
    local status=0 said
    said=$("$c_example" "${@:3}" 2>&1) || status=$?
    echo "$said"
    [[ $status -eq $1 ]] || { echo "exit code $status instead of $1"; return 1; }
    grep -qF -- "$2" <<<"$said" || { echo "it does not say: $2"; return 1; }
}

if check "the static library builds" c_library && check "a C program compiles without a warning" c_program; then
    for flow in runtime/src/author/recipes/*.flow.json; do
        check "C accepts $(basename "$flow" .flow.json)" c_says 0 "accepted, " "$flow"
    done
    for expected in tests/corpus/F[1-4]*/fail-*.expected; do
        # Findings that are warnings or notes leave the flow accepted.
        grep -q ' error ' "$expected" || continue
        rule=$(basename "$(dirname "$expected")")
        check "C refuses $rule/$(basename "$expected" .expected)" \
            c_says 1 "${rule%%-*}" "${expected%.expected}.flow.json"
    done
    check "C holds a flow to a policy" c_says 1 F6001 runtime/src/author/recipes/quickstart.flow.json \
        flow-core/src/policy/presets/payment-sca.json
    check "every call of C keeps to the stack that the header names" c_stack
    check "C tells a file that is missing" c_says 2 "No such file" tests/corpus/none
fi
