#!/bin/sh
# The same inputs give the same bytes. usage: same_bytes.sh ROOT PROGRAM
set -eu
root=$1
program=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# A French locale of our own, whatever the machine has: decimal commas.
mkdir "$work/locales"
localedef -i fr_FR -f UTF-8 "$work/locales/fr_FR.UTF-8" 2>/dev/null || true
cp -r "$root/input/2022" "$work/elsewhere"

# variant NAME COMMAND...: the digests of all files that the command made, but
# for run.json, which says when it was and how long it took.
variant() {
    name=$1
    shift
    "$@" >/dev/null
    (cd "$work/$name" && find . -type f ! -name run.json | LC_ALL=C sort | xargs sha256sum) \
        >"$work/$name.sums"
    if ! cmp -s "$work/plain.sums" "$work/$name.sums"; then
        echo "FAIL: $name differs"
        diff "$work/plain.sums" "$work/$name.sums" | head -4
        failed=1
    fi
}
one=$root/input/2022
variant plain "$program" render "$one" -o "$work/plain"
variant again "$program" render "$one" -o "$work/again"
variant c_locale env LC_ALL=C LANG=C "$program" render "$one" -o "$work/c_locale"
# p11-kit, which comes with qpdf, loses the name of such a locale.
variant french env ASAN_OPTIONS=detect_leaks=0 LOCPATH="$work/locales" LC_ALL=fr_FR.UTF-8 LANG=fr_FR.UTF-8 \
    "$program" render "$one" -o "$work/french"
variant time_zone env TZ=Pacific/Kiritimati "$program" render "$one" -o "$work/time_zone"
variant one_thread "$program" render -j1 "$one" -o "$work/one_thread"
variant seven_threads "$program" render -j7 "$one" -o "$work/seven_threads"
variant other_folder sh -c "cd '$work' && '$program' render elsewhere -o other_folder"
variant over_old sh -c "'$program' render '$one' -o '$work/over_old' >/dev/null &&
    '$program' render '$one' -o '$work/over_old'"

# A row alone gives the letter that it gives among others.
code=$(sed -n 2p "$work/plain/manifest.csv" | cut -d, -f1)
"$program" render --only "$code" "$one" -o "$work/alone" >/dev/null
letter=$(sed -n 2p "$work/alone/manifest.csv" | cut -d, -f3)
cmp "$work/plain/$letter" "$work/alone/$letter" || failed=1

[ "$failed" = 0 ] && echo "equal bytes in nine ways"
exit $failed
