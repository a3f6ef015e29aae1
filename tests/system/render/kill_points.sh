#!/bin/sh
# Whatever ends a run: what is on disk is whole, what is recorded is there, a
# rerun finishes the rest, and the result is that of an undisturbed run.
# usage: kill_points.sh ROOT PROGRAM RELEASED FAULT_LIBRARY
#
# What a kill leaves on disk, and what a rerun makes of it, is the same of every
# build, so the released program runs there, some thousand times. PROGRAM, which
# may have sanitizers, runs wherever the program itself meets what went wrong: a
# full disk at each call, signals, crashes, too few file handles. Both builds
# have to make the same letters and the same manifest.
set -u
root=$1
program=$2
released=$3
library=$4
[ -x "$released" ] || released=$program
work=$(mktemp -d)
mounted=
# shellcheck disable=SC2317 # by the trap
leave() {
    cd /
    [ -z "$mounted" ] || umount "$work/small"
    rm -rf "$work"
}
trap leave EXIT
failed=0
python3 "$root/tests/support/campaign.py" 200 "$work/large"
python3 "$root/tests/support/campaign.py" 5 "$work/little"
cd "$work" || exit 1
for size in large little; do
    "$released" render $size -o whole_$size >/dev/null || exit 1
    rows=$(grep -c ',made,' whole_$size/manifest.csv)
    echo "$size: $rows letters"
done

fail() {
    echo "FAIL: $*"
    failed=1
}

# whole SIZE WHAT: every letter in `out` is as it should be, and every row of a
# manifest has its letter.
whole() {
    diff -rq -x '.lettermill-*' "whole_$1/letters" out/letters 2>/dev/null |
        grep -v "^Only in whole_" >differences
    [ ! -s differences ] || fail "$2: $(head -3 differences)"
    [ -e out/manifest.csv ] || return
    grep ',made,' out/manifest.csv | grep -vxFf "whole_$1/manifest.csv" >lines
    [ ! -s lines ] || fail "$2: the manifest has $(cat lines)"
    sed -n 's/.*,letters\/\([^,]*\.pdf\),.*/\1/p' out/manifest.csv | sort >named
    # shellcheck disable=SC2012 # names are slugs
    ls out/letters | sort | comm -23 named - >missing
    [ ! -s missing ] || fail "$2: the manifest names $(cat missing)"
}

# finish SIZE WHAT: a rerun makes the rest, and all is as if nothing had been.
finish() {
    there=$(find out/letters -name '*.pdf' 2>/dev/null | wc -l)
    "$released" render "$1" -o out >stdout 2>stderr ||
        fail "$2: the rerun: $(cat stderr)"
    diff -r -x run.json out "whole_$1" >differences ||
        fail "$2: $(head -3 differences)"
    [ -z "$(find out -name '.lettermill-*')" ] || fail "$2: leaves a part"
}
unchanged() {
    sed -n 's/.* \([0-9]*\) unchanged .*/\1/p' stdout
}

# How many milliseconds an undisturbed run takes.
start=$(date +%s%N)
"$released" render large -o out >/dev/null
took=$((($(date +%s%N) - start) / 1000000))
# part N: sleeps as many hundredths of it.
part() {
    sleep "$(awk "BEGIN { print $took * $1 / 100000 }")"
}

# killed, again and again, later and later, until nothing is left to do; on a
# machine that has become faster meanwhile once more, and earlier
undisturbed=$took
kills=0
rounds=0
while [ $kills -le 3 ] && [ $rounds -lt 8 ]; do
    rm -rf out
    late=20
    killed=137
    while [ $killed = 137 ] && [ $kills -lt 60 ]; do
        "$released" render large -o out -j2 >/dev/null 2>&1 &
        victim=$!
        part $late
        kill -9 $victim 2>/dev/null
        wait $victim 2>/dev/null
        killed=$?
        [ $killed != 137 ] || kills=$((kills + 1))
        late=$((late + 5))
        whole large "kill -9, the ${kills}th time"
    done
    took=$((took * 2 / 3))
    rounds=$((rounds + 1))
done
took=$undisturbed
# As near its end as can be.
[ $kills -gt 3 ] || fail "only $kills kills"
rm -f out/manifest.csv
rm -f "$(find out/letters -name '*.pdf' | head -1)"
finish large "killed $kills times"
for moment in 60 50 40 30 20 10; do
    rm -rf out
    "$released" render large -o out -j2 --fsync=each >/dev/null 2>&1 &
    victim=$!
    part $moment
    kill -9 $victim 2>/dev/null
    wait $victim 2>/dev/null
    [ -e out/manifest.csv ] || break
done
finish large "killed half way"
[ $((there - $(unchanged))) -le 2 ] ||
    fail "killed: of $there letters only $(unchanged) were taken up"
echo "killed $kills times; then, killed half way, $(unchanged) of $there \
letters were taken up"

# until_letters N: waits until so many are there, or the run is over.
until_letters() {
    # shellcheck disable=SC2012 # names are slugs
    until [ "$(ls out/letters 2>/dev/null | wc -l)" -ge "$1" ]; do
        kill -0 $victim 2>/dev/null || return
    done
}

# SIGINT and SIGTERM: an orderly end between two letters
for signal in INT TERM; do
    orderly=0
    for count in 0 0 1 2 5 10 20 40 60 80 100 120; do
        rm -rf out
        # a shell starts what is behind & deaf to SIGINT
        python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$program" render large -o out \
            --fsync=each >stdout 2>stderr &
        victim=$!
        until_letters $count
        kill -$signal $victim 2>/dev/null
        wait $victim 2>/dev/null
        code=$?
        whole large "SIG$signal at letter $count"
        case $code in
        0) ;;
        130)
            orderly=$((orderly + 1))
            [ -z "$(find out -name '.lettermill-*' 2>/dev/null)" ] ||
                fail "SIG$signal leaves a part"
            [ -z "$(find out -name '*.unfinished.csv' 2>/dev/null)" ] ||
                fail "SIG$signal leaves a journal"
            ended=$(find out/letters -name '*.pdf' 2>/dev/null | wc -l)
            recorded=$(grep -c ',made,' out/manifest.csv 2>/dev/null)
            [ "$ended" = "${recorded:-0}" ] ||
                fail "SIG$signal: $ended letters, $recorded recorded"
            ;;
        143 | 1) ;; # it came before anybody listened
        *) fail "SIG$signal at letter $count gives $code: $(cat stderr)" ;;
        esac
        [ $code != 1 ] || [ ! -s out/manifest.csv ] || fail "exit status 1"
    done
    finish large "SIG$signal"
    [ $orderly -gt 2 ] || fail "SIG$signal: only $orderly orderly ends"
done

# every call that changes something on disk, in turn: killed there, and with a
# disk that is full from there on
preload="LD_PRELOAD=$library ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0"
# builds KIND: which build a fault is for.
builds() {
    case $1 in
    kill*) echo "$released" ;;
    *) echo "$program" ;;
    esac
}
faulty() {
    # shellcheck disable=SC2086 # words are meant
    env $preload FAULT="$1" "$(builds "$1")" render little -o out -j1 --force \
        >stdout 2>stderr
}
rm -rf out
faulty count || fail "preloaded: $(cat stderr)"
calls=$(tail -1 stderr)
[ "$calls" -gt 20 ] || fail "only $calls calls were seen: $(cat stderr)"
diff -r -x run.json out whole_little >differences ||
    fail "the builds differ: $(head -3 differences)"
point=0
while [ $point -lt "$calls" ]; do
    point=$((point + 1))
    for kind in kill full; do
        rm -rf out
        # every other time over the letters of an earlier run
        [ $((point % 2)) = 0 ] || cp -r whole_little out
        faulty $kind:$point
        code=$?
        whole little "$kind at call $point"
        case $kind$code in
        kill137 | full75) ;;
        full0) ;; # nothing was written after it
        *) fail "$kind at call $point gives $code: $(cat stderr)" ;;
        esac
        finish little "$kind at call $point"
    done
done
echo "killed, and without room, at each of $calls calls"

# the same where letters are removed: of a row that is refused now, of one that
# has gone; no manifest names a letter that is not there
cp -r little lessened
code=$(sed -n 3p whole_little/manifest.csv | cut -d, -f1)
gone=$(sed -n 5p whole_little/manifest.csv | cut -d, -f1)
for table in councils figures; do
    sed -i "/^$gone,/d; s/^$code,[0-9]*,/$code,x,/" lessened/$table.csv
done
"$released" render lessened -o whole_lessened >/dev/null 2>&1
[ "$(grep -c ',made,' whole_lessened/manifest.csv)" = 3 ] || fail "lessened"
remove() {
    # shellcheck disable=SC2086 # words are meant
    env $preload FAULT="$1" "$(builds "$1")" render lessened -o out -j1 --prune \
        >stdout 2>stderr
}
rm -rf out && cp -r whole_little out
remove count
calls=$(tail -1 stderr)
point=0
while [ $point -lt "$calls" ]; do
    point=$((point + 1))
    for kind in kill full; do
        rm -rf out && cp -r whole_little out
        remove $kind:$point
        whole little "$kind at call $point of a removal"
        "$released" render lessened -o out --prune >stdout 2>stderr
        diff -r -x run.json out whole_lessened >differences ||
            fail "$kind at call $point of a removal: $(head -3 differences)"
    done
done
echo "killed, and without room, at each of $calls calls of a removal"

# a crash in one letter
crash=$(sed -n 4p whole_little/manifest.csv | cut -d, -f3)
rm -rf out
faulty "abort:$crash"
[ $? = 134 ] || fail "a crash: $? $(cat stderr)"
[ ! -e "out/$crash" ] || fail "a crash: the letter is there"
whole little "a crash in one letter"
[ ! -e out/manifest.csv ] || fail "a crash leaves a manifest"
there=$(find out/letters -name '*.pdf' | wc -l)
finish little "a crash in one letter"
[ "$(unchanged)" = "$there" ] || fail "a crash: $there letters, $(unchanged)"

# out of file handles
limited() {
    python3 -c 'import os, resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]), int(sys.argv[1])))
os.execv(sys.argv[2], sys.argv[2:])' "$@"
}
told=0
for handles in 4 5 6 7 8 9 10 11 12; do
    rm -rf out
    limited $handles "$program" render little -o out -j2 >stdout 2>stderr
    code=$?
    whole little "$handles file handles"
    case $code in
    0 | 127) ;; # 127: not enough for the program's libraries
    75) told=$((told + 1)) ;;
    2) grep -q 'Too many open files' stderr || fail "$(cat stderr)" ;;
    *) fail "$handles file handles give $code: $(cat stderr)" ;;
    esac
    finish little "$handles file handles"
done
[ $told -gt 0 ] || echo "note: no number of handles gave 75"
rm -rf out
limited 32 "$program" render large -o out -j2 >stdout 2>stderr ||
    fail "32 file handles do not do: $(cat stderr)"
finish large "32 file handles"

# a folder that cannot be written to, a disk that is really full
mkdir small
if mount -t tmpfs -o size=2m tmpfs small 2>/dev/null; then
    mounted=yes
    rm -rf out && mkdir small/out && ln -s small/out out
    "$program" render large -o out --no-progress >stdout 2>stderr
    [ $? = 75 ] || fail "a full disk: $(cat stderr)"
    grep -q 'No space left' stderr || fail "a full disk: $(cat stderr)"
    whole large "a full disk"
    mount -o remount,ro small
    "$program" render large -o out >stdout 2>stderr
    [ $? = 2 ] || fail "a read-only disk: $(cat stderr)"
    grep -qi 'error: cannot .*read-only' stderr ||
        fail "a read-only disk: $(cat stderr)"
    whole large "a read-only disk"
    mount -o remount,rw,size=200m small
    finish large "a disk that was full"
    mount -o remount,ro small
    # all is there: nothing has to be written
    "$program" render large -o out >stdout 2>stderr
    grep -q ' 0 made, 200 unchanged' stdout || echo "a full folder that cannot \
be written to: $(cat stderr)"
    umount small && mounted=
else
    echo "skipped: full and read-only disks (no right to mount a tmpfs)"
fi

[ "$failed" = 0 ] && echo "every rerun ended as if nothing had been"
exit $failed
