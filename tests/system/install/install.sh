#!/bin/sh
# What is installed works from wherever it is put: the tree is installed into an
# empty root, moved, made read-only, and used by another user without a home.
# usage: install.sh ROOT BUILD PROGRAM
set -eu
root=$1
build=$2
program=$3
work=$(mktemp -d)
mounted=
trap '[ -z "$mounted" ] || umount "$work/moved"; chmod -R u+w "$work"; rm -rf "$work"' EXIT
failed=0
fail() {
    echo "FAIL: $*"
    failed=1
}

DESTDIR="$work/root" cmake --install "$build" --prefix /usr >"$work/log"
[ "$(ls "$work/root")" = usr ] || fail "beside usr/: $(ls "$work/root")"
(cd "$work/root/usr" && find . -type f ! -path './share/doc/*' | sort) >"$work/files"
cat >"$work/expected" <<'END'
./bin/lettermill
./libexec/lettermill/lettermill-mail
./libexec/lettermill/lettermill-verify
./libexec/lettermill/lettermill-watch
./share/bash-completion/completions/lettermill
./share/fish/vendor_completions.d/lettermill.fish
./share/lettermill/assets/theme.yaml
./share/lettermill/fonts/fonts.yaml
./share/lettermill/jobs/kubernetes.yaml
./share/lettermill/jobs/parallel.sh
./share/lettermill/jobs/slurm.sh
./share/man/man1/lettermill.1
./share/man/man5/lettermill-campaign.5
./share/man/man5/lettermill-letter.5
./share/zsh/site-functions/_lettermill
END
diff "$work/expected" "$work/files" || fail "these files are installed"
! grep -rlF "$root" "$work/root/usr/share" || fail "the source tree is named"

# Elsewhere, read-only, as nobody.
mv "$work/root/usr" "$work/moved"
chmod -R a-w,a+rX "$work/moved"
chmod 755 "$work"
mkdir "$work/out" "$work/empty"
as_nobody=
if [ "$(id -u)" = 0 ]; then
    mount --bind "$work/moved" "$work/moved" 2>/dev/null && mounted=1
    [ -z "$mounted" ] || mount -o remount,ro,bind "$work/moved"
    chown 65534:65534 "$work/out"
    as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
fi
installed() {
    (cd "$work/empty" &&
        $as_nobody env -i PATH=/usr/bin:/bin "$work/moved/bin/lettermill" "$@")
}
campaign="$work/moved/share/doc/lettermill/examples/2022"
installed check "$campaign" >"$work/said" 2>&1 || fail "check: $(cat "$work/said")"
installed render "$campaign" -o "$work/out" >"$work/said" 2>&1 ||
    fail "render: $(cat "$work/said")"
"$program" render "$root/input/2022" -o "$work/built" >/dev/null
(cd "$work/built/letters" && sha256sum ./*.pdf) >"$work/sums"
[ "$(wc -l <"$work/sums")" -ge 10 ] || fail "too few letters"
(cd "$work/out/letters" && sha256sum --quiet -c "$work/sums") ||
    fail "letters differ from those of the program that was not installed"
# The programs behind it are found, too.
first=$(find "$work/out/letters" -name '*.pdf' | sort | head -n 1)
installed verify "$first" >"$work/said" 2>&1 || fail "verify: $(cat "$work/said")"
installed send "$campaign" -o "$work/out" >"$work/said" 2>&1 || true
grep -q 'lettermill-mail' "$work/said" && fail "send: $(cat "$work/said")"
installed --version | grep -q '^lettermill [0-9.]*' || fail "--version"

# A font is named by its path; one that is not there is said.
cp -r "$work/moved/share/lettermill/fonts" "$work/fonts"
chmod -R u+w "$work/fonts"
sed -i 's|regular: .*/LiberationSans|regular: /nowhere/LiberationSans|' "$work/fonts/fonts.yaml"
installed check --fonts "$work/fonts" "$campaign" >"$work/said" 2>&1 &&
    fail "a font that is nowhere is found"
grep -q 'no font file /nowhere/LiberationSans-Regular.ttf' "$work/said" ||
    fail "a missing font: $(cat "$work/said")"

# With copies of the fonts, as a tarball has them.
cmake -D "from=$root/fonts" -D "to=$work/bundle" -D bundle=ON \
    -P "$root/src/fonts.cmake" >/dev/null 2>&1 || fail "fonts.cmake"
installed check --fonts "$work/bundle" "$campaign" >"$work/said" 2>&1 ||
    fail "with copies of the fonts: $(cat "$work/said")"
[ -f "$work/bundle/LiberationSans-Bold.ttf" ] || fail "no copies of the fonts"

# Manual pages are without a fault.
for page in "$work"/moved/share/man/man?/*; do
    command -v groff >/dev/null || break
    groff -man -Tutf8 -ww -z "$page" 2>"$work/said" || true
    [ ! -s "$work/said" ] || fail "$page: $(cat "$work/said")"
done

# What shells complete.
completed() {
    bash -c "source '$work/moved/share/bash-completion/completions/lettermill'
        COMP_WORDS=($1) COMP_CWORD=$2; _lettermill; echo \${COMPREPLY[*]}"
}
got=$(completed 'lettermill re' 1)
[ "$got" = render ] || fail "bash, re: $got"
got=$(completed 'lettermill render --sh' 2)
[ "$got" = "--shard --shards" ] || fail "bash, render --sh: $got"
got=$(completed 'lettermill check --format j' 3)
[ "$got" = json ] || fail "bash, --format j: $got"
got=$(completed 'lettermill check --confirm' 2)
[ "$got" = "" ] || fail "bash, check --confirm: $got"
if command -v zsh >/dev/null; then
    zsh -n "$work/moved/share/zsh/site-functions/_lettermill" || fail zsh
fi
if command -v fish >/dev/null; then
    got=$(HOME=$work/empty fish -N -c "
        source $work/moved/share/fish/vendor_completions.d/lettermill.fish
        complete -C 'lettermill render --fs'" | cut -f 1)
    [ "$got" = --fsync ] || fail "fish: $got"
fi
exit $failed
