#!/bin/sh
# Makes the certificates of the mail tests' servers, with an authority of their
# own. usage: certificates.sh DIR
#
# No key is kept anywhere but in DIR, and nothing trusts them.
#
#   root.pem  to be trusted      foreign-root.pem  of somebody else
#   good      localhost, 127.0.0.1, from 2020 to 2049
#   rsa       the same with an RSA key, for servers that know no other
#   expired   the same until 2021
#   elsewhere for another host
#   foreign   localhost, issued by foreign-root.pem
#
# Each NAME has NAME.pem and NAME.key. Needs: openssl (Debian).
set -eu
[ $# -eq 1 ] || {
    echo "usage: certificates.sh DIR" >&2
    exit 2
}
mkdir -p "$1/issued"
cd "$1"
umask 077
: >issued/index
echo 1000 >issued/serial
cat >issuer.cnf <<'END'
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
[any]
commonName = supplied
[req]
distinguished_name = name
prompt = no
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[here]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1
[elsewhere]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:elsewhere.example
END

# issue NAME EXTENSIONS ISSUER|-selfsign ENDDATE
issue() {
    case $1 in
    rsa) openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 ;;
    *) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 ;;
    esac >"$1.key" 2>/dev/null
    openssl req -new -config issuer.cnf -key "$1.key" -subj "/CN=Test $1" \
        -out issued/request
    if [ "$3" = -selfsign ]; then
        signed_by="-selfsign -keyfile $1.key"
    else
        signed_by="-cert $3.pem -keyfile $3.key"
    fi
    # shellcheck disable=SC2086 # a list of words is meant
    openssl ca -batch -notext -config issuer.cnf -extensions "$2" \
        -in issued/request -out "$1.pem" -enddate "$4" $signed_by \
        2>issued/log || {
        cat issued/log >&2
        exit 1
    }
}

issue root authority -selfsign 20491231235959Z
issue foreign-root authority -selfsign 20491231235959Z
issue good here root 20491231235959Z
issue rsa here root 20491231235959Z
issue expired here root 20211231235959Z
issue elsewhere elsewhere root 20491231235959Z
issue foreign here foreign-root 20491231235959Z
