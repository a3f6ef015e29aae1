#!/bin/sh
# What a proof leaves on the disk. usage: folders.sh ROOT PROGRAM
set -u
root=$1
program=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
fail() {
    echo "FAIL: $*"
    failed=1
}
# proof STATUS ARGUMENTS...: what it prints goes to $work/said.
proof() {
    expected=$1
    shift
    "$program" proof --fsync none "$@" >"$work/said" 2>"$work/log"
    status=$?
    [ "$status" = "$expected" ] ||
        fail "status $status for $expected: $* ($(cat "$work/log"))"
}
says() {
    grep -qF -- "$1" "$work/said" "$work/log" ||
        fail "does not say «$1»: $(cat "$work/said" "$work/log")"
}
same() {
    diff -rq "$1" "$2" >"$work/diff" || fail "$3: $(head -3 "$work/diff")"
}
python3 "$root/tests/support/campaign.py" 12 "$work/first" 5
cp -r "$work/first" "$work/later"
python3 "$root/tests/system/proof/change_campaign.py" "$work/later"

# The same whatever the threads and the place.
proof 0 "$work/first" -o "$work/a" -j 1
proof 0 "$work/first" -o "$work/b" -j 7
same "$work/a" "$work/b" "threads change the proof"
grep -qF "$work" "$work/a/proof/index.html" && fail "the page tells its folder"
pages=$(find "$work/a/proof/pages" -type f | wc -l)
[ "$pages" = 24 ] || fail "$pages files for 12 letters: drawing and picture"

# Nothing changed: so it says, and the pages are the same files.
proof 0 "$work/first" -o "$work/b"
says "since the last proof: 0 changed, 0 new, 0 gone"
same "$work/a/proof/pages" "$work/b/proof/pages" "a second proof changes pages"
[ -z "$(ls "$work/b/proof/before")" ] || fail "unchanged pages have a before"

# What is there as it should be is not painted again; a picture that is not is.
inode=$(ls -i "$work/b/proof/pages" | head -2)
other=$(find "$work/b/proof/pages" -name '*.js' | sort | tail -1)
echo >>"$other"
proof 0 "$work/first" -o "$work/b"
[ "$inode" = "$(ls -i "$work/b/proof/pages" | head -2)" ] ||
    fail "an unchanged letter was drawn again"
same "$work/a/proof/pages" "$work/b/proof/pages" "a damaged drawing stays"
proof 0 "$work/first" -o "$work/b" --force
[ "$inode" != "$(ls -i "$work/b/proof/pages" | head -2)" ] ||
    fail "--force does not draw"
same "$work/a/proof/pages" "$work/b/proof/pages" "--force changes pages"

# Two letters changed, one is gone, one row is at fault.
proof 1 "$work/later" -o "$work/b"
says "10 of 11 letters"
says "since the last proof: 2 changed, 0 new, 2 gone"
says "upheld: \"x\" is not a whole number"
before=$(find "$work/b/proof/before" -name '*.js' | wc -l)
[ "$before" = 2 ] || fail "no letter as it was"
for letter in "$work"/b/proof/before/*.js; do
    cmp -s "$letter" "$work/a/proof/pages/${letter##*/}" ||
        case $letter in *-b-tags-*) ;; *) fail "not as it was: $letter" ;; esac
done
for file in "$work"/b/proof/pages/*; do
    name=${file##*/}
    grep -qF "pages/${name%.*}.js," "$work/b/proof/proof.csv" ||
        fail "a stale letter stays: $name"
done

# Against a folder: the same answer each time; then what was gone is new.
proof 1 "$work/later" -o "$work/c" --against "$work/a"
says "2 changed, 0 new, 2 gone"
cp -r "$work/c" "$work/d"
proof 1 "$work/later" -o "$work/c" --against "$work/a/proof"
same "$work/c/proof/pages" "$work/d/proof/pages" "against twice"
proof 0 "$work/first" -o "$work/d"
says "2 changed, 2 new, 0 gone"

# What a row says ends no script: only the page's own two scripts end.
[ "$(grep -o '</script' "$work/c/proof/index.html" | wc -l)" = 2 ] ||
    fail "a value ends a script"
grep -qF '<!--' "$work/c/proof/index.html" && fail "a value opens a comment"

# Against an output that has letters and no proof.
"$program" render "$work/first" -o "$work/letters" --fsync none -q ||
    fail "render"
proof 0 "$work/first" -o "$work/e" --against "$work/letters"
says "0 changed, 0 new, 0 gone"
proof 1 "$work/later" -o "$work/e" --against "$work/letters"
says "2 changed, 0 new, 2 gone"
proof 2 "$work/first" -o "$work/e" --against "$work/first"
says "neither proof.csv, proof/proof.csv nor manifest.csv is there"

# A proof that was interrupted left new drawings under an old record: no letter
# is shown as it was, for nobody has it any more.
cp -r "$work/a" "$work/f"
for drawing in "$work"/f/proof/pages/*.js; do
    echo >>"$drawing"
done
proof 1 "$work/later" -o "$work/f"
says "2 changed"
[ -z "$(ls "$work/f/proof/before")" ] || fail "a before nobody vouches for"

# --only leaves the others' pages and records alone.
cp -r "$work/a" "$work/g"
code=$(sed -n 2p "$work/first/figures.csv" | cut -d, -f1)
proof 0 "$work/first" -o "$work/g" --only "$code"
says "1 of 1 letters"
says "0 changed, 0 new, 0 gone"
same "$work/a/proof/pages" "$work/g/proof/pages" "--only"
cmp -s "$work/a/proof/proof.csv" "$work/g/proof/proof.csv" ||
    fail "--only changes the record"

# A damaged record is no ground to compare on.
echo "code" >"$work/g/proof/proof.csv"
proof 2 "$work/first" -o "$work/g"
echo "a,b" >"$work/g/proof/proof.csv"
echo "1,2" >>"$work/g/proof/proof.csv"
proof 2 "$work/first" -o "$work/g"
says "not a record that this program wrote"

# Usage.
proof 2 "$work/first" -o /dev/null/x

[ "$failed" = 0 ] && echo "proofs are as they should be"
exit $failed
