# flow-core without a standard library: built for Cortex-M and RISC-V, run under QEMU.
# Needs: debian

# The distribution's compiler comes with the sources of `core`, so no target's library has to be downloaded. It is another
# compiler than the workspace's, hence a target folder of its own.
bare_metal_cargo() {
    env RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$CARGO_TARGET_DIR/bare-metal" \
        cargo "$1" -Zbuild-std=core --release "${@:2}"
}

for target in thumbv7m-none-eabi thumbv7em-none-eabihf riscv32imc-unknown-none-elf; do
    check "flow-core builds for $target" bare_metal_cargo build --target "$target" -p flow-core --no-default-features
done
check "flow-core with its texts builds for thumbv7m-none-eabi" \
    bare_metal_cargo build --target thumbv7m-none-eabi -p flow-core --features explain
