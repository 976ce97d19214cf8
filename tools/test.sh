#!/bin/sh
# Runs every test. Without a browser the browser tests are left out, unless REQUIRE_BROWSER=1.
set -u
cd "$(dirname "$0")/.."

# The tests start our programs a hundred times: none compiles what the one before has compiled.
unset PYTHONDONTWRITEBYTECODE
TEST_BROWSER=$(tools/browser.sh)
export TEST_BROWSER
# Three for two processors, as each waits at times.
set -- -n 3 --dist worksteal --durations 10 "$@"
if [ -n "$TEST_BROWSER" ]; then
    exec .venv/bin/python -m pytest "$@"
fi
echo "No browser could be had: the browser tests are left out." >&2
[ "${REQUIRE_BROWSER:-}" != 1 ] || exit 1
exec .venv/bin/python -m pytest -m "not browser" "$@"
