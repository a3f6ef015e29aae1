#!/bin/sh
# ./dev lint: what a machine can say of the sources' form.
set -eu
cd "$(dirname "$0")/../.."
failed=0
step() {
    echo "lint: $1"
    shift
    "$@" || failed=1
}
format() {
    git ls-files 'src/*.[ch]' 'tests/*.[ch]' | xargs clang-format --dry-run -Werror
}
# The program, built whole: clang's warnings are errors, and it links.
warnings() {
    [ -f build/clang/build.ninja ] || cmake --preset clang >/dev/null || return
    cmake --build build/clang --target lettermill -- --quiet
}
step "clang-format changes nothing" format
step "clang builds it without a warning, -Wdocumentation included" warnings
step "headers stand alone" sh tests/rules/headers.sh . clang
step "banned calls" sh tests/rules/banned.sh .
step "shell scripts" sh -c \
    "shellcheck -S warning dev .ci/run \$(git ls-files 'tests/*.sh')"
[ "$failed" = 0 ] && echo "lint: clean"
exit "$failed"
