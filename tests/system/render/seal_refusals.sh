#!/bin/sh
# What cannot seal is refused before the first letter: one clear line, exit 2,
# nothing written. usage: refusals.sh ROOT PROGRAM
set -eu
root=$1
program=$2
command -v openssl >/dev/null || { echo "openssl is not here"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh "$root/tests/support/authority.sh" "$work/ca" >/dev/null 2>&1
ca=$work/ca
campaign=$root/input/2020
failed=0
unset LETTERMILL_PASSPHRASE http_proxy HTTP_PROXY https_proxy HTTPS_PROXY
out=$work/out

fail() {
    echo "FAILED: $1"
    sed 's/^/    /' "$work/said"
    failed=1
}

# refused WHAT STATUS PATTERN OPTION...: no terminal to ask at (setsid).
refused() {
    what=$1
    expected=$2
    pattern=$3
    shift 3
    status=0
    setsid "$program" render "$campaign" -o "$out" -q "$@" \
        >"$work/said" 2>&1 </dev/null || status=$?
    [ "$status" = "$expected" ] || fail "$what: exit $status, not $expected"
    [ "$(grep -vc ': warning: ' "$work/said")" = 1 ] || fail "$what: more than one line"
    grep -q "$pattern" "$work/said" || fail "$what: not '$pattern'"
    ! grep -q "battery" "$work/said" || fail "$what: says the passphrase"
    [ -z "$(find "$out" -type f 2>/dev/null)" ] || {
        fail "$what: something was written"
        rm -rf "$out"
    }
}

pass="--passphrase-file=$ca/passphrase"
echo wrong >"$work/wrong"
: >"$work/empty"
printf 'no certificate\n' >"$work/junk"
head -c 500 "$ca/rsa.p12" >"$work/cut.p12"
cat "$ca/rsa-chain.pem" "$ca/rsa-locked.key" >"$work/locked.pem"
cat "$ca/mismatch.pem" "$ca/mismatch.key" >"$work/mismatch.pem"
openssl req -x509 -newkey rsa:1024 -nodes -keyout "$work/small.key" \
    -out "$work/small.crt" -subj /CN=small -days 3000 \
    -addext keyUsage=digitalSignature 2>/dev/null
cat "$work/small.crt" "$work/small.key" >"$work/small.pem"
openssl req -x509 -newkey ed25519 -nodes -keyout "$work/ed.key" \
    -out "$work/ed.crt" -subj /CN=ed -days 3000 \
    -addext keyUsage=digitalSignature 2>/dev/null
cat "$work/ed.crt" "$work/ed.key" >"$work/ed.pem"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/mute.key" \
    -out "$work/mute.crt" -subj /CN=mute -days 3000 2>/dev/null
cat "$work/mute.crt" "$work/mute.key" >"$work/mute.pem"
openssl pkcs12 -export -nokeys -in "$ca/rsa.pem" -out "$work/keyless.p12" \
    -passout "file:$ca/passphrase"

refused "wrong passphrase" 2 'the passphrase is wrong' \
    --seal "$ca/rsa.p12" --passphrase-file "$work/wrong"
refused "wrong passphrase, PEM" 2 'the passphrase is wrong' \
    --seal "$work/locked.pem" --passphrase-file "$work/wrong"
refused "empty passphrase" 2 'the passphrase is wrong' \
    --seal "$ca/rsa.p12" --passphrase-file "$work/empty"
refused "no passphrase" 2 'a passphrase is wanted' --seal "$ca/rsa.p12"
refused "no passphrase, PEM" 2 'a passphrase is wanted' \
    --seal "$work/locked.pem"
refused "no such passphrase file" 2 'No such file' \
    --seal "$ca/rsa.p12" --passphrase-file "$work/nowhere"
refused "no such file" 2 'nowhere.p12: error: no such file' \
    --seal "$work/nowhere.p12" "$pass"
refused "a folder" 2 'error' --seal "$work" "$pass"
refused "not a key" 2 'is neither PKCS#12 nor PEM' --seal "$work/junk" "$pass"
refused "half a file" 2 'is neither PKCS#12 nor PEM' \
    --seal "$work/cut.p12" "$pass"
refused "no private key" 2 'holds no private key' --seal "$ca/rsa.pem" "$pass"
refused "no private key, PKCS#12" 2 'holds no private key' \
    --seal "$work/keyless.p12" "$pass"
refused "no certificate" 2 'holds no certificate' --seal "$ca/rsa.key" "$pass"
refused "expired" 2 'the certificate expired on 2021-12-31' \
    --seal "$ca/expired.p12" "$pass"
refused "not yet in force" 2 'the certificate is not valid before 2048-' \
    --seal "$ca/future.p12" "$pass"
refused "another key" 2 'the key does not belong to the certificate' \
    --seal "$work/mismatch.pem" "$pass"
refused "unfit" 2 'key usage is neither digitalSignature nor' \
    --seal "$ca/unfit.p12" "$pass"
refused "for time stamps alone" 2 'extended key usage allows no signatures' \
    --seal "$ca/timestamp.p12" "$pass"
refused "no key usage" 2 'states no key usage' --seal "$work/mute.pem"
refused "small key" 2 'an RSA key of 1024 bits' --seal "$work/small.pem"
refused "strange key" 2 'a kind of key that is not signed with' \
    --seal "$work/ed.pem"

# A chain that no reader can follow.
cat "$ca/rsa.pem" "$ca/rsa.key" >"$work/bare.pem"
openssl pkcs12 -export -inkey "$ca/rsa.key" -in "$ca/rsa.pem" \
    -passout "file:$ca/passphrase" -out "$work/bare.p12"
for twin in expired sha1 barren wrong; do
    cat "$ca/rsa.pem" "$ca/rsa.key" "$ca/$twin-intermediate.pem" \
        >"$work/$twin.pem"
done
openssl pkcs12 -export -inkey "$ca/rsa.key" -in "$ca/rsa.pem" \
    -certfile "$ca/wrong-intermediate.pem" -passout "file:$ca/passphrase" \
    -out "$work/wrong.p12"
refused "no chain" 2 'its issuer, Test intermediate, is not with it' \
    --seal "$work/bare.pem"
cat "$ca/rsa.pem" "$ca/rsa-locked.key" >"$work/bare-locked.pem"
refused "no chain, and no passphrase" 2 \
    'its issuer, Test intermediate, is not with it' \
    --seal "$work/bare-locked.pem"
refused "no chain, PKCS#12" 2 'its issuer, Test intermediate, is not with it' \
    --seal "$work/bare.p12" "$pass"
refused "an expired intermediate" 2 \
    'the certificate of Test intermediate expired on 2021-12-31' \
    --seal "$work/expired.pem"
refused "an intermediate by SHA-1" 2 \
    'the certificate of Test intermediate is signed with .*SHA1' \
    --seal "$work/sha1.pem"
refused "an intermediate that is no authority" 2 \
    'the certificate of Test intermediate: ' --seal "$work/barren.pem"
refused "another intermediate of the name" 2 \
    'Test intermediate that came with it has another key' \
    --seal "$work/wrong.pem"
refused "another intermediate of the name, PKCS#12" 2 \
    'Test intermediate that came with it has another key' \
    --seal "$work/wrong.p12" "$pass"
refused "a certificate by SHA-1" 2 \
    'the certificate of SHA-1 signer is signed with .*SHA1' \
    --seal "$ca/sha1.p12" "$pass"
refused "a curve in parameters" 2 'whose curve is written out in parameters' \
    --seal "$ca/explicit.p12" "$pass"
refused "no PKCS#11 token" 2 \
    'no provider named pkcs11\|names no private key' \
    --seal 'pkcs11:token=nowhere;object=seal'
refused "a PIN in a URI" 2 'no PIN in the URI' \
    --seal 'pkcs11:token=nowhere?pin-value=battery'
refused "an option without seal" 2 'needs --seal' "$pass"
refused "a URL without seal" 2 'needs --seal' --tsa http://127.0.0.1:9/
refused "no URL" 2 'is no URL of a time-stamp server' \
    --seal "$ca/rsa.p12" "$pass" --tsa nonsense
refused "no server" 75 'the server cannot be asked' \
    --seal "$ca/rsa.p12" "$pass" --tsa http://127.0.0.1:9/

# The environment is as good as a file.
LETTERMILL_PASSPHRASE=$(cat "$ca/passphrase") "$program" render "$campaign" \
    -o "$out" -q --seal "$ca/rsa.p12" || fail "the environment's passphrase"

# sealed WHAT OPTION...: an unknown root is a reader's to know.
sealed() {
    what=$1
    shift
    rm -rf "$out"
    "$program" render "$campaign" -o "$out" -q "$@" >"$work/said" 2>&1 ||
        fail "$what: exit $?"
}
cat "$work/expired.pem" "$ca/wrong-intermediate.pem" "$ca/sha1-intermediate.pem" \
    "$ca/intermediate.pem" >"$work/several.pem"
sealed "the right one of several intermediates" --seal "$work/several.pem"
sealed "its own root" --seal "$ca/foreign.p12" "$pass"
printf '\357\273\277' | cat - "$ca/passphrase" >"$work/marked"
sealed "a passphrase behind a byte-order mark" --seal "$ca/rsa.p12" \
    --passphrase-file "$work/marked"
{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE "$ca/passphrase"; } >"$work/wide"
sealed "a passphrase in UTF-16" --seal "$ca/rsa.p12" \
    --passphrase-file "$work/wide"
iconv -f UTF-8 -t UTF-16LE "$ca/passphrase" >"$work/unmarked"
rm -rf "$out"
refused "a passphrase in UTF-16 without mark" 2 'save it as UTF-8' \
    --seal "$ca/rsa.p12" --passphrase-file "$work/unmarked"

exit $failed
