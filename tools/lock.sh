#!/bin/sh
# Writes requirements.txt and requirements-dev.txt anew: every package pinned, with the digests of its files.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/python -m venv .venv/lock
.venv/lock/bin/pip install --quiet pip-tools==7.6.2
for part in requirements requirements-dev; do
    CUSTOM_COMPILE_COMMAND="make lock" .venv/lock/bin/pip-compile --quiet --generate-hashes --strip-extras \
        --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o "$part.txt" "$part.in"
done
