# flow-core without a standard library: built for Cortex-M and RISC-V, run under QEMU.
# Needs: debian

# The distribution's compiler comes with the sources of `core`, so no target's library has to be downloaded. It is another
# compiler than the workspace's, hence a target folder of its own. The three targets: no FPU, FPU, no atomics.
bare_metal_cargo() {
    env RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$CARGO_TARGET_DIR/bare-metal" \
        timeout 900 cargo "$1" -Zbuild-std=core --release "${@:2}"
}

bare_metal_build() {
    bare_metal_cargo build -p flow-core --target thumbv7m-none-eabi --target thumbv7em-none-eabihf \
        --target riscv32imc-unknown-none-elf "$@"
}

# Its own folder has the linker and the emulator in its configuration. The program ends with exit code 0 only if the
# simulated machine reached every verdict that is expected; one that hangs is stopped.
firmware() {
    (cd flow-core/firmware && bare_metal_cargo run --locked --quiet)
}

check "flow-core without texts, for three targets" bare_metal_build --no-default-features
check "flow-core with all texts, for three targets" bare_metal_build --features explain
check "the hand-over, for targets with an atomic exchange" bare_metal_cargo build -p flow-handover \
    --target thumbv7m-none-eabi --target thumbv7em-none-eabihf --target riscv32imac-unknown-none-elf

check "flows validated on a Cortex-M3 under QEMU" firmware
show "flows validated on a Cortex-M3 under QEMU"
