#!/bin/sh
# lettermill watch in a browser. usage: watch.sh ROOT PROGRAM RELEASED
# Skips (77) where there is no browser to ask.
set -eu
root=$1
program=$2
released=$3
[ -x "$released" ] || released=$program

. "$root/tests/support/browser.sh"

node --check "$root/assets/watch/watch.js"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$root/tests/support/campaign.py" 400 "$work/many"
python3 "$root/tests/support/campaign.py" 12 "$work/few" 5
"$program" render "$work/few" -o "$work/few-out" --fsync none -q
cp -r "$root/input/2025-cy" "$work/two"
cp -rL "$root/fonts" "$work/fonts"
LETTERMILL_WORK=$work LETTERMILL_PROGRAM=$program \
    LETTERMILL_RELEASED=$released node --test "$root/tests/system/watch/watch.mjs"
