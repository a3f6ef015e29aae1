#!/bin/sh
# A run that seals survives what one that does not survives: full disks, kills,
# and letters of a before that bore another seal; sealed with RSA, the result is
# that of an undisturbed run, byte for byte, and every seal on disk holds.
# usage: kill_points_sealed.sh ROOT PROGRAM RELEASED FAULT_LIBRARY
#
# The released program is what is killed and what runs again, as every build
# leaves the same on disk; PROGRAM, which may have sanitizers, has no room at
# each call.
set -u
root=$1
program=$2
released=$3
library=$4
[ -x "$released" ] || released=$program
command -v openssl >/dev/null || {
    echo "skipped: no openssl to make keys with"
    exit 77
}
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
fail() {
    echo "FAIL: $*"
    failed=1
}
python3 "$root/tests/support/campaign.py" 60 "$work/large"
python3 "$root/tests/support/campaign.py" 3 "$work/little"
sh "$root/tests/support/authority.sh" "$work/keys" >/dev/null 2>&1 || exit 1
cd "$work" || exit 1

# render CAMPAIGN OUT ARGUMENTS...
render() {
    campaign=$1
    to=$2
    shift 2
    "$released" render "$campaign" -o "$to" --no-progress --seal keys/rsa.p12 \
        --passphrase-file keys/passphrase "$@" >stdout 2>stderr
}
for size in large little; do
    render $size whole_$size || exit 1
done

# whole SIZE WHAT: what is there is what an undisturbed run makes.
whole() {
    diff -rq -x '.lettermill-*' "whole_$1/letters" out/letters 2>/dev/null |
        grep -v "^Only in whole_" >differences
    [ ! -s differences ] || fail "$2: $(head -3 differences)"
}
finish() {
    render "$1" out || fail "$2: the rerun: $(cat stderr)"
    diff -r -x run.json out "whole_$1" >differences ||
        fail "$2: $(head -3 differences)"
    [ -z "$(find out -name '.lettermill-*' -o -name '*.unfinished.csv')" ] ||
        fail "$2: leaves a part"
}

# at calls all over a run, killed, or without room from there on, by turns; every
# other time over letters that are not sealed yet
"$released" render little -o unsealed -q
export ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
faulty() {
    build=$program
    [ "${1%:*}" != kill ] || build=$released
    LD_PRELOAD=$library FAULT=$1 "$build" render little -o out -j1 \
        --seal keys/rsa.p12 --passphrase-file keys/passphrase >stdout 2>stderr
}
rm -rf out
faulty count || fail "preloaded: $(cat stderr)"
calls=$(tail -1 stderr)
[ "$calls" -gt 12 ] || fail "only $calls calls were seen: $(cat stderr)"
point=0
while [ $point -lt "$calls" ]; do
    point=$((point + 1))
    kind='kill'
    [ $((point % 2)) = 0 ] || kind='full'
    rm -rf out
    [ $((point / 2 % 2)) = 0 ] || cp -r unsealed out
    faulty $kind:$point
    code=$?
    case $kind$code in
    kill137 | full75 | full0) ;;
    *) fail "$kind at call $point gives $code: $(cat stderr)" ;;
    esac
    [ $((point / 2 % 2)) = 1 ] || whole little "$kind at call $point"
    finish little "$kind at call $point"
done
echo "killed, or without room, at each of $calls calls"

# a disk that is really full, with one thread and with three
mkdir small
for jobs in 1 3; do
    mount -t tmpfs -o size=900k tmpfs small 2>/dev/null || {
        echo "skipped: a disk that is really full (no right to mount a tmpfs)"
        break
    }
    mounted=yes
    rm -rf out && mkdir small/out && ln -s small/out out
    render large out -j$jobs
    [ $? = 75 ] || fail "a full disk: $(cat stderr)"
    grep -q 'cannot write: No space left' stderr ||
        fail "a full disk: $(cat stderr)"
    grep -q '^stopped: [0-9]* still to be made' stdout ||
        fail "a full disk: $(cat stdout)"
    whole large "a full disk"
    made=$(find small -name '*.pdf' | wc -l)
    [ "$made" -gt 0 ] || fail "a full disk: no letter at all"
    find small -name '*.pdf' -exec "$released" verify --sealed \
        --trust keys/root.pem -q {} + >verdicts 2>&1 ||
        fail "a full disk: $(cat verdicts)"
    mount -o remount,size=100m small
    finish large "a disk that was full"
    grep -q " $made unchanged" stdout || fail "$made letters; $(cat stdout)"
    rm out
    umount small && mounted=
    echo "-j$jobs: $made letters on a disk that was full, then the rest"
done

[ "$failed" = 0 ] && echo "sealed letters survive"
exit $failed
