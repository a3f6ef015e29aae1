#!/bin/sh
# Finds a browser and what drives it, for the tests that look at pages; to be
# sourced, with $root set. Leaves LETTERMILL_TOOLS and LETTERMILL_CHROMIUM, or
# skips (77) where there is no Chromium, node or npm, unless CI=true.
lack() {
    echo "$*"
    [ "${CI:-}" = true ] && exit 1
    exit 77
}
chromium=$(command -v chromium || command -v chromium-browser ||
    command -v google-chrome) || lack "chromium is not here"
node --version >/dev/null 2>&1 || lack "node is not here"
npm --version >/dev/null 2>&1 || lack "npm is not here"

# The driver, axe-core and html-validate, installed once for each set of versions.
# shellcheck disable=SC2154 # whoever sources this sets it
version=$(sha256sum "$root/tests/support/package.json" | cut -c 1-12)
tools=${XDG_CACHE_HOME:-$HOME/.cache}/lettermill/proof-$version
if [ ! -e "$tools/done" ]; then
    mkdir -p "$tools"
    cp "$root/tests/support/package.json" "$tools/"
    npm install --prefix "$tools" --ignore-scripts --no-audit --no-fund \
        --silent || lack "npm could not install what package.json names"
    touch "$tools/done"
fi
export LETTERMILL_TOOLS="$tools" LETTERMILL_CHROMIUM="$chromium"
