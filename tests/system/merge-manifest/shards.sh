#!/bin/sh
# However the work is divided, the letters and the manifest are the same; parts
# that make no whole are not joined. usage: shards.sh ROOT PROGRAM
set -u
root=$1
program=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
python3 "$root/tests/support/campaign.py" 60 "$work/campaign"
cd "$work" || exit 1
# rows that are refused for all sorts of reasons: no figure, two of one code,
# two of one name, no row in the other file, one file name, no code
sed -i '5s/,[0-9]*/,/; 9s/,[0-9]*/,x/' campaign/figures.csv
cp campaign/councils.csv councils
cp campaign/figures.csv figures
{
    sed -n 12p councils
    sed -n 14p councils | sed 's/^[^,]*/E07999999/'
    sed -n 15p councils | sed 's/^[^,]*,/E07888888,Other /'
    sed -n 16p councils | sed 's/^[^,]*,[^,]*,/E06.777,Twin Council,/'
    sed -n 16p councils | sed 's/^[^,]*,[^,]*,/E06-777,"Twin, Council",/'
    sed -n 17p councils | sed 's/^[^,]*,/,/'
} >>campaign/councils.csv
{
    sed -n 14p figures | sed 's/^[^,]*/E07999999/'
    sed -n 16p figures | sed 's/^[^,]*/E06.777/'
    sed -n 16p figures | sed 's/^[^,]*/E06-777/'
} >>campaign/figures.csv

fail() {
    echo "FAIL: $*"
    failed=1
}

# same FOLDER WHAT: as the undivided run, but for parts and times.
same() {
    diff -r -x 'run*.json' -x '*.[0-9]*-of-*' whole "$1" >differences ||
        fail "$2: $(head -5 differences)"
}

# shard K/N FOLDER ARGUMENTS...
shard() {
    which=$1
    to=$2
    shift 2
    "$program" render campaign -o "$to" --shard "$which" "$@" \
        >stdout 2>stderr || [ $? = 1 ] || fail "shard $which: $(cat stderr)"
    for list in $(sed -n 's/.*listed.* in \(.*[.]csv\)$/\1/p' stdout); do
        [ -e "$list" ] || fail "shard $which: $list is not there"
    done
}

"$program" render campaign -o whole -j1 >stdout 2>stderr
[ $? = 1 ] || fail "an undivided run: $(cat stdout stderr)"
[ "$(grep -c ',refused,$' whole/manifest.csv)" -ge 9 ] ||
    fail "too few rows are refused: $(grep 'refused,$' whole/manifest.csv)"
for jobs in 2 7; do
    "$program" render campaign -o "threads$jobs" -j$jobs >/dev/null 2>&1
    same threads$jobs "-j$jobs"
done

for count in 1 3 8; do
    index=0
    while [ $index -lt $count ]; do
        index=$((index + 1))
        shard $index/$count parts$count
    done
    "$program" merge-manifest parts$count >stdout 2>stderr
    [ $? = 1 ] || fail "merging $count: $(cat stderr)"
    same parts$count "$count shards"
done

# The sums are those of an undivided run.
sums() {
    sed -n '/"rows"\|"made"\|"refused"\|"pages"\|"bytes"/p; /campaign/p' "$1"
}
[ "$(sums whole/run.json)" = "$(sums parts3/run.json)" ] ||
    fail "sums: $(diff whole/run.json parts3/run.json)"

# a shard run twice, at once and again, changes nothing
"$program" render campaign -o parts3 --shard 2/3 --force >/dev/null 2>&1 &
shard 2/3 parts3 --force
wait
"$program" merge-manifest parts3 >/dev/null 2>stderr || [ $? = 1 ] ||
    fail "a shard run twice: $(cat stderr)"
same parts3 "a shard run twice"

# an undivided run takes up what shards left, and takes their place
"$program" render campaign -o parts8 >stdout 2>/dev/null
grep -q ': 0 made,' stdout || fail "after shards: $(cat stdout)"
same parts8 "after shards"
[ -z "$(find parts8 -name '*.[0-9]*-of-*')" ] || fail "parts are still there"
# ... and shards what an undivided run left
shard 1/2 parts8
grep -q ': 0 made,' stdout || fail "a shard after a whole run: $(cat stdout)"

# a shard that changes letters of a whole run leaves no manifest.csv that is not
# true, and takes up what was in it; so does the next one; merged, all is well
true_manifest() {
    [ ! -e parts8/manifest.csv ] || python3 -c '
import csv, hashlib, sys
for row in csv.DictReader(open("parts8/manifest.csv", newline="")):
    if row["status"] == "made" and hashlib.sha256(
        open("parts8/" + row["file"], "rb").read()).hexdigest() != row["sha256"]:
        sys.exit(1)' || fail "$1: manifest.csv is not true"
}
"$program" merge-manifest parts8 >stdout 2>&1 && fail "merged one part of two"
cp campaign/letter.md letter
echo 'One paragraph more.' >>campaign/letter.md
shard 1/2 parts8
grep -q ', 0 unchanged' stdout || fail "the text is another: $(cat stdout)"
true_manifest "a shard"
cp letter campaign/letter.md
shard 2/2 parts8
grep -q ': 0 made,' stdout || fail "the second shard: $(cat stdout)"
true_manifest "the second shard"
shard 1/2 parts8
"$program" merge-manifest parts8 >stdout 2>stderr
[ $? = 1 ] || fail "merging after a whole run: $(cat stderr)"
same parts8 "shards after a whole run"
[ ! -e parts8/manifest.unfinished.csv ] || fail "merging leaves a journal"
# ... be it that it only removes one
code=$(sed -n 2p parts8/manifest.csv | cut -d, -f1)
sed -i "s/^$code,[0-9]*/$code,x/" campaign/figures.csv
shard 1/2 parts8
shard 2/2 parts8
true_manifest "a shard that removes a letter"
sed -i "s/^$code,x.*/$(grep "^$code," figures)/" campaign/figures.csv
shard 1/2 parts8
shard 2/2 parts8
"$program" merge-manifest parts8 >stdout 2>stderr
[ $? = 1 ] || fail "merging after a removal: $(cat stderr)"
same parts8 "a letter that was removed and made"

# refuse PATTERN: the parts in `broken` make no whole, and nothing is written.
refuse() {
    rm -f broken/manifest.csv
    "$program" merge-manifest broken >stdout 2>stderr
    [ $? = 2 ] || fail "merged in spite of: $1"
    grep -q "$1" stderr || fail "not /$1/ but: $(cat stderr)"
    [ ! -e broken/manifest.csv ] || fail "$1: manifest.csv was written"
}
fresh() {
    rm -rf broken
    mkdir broken
    cp parts3/*.[0-9]-of-* broken/
}
fresh && rm broken/manifest.2-of-3.csv
refuse 'manifest.2-of-3.csv: error: no such file'
fresh && rm broken/run.2-of-3.json
refuse 'run.2-of-3.json: error: no such file'
fresh && cp broken/manifest.1-of-3.csv broken/manifest.1-of-4.csv
refuse 'another number of shards'
fresh && cp broken/manifest.1-of-3.csv broken/manifest.2-of-3.csv
refuse 'a row of another shard'
fresh && sed -i '$d' broken/manifest.3-of-3.csv
refuse 'fewer or more rows'
fresh && sed -i '2{p}' broken/manifest.3-of-3.csv
refuse 'occur twice'
fresh && sed -i 's/"complete"/"interrupted"/' broken/run.1-of-3.json
refuse 'run it again'
fresh && cp broken/manifest.1-of-3.csv broken/manifest.1-of-3.unfinished.csv
refuse 'did not come to its end'
fresh && echo 'code,name' >broken/manifest.1-of-3.csv
refuse 'not a manifest'
fresh && sed -i 's/^  "campaign_inputs_sha256": "./&0/' broken/run.3-of-3.json
refuse 'from other inputs'
rm -rf broken && mkdir broken
refuse 'no part of a manifest'

# parts of two campaigns
fresh && rm broken/manifest.3-of-3.csv
echo 'One paragraph more.' >>campaign/letter.md
shard 3/3 broken
refuse 'from other inputs'

# a shard that has no rows says so
head -2 figures >campaign/figures.csv
grep "^code\|^$(sed -n '2s/,.*//p' figures)," councils >campaign/councils.csv
for index in 1 2; do
    "$program" render campaign -o empty --shard $index/2 >stdout 2>stderr ||
        fail "a shard of one row: $(cat stderr)"
    grep -q '^\([01]\) of \1 letters in empty/letters: \1 made' stdout ||
        fail "a shard of one row: $(cat stdout)"
done
"$program" merge-manifest empty >stdout 2>stderr || fail "$(cat stderr)"

# usage
for wrong in '--shard 4/3' '--shard x' '--shard 1/3 --shards 4' '--shards 4' \
    '--shard auto' '--shard auto --shards 0'; do
    # shellcheck disable=SC2086 # words are meant
    "$program" render campaign -o usage $wrong >/dev/null 2>stderr
    [ $? = 2 ] || fail "$wrong was taken"
done
JOB_COMPLETION_INDEX=1 "$program" render campaign -o usage --shard auto \
    --shards 3 2>&1 | grep -q '^shard 2/3 by Kubernetes' ||
    fail "--shard auto does not say what it used"

[ "$failed" = 0 ] && echo "divided or not, the same bytes"
exit $failed
