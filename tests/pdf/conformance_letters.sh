#!/bin/sh
# ./dev conformance: veraPDF over all sample letters and 50 generated ones,
# PDF/UA-1 and PDF/A-3a.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 tests/generate/campaign.py 50 "$work/generated" >/dev/null
for campaign in input/2022 input/2020 "$work/generated"; do
    build/lettermill render "$campaign" -o "$work/out/${campaign##*/}" -q 2>/dev/null
done
sh tests/pdf/conformance.sh "$work"/out/*/letters/*.pdf
