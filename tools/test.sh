#!/bin/sh
# Runs every test. Without a browser the browser tests are left out, unless REQUIRE_BROWSER=1.
set -u
cd "$(dirname "$0")/.."

TEST_BROWSER=$(tools/browser.sh)
export TEST_BROWSER
if [ -n "$TEST_BROWSER" ]; then
    exec .venv/bin/python -m pytest -n 2 "$@"
fi
echo "No browser could be had: the browser tests are left out." >&2
[ "${REQUIRE_BROWSER:-}" != 1 ] || exit 1
exec .venv/bin/python -m pytest -n 2 -m "not browser" "$@"
