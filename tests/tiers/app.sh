# The exported app of every recipe: install, lint, types, tests, build, and a session in Chromium.
# Needs: debian node

apps=$cache/apps

# A key that must not be found in what a build leaves behind.
build_key=sk_test_e2e-of-the-build-alone

# install_app FOLDER FIRST: the first app is installed for real, from its lock file. The apps differ in data only, which
# the comparison of manifest and lock proves; the others get the same packages as hard links, because Next's bundler
# follows no symbolic link out of the project.
install_app() {
    if [[ $1 == "$2" ]]; then
        npm --prefix "$1" ci --no-audit --no-fund
    else
        cmp "$1/package.json" "$2/package.json" && cmp "$1/package-lock.json" "$2/package-lock.json" &&
            cp -al "$2/node_modules" "$1/node_modules"
    fi
}

in_app() {
    local folder=$1
    shift
    (cd "$folder" && env NEXT_TELEMETRY_DISABLED=1 FACESIGN_API_KEY="$build_key" "$@")
}

no_key_left() {
    ! grep -rlF "$build_key" "$1" --exclude-dir=node_modules
}

if build_binary && server_start; then
    rm -rf "$apps"
    first_app=
    for flow in "$E2E_RECIPES"/*.flow.json; do
        recipe=$(basename "$flow" .flow.json)
        app=$apps/$recipe
        first_app=${first_app:-$app}
        check "$recipe: export" "$E2E_BINARY" export "$flow" --out "$app" || continue
        check "$recipe: install" install_app "$app" "$first_app" || continue
        check "$recipe: lint" in_app "$app" npm run lint
        check "$recipe: types" in_app "$app" npm run typecheck
        suite "$recipe: tests" in_app "$app" npm test
        check "$recipe: build" in_app "$app" npm run build
        check "$recipe: no key in the build" no_key_left "$app"
        suite "$recipe: a session in Chromium" \
            env E2E_APP_FOLDER="$app" E2E_APP_RECIPE="$recipe" node --test --test-reporter=tap tests/e2e/app/*.test.mjs
    done
    server_stop
fi
