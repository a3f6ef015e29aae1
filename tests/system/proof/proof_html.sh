#!/bin/sh
# The contact sheet in a browser. usage: proof_html.sh ROOT PROGRAM RELEASED [portraits]
# With "portraits" it takes the README's pictures anew and tests nothing.
# Skips (77) where there is no browser to ask.
set -eu
root=$1
program=$2
released=$3
[ -x "$released" ] || released=$program

. "$root/tests/support/browser.sh"

node --check "$root/assets/proof/proof.js"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ "${4:-}" = portraits ]; then
    "$program" proof "$root/input/2024" -o "$work/all" --fsync none -q
    "$program" render "$root/input/2024" -o "$work/one" --fsync none -q \
        --only U101
    node "$root/tests/system/proof/screenshots.mjs" "$work/all/proof/index.html" \
        "$root/assets/proof-sheet.png"
    pdftoppm -png -r 104 -f 4 -l 4 -singlefile "$work"/one/letters/*.pdf \
        "$root/assets/panels"
    exit 0
fi
generate="python3 $root/tests/support/campaign.py"

# Four hundred letters, by the released program to be quick; what is proofed
# below has sanitizers.
$generate 400 "$work/many"
"$released" proof "$work/many" -o "$work/many-out" --fsync none -q

# Twelve, and the same with a changed figure, a changed name full of markup,
# a row at fault and a row that is gone.
$generate 12 "$work/few" 5
"$program" render "$work/few" -o "$work/few-out" --fsync none -q
"$program" proof "$work/few" -o "$work/few-out" --fsync none -q
cp -r "$work/few" "$work/later"
python3 "$root/tests/system/proof/change_campaign.py" "$work/later"
"$program" proof "$work/later" -o "$work/later-out" --against "$work/few-out" \
    --fsync none -q 2>"$work/log" && {
    echo "a row at fault was not reported"
    exit 1
}
LETTERMILL_WORK=$work \
    node --test "$root/tests/system/proof/proof_html.mjs"
