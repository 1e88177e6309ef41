# Formatting, lints, licences, spelling and the scripts themselves.
# Needs: debian python cargo-deny

check "cargo fmt" cargo fmt --all --check
check "cargo clippy, no warning" cargo clippy --workspace --all-targets --locked -- -D warnings
check "rustdoc, no warning" env RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked
check "cargo deny: licences, bans, sources" cargo deny check licenses bans sources
check "typos" "$cache/venv/bin/typos" --config _typos.toml
# The scripts are sourced into one shell, so a variable is often set in another file than it is used in.
check "shellcheck" shellcheck --shell=bash --exclude=SC2154,SC2034 .ci/run tests/run tests/setup/*.sh tests/tiers/*.sh
