#!/bin/sh
# Every header compiles alone, without warnings. usage: headers.sh ROOT CC
set -eu
cd "$1"
failed=0
headers=$(find src -name '*.h')
for header in $headers; do
    printf '#include "%s"\n' "${header#src/}" |
        "$2" -std=c17 -D_GNU_SOURCE -Isrc -Wall -Wextra -Wpedantic -Werror \
            -fsyntax-only -x c - || {
        echo "$header does not stand alone"
        failed=1
    }
done
exit $failed
