# The commands of the README, as a newcomer types them.
# Needs: debian

# readme_command WORD: the first line of the README's shell blocks that runs this command of ours.
readme_command() {
    grep -E "^cargo run --release -- $1( |\$)" README.md | head -n 1
}

# What `dev` tells a newcomer: where the endpoint and the sandbox are, a client's configuration, a key to begin with.
dev_says() {
    local said missing=0
    for said in "$E2E_MCP_URL" "$E2E_SANDBOX_URL" '"mcpServers"' sk_test_; do
        grep -qF -- "$said" "$server_log" || { echo "dev did not print $said"; missing=1; }
    done
    return "$missing"
}

# The README writes beside the clone; a test writes into a folder of its own. What a README quotes, the shell must read.
build_from_readme() {
    local command
    command=$(readme_command build)
    [[ $command == *" --out "* ]] || { echo "the README has no such command"; return 1; }
    rm -f "$cache/readme.flow.json"
    eval "${command% --out *} --out $cache/readme.flow.json" && "$E2E_BINARY" validate "$cache/readme.flow.json"
}

validate_from_readme() {
    local command
    command=$(readme_command validate)
    [[ -n $command ]] && $command
}

export_from_readme() {
    local command
    command=$(readme_command export)
    [[ $command == *" --out "* ]] || { echo "the README has no such command"; return 1; }
    rm -rf "$cache/readme-app"
    ${command% --out *} --out "$cache/readme-app" && test -f "$cache/readme-app/package.json"
}

# Shown only: no configuration of this machine is changed.
install_from_readme() {
    local command
    command=$(readme_command install)
    [[ -n $command ]] && ${command%%#*} --print | grep -qF "/mcp"
}

port_in_use() {
    local port=${E2E_MCP_URL##*:} status=0
    "$E2E_BINARY" dev --no-open --port "${port%/mcp}" || status=$?
    [[ $status -eq 3 ]] || { echo "exit code $status instead of 3"; return 1; }
}

build_binary
check "the README names the command dev" grep -qx "cargo run --release -- dev" README.md
read -ra dev_command < <(readme_command dev)
if server_start "${dev_command[@]}"; then
    check "dev prints its addresses, a configuration and a key" dev_says
    check "a second server on the same port says so, exit code 3" port_in_use
    server_stop
fi
check "build, as the README has it" build_from_readme
check "validate, as the README has it" validate_from_readme
check "export, as the README has it" export_from_readme
check "install, as the README has it" install_from_readme
