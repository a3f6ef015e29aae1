#!/bin/sh
# Mistakes that people make, and whether the sheet shows them first.
# usage: doubt.sh ROOT PROGRAM RELEASED
# Skips (77) where there is no browser to ask.
set -eu
root=$1
program=$2
released=$3
[ -x "$released" ] || released=$program

. "$root/tests/support/browser.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node "$root/tests/system/proof/doubt.mjs" "$released" "$work"
