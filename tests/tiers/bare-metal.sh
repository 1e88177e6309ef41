# flow-core without a standard library: built for Cortex-M and RISC-V.
# Needs: debian

# The distribution's compiler comes with the sources of `core`, so no target's library has to be downloaded. It is another
# compiler than the workspace's, hence a target folder of its own. The three targets: no FPU, FPU, no atomics.
bare_metal_build() {
    env RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$CARGO_TARGET_DIR/bare-metal" \
        cargo build -Zbuild-std=core --release --target thumbv7m-none-eabi --target thumbv7em-none-eabihf \
        --target riscv32imc-unknown-none-elf -p flow-core "$@"
}

check "flow-core without texts, for three targets" bare_metal_build --no-default-features
check "flow-core with all texts, for three targets" bare_metal_build --features explain

# The program ends with exit code 0 only if the simulated machine reached every verdict that is expected.
firmware() {
    (cd flow-core/firmware &&
        env RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$CARGO_TARGET_DIR/firmware" \
            timeout 900 cargo run -Zbuild-std=core --release --locked)
}

check "flows validated on a Cortex-M3 under QEMU" firmware
