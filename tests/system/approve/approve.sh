#!/bin/sh
# What is not as it was made, or not as it was approved, is refused with one
# clear line, and nothing is sent. usage: approve.sh ROOT PROGRAM
set -u
root=$1
program=$2
work=$(mktemp -d)
mounted=
trap 'if [ -n "$mounted" ]; then umount "$work/small"; fi; rm -rf "$work"' EXIT
failed=0
cd "$work" || exit 1

fail() {
    echo "FAIL: $*"
    failed=1
}

# The sample campaign with its letters.
cp -r "$root/input/2022" model
chmod -R u+w model
"$program" render model -o made >/dev/null || exit 1
fresh() {
    rm -rf campaign out
    cp -r model campaign
    cp -r made out
}
# expect STATUS PATTERN COMMAND...: exit status, and a line on standard error.
expect() {
    status=$1
    pattern=$2
    shift 2
    "$program" "$@" >stdout 2>stderr
    got=$?
    [ "$got" = "$status" ] || fail "$* gave $got, not $status: $(cat stderr)"
    [ -z "$pattern" ] || grep -qE -- "$pattern" stderr ||
        fail "$* did not say /$pattern/ but: $(cat stderr)"
}
approve() {
    status=$1
    pattern=$2
    shift 2
    expect "$status" "$pattern" approve campaign -o out --by "Jo Bloggs" "$@"
}
# One line is all that is said.
one_line() {
    [ "$(wc -l <stderr)" = 1 ] || fail "$1 took $(wc -l <stderr) lines: $(cat stderr)"
}
unapproved() {
    [ ! -e out/ledger.db ] || fail "$1: there is a ledger"
}
# send has to refuse before it looks for the server, which is not there.
send_refuses() {
    "$program" send --help | grep -q '^usage: lettermill send' || return 0
    expect 2 "$1" send campaign -o out --confirm 13 --not-before 2022-01-01
    "$program" status -o out --format csv |
        awk -F, 'NR > 1 && $0 !~ /,ready,/ { bad = 1 } END { exit bad }' ||
        fail "something has left: $1"
}
# swap FILE FILE
swap() {
    mv "$1" aside && mv "$2" "$1" && mv aside "$2"
}
luton=out/letters/e06000032-luton-borough-council.pdf
bcp=out/letters/e06000058-bournemouth-christchurch-and-poole-council.pdf

# usage
fresh
expect 2 'who approves\?' approve campaign -o out
expect 2 'who approves\?' approve campaign -o out --by ' '
expect 2 'a name on one line' approve campaign -o out --by "$(printf 'a\nb')"
approve 2 'approve takes no --only' --only E06000032
unapproved usage
rm out/manifest.csv
approve 2 'out/manifest.csv: error: no run of render' && one_line 'no run'
unapproved 'no run'

# what was seen is shown and kept
fresh
approve 0 ''
grep -q '^13 letters of Annual Review letter 2022$' stdout || fail "$(cat stdout)"
grep -q '^by group: district 5, unitary 3, county 2,' stdout || fail "$(cat stdout)"
grep -q '^to 13 addresses, copies to 5; domains: ' stdout || fail "$(cat stdout)"
grep -q "^approved by Jo Bloggs at .*; 13 ready$" stdout || fail "$(cat stdout)"
expect 0 '' status -o out
grep -q '^13 letters, approved by Jo Bloggs at ' stdout || fail "$(cat stdout)"
approve 0 '' -q
[ ! -s stdout ] || fail "-q said: $(cat stdout)"

# a row that was edited, added, removed
fresh
sed -i 's/,Mr Porter,/,Mr Potter,/' campaign/councils.csv
approve 2 'campaign/councils.csv:[0-9]+:1: error: .*render it again'
unapproved 'an edited row'
fresh
approve 0 ''
sed -i 's/,Mr Porter,/,Mr Potter,/' campaign/councils.csv
send_refuses 'render'
"$program" render campaign -o out >/dev/null 2>&1
send_refuses 'E06000032.*(approv|changed)'
approve 0 ''

# an address alone: the letter is the same and need not be made again, the
# e-mail has to be approved
fresh
approve 0 ''
sed -i 's/,chief.executive@luton.example/,other@luton.example/' campaign/councils.csv
send_refuses 'campaign/councils.csv:2:1: error: E06000032: the e-mail is not the one that was approved'
"$program" render campaign -o out >/dev/null 2>&1
send_refuses 'campaign/councils.csv:2:1: error: E06000032: the e-mail is not the one that was approved'
approve 0 ''
"$program" status -o out --format csv | grep -q '^E06000032,.*other@luton.example' ||
    fail "the address approved: $(cat stdout)"
fresh
fresh
sed -i '/^E06000032,/d' campaign/councils.csv
sed -i '/^E06000032,/d' campaign/figures.csv
approve 2 'E06000032|its row is gone'
unapproved 'a row removed'
fresh
approve 0 ''
sed -i '/^E06000032,/d' campaign/councils.csv
sed -i '/^E06000032,/d' campaign/figures.csv
send_refuses 'render|gone'
"$program" render campaign -o out --prune >/dev/null 2>&1
send_refuses 'not there any more'
fresh
sed '/^E06000032,/d' model/councils.csv >campaign/councils.csv
sed '/^E06000032,/d' model/figures.csv >campaign/figures.csv
rm -rf out
"$program" render campaign -o out >/dev/null 2>&1 || fail 'render without Luton'
approve 0 ''
cp model/councils.csv model/figures.csv campaign
approve 2 'councils.csv:[0-9]+:1: error: no letter was made of this row'
send_refuses 'no letter was made'
"$program" render campaign -o out >/dev/null 2>&1
send_refuses 'made after the approval|not approved'

# letters that are not as they were made
fresh
approve 0 ''
swap "$luton" "$bcp"
send_refuses "letters/e06000032-.*not as it was made|not the one that was"
approve 2 "letters/e06000032-.*: error: is not as it was made for E06000032"
one_line 'a swapped letter'
fresh
printf 'x' | dd of="$luton" bs=1 seek=3000 conv=notrunc 2>/dev/null
approve 2 "letters/e06000032-.*: error: is not as it was made for E06000032"
one_line 'an edited letter'
unapproved 'an edited letter'
fresh
rm "$luton"
approve 2 'letters/e06000032-.*: error: no such file'
unapproved 'a letter that is gone'

# ... and a manifest that was made to fit
fresh
swap "$luton" "$bcp"
awk -F, -v OFS=, '
    NR == FNR { if ($1 == "E06000032") a = $(NF-3); if ($1 == "E06000058") b = $(NF-3); next }
    $1 == "E06000032" { $(NF-3) = b } $1 == "E06000058" { $(NF-3) = a } { print }
' made/manifest.csv made/manifest.csv >out/manifest.csv
approve 2 'is the letter of E06000058 \(Bournemouth, .*\), not of E06000032'
one_line 'a letter of another council'
unapproved 'a letter of another council'

# recipients
fresh
sed -i 's/chief.executive@bcp.example/chief.executive@luton.example/' campaign/councils.csv
"$program" render campaign -o out >/dev/null 2>&1
approve 2 'councils.csv:[0-9]+:[0-9]+: error: email: .*chief.executive@luton.example.* is already at'
unapproved 'a duplicated address'
fresh
sed -i 's/chief.executive@bcp.example/chief.executive@elsewhere.example/' campaign/councils.csv
"$program" render campaign -o out >/dev/null 2>&1
approve 2 'councils.csv:[0-9]+:[0-9]+: error: email: E06000058 has chief.executive@elsewhere.example, whose domain'
unapproved 'a strange domain'
approve 0 'warning: .*elsewhere' --allow-domain elsewhere.example
approve 2 'there are warnings' --allow-domain elsewhere.example --werror
grep -q '^1 warning accepted' stdout && fail '--werror approved'
approve 0 '' --allow-domain ELSEWHERE.example,x.example
grep -q '^1 warning accepted' stdout || fail "a warning: $(cat stdout)"

# rows without a letter are seen and stand in nobody's way
fresh
sed -i 's/^\(E06000032,[0-9]*\),[0-9]*,/\1,99999,/' campaign/figures.csv
rm -rf out
"$program" render campaign -o out >/dev/null 2>&1
approve 0 'figures.csv:[0-9]+:[0-9]+: error:'
grep -q '^1 row without a letter: E06000032$' stdout || fail "$(cat stdout)"
cp model/figures.csv campaign
approve 2 'councils.csv:[0-9]+:1: error: .*(was refused|no letter was made)'

# words of the e-mails
fresh
approve 0 ''
sed -i 's/subject: "Your annual/subject: "The annual/' campaign/campaign.yaml
send_refuses 'E06000032.*not the one that was approved'
approve 0 ''
sed -i 's/letter: 2022-07-20/letter: 2022-07-21/' campaign/campaign.yaml
approve 2 'campaign.yaml: error: the settings .campaign.yaml. changed since the 13 letters were made; render again'
send_refuses 'render again'
fresh
approve 0 ''
printf '\nOne sentence more.\n' >>campaign/mail.md
send_refuses 'E06000032.*not the one that was approved'
approve 0 ''
fresh
sed -i '/^mail:/,/^  not_before:/d' campaign/campaign.yaml
approve 0 ''
grep -q '13 not e-mailed$' stdout || fail "without mail: $(cat stdout)"
expect 0 '' status -o out
grep -q '^  not e-mailed 13$' stdout || fail "status without mail: $(cat stdout)"

# sealed letters, approved without their key
fresh
rm -rf out
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem \
    -days 30 -subj /CN=Office -addext keyUsage=critical,digitalSignature \
    2>/dev/null
openssl pkcs12 -export -inkey key.pem -in cert.pem -out seal.p12 \
    -passout pass:secret
printf 'seal:\n  certificate: ../seal.p12\n' >>campaign/campaign.yaml
LETTERMILL_PASSPHRASE=secret "$program" render campaign -o out >/dev/null ||
    fail 'sealed letters are not made'
approve 0 ''
sed -i 's/,Mr Porter,/,Mr Potter,/' campaign/councils.csv
approve 2 'councils.csv:[0-9]+:1: error: .*render it again'

# a ledger that is none
fresh
printf 'no ledger, no ledger, no ledger, no ledger, no ledger, no ledger, no ledger' >out/ledger.db
cp out/ledger.db kept
approve 2 'ledger.db: error: is no ledger' && one_line 'no ledger'
cmp -s out/ledger.db kept || fail 'a file that is no ledger was changed'

# a full disk: nothing is approved, and once there is room it is
fresh
mkdir small
if mount -t tmpfs -o size=2m tmpfs small 2>/dev/null; then
    mounted=yes
    cp -r made small/out
    dd if=/dev/zero of=small/fill bs=1k 2>/dev/null
    expect 75 'small/out/ledger.db: error: cannot .*No space left' \
        approve campaign -o small/out --by Jo
    one_line 'a full disk'
    expect 2 '' status -o small/out
    rm small/fill
    expect 0 '' approve campaign -o small/out --by Jo
    dd if=/dev/zero of=small/fill bs=1k 2>/dev/null
    expect 0 '' status -o small/out
    umount small && mounted=
else
    echo "skipped: a full disk (no right to mount a tmpfs)"
fi

exit $failed
