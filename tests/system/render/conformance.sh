#!/bin/sh
# Asks veraPDF whether files conform to PDF/UA-1 and to PDF/A-3a.
# usage: conformance.sh FILE.pdf...
#
# Maven keeps veraPDF in its own cache, outside the tree. Where it cannot be had
# the check is skipped (77), but not in CI, where it fails.
# Needs: maven, default-jdk-headless (Debian).
set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip() {
    echo "conformance not checked: $*" >&2
    [ "${CI:-}" = true ] && exit 1
    exit 77
}

# locate ARGUMENTS...: writes the class path of veraPDF.
locate() {
    mvn --batch-mode --quiet "$@" --file "$here/verapdf/pom.xml" \
        dependency:build-classpath -Dmdep.outputFile="$work/classpath" \
        >"$work/log" 2>&1
}

[ $# -gt 0 ] || {
    echo "usage: conformance.sh FILE.pdf..." >&2
    exit 2
}
command -v mvn >/dev/null || skip "no mvn (Debian package maven)"
command -v javac >/dev/null || skip "no javac (Debian package default-jdk-headless)"
locate --offline || locate || {
    cat "$work/log" >&2
    skip "Maven cannot fetch veraPDF"
}
# The first compiler alone: the second takes longer than it saves in a minute.
java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.awt.headless=true \
    -cp "$(cat "$work/classpath")" \
    "$here/verapdf/Judge.java" "$@"
