#!/bin/sh
# The Debian packages: debhelper builds them, lintian finds no error, and what
# they hold renders where it is unpacked. usage: debian.sh ROOT
set -eu
root=$1
for tool in dh dpkg-buildpackage lintian; do
    command -v "$tool" >/dev/null || {
        echo "$tool is not here"
        exit 77
    }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
fail() {
    echo "FAIL: $*"
    failed=1
}

mkdir "$work/source"
(cd "$root" && git ls-files -z | xargs -0 cp --parents -t "$work/source")
(cd "$work/source" && DEB_BUILD_OPTIONS="parallel=$(nproc)" \
    dpkg-buildpackage -us -uc -b) >"$work/log" 2>&1 || {
    tail -n 30 "$work/log"
    exit 1
}
lintian --fail-on error --allow-root "$work"/*.changes >"$work/lint" 2>&1 ||
    fail "lintian: $(cat "$work/lint")"

version=$(dpkg-parsechangelog -l "$root/debian/changelog" -S Version)
[ "$version" = "$(sed -n 's/^project(lettermill VERSION \([^ ]*\).*/\1/p' \
    "$root/CMakeLists.txt")" ] || fail "the changelog's version is $version"
core=$work/lettermill_${version}_$(dpkg --print-architecture).deb
mail=$work/lettermill-mail_${version}_$(dpkg --print-architecture).deb
# Mail's libraries stay with mail.
dpkg-deb -f "$core" Depends | grep -E 'curl|gmime|poppler' &&
    fail "lettermill depends on a library of mail"
dpkg-deb -f "$mail" Depends | grep -q 'libpoppler' || fail "no Poppler in mail"
dpkg-deb -f "$core" Depends | grep -q 'fonts-' || fail "no fonts"

dpkg-deb -x "$core" "$work/root"
[ ! -e "$work/root/usr/libexec/lettermill/lettermill-mail" ] ||
    fail "lettermill holds lettermill-mail"
cd "$work"
env -i PATH=/usr/bin:/bin root/usr/bin/lettermill new x >/dev/null &&
    env -i PATH=/usr/bin:/bin root/usr/bin/lettermill render -q x ||
    fail "new and render without HOME"
[ "$(find output/x/letters -name '*.pdf' | wc -l)" = 3 ] || fail "no letters"
said=$(root/usr/bin/lettermill send x 2>&1) &&
    fail "send works without lettermill-mail"
case $said in
*"lettermill-mail, which is not installed"*) ;;
*) fail "without lettermill-mail: $said" ;;
esac
dpkg-deb -x "$mail" "$work/root"
said=$(root/usr/bin/lettermill send x 2>&1) || true
case $said in
*"not installed"*) fail "with lettermill-mail: $said" ;;
esac
exit $failed
