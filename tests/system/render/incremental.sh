#!/bin/sh
# What did not change is not made again, what no row stands for does not lie
# about, and the result is that of a run into an empty folder.
# usage: incremental.sh ROOT PROGRAM
set -u
root=$1
program=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
cp -r "$root/input/2022" "$work/campaign"
chmod -R u+w "$work/campaign"
cd "$work" || exit 1

fail() {
    echo "FAIL: $*"
    failed=1
}

# render SUMMARY ARGUMENTS...: the summary's counts, as "1 made, 12 unchanged".
render() {
    summary=$1
    shift
    "$program" render campaign -o out "$@" >stdout 2>stderr

    grep -q ": $summary (" stdout ||
        fail "${*:-render}: not $summary but $(cat stdout stderr)"
}

# The folder is that of a fresh run, but for what run.json times.
like_fresh() {
    rm -rf fresh
    "$program" render campaign -o fresh >/dev/null 2>&1
    diff -r -x run.json -x gone.csv fresh out >differences ||
        fail "$1: $(cat differences)"
}

rows=$(($(wc -l <campaign/councils.csv) - 1))
code=$(sed -n 3p campaign/councils.csv | cut -d, -f1)
letter() {
    sed -n "s/^$1,.*,\(letters\/[^,]*\),.*/\1/p" out/manifest.csv
}

render "$rows made, 0 unchanged"
like_fresh "a first run"
cp -r out first
stamp=$(stat -c %y out/manifest.csv)
render "0 made, $rows unchanged"
[ "$stamp" = "$(stat -c %y out/manifest.csv)" ] ||
    fail "the manifest was written again"
diff -r -x run.json first out >differences || fail "again: $(cat differences)"
render "$rows made, 0 unchanged" --force
diff -r -x run.json first out >differences || fail "forced: $(cat differences)"

# where the letters are sent is no part of them
cp campaign/campaign.yaml settings
sed 's/^  rate: .*/  rate: 30\/min/; s/:465$/:4650/' settings \
    >campaign/campaign.yaml
cmp -s settings campaign/campaign.yaml && fail "mail: is as it was"
render "0 made, $rows unchanged"
printf '\nUntil next year.\n' >>campaign/mail.md
render "0 made, $rows unchanged"
sed 's/^delivery: .*/delivery: By post/' settings >campaign/campaign.yaml
render "$rows made, 0 unchanged"
cp settings campaign/campaign.yaml
cp "$root/input/2022/mail.md" campaign/mail.md
render "$rows made, 0 unchanged"
diff -r -x run.json first out >differences || fail "mailed: $(cat differences)"

# a letter that is not there, or is not as it was
file=out/$(letter "$code")
rm "$file"
render "1 made, $((rows - 1)) unchanged"
printf 'X' | dd of="$file" bs=1 seek=9 conv=notrunc 2>/dev/null
render "1 made, $((rows - 1)) unchanged"
like_fresh "a letter that was spoiled"
size=$(wc -c <"$file")
for at in 0 1024 12000 $((size / 2)) $((size - 1)); do
    printf '\001' | dd of="$file" bs=1 seek="$at" conv=notrunc 2>/dev/null
    render "1 made, $((rows - 1)) unchanged"
    like_fresh "a letter spoiled at byte $at"
done
for length in 0 1 4096 $((size - 1)) $((size + 1)); do
    truncate -s "$length" "$file"
    render "1 made, $((rows - 1)) unchanged"
    like_fresh "a letter of $length bytes"
done

# one row's figures, its name, the text, the theme
sed -i "s/^$code,\([0-9]*\),\([0-9]*\)/$code,88,44/" campaign/figures.csv
render "1 made, $((rows - 1)) unchanged"
like_fresh "figures"
sed -i "s/^$code,\([A-Z]\)/$code,New \1/" campaign/councils.csv
render "1 made, $((rows - 1)) unchanged"
[ ! -e "$file" ] || fail "the letter under the old name is still there"
[ ! -e out/gone.csv ] || fail "a new name is not a row that has gone"
like_fresh "a new name"
sed -i '$s/$/ /' campaign/letter.md
echo 'A new paragraph.' >>campaign/letter.md
render "$rows made, 0 unchanged"
like_fresh "the text"
file=out/$(letter "$code")

# a row that is refused now: its letter is removed, and that is said
cp campaign/figures.csv figures.csv
sed -i "s/^$code,88/$code,x/" campaign/figures.csv
render "0 made, $((rows - 1)) unchanged"
[ ! -e "$file" ] || fail "a refused row's letter stays"
grep -q "$(basename "$file"): warning: removed: the row of $code is refused" \
    stderr || fail "a letter was removed in silence: $(cat stderr)"
like_fresh "a refused row"
grep -v "^$code," figures.csv >campaign/figures.csv
render "0 made, $((rows - 1)) unchanged"
like_fresh "a row that another file lacks"
cp figures.csv campaign/figures.csv
render "1 made, $((rows - 1)) unchanged"

# a row that has gone: reported until it is pruned
cp campaign/councils.csv councils.csv
for data in councils figures; do
    grep -v "^$code," "campaign/$data.csv" >less && mv less "campaign/$data.csv"
done
for round in first second; do
    render "0 made, $((rows - 1)) unchanged"
    [ -e "$file" ] || fail "$round: a letter was removed unasked"
    grep -q "warning: the row of $code has gone" stderr ||
        fail "$round: nothing said of a row that has gone"
    grep -q "^$code," out/gone.csv || fail "$round: gone.csv lacks $code"
    [ "$(head -c 3 out/gone.csv | od -An -tx1 | tr -d ' ')" = efbbbf ] ||
        fail "$round: gone.csv has no byte-order mark"
    grep -q "^$code," out/manifest.csv && fail "$round: $code in the manifest"
done
# ... and is taken up again where the row comes back
cp councils.csv campaign/councils.csv
cp figures.csv campaign/figures.csv
render "0 made, $rows unchanged"
[ ! -e out/gone.csv ] || fail "gone.csv is still there"
like_fresh "a row that came back"
for data in councils figures; do
    grep -v "^$code," "campaign/$data.csv" >less && mv less "campaign/$data.csv"
done
render "0 made, $((rows - 1)) unchanged"
# --only leaves the other letters alone, those of rows that have gone among them
other=$(sed -n 5p campaign/councils.csv | cut -d, -f1)
render "0 made, 1 unchanged" --only "$other" --prune
[ -e "$file" ] || fail "--only --prune removed another council's letter"
grep -q '^1 whose row has gone, listed in' stdout ||
    fail "--only --prune does not say what it leaves: $(cat stdout)"
grep -q "^$code," out/gone.csv || fail "--only --prune: gone.csv lacks $code"
: >out/letters/stranger.pdf
render "0 made, $((rows - 1)) unchanged" --prune
[ ! -e "$file" ] || fail "--prune leaves $file"
[ ! -e out/gone.csv ] || fail "--prune leaves gone.csv"
[ -e out/letters/stranger.pdf ] || fail "--prune removed what is not ours"
rm out/letters/stranger.pdf
like_fresh "pruned"

# a letter whose row has gone, but that somebody changed, is not removed
cp councils.csv campaign/councils.csv
cp figures.csv campaign/figures.csv
render "1 made, $((rows - 1)) unchanged"
echo >>"$file"
for data in councils figures; do
    grep -v "^$code," "campaign/$data.csv" >less && mv less "campaign/$data.csv"
done
render "0 made, $((rows - 1)) unchanged" --prune
[ -e "$file" ] || fail "--prune removed a letter that somebody changed"
grep -q "changed since it was made" stderr || fail "a changed letter: $(cat stderr)"

# nor is one that somebody changed and whose row gives it another name now
rm "$file"
cp councils.csv campaign/councils.csv
cp figures.csv campaign/figures.csv
render "1 made, $((rows - 1)) unchanged"
echo >>"$file"
sed -i "s/^$code,New /$code,Old /" campaign/councils.csv
render "1 made, $((rows - 1)) unchanged"
[ -e "$file" ] || fail "a letter that somebody changed was removed"
grep -q "$(basename "$file"): warning: .*changed since it was made" stderr ||
    fail "a changed letter under its old name: $(cat stderr)"
rm "$file"

# --only keeps what it is not about
cp councils.csv campaign/councils.csv
cp figures.csv campaign/figures.csv
other=$(sed -n 5p campaign/councils.csv | cut -d, -f1)
sed -i "s/^$other,[0-9]*/$other,x/" campaign/figures.csv
render "1 made, $((rows - 2)) unchanged"
cp -r out before
render "1 made, 0 unchanged" --only "$code" --force
diff -r -x run.json before out >differences || fail "--only: $(cat differences)"
like_fresh "--only"

# another campaign into the same folder is said, once
grep -q "has letters of" stderr &&
    fail "one campaign is taken for two: $(cat stderr)"
sed -i 's/^title: .*/title: Annual Review letter 1999/' campaign/campaign.yaml
render "$((rows - 1)) made, 0 unchanged"
grep -q '^out/run.json: warning: .*"Annual Review letter 2022", and .*1999"' \
    stderr || fail "another campaign: $(cat stderr)"
render "0 made, $((rows - 1)) unchanged"
grep -q "has letters of" stderr && fail "said twice: $(cat stderr)"

[ "$failed" = 0 ] && echo "what changed is made, what went is gone"
exit $failed
