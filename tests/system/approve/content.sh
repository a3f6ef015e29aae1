#!/bin/sh
# An approval binds what letters and e-mails say: it holds for the programs of
# another machine and under a new seal, and for nothing else; where something
# has changed, what it is is named. usage: content.sh ROOT PROGRAM LATER
set -u
root=$1
program=$2
later=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
cd "$work" || exit 1

fail() {
    echo "FAIL: $*"
    failed=1
}

# expect STATUS PATTERN COMMAND...: exit status, and a line of what is said
expect() {
    status=$1
    pattern=$2
    shift 2
    "$@" >said 2>&1
    got=$?
    [ "$got" = "$status" ] || fail "$* gave $got, not $status: $(cat said)"
    [ -z "$pattern" ] || grep -qE -- "$pattern" said ||
        fail "$* did not say /$pattern/ but: $(cat said)"
}

campaign() {
    rm -rf campaign out
    cp -r "$root/input/2022" campaign
    chmod -R u+w campaign
}

has_mail=$("$program" send --help 2>/dev/null | grep -c '^usage')
# holds PROGRAM: what is approved would be sent as it is
holds() {
    [ "$has_mail" = 1 ] || return 0
    expect 0 '^approved by Jo, ' "$1" send campaign -o out
    grep '^approved by Jo' said | grep -q 'changed' &&
        fail "$1: the approval does not hold: $(cat said)"
}
# refuses PATTERN: nothing is sent
refuses() {
    [ "$has_mail" = 1 ] || return 0
    expect 2 "$1" "$program" send campaign -o out --confirm 13 \
        --not-before 2022-01-01
}
luton=out/letters/e06000032-luton-borough-council.pdf

# another machine: the build id differs, the approval holds both ways
campaign
expect 0 '' "$program" render campaign -o out
grep -q '"HarfBuzz": "[0-9.]*"' out/run.json || fail 'no libraries in run.json'
expect 0 '' "$program" approve campaign -o out --by Jo
holds "$later"
expect 0 '' "$later" render campaign -o out
ids=$(grep -h build_id out/run.json)
expect 0 '' "$program" render campaign -o out
[ "$ids" != "$(grep -h build_id out/run.json)" ] ||
    fail 'both programs have one build id'
expect 0 '' "$later" render campaign -o out
holds "$program"
expect 0 '' "$later" status campaign -o out

# what has changed is named
printf '\nOne sentence more.\n' >>campaign/letter.md
refuses 'campaign.yaml: error: the letter text changed since the 13 letters'
cp "$root/input/2022/letter.md" campaign/letter.md
printf 'theme: theme.yaml\n' >>campaign/campaign.yaml
sed 's/^text_size: 12/text_size: 13/' "$root/assets/theme.yaml" \
    >campaign/theme.yaml
refuses 'error: the settings .campaign.yaml., the theme changed since'
campaign_yaml=$root/input/2022/campaign.yaml
cp "$campaign_yaml" campaign/campaign.yaml
rm campaign/theme.yaml
sed -i '/E06000032/s/,17,12,/,17,11,/' campaign/figures.csv
refuses 'councils.csv:2:1: error: the row, or an average'

# a new seal of the same letters: an ECDSA seal differs each time
campaign
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout key.pem -out cert.pem -days 30 -subj /CN=Office \
    -addext keyUsage=critical,digitalSignature 2>/dev/null
cat key.pem cert.pem >campaign/seal.pem
printf 'seal:\n  certificate: seal.pem\n  reason: Issued\n' \
    >>campaign/campaign.yaml
expect 0 '' "$program" render campaign -o out
expect 0 '' "$program" approve campaign -o out --by Jo
cp -r out first
expect 0 '' "$program" render campaign -o out --force
cmp -s "$luton" "first/${luton#out/}" && fail 'both seals have the same bytes'
holds "$program"

# whoever changes a sealed letter and its line in the manifest is found out,
# before the approval and after
forge() {
    old=$(sha256sum "$luton" | cut -d' ' -f1)
    python3 - "$luton" <<'EOF'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
at = data.index(b"stream") + 40
data[at] ^= 1
open(sys.argv[1], "wb").write(data)
EOF
    new=$(sha256sum "$luton" | cut -d' ' -f1)
    sed -i "s/$old/$new/" out/manifest.csv
}
forge
refuses 'e06000032.*error: is not the letter that the campaign makes'
rm out/ledger.db*
expect 2 'e06000032.*error: ' "$program" approve campaign -o out --by Jo
[ ! -e out/ledger.db ] || fail 'a forged letter was approved'

# without a seal, too
campaign
expect 0 '' "$program" render campaign -o out
forge
expect 2 'e06000032.*error: ' "$program" approve campaign -o out --by Jo
[ ! -e out/ledger.db ] || fail 'a forged letter was approved'

exit $failed
