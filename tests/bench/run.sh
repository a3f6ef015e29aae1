#!/bin/sh
# ./dev bench [--rows N] [--rounds N] [--growth N,N,...] [--in FOLDER]
set -eu
cd "$(dirname "$0")/../.."
exec python3 tests/bench/run.py build/lettermill build/tests/write_baseline \
    build/tests/stages build/tests/tagging fonts "$@"
