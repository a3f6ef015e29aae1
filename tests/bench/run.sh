#!/bin/sh
# ./dev bench [ROWS]
set -eu
cd "$(dirname "$0")/../.."
exec python3 tests/bench/run.py build/lettermill build/tests/floor \
    build/tests/stages fonts "$@"
