#!/bin/sh
# What browsers and html-validate say of the public pages: they are sound HTML,
# axe finds nothing, the keyboard reaches every link, nothing runs and nothing
# is asked of any server.
# usage: pages.sh ROOT PROGRAM
set -eu
root=$1
program=$2
# shellcheck source=tests/support/browser.sh
. "$root/tests/support/browser.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for year in 2022 2024; do
    "$program" render "$root/input/$year" -o "$work/$year" --fsync none -q
    "$program" approve "$root/input/$year" -o "$work/$year" --by Jo -q
    "$program" publish "$root/input/$year" -o "$work/$year" -q
done
echo '{"extends": ["html-validate:standard"], "root": true}' \
    >"$work/.htmlvalidate.json"
"$LETTERMILL_TOOLS/node_modules/.bin/html-validate" \
    --config "$work/.htmlvalidate.json" "$work/*/site/**/*.html"
LETTERMILL_WORK=$work node --test "$root/tests/system/publish/pages.mjs"
