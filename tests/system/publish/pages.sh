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

mkdir "$work/input"
cp -r "$root/input/2022" "$root/input/2024" "$root/input/2025-cy" "$work/input"
cat >>"$work/input/2025-cy/campaign.yaml" <<'END'
publish:
  url: https://figures.example/
  licence: {name: Open Government Licence v3.0, url: https://licence.example/}
  withhold: {}
END
for year in 2022 2024 2025-cy; do
    "$program" render "$work/input/$year" -o "$work/$year" --fsync none -q
    "$program" approve "$work/input/$year" -o "$work/$year" --by Jo -q
    "$program" publish "$work/input/$year" -o "$work/$year" -q
done
echo '{"extends": ["html-validate:standard"], "root": true}' \
    >"$work/.htmlvalidate.json"
"$LETTERMILL_TOOLS/node_modules/.bin/html-validate" \
    --config "$work/.htmlvalidate.json" "$work/*/site/**/*.html"
LETTERMILL_WORK=$work node --test "$root/tests/system/publish/pages.mjs"
