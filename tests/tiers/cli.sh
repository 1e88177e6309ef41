# The command line in a terminal, its log for code hosts against the published schema, the hooks in a git repository.
# Needs: debian python

if build_binary; then
    suite "command line" "$cache/venv/bin/python" -W error -m pytest -W error tests/e2e/cli
fi
