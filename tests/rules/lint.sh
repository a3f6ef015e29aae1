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
warnings() {
    includes=$(pkg-config --cflags-only-I harfbuzz cairo gmime-3.0 \
        poppler-glib | tr ' ' '\n' |
        sed 's/^-I/-isystem/')
    for source in $(git ls-files 'src/*.c'); do
        # shellcheck disable=SC2086 # a list of flags is meant
        clang $includes -std=c17 -D_GNU_SOURCE '-DLETTERMILL_VERSION="lint"' -Isrc \
            -fsyntax-only -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
            -Wsign-conversion -Wdocumentation -Werror \
            -fcomment-block-commands=units,owner,errors,source \
            "$source" || return 1
    done
}
step "clang-format changes nothing" format
step "clang has no warning, -Wdocumentation included" warnings
step "headers stand alone" sh tests/rules/headers.sh . clang
step "banned calls" sh tests/rules/banned.sh .
step "shell scripts" sh -c \
    "shellcheck -S warning dev .ci/run \$(git ls-files 'tests/*.sh')"
[ "$failed" = 0 ] && echo "lint: clean"
exit "$failed"
