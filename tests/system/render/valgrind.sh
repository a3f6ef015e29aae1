#!/bin/sh
# Valgrind finds nothing in the released program. usage: valgrind.sh ROOT
set -u
root=$1
program=$root/build/lettermill
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ ! -x "$program" ] || ! command -v valgrind >/dev/null; then
    echo "skipped: no build/lettermill, or no valgrind"
    exit 77
fi
failed=0
# watch ARGUMENTS...: exit status 99 where valgrind has something to say.
watch() {
    valgrind --quiet --error-exitcode=99 --leak-check=full \
        --errors-for-leak-kinds=definite,indirect,possible \
        "$program" "$@" >"$work/log" 2>&1
    if [ $? = 99 ]; then
        echo "FAIL: lettermill $*"
        cat "$work/log"
        failed=1
    fi
}
watch render --only E06000032,E07000994,E10000991 -j2 "$root/input/2022" -o "$work/out"
watch check "$root/input/2020"
watch verify "$work"/out/letters/*.pdf
watch check "$root/tests/golden/many-faults-at-once/campaign"
[ "$failed" = 0 ] && echo "valgrind finds nothing"
exit $failed
