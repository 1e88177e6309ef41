# flow-core without a standard library: built for Cortex-M and RISC-V, run under QEMU.
# Needs: debian

# The distribution's compiler comes with the sources of `core`, so no target's library has to be downloaded. It is another
# compiler than the workspace's, hence a target folder of its own; and `core` is built for size, which halves its sorting.
# The three targets: no FPU, FPU, no atomics.
bare_metal_cargo() {
    env RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$CARGO_TARGET_DIR/bare-metal" \
        timeout 900 cargo "$1" -Zbuild-std=core -Zbuild-std-features=optimize_for_size --release "${@:2}"
}

bare_metal_build() {
    bare_metal_cargo build -p flow-core --target thumbv7m-none-eabi --target thumbv7em-none-eabihf \
        --target riscv32imc-unknown-none-elf "$@"
}

# firmware_build PRESET: the gateway with the capacities of a preset, for both cores, and the empty program.
firmware_build() {
    local features=()
    [[ $1 == gateway ]] || features=(--features "$1")
    (cd flow-core/firmware && bare_metal_cargo build --locked --quiet "${features[@]}") || return
    mkdir -p "$artifacts/firmware"
    cp "$CARGO_TARGET_DIR/bare-metal/thumbv7m-none-eabi/release/gateway" "$artifacts/firmware/m3-$1" &&
        cp "$CARGO_TARGET_DIR/bare-metal/thumbv7m-none-eabi/release/empty" "$artifacts/firmware/m3-empty" &&
        cp "$CARGO_TARGET_DIR/bare-metal/thumbv7m-none-eabi/release/validator" "$artifacts/firmware/m3-validator" &&
        cp "$CARGO_TARGET_DIR/bare-metal/thumbv7em-none-eabihf/release/gateway" "$artifacts/firmware/m4-$1"
}

# firmware_run CORE PRESET all|some: every answer over the emulated serial line is compared with the validator built for
# this machine.
firmware_run() {
    local -A machines=([m3]="-cpu cortex-m3 -machine mps2-an385" [m4]="-cpu cortex-m4 -machine mps2-an386")
    # shellcheck disable=SC2086
    timeout 900 cargo run --quiet --locked -p facesign-tests --bin gateway -- "$2" "$3" \
        qemu-system-arm ${machines[$1]} -nographic -monitor none -serial stdio -kernel "$artifacts/firmware/$1-$2"
}

# firmware_row NAME PROGRAM [LOG]: a row of docs/size.md. Flash is the vector table, .text and .rodata; RAM .data and .bss.
firmware_row() {
    arm-none-eabi-size -A "$artifacts/firmware/$2" | awk -v name="$1" -v stack="$(sed -n 's/.*peak stack \([0-9]*\) bytes/\1/p' "${3:-/dev/null}")" '
        { size[$1] = $2 }
        END {
            printf "| %s | %d | %d | %d | %d | %s |\n", name, size[".vector_table"], size[".text"], size[".rodata"],
                size[".data"] + size[".bss"], stack == "" ? "-" : stack
        }'
}

firmware_table() {
    firmware_row "empty program, Cortex-M3" m3-empty
    firmware_row "validator and policies alone, Cortex-M3" m3-validator
    firmware_row "gateway, Cortex-M3, preset Small" m3-small "$(log_of "$(firmware_check m3 small)")"
    firmware_row "gateway, Cortex-M3, preset Gateway" m3-gateway "$(log_of "$(firmware_check m3 gateway)")"
    firmware_row "gateway, Cortex-M3, preset Server" m3-server "$(log_of "$(firmware_check m3 server)")"
    firmware_row "gateway, Cortex-M4F, preset Gateway" m4-gateway "$(log_of "$(firmware_check m4 gateway)")"
}

# Figures may drift by a twentieth before the page has to be written anew.
sizes_as_documented() {
    firmware_table | tee /dev/stderr | awk -F '|' '
        NR == FNR { for (field = 3; field <= 7; field++) written[$2, field] = $field + 0; known[$2] = 1; next }
        !known[$2] { print "docs/size.md has no row for" $2; failed = 1; next }
        {
            for (field = 3; field <= 7; field++) {
                drift = $field - written[$2, field]
                if (drift < 0) drift = -drift
                if (drift * 20 > written[$2, field]) { print "docs/size.md says otherwise:" $0; failed = 1; next }
            }
        }
        END { exit failed }' docs/size.md -
}

firmware_check() {
    echo "every answer of the firmware, $1, preset $2"
}

check "flow-core without texts, for three targets" bare_metal_build --no-default-features
check "flow-core with all texts, for three targets" bare_metal_build --features explain
check "the C library without an operating system" bare_metal_cargo build -p flow-core-c --no-default-features \
    --features freestanding --target thumbv7m-none-eabi --target riscv32imc-unknown-none-elf
check "the hand-over, for targets with an atomic exchange" bare_metal_cargo build -p flow-handover \
    --target thumbv7m-none-eabi --target thumbv7em-none-eabihf --target riscv32imac-unknown-none-elf

for preset in small server gateway; do
    check "the firmware builds, preset $preset" firmware_build "$preset"
done
for run in "m3 gateway all" "m3 small some" "m3 server some" "m4 gateway some"; do
    read -r core preset amount <<<"$run"
    check "$(firmware_check "$core" "$preset")" firmware_run "$core" "$preset" "$amount"
done
check "sizes as docs/size.md has them" sizes_as_documented
show "sizes as docs/size.md has them"
