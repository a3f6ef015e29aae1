#!/bin/sh
# ./dev conformance: veraPDF over all sample letters and 50 generated ones, as
# they are and sealed, PDF/UA-1 and PDF/A-3a.
set -eu
cd "$(dirname "$0")/../../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 tests/support/campaign.py 50 "$work/generated" >/dev/null
python3 tests/support/figures_campaign.py residents "$work/residents" >/dev/null
python3 tests/support/figures_campaign.py housing "$work/housing" 40 >/dev/null
for campaign in input/2025-cy input/2024 input/2022 input/2020 "$work/generated" \
    "$work/residents" "$work/housing"; do
    build/lettermill render "$campaign" -o "$work/out/${campaign##*/}" -q \
        2>/dev/null
done
for case in tests/golden/good-table*; do
    build/lettermill render "$case/campaign" -o "$work/out/${case##*/}" -q \
        2>/dev/null
done
# Sealed: the field on the signature; out of sight, certified, in Welsh.
sh tests/support/authority.sh "$work/ca" >/dev/null 2>&1
cp -r input/2022 "$work/certified"
sed -i 's/^language: .*/language: cy/' "$work/certified/campaign.yaml"
cat >>"$work/certified/campaign.yaml" <<END

seal:
  certificate: $work/ca/ecdsa.p12
  reason: Annual letter
  location: Coventry
  certify: true
  appearance: hidden
END
LETTERMILL_PASSPHRASE=$(cat "$work/ca/passphrase")
export LETTERMILL_PASSPHRASE
for campaign in input/2020 "$work/generated"; do
    build/lettermill render "$campaign" -o "$work/out/sealed-${campaign##*/}" \
        -q --seal "$work/ca/rsa.p12" 2>/dev/null
done
build/lettermill render "$work/certified" -o "$work/out/certified" -q \
    2>/dev/null
sh tests/system/render/conformance.sh "$work"/out/*/letters/*.pdf
