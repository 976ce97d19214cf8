#!/bin/sh
# Makes .venv with Python 3.11 or newer and installs the named requirements files, each once.
set -eu
cd "$(dirname "$0")/.."

fail() { echo "$1" >&2; exit 1; }

find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3; do
        if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

# Debian ships venv apart from Python.
make_venv() {
    "$1" -m venv --clear .venv >/dev/null 2>&1 && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing Debian's python3-venv ..."
        (apt-get update && apt-get install -y --no-install-recommends python3-venv) >/dev/null 2>&1 || true
        "$1" -m venv --clear .venv >/dev/null 2>&1 && return
    fi
    fail "Python's venv is missing or this folder cannot be written. On Debian: apt-get install python3-venv"
}

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    python=$(find_python)
    [ -n "$python" ] || fail "Python 3.11 or newer is needed (set PYTHON to where it is)."
    make_venv "$python"
fi

for wanted in "$@"; do
    if ! cmp -s "$wanted" ".venv/installed-$wanted"; then
        echo "Installing the packages of $wanted ..."
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$wanted" ||
            fail "The packages of $wanted could not be installed: see above."
        cp "$wanted" ".venv/installed-$wanted"
    fi
done
