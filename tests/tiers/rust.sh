# Every Rust test of the workspace, with nothing but cargo.
# Needs:

suite "cargo test --workspace" cargo test --workspace --locked
