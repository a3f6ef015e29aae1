#!/bin/sh
# What goes wrong is said with its place, has its exit status, leaves no half
# file. usage: failures.sh ROOT PROGRAM
set -u
root=$1
program=$2
work=$(mktemp -d)
mounted=
trap 'if [ -n "$mounted" ]; then umount "$work/small"; fi; rm -rf "$work"' EXIT
failed=0

# A fresh copy of the sample campaign to spoil.
fresh() {
    rm -rf "$work/campaign" "$work/out"
    cp -r "$root/input/2022" "$work/campaign"
    chmod -R u+w "$work/campaign"
}

# expect STATUS PATTERN ARGUMENTS...: exit status, and a line on standard error.
expect() {
    status=$1
    pattern=$2
    shift 2
    (cd "$work" && "$program" "$@") >"$work/stdout" 2>"$work/stderr"
    got=$?
    if [ "$got" != "$status" ]; then
        echo "FAIL: $* gave $got, not $status: $(cat "$work/stderr")"
        failed=1
    elif [ -n "$pattern" ] && ! grep -qE -- "$pattern" "$work/stderr"; then
        echo "FAIL: $* did not say /$pattern/ but: $(cat "$work/stderr")"
        failed=1
    fi
    half=$(find "$work" -name '.lettermill-*' 2>/dev/null)
    [ -z "$half" ] || {
        echo "FAIL: $* left $half"
        failed=1
    }
}
render() {
    status=$1
    pattern=$2
    shift 2
    expect "$status" "$pattern" render campaign -o out "$@"
}
nothing_made() {
    [ -z "$(find "$work/out" -name '*.pdf' 2>/dev/null)" ] || {
        echo "FAIL: $1: letters were made"
        failed=1
    }
}

# usage
expect 2 'no command given'
expect 2 'no such command: rendr' rendr
expect 2 'unknown option: --colour' render --colour campaign
expect 2 'option needs a value: (--output|-o)' render --output
expect 2 'needs one campaign folder' render
expect 2 'text, json or csv, not: xml' check --format=xml campaign
expect 2 '1 to 1024' render -j0 campaign
expect 0 '' --help
grep -q '^usage: lettermill' "$work/stdout" || failed=1
expect 0 '' --version

# campaigns
expect 2 '^missing.*: error: .*no such' render missing
fresh && rm "$work/campaign/campaign.yaml"
render 2 '^campaign/campaign.yaml: error: no such file' && nothing_made "no settings"
fresh && rm "$work/campaign/letter.md"
render 2 '^campaign/.*letter.md' && nothing_made "no letter text"
fresh && : >"$work/campaign/figures.csv"
render 2 '^campaign/figures.csv.*: error: ' && nothing_made "an empty file"
fresh && head -1 "$root/input/2022/councils.csv" >"$work/campaign/councils.csv"
render 2 '^campaign/councils.csv.*: error: ' && nothing_made "no rows"
fresh && echo 'colour: blue' >>"$work/campaign/campaign.yaml"
render 2 "^campaign/campaign.yaml:[0-9]+:1: error: colour: " && nothing_made "an unknown key"
fresh && printf '\n\n((chief_exec))\n' >>"$work/campaign/letter.md"
render 2 '^campaign/letter.md:[0-9]+:1: error: \(\(chief_exec\)\) names no column' &&
    nothing_made "an unknown placeholder"
render 2 'try|campaign' --only NOBODY

# a row without a figure: the others are made
fresh
sed -i '2s/,[0-9]*/,/' "$work/campaign/figures.csv"
render 1 '^campaign/figures.csv:2:[0-9]+: error: '
rows=$(($(wc -l <"$root/input/2022/councils.csv") - 1))
made=$(find "$work/out/letters" -name '*.pdf' | wc -l)
[ "$made" = $((rows - 1)) ] || {
    echo "FAIL: $made letters of $rows rows, one of them refused"
    failed=1
}
[ "$(wc -l <"$work/out/rejected.csv")" = 2 ] || {
    echo "FAIL: rejected.csv: $(cat "$work/out/rejected.csv")"
    failed=1
}
grep -q ',refused,$' "$work/out/manifest.csv" || failed=1
rm -rf "$work/out"
render 2 '' --strict && nothing_made "--strict"

# a warning that counts as an error refuses its row
fresh
sed -i '3s/ District/  District/' "$work/campaign/councils.csv"
render 0 'warning: name: two spaces'
rm -rf "$work/out"
render 1 'error: name: two spaces' --werror
[ "$(wc -l <"$work/out/rejected.csv")" = 2 ] || {
    echo "FAIL: --werror: rejected.csv does not name the row"
    failed=1
}

# a warning about the campaign that counts as an error: no letter at all
fresh
sed -i '1s/$/,remarks/;2,$s/$/,-/' "$work/campaign/figures.csv"
render 0 'warning: remarks: nothing uses this column'
rm -rf "$work/out"
render 2 'error: remarks: nothing uses this column' --werror &&
    nothing_made "--werror"

# a row that cannot be read, asked for by its code: its letter of before goes
fresh
code=$(sed -n '3s/,.*//p' "$work/campaign/councils.csv")
render 0 ''
sed -i '3s/$/,one,too,many/' "$work/campaign/councils.csv"
expect 1 'councils.csv:3:[0-9]+: error: ' check campaign --only "$code"
render 1 'councils.csv:3:[0-9]+: error: ' --only "$code"
grep -q '^1 refused' "$work/stdout" && grep -q "^$code," "$work/out/rejected.csv" &&
    grep -q "^$code,.*,refused,$" "$work/out/manifest.csv" &&
    [ "$(find "$work/out/letters" -name '*.pdf' | wc -l)" = $((rows - 1)) ] || {
    echo "FAIL: --only with a row that cannot be read: $(cat "$work/stdout")"
    failed=1
}

# --strict is about the rows that are asked for, as all else is: a fault of
# another row, be it found when the file is read or later, is none of theirs
for fault in '3s/$/,one,too,many/' '3s/^[^,]*,[^,]*/&  Two/'; do
    fresh
    sed -i "$fault" "$work/campaign/councils.csv"
    code=$(sed -n '3s/,.*//p' "$work/campaign/councils.csv")
    other=$(sed -n '5s/,.*//p' "$work/campaign/councils.csv")
    render 0 '' --strict --werror --only "$other"
    rm -rf "$work/out"
    render 2 'councils.csv:3:.* error: ' --strict --werror --only "$code"
    nothing_made "--strict --only $fault"
    render 2 'councils.csv:3:.* error: ' --strict --werror --only "$code,$other"
    nothing_made "--strict --only $fault, and another"
    render 2 'councils.csv:3:.* error: ' --strict --werror
    nothing_made "--strict $fault"
    refused=
    for shard in 1 2 3; do
        rm -rf "$work/out"
        (cd "$work" && "$program" render campaign -o out --strict --werror \
            --shard $shard/3) >"$work/stdout" 2>"$work/stderr"
        case $?$(grep -c 'councils.csv:3:' "$work/stderr") in
        00) ;;
        21)
            refused="$refused$shard"
            nothing_made "--strict --shard $shard/3"
            ;;
        *)
            echo "FAIL: --strict --shard $shard/3: $(cat "$work/stderr")"
            failed=1
            ;;
        esac
    done
    [ ${#refused} = 1 ] || {
        echo "FAIL: --strict: the fault is told in the shards '$refused'"
        failed=1
    }
done

# fonts
fresh
mkdir -p "$work/fonts"
cp "$root"/fonts/* "$work/fonts/"
head -c 1000 "$root/fonts/LiberationSans-Bold.ttf" >"$work/fonts/LiberationSans-Bold.ttf"
render 2 '^fonts/fonts.yaml:[0-9]+:[0-9]+: error: fonts/LiberationSans-Bold.ttf: ' --fonts fonts && nothing_made "a broken font"
rm "$work/fonts/LiberationSans-Bold.ttf"
render 2 '^fonts/fonts.yaml:[0-9]+:[0-9]+: error: bold: .*LiberationSans-Bold.ttf' --fonts fonts &&
    nothing_made "no font"
# font WORDS FILE: with this file as the bold one.
font() {
    mkdir -p "$work/fonts"
    cp "$root"/fonts/* "$work/fonts/"
    cp "$2" "$work/bold.ttf"
    cp "$work/bold.ttf" "$work/fonts/LiberationSans-Bold.ttf"
    render 2 "^fonts/fonts.yaml:[0-9]+:11: error: .*$1" --fonts fonts &&
        nothing_made "$1"
}
regular=$root/fonts/LiberationSans-Regular.ttf
# beginning BYTES: the regular font with another beginning.
beginning() {
    { printf "$1"; tail -c +5 "$regular"; } >"$work/other.ttf"
}
font 'is the regular face once more' "$regular"
font 'is no bolder than the regular face' "$root/fonts/LiberationSans-Italic.ttf"
LC_ALL=C sed 's/FFTM/fvar/' "$regular" >"$work/variable.ttf"
font 'is variable.* fonttools varLib.instancer' "$work/variable.ttf"
beginning OTTO
font 'PostScript outlines.* fontforge' "$work/other.ttf"
beginning ttcf
font 'a collection of fonts.* fonttools ttLib' "$work/other.ttf"
beginning wOF2
font 'a font for the web' "$work/other.ttf"
cp "$root"/fonts/* "$work/fonts/"
cp "$root/fonts/LiberationSans-Bold.ttf" "$work/fonts/LiberationSans-Italic.ttf"
render 2 '^fonts/fonts.yaml:[0-9]+:13: error: italic: .* is not italic' --fonts fonts
cp "$root"/fonts/* "$work/fonts/"
grep -v ' italic: \| bold_italic: ' "$root/fonts/fonts.yaml" >"$work/fonts/fonts.yaml"
render 2 '^fonts/fonts.yaml:[0-9]+:3: error: italic: Liberation Sans has no such face' --fonts fonts
render 2 '^fonts/fonts.yaml:[0-9]+:3: error: bold_italic: ' --fonts fonts &&
    nothing_made "a missing face"
rm -rf "$work/fonts"

# a folder that cannot be written to
fresh
: >"$work/out"
render 2 '^out.*: error: cannot make the folder'
rm "$work/out"

# a full disk
fresh
mkdir "$work/small"
if mount -t tmpfs -o size=200k tmpfs "$work/small" 2>/dev/null; then
    mounted=yes
    expect 75 '^small/out.*: error: cannot .*No space left' \
        render campaign -o small/out --no-progress
    for letter in "$work"/small/out/letters/*.pdf; do
        [ -e "$letter" ] || continue
        qpdf --check "$letter" >/dev/null 2>&1 || {
            echo "FAIL: full disk: $letter is not whole"
            failed=1
        }
    done
    umount "$work/small" && mounted=
else
    echo "skipped: a full disk (no right to mount a tmpfs)"
fi

# killed at any moment, what is there is whole and a rerun finishes
fresh
"$program" render "$work/campaign" -o "$work/whole" >/dev/null 2>&1
for pause in 0.01 0.02 0.03 0.05 0.08; do
    (cd "$work" && exec "$program" render -j2 campaign -o out) >/dev/null 2>&1 &
    victim=$!
    sleep "$pause"
    kill -9 $victim 2>/dev/null
    wait $victim 2>/dev/null
    for letter in "$work"/out/letters/*.pdf; do
        [ -e "$letter" ] || continue
        cmp -s "$letter" "$work/whole/letters/${letter##*/}" || {
            echo "FAIL: killed after $pause s: $letter is not whole"
            failed=1
        }
    done
done
render 0 ''
diff -r -x run.json "$work/out" "$work/whole" || {
    echo "FAIL: a killed and finished run differs from an undisturbed one"
    failed=1
}

# a run with other inputs does not begin while one is at work in the folder; one
# with the same inputs may, and both end well, but for one of other rows: of two
# manifests the last would not know the letters of the first
fresh
cp -r "$work/campaign" "$work/other"
some=$(sed -n '2s/,.*//p' "$work/campaign/councils.csv")
echo 'One paragraph more.' >>"$work/other/letter.md"
(cd "$work" && exec "$program" render -j1 campaign -o out --fsync=each) \
    >/dev/null 2>&1 &
held=$!
until [ -n "$(find "$work/out" -name '.lettermill-run-*' -o -name '*.pdf' \
    2>/dev/null)" ]; do
    kill -0 $held 2>/dev/null || break
done
if kill -STOP $held 2>/dev/null && [ ! -e "$work/out/manifest.csv" ]; then
    for command in "other" "other --shard 1/2" "campaign --only $some"; do
        # shellcheck disable=SC2086 # words are meant
        (cd "$work" && "$program" render $command -o out) >"$work/stdout" \
            2>"$work/stderr"
        case $?$(grep -c '^out: error: another run is at work here' \
            "$work/stderr") in
        751) ;;
        *)
            echo "FAIL: $command beside another: $(cat "$work/stderr")"
            failed=1
            ;;
        esac
    done
    (cd "$work" && "$program" render campaign -o out) >/dev/null \
        2>"$work/stderr" || {
        echo "FAIL: beside a run of the same inputs: $(cat "$work/stderr")"
        failed=1
    }
else
    echo "note: the run was over before it could be held"
fi
kill -CONT $held 2>/dev/null
wait $held || {
    echo "FAIL: a run beside others gives $?"
    failed=1
}
rm -rf "$work/again"
(cd "$work" && "$program" render campaign -o again) >/dev/null 2>&1
diff -r -x run.json "$work/again" "$work/out" || {
    echo "FAIL: runs beside each other"
    failed=1
}
(cd "$work" && "$program" render other -o out) >/dev/null 2>&1 || {
    echo "FAIL: a run after another"
    failed=1
}

[ "$failed" = 0 ] && echo "failures are said and leave no half file"
exit $failed
