#!/bin/sh
# A letter has of other rows what it is compared with, and nothing else: a new
# county changes the counties' letters and no unitary council's. Letters come
# out the same whatever was made before them.
#
# usage: other_rows.sh ROOT PROGRAM
set -eu

root=$1
program=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

render() {
    folder=$1
    shift
    "$program" render "$work/campaign" -o "$work/$folder" \
        --fonts "$root/fonts" --fsync none -q "$@"
}

cp -r "$root/input/2024" "$work/campaign"
render out -j 1
cp -r "$work/out/letters" "$work/before"

# one alone is what it is among others
for code in U113 C212; do
    render "$code" --only "$code"
    letter=$(cd "$work/$code/letters" && echo *.pdf)
    cmp "$work/$code/letters/$letter" "$work/before/$letter"
done

# the county has a row in each table of the data
grep -m 1 '^C201,' "$work/campaign/councils.csv" |
    sed 's/^C201/C999/; s/Ambershire/Newshire/g; s/ambershire/newshire/g' \
        >>"$work/campaign/councils.csv"
figures=$(grep -m 1 '^C201,' "$work/campaign/figures.csv")
echo "C999,${figures#C201,}" >>"$work/campaign/figures.csv"
subjects=$(grep '^C201,' "$work/campaign/subjects.csv" | sed 's/^C201/C999/')
echo "$subjects" >>"$work/campaign/subjects.csv"
render out
changed=$(cd "$work/before" && for letter in *.pdf; do
    cmp -s "$letter" "../out/letters/$letter" || echo "$letter"
done)
if echo "$changed" | grep -q '^u'; then
    echo "FAIL: unitary councils' letters changed: $changed"
    exit 1
fi
if ! echo "$changed" | grep -q '^c'; then
    echo "FAIL: no county's letter shows its new peer"
    exit 1
fi
echo "a county more: $(echo "$changed" | grep -c '^c') counties' letters changed"
