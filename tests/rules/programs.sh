#!/bin/sh
# The program that renders loads no library of mail, nor the one that reads
# other people's PDF files; 45 libraries at most. usage: programs.sh PROGRAM
set -eu
needed=$(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
failed=0
for library in libcurl libgmime libglib libgobject libpoppler libqpdf libmicrohttpd; do
    if printf '%s\n' "$needed" | grep "^$library"; then
        echo "$1 links it"
        failed=1
    fi
done
[ -n "$needed" ] || failed=1
# What the sanitizers load the released program does not.
own=.
! printf '%s\n' "$needed" | grep -q '^libasan' ||
    own='libasan|libubsan|libstdc[+][+]|libgcc_s'
if [ "$own" = . ]; then
    count=$(ldd "$1" | wc -l)
else
    count=$(ldd "$1" | grep -vcE "$own")
fi
[ "$count" -le 45 ] || {
    echo "$1 loads $count libraries"
    failed=1
}
# A program without its siblings says what is missing.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$1" "$folder/lettermill"
code=0
"$folder/lettermill" send campaign 2>"$folder/said" || code=$?
[ "$code" = 2 ] && grep -q 'send needs the program lettermill-mail' \
    "$folder/said" || {
    echo "without lettermill-mail: $code, $(cat "$folder/said")"
    failed=1
}
echo "$count libraries"
exit $failed
