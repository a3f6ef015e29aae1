#!/bin/sh
# Runs a Python script in a virtual environment, with what requirements.txt
# beside it names.
# usage: venv.sh CACHE SCRIPT ARGUMENT...
#
# The environment is made once below CACHE, from the package index that pip
# knows. Where it cannot be had the test is skipped (77), but not in CI, where
# it fails.
# Needs: python3-venv (Debian).
set -u
cache=$1
script=$2
shift 2
wanted=$(dirname "$script")/requirements.txt
python=$cache/bin/python

skip() {
    echo "its packages cannot be had: $*" >&2
    [ "${CI:-}" = true ] && exit 1
    exit 77
}

if ! cmp -s "$wanted" "$cache/installed"; then
    rm -rf "$cache"
    log=$cache.log
    python3 -m venv "$cache" >"$log" 2>&1 || {
        cat "$log" >&2
        skip "no virtual environment (Debian package python3-venv)"
    }
    "$python" -m pip install --quiet --disable-pip-version-check \
        --no-compile \
        --requirement "$wanted" >"$log" 2>&1 || {
        tail -n 5 "$log" >&2
        skip "pip cannot install it"
    }
    cp "$wanted" "$cache/installed"
fi
exec "$python" "$script" "$@"
