#!/bin/sh
# usage: outdated.sh PROGRAM FONTS
# After --only has mended a row, the run names the letters of other rows that
# its figures have changed, and is not well until they are made again.
set -eu
program=$1
fonts=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/campaign"
cd "$folder"

cat > campaign/campaign.yaml <<'END'
title: Annual letter
letter: letter.md
data: [figures.csv]
dates: {letter: 2022-07-20}
statistics: {upheld: {count: upheld, total: all}}
groups: {column: type, compared: [county, district]}
averages: {method: pooled}
END
cat > campaign/letter.md <<'END'
# Annual letter

We upheld ((upheld.rate)) of complaints; the average is ((upheld.average)).
END

# figures UPHELD: of C2, the row that is mended
figures() {
    cat > campaign/figures.csv <<END
code,name,type,upheld,all
C1,One County Council,county,10,10
C2,Two County Council,county,$1,10
C3,Three County Council,county,5,10
D1,One District Council,district,1,4
D2,Two District Council,district,2,4
END
}

# run STATUS OPTION...: render, which has to end so
run() {
    wanted=$1
    shift
    status=0
    "$program" render --fsync=none --fonts "$fonts" -o out "$@" campaign \
        > said.out 2> said.err || status=$?
    if [ "$status" -ne "$wanted" ]; then
        echo "render $* ended with $status, not $wanted:"
        cat said.out said.err
        exit 1
    fi
}

says() {
    grep -qF -e "$1" said.err || {
        echo "not said: $1"
        cat said.err
        exit 1
    }
}

figures 0
run 0
figures 10
run 1 --only C2
says '2 other letters have to be made again'
says '--only C1,C3'
run 0 --only C1,C3
run 0 # nothing is left to do
grep -q '0 made, 5 unchanged' said.out

# a row at fault takes the letters with its average along; once mended, they
# can be made again
figures x
run 1
says 'C2 (campaign/figures.csv:3:30)'
grep -q '3 refused' said.out
figures 0
run 1 --only C2
says '--only C1,C3'
run 0

# what a letter is made from: the text of all has changed
echo 'More words.' >> campaign/letter.md
run 1 --only D1
says '4 other letters have to be made again'
run 0

# one letter is there, and four are not: the mail-out of one says why it cannot
# begin
cat >> campaign/campaign.yaml <<'END'
mail: {from: us@us.example, to: ((code))@county.example, subject: L, body: m.md}
END
echo 'Dear council' > campaign/m.md
rm -rf out
run 0 --only C2
status=0
"$program" send --fonts "$fonts" -o out --only C2 campaign \
    > said.out 2> said.err || status=$?
[ "$status" -eq 2 ] || {
    echo "send --only ended with $status, not 2"
    exit 1
}
says '4 errors of other rows keep send back'
echo 'outdated letters are named'
