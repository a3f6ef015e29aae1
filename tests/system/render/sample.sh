#!/bin/sh
# Other people's tools on the specimen letter. usage: sample.sh SAMPLE FONTS
set -u
sample=$1
fonts=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
fail() {
    echo "FAIL: $*"
    failed=1
}

# The plain council, one with letters that the kit lacks (of Liberation Sans,
# of DejaVu Sans, composed of several characters).
# shellcheck disable=SC1112 # a curly apostrophe is meant
names='Luton Borough Council
Ŵyddŷd and Café Borough Council
Łódź Ǽlfred Ħal ✓ q̃uay O’Brien "x" Council'
number=0
echo "$names" >"$work/names"
while IFS= read -r name; do
    number=$((number + 1))
    letter=$work/$number.pdf
    "$sample" "$fonts" "$letter" "$name" || fail "sample $name"
    "$sample" "$fonts" "$work/again.pdf" "$name"
    cmp -s "$letter" "$work/again.pdf" || fail "$name: other bytes the second time"

    qpdf --check "$letter" >"$work/log" 2>&1 || fail "$name: $(cat "$work/log")"
    # Two header lines, then name, type, encoding, emb, sub, uni, object.
    pdffonts "$letter" 2>"$work/log" | tail -n +3 >"$work/fonts"
    awk '{ if ($(NF-4) $(NF-3) $(NF-2) != "yesyesyes") exit 1 }' "$work/fonts" ||
        fail "$name: $(cat "$work/fonts")"
    awk '{print $1}' "$work/fonts" | grep -vq '^[A-Z]\{6\}+' &&
        fail "$name: a subset without tag"
    [ ! -s "$work/log" ] || fail "$name: $(cat "$work/log")"

    pdfinfo "$letter" >"$work/info" 2>&1
    for line in 'Tagged: *yes' "Title: *Specimen - $name" 'Pages: *4' \
        'PDF version: *1.7' 'Author: *Office of <Tests> & Co' \
        'CreationDate: *Wed Jul 20 .*2022'; do
        TZ=UTC pdfinfo "$letter" | grep -q "^$line" || fail "$name: not $line"
    done

    # Words come out as they went in, from the pages and from the tags.
    pdftotext "$letter" - 2>"$work/log" | tr -s '\n ' '  ' >"$work/words"
    pdfinfo -struct-text "$letter" 2>>"$work/log" | tr -s '\n ' '  ' >"$work/tree"
    [ ! -s "$work/log" ] || fail "$name: $(cat "$work/log")"
    for words in "Dear $name" "office's officers" 'an efficient office, flying' \
        '"first-class" affairs' 'cŵyn, tŷ, gwên, môr' '– we think –' \
        '5 ≥ 4, ½ km' '• '; do
        for from in words tree; do
            # a no-break space may come out as a space
            sed 's/\xc2\xa0/ /g' "$work/$from" | grep -qF -- "$words" ||
                fail "$name: $from without «$words»"
        done
    done
    grep -q 'Link (inline) "the map of what councils' "$work/tree" ||
        fail "$name: no link in the tree"

    pdfdetach -list "$letter" | grep -q '^1: figures.csv$' || fail "$name: no figures"
    pdfdetach -savefile figures.csv -o "$work/figures.csv" "$letter"
    printf '\357\273\277statistic,count,total,rate\r\nupheld,12,17,71%%\r\n' |
        cmp - "$work/figures.csv" || fail "$name: other figures"
done <"$work/names"

# Only the rare letter has fonts of its own.
pdffonts "$work/1.pdf" | awk '{print $1}' >"$work/one"
pdffonts "$work/2.pdf" | awk '{print $1}' >"$work/two"
pdffonts "$work/3.pdf" | awk '{print $1}' >"$work/three"
cmp -s "$work/one" "$work/two" || fail "two letters do not share their fonts"
grep -q DejaVu "$work/three" || fail "the fallback face is not there"

# Our profile turns colours into the same as lcms's own sRGB.
if command -v transicc >/dev/null; then
    profile=$(qpdf --show-object=1 "$work/1.pdf" |
        grep -o '/DestOutputProfile [0-9]*' | cut -d' ' -f2)
    qpdf --show-object="$profile" --filtered-stream-data "$work/1.pdf" >"$work/srgb.icc"
    for colour in '255 0 0' '12 200 99' '128 128 128' '3 3 250'; do
        for with in "$work/srgb.icc" '*sRGB'; do
            echo "$colour" | tr ' ' '\n' |
                transicc -t1 -i "$with" -o '*Lab' 2>/dev/null |
                grep -o '=-\?[0-9.]*' | tr -d '='
        done >"$work/lab"
        # L, a and b of ours, then of theirs; people see a difference of 1
        awk '{v[NR] = $1} END {
            for (i = 1; i <= 3; i++) if ((v[i] - v[i + 3]) ^ 2 > 0.04) exit 1
            exit NR != 6 }' "$work/lab" || fail "colour $colour: $(cat "$work/lab")"
    done
fi

[ "$failed" = 0 ] && echo "the specimens are well"
exit $failed
