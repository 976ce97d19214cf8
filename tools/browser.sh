#!/bin/sh
# Prints the path of a Chromium for the browser tests, or nothing. What it does meanwhile goes to standard error.
# The headless shell is the same engine without windows of its own: it opens a page for a third of the work.
set -u
cd "$(dirname "$0")/.."

from_debian() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "Installing Debian's $* ..." >&2
    (apt-get update && apt-get install -y --no-install-recommends "$@") >/dev/null 2>&1
}

# The program that drives the browser needs a library that a minimal Debian lacks.
driver() {
    .venv/bin/python -m playwright --version >/dev/null 2>&1 && return
    from_debian libatomic1 && .venv/bin/python -m playwright --version >/dev/null 2>&1
}

installed() {
    for name in "${TEST_BROWSER:-}" chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
        [ -n "$name" ] && command -v "$name" && return
    done
    return 1
}

debians() {
    from_debian chromium-headless-shell && command -v chromium-headless-shell && return
    from_debian chromium && command -v chromium
}

# Letters as wide as those of Arial, which the pages name; without them a browser takes some that are a fifth wider.
letters() {
    case $(fc-match -f '%{family}' Arial 2>/dev/null) in
        Arial* | Arimo* | Liberation* | Helvetica* | Nimbus*) ;;
        *) from_debian fontconfig fonts-liberation ;;
    esac
}

playwrights() {
    echo "Fetching Playwright's Chromium ..." >&2
    .venv/bin/python -m playwright install chromium >/dev/null 2>&1 || return 1
    .venv/bin/python -c 'from playwright.sync_api import sync_playwright as s; p = s().start(); print(p.chromium.executable_path); p.stop()'
}

driver && { installed || debians || playwrights; } && letters || true
