#!/bin/sh
# Other people's tools on the sample letters. usage: letters.sh ROOT PROGRAM
set -u
root=$1
program=$2
output=$(mktemp -d)
trap 'rm -rf "$output"' EXIT
failed=0
fail() {
    echo "FAIL: $*"
    failed=1
}

for year in 2022 2020; do
    "$program" render "$root/input/$year" -o "$output/$year" || fail "render $year"
done

# Each row has its letter, each letter its row.
for year in 2022 2020; do
    rows=$(($(wc -l <"$output/$year/manifest.csv") - 1))
    files=$(find "$output/$year/letters" -name '*.pdf' | wc -l)
    [ "$rows" = "$files" ] || fail "$year: $rows rows, $files letters"
    [ ! -e "$output/$year/rejected.csv" ] || fail "$year: rows were refused"
    (cd "$output/$year" && tail -n +2 manifest.csv | sed 's/"[^"]*"/quoted/' |
        awk -F, '{print $6 "  " $3}' | sha256sum --check --quiet) ||
        fail "$year: the manifest's hashes are not the files'"
done

for letter in "$output"/*/letters/*.pdf; do
    name=${letter##*/}
    qpdf --check "$letter" >"$output/log" 2>&1 || fail "$name: $(cat "$output/log")"
    # Two header lines, then name, type, encoding, emb, sub, uni, object.
    pdffonts "$letter" 2>"$output/log" | tail -n +3 |
        awk '{ if ($(NF-4) $(NF-3) $(NF-2) != "yesyesyes") exit 1 }' ||
        fail "$name: a font is not embedded, subset, with Unicode"
    [ ! -s "$output/log" ] || fail "$name: $(cat "$output/log")"
    pdfinfo "$letter" >"$output/info"
    grep -q '^Tagged: *yes' "$output/info" || fail "$name: not tagged"
    grep -q '^Title: *Annual .* - ' "$output/info" || fail "$name: no title"
    grep -q '^Pages: *[45]$' "$output/info" || fail "$name: $(grep Pages "$output/info")"
    grep -q 'A4' "$output/info" || fail "$name: not A4"
    root_object=$(qpdf --show-object=trailer "$letter" |
        sed -n 's|.*/Root \([0-9]*\) .*|\1|p')
    qpdf --show-object="$root_object" "$letter" | grep -q '/Lang (en-GB)' ||
        fail "$name: no language"
done

# holds LETTER WORDS...: the letter's text has each of them.
holds() {
    letter=$1
    shift
    text=$(pdftotext "$letter" - | tr '\n' ' ' | tr -s ' ')
    for words in "$@"; do
        case $text in
        *"$words"*) ;;
        *) fail "${letter##*/} does not say «$words»" ;;
        esac
    done
}
holds "$output"/2022/letters/e06000032-*.pdf "Luton Borough Council" \
    "71%" "64%" "12 upheld decisions" "17" "100%" "99%" \
    "11 compliance outcomes" "0%" "12%" "Mr Porter" "20 July 2022"
holds "$output"/2020/letters/*harrow*.pdf "London Borough of Harrow" \
    "73%" "70%" "8%" "15%" "24" "33" "21" "Mr Harriss" "22 July 2020"

for letter in "$output"/2022/letters/e06000032-*.pdf "$output"/2020/letters/*.pdf; do
    pdfinfo "$letter" | grep -q '^Pages: *4$' || fail "${letter##*/}: not four pages"
done

[ "$failed" = 0 ] && echo "the letters are well"
exit $failed
