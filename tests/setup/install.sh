# What the tiers need beyond a Rust toolchain and Node. Everything is installed in the background, one thing after the
# other, while cargo compiles; a tier waits for what it needs and counts it as a check.

install_order=(debian python node cargo-deny cargo-fuzz node22)

# install_in_background TIER…: starts the installations that these tiers name.
install_in_background() {
    local wanted tier need
    mkdir -p "$cache"
    install_state=$(mktemp -d)
    wanted=$(for tier in "$@"; do tier_header "$tier" needs; done)
    (
        trap - EXIT
        for need in "${install_order[@]}"; do
            [[ " ${wanted//$'\n'/ } " == *" $need "* ]] || continue
            "install_${need//-/_}" >"$install_state/$need.log" 2>&1 </dev/null
            echo $? >"$install_state/$need.part"
            mv "$install_state/$need.part" "$install_state/$need"
        done
    ) &
    installer=$!
}

# check_installed WHAT: waits for an installation; its outcome is counted once in a run.
check_installed() {
    local started=$SECONDS status log
    [[ ! -e $install_state/$1.told ]] || return 0
    while [[ ! -e $install_state/$1 ]] && kill -0 "$installer" 2>/dev/null; do
        sleep 1
    done
    status=$(cat "$install_state/$1" 2>/dev/null || echo "installer ended early")
    touch "$install_state/$1.told"
    log=$(log_of "install-$1")
    cp "$install_state/$1.log" "$log" 2>/dev/null || : >"$log"
    if [[ $status == 0 ]]; then
        count_one 1 0 "$1 installed" $((SECONDS - started)) ""
    else
        count_one 0 1 "$1 installed" $((SECONDS - started)) "$status"
        show_tail "$log"
    fi
}

as_root() {
    if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

debian_packages=(
    rust-web-src rustc-web                        # bare metal: the distribution's compiler and the sources of core,
    binutils-arm-none-eabi qemu-system-arm        # its linker, and a machine to run on
    chromium fonts-dejavu-core fonts-liberation   # browser
    python3-venv shellcheck unzip valgrind
)

install_debian() {
    local missing=() package
    for package in "${debian_packages[@]}"; do
        dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    as_root apt-get update -q || return
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=300 install -q -y --no-install-recommends "${missing[@]}"
}

install_python() {
    [[ -x $cache/venv/bin/python ]] || python3 -m venv "$cache/venv" || return
    "$cache/venv/bin/python" -m pip install --disable-pip-version-check -q -r tests/e2e/requirements.txt
}

install_node() {
    local version
    version=$(node --version) || return
    version=${version#v}
    if [[ ${version%%.*} -lt 20 ]]; then
        echo "Node 20.9 or newer is needed, this is $version"
        return 1
    fi
    npm install --prefix tests/e2e --no-package-lock --no-audit --no-fund
}

# The conformance suite and the Inspector need a newer Node than the rest; it comes as a package among theirs.
install_node22() {
    npm install --prefix tests/e2e/conformance --no-package-lock --no-audit --no-fund
}

# cargo_tool NAME VERSION: the tool of that version, from the PATH or built into tests/.cache.
cargo_tool() {
    local name=$1 version=$2
    "$name" --version 2>/dev/null | grep -qF " $version" && return
    CARGO_TARGET_DIR=$cache/tools-target cargo install --locked --root "$cache/tools" "$name@$version"
}
export PATH=$cache/tools/bin:$PATH

install_cargo_fuzz() { cargo_tool cargo-fuzz 0.13.2; }
install_cargo_deny() { cargo_tool cargo-deny 0.20.2; }
