#!/bin/sh
# Makes .venv with Python 3.11 or newer and installs the named requirements files, each once.
set -eu
cd "$(dirname "$0")/.."

fail() { echo "$1" >&2; exit 1; }

# A distribution builds its Python by what programs were seen to do, which a Python built at home mostly is not: there
# all of this takes a tenth longer. One that cannot make a venv by itself comes last.
find_python() {
    for need in 'import sys, ensurepip' 'import sys'; do
        for candidate in "${PYTHON:-}" /usr/bin/python3.11 python3.11 python3; do
            if [ -n "$candidate" ] && "$candidate" -c "$need; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
                echo "$candidate"
                return
            fi
        done
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
