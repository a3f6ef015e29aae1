#!/bin/sh
# A key on a PKCS#11 token seals as the same key in a file does.
# usage: token.sh ROOT PROGRAM
#
# Needs SoftHSM, pkcs11-tool and OpenSSL's provider named pkcs11, which Debian 12
# has no package of: where one is missing this is skipped.
set -eu
root=$1
program=$2
module=${PKCS11_PROVIDER_MODULE:-/usr/lib/softhsm/libsofthsm2.so}
for tool in openssl softhsm2-util pkcs11-tool "$module"; do
    command -v "$tool" >/dev/null || [ -e "$tool" ] || {
        echo "$tool is not here"
        exit 77
    }
done
PKCS11_PROVIDER_MODULE=$module openssl list -providers -provider pkcs11 \
    >/dev/null 2>&1 || {
    echo "OpenSSL has no provider named pkcs11 here"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
sh "$root/tests/support/authority.sh" "$work/ca" >/dev/null 2>&1
mkdir "$work/tokens"
printf 'directories.tokendir = %s\n' "$work/tokens" >"$work/softhsm2.conf"
export SOFTHSM2_CONF="$work/softhsm2.conf" PKCS11_PROVIDER_MODULE="$module"
pin=24680
softhsm2-util --init-token --free --label office --so-pin 12345678 \
    --pin "$pin" >/dev/null
openssl pkcs8 -topk8 -nocrypt -in "$work/ca/rsa.key" -out "$work/key"
softhsm2-util --import "$work/key" --token office --label seal --id a1 \
    --pin "$pin" >/dev/null
openssl x509 -in "$work/ca/rsa.pem" -outform DER -out "$work/certificate"
pkcs11-tool --module "$module" --login --pin "$pin" --token-label office \
    -w "$work/certificate" --type cert --label seal --id a1 >/dev/null 2>&1

cp -r "$root/input/2022" "$work/campaign"
cat >>"$work/campaign/campaign.yaml" <<END

seal:
  pkcs11: "pkcs11:token=office;object=seal;type=private"
  chain: $work/ca/intermediate.pem
END
fail() {
    echo "FAIL: $1"
    cat "$work/said"
    failed=1
}

# render OUT OPTION...
render() {
    out=$work/$1
    shift
    setsid "$program" render "$work/campaign" -o "$out" -q "$@" \
        >"$work/said" 2>&1 </dev/null
}
# A sanitizer does not let some modules in.
LETTERMILL_PASSPHRASE=$pin render token -j4 || {
    ! grep -q RTLD_DEEPBIND "$work/said" || exit 77
    fail "a key on a token"
}
render file --seal "$work/ca/rsa.p12" \
    --passphrase-file "$work/ca/passphrase" || fail "a key in a file"
diff -r "$work/token/letters" "$work/file/letters" >"$work/said" 2>&1 ||
    fail "token and file seal otherwise"

status=0
LETTERMILL_PASSPHRASE=13579 render wrong || status=$?
[ $status = 2 ] && grep -q 'or the PIN is wrong' "$work/said" ||
    fail "a wrong PIN: exit $status"
status=0
render none || status=$?
[ $status = 2 ] && grep -q 'a passphrase is wanted' "$work/said" ||
    fail "no PIN: exit $status"
"$program" check "$work/campaign" >"$work/said" 2>&1 || fail "check without PIN"
exit $failed
