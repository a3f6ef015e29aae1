#!/bin/sh
# Makes a certificate authority for tests, and everything that it issues.
# usage: authority.sh DIR
#
# No key is kept anywhere but in DIR, and nothing trusts them. Dates are fixed:
# what is in force is so from 2020 to 2049.
#
#   root.pem             to be trusted (--trust)
#   intermediate.pem     issued by root, issues all the others
#   rsa, ecdsa           signers that are well: RSA-2048, P-256
#   expired, future      out of force since 2022; not in force until 2048
#   unfit                its key may encipher, but sign nothing
#   timestamp            as good as rsa, but for timestamps alone
#   weak                 RSA-1024
#   twin                 rsa's name, number and key, but not the same
#   impostor             rsa's name and number, and another key
#   foreign              well, issued by foreign-root.pem
#   mismatch             a certificate and another one's key
#   old-tsa              as tsa, and expired
#   explicit             P-256, its curve written out in the certificate
#   sha1                 issued with SHA-1
#   expired-intermediate, sha1-intermediate, barren-intermediate
#                        intermediate's name and key, but out of force since
#                        2022; issued with SHA-1; no authority
#   wrong-intermediate   intermediate's name and another key
#   tsa                  the timestamp authority's; tsa.cnf is for `openssl ts`
#
# Each NAME has NAME.pem (the certificate), NAME-chain.pem (with the
# intermediate behind it), NAME.key (no passphrase), NAME-locked.key and
# NAME.p12 (with the chain; the passphrase stands in the file `passphrase`).
# mismatch has no .p12: PKCS#12 tools refuse to make one. twin.pem, impostor.pem
# and rsa.pem have the same size.
#
# Keys take longer to find than a test may take: where $LETTERMILL_AUTHORITIES
# names a folder, they are made there once for each version of this script, and
# DIR is a copy.
# Needs: openssl, flock (Debian's openssl, util-linux).
set -eu
[ $# -eq 1 ] || {
    echo "usage: authority.sh DIR" >&2
    exit 2
}
umask 077
mkdir -p "$1"

# write_tsa: what `openssl ts` reads, with the place where it stands.
write_tsa() {
    cat >tsa.cnf <<END
[tsa]
default_tsa = responder
[responder]
dir = $PWD
serial = $PWD/tsa-serial
crypto_device = builtin
signer_cert = $PWD/tsa.pem
certs = $PWD/bundle.pem
signer_key = $PWD/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
END
}

if [ -n "${LETTERMILL_AUTHORITIES:-}" ]; then
    mkdir -p "$LETTERMILL_AUTHORITIES"
    kept=$LETTERMILL_AUTHORITIES/$(sha256sum "$0" | cut -c 1-16)
    exec 9>"$kept.lock"
    flock 9
    if [ ! -d "$kept" ]; then
        rm -rf "$kept.part"
        LETTERMILL_AUTHORITIES='' sh "$0" "$kept.part"
        mv "$kept.part" "$kept"
    fi
    exec 9>&-
    cp -R "$kept/." "$1"
    cd "$1"
    write_tsa
    exit
fi
cd "$1"
printf 'correct horse, battery; staple\n' >passphrase

cat >authority.cnf <<'END'
[ca]
default_ca = issuer
[issuer]
new_certs_dir = issued
database = issued/index
serial = issued/serial
default_md = sha256
policy = any
unique_subject = no
default_startdate = 20200101000000Z
default_enddate = 20491231235959Z
[any]
countryName = optional
organizationName = optional
commonName = supplied
[req]
distinguished_name = name
prompt = no
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[unfit]
basicConstraints = critical, CA:FALSE
keyUsage = critical, keyEncipherment
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
END
rm -rf issued
mkdir issued
: >issued/index
echo 1000 >issued/serial

# key NAME rsa|weak|explicit|ecdsa
key() {
    case $2 in
    rsa) set -- "$1" RSA rsa_keygen_bits:2048 ;;
    weak) set -- "$1" RSA rsa_keygen_bits:1024 ;;
    explicit) set -- "$1" EC ec_paramgen_curve:P-256 ec_param_enc:explicit ;;
    *) set -- "$1" EC ec_paramgen_curve:P-256 ;;
    esac
    openssl genpkey -algorithm "$2" -pkeyopt "$3" ${4:+-pkeyopt "$4"} \
        -out "$1.key" 2>/dev/null
}

# issue NAME EXTENSIONS SUBJECT ISSUER|-selfsign [OPTIONS FOR CA]
issue() {
    name=$1 extensions=$2 subject=$3 issuer=$4
    shift 4
    openssl req -new -utf8 -config authority.cnf -key "$name.key" \
        -subj "$subject" -out "issued/$name.csr"
    if [ "$issuer" = -selfsign ]; then
        set -- -selfsign -keyfile "$name.key" "$@"
    else
        set -- -cert "$issuer.pem" -keyfile "$issuer.key" "$@"
    fi
    openssl ca -batch -notext -utf8 -config authority.cnf \
        -extensions "$extensions" -in "issued/$name.csr" -out "$name.pem" \
        "$@" 2>"issued/$name.log" || {
        cat "issued/$name.log" >&2
        exit 1
    }
}

# pack NAME [CHAIN]: what else a signer comes in.
pack() {
    cat "$1.pem" ${2:+"$2"} >"$1-chain.pem"
    openssl pkcs8 -topk8 -in "$1.key" -passout file:passphrase \
        -out "$1-locked.key"
    openssl pkcs12 -export -inkey "$1.key" -in "$1.pem" \
        ${2:+-certfile "$2"} -name "$1" -passout file:passphrase -out "$1.p12"
}

# signer NAME rsa|ecdsa EXTENSIONS SUBJECT [OPTIONS FOR CA]
signer() {
    name=$1 kind=$2 extensions=$3 subject=$4
    shift 4
    key "$name" "$kind"
    issue "$name" "$extensions" "$subject" intermediate "$@"
    pack "$name" intermediate.pem
}

key root rsa
issue root authority "/C=GB/O=Lettermill tests/CN=Test root" -selfsign
key intermediate rsa
issue intermediate authority \
    "/C=GB/O=Lettermill tests/CN=Test intermediate" root
cat intermediate.pem root.pem >bundle.pem

signer rsa rsa signer "/C=GB/O=Test ombudsman/CN=RSA signer"
signer ecdsa ecdsa signer "/C=GB/O=Test ombudsman/CN=P-256 signer"
signer expired ecdsa signer "/C=GB/O=Test ombudsman/CN=Expired signer" \
    -enddate 20211231235959Z
signer future ecdsa signer "/C=GB/O=Test ombudsman/CN=Future signer" \
    -startdate 20480101000000Z
signer unfit rsa unfit "/C=GB/O=Test ombudsman/CN=Unfit signer"
signer timestamp rsa tsa "/C=GB/O=Test ombudsman/CN=Signer of times"
signer tsa rsa tsa "/C=GB/O=Lettermill tests/CN=Test timestamps"
signer old-tsa rsa tsa "/C=GB/O=Lettermill tests/CN=Old timestamps" \
    -enddate 20211231235959Z
signer explicit explicit signer "/C=GB/O=Test ombudsman/CN=Explicit signer"
signer sha1 rsa signer "/C=GB/O=Test ombudsman/CN=SHA-1 signer" -md sha1
signer weak weak signer "/C=GB/O=Test ombudsman/CN=Weak signer"

# intermediate_twin NAME EXTENSIONS [OPTIONS FOR CA]: what passes for it.
intermediate_twin() {
    name=$1 extensions=$2
    shift 2
    [ -e "$name.key" ] || cp intermediate.key "$name.key"
    issue "$name" "$extensions" \
        "/C=GB/O=Lettermill tests/CN=Test intermediate" root "$@"
}
intermediate_twin expired-intermediate authority -enddate 20211231235959Z
intermediate_twin sha1-intermediate authority -md sha1
intermediate_twin barren-intermediate signer
key wrong-intermediate rsa
intermediate_twin wrong-intermediate authority

serial=$(openssl x509 -in rsa.pem -noout -serial)
serial=${serial#serial=}
printf '%s\n' "$serial" >issued/serial
: >issued/index
cp rsa.key twin.key
issue twin signer "/C=GB/O=Test ombudsman/CN=RSA signer" intermediate \
    -enddate 20471231235959Z
printf '%s\n' "$serial" >issued/serial
: >issued/index
key impostor rsa
issue impostor signer "/C=GB/O=Test ombudsman/CN=RSA signer" intermediate
echo 2000 >issued/serial

key foreign-root ecdsa
issue foreign-root authority "/C=GB/O=Somebody else/CN=Foreign root" -selfsign
key foreign ecdsa
issue foreign signer "/C=GB/O=Somebody else/CN=Foreign signer" foreign-root
pack foreign foreign-root.pem

cp rsa.pem mismatch.pem
cp rsa-chain.pem mismatch-chain.pem
key mismatch rsa

echo 01 >tsa-serial
write_tsa
