#!/bin/sh
# The job file for GNU parallel, for real: shards over 200 rows, one of them
# killed and run again; the joined manifest is that of an undivided run.
# usage: scale.sh ROOT PROGRAM
set -u
root=$1
program=$2
command -v parallel >/dev/null || {
    echo "skipped: GNU parallel is not installed"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
fail() {
    echo "FAIL: $*"
    failed=1
}
export HOME="$work" # parallel keeps notes there
mkdir -p "$work/.parallel" && : >"$work/.parallel/will-cite"
python3 "$root/tests/support/campaign.py" 200 "$work/campaign"
cd "$work" || exit 1
"$program" render campaign -o whole -q || exit 1

# A program that is killed in shard 3 the first time, when some letters are
# there.
cat >frail <<END
#!/bin/sh
case "\$PARALLEL_SEQ" in
3)
    [ -e died ] && exec "$program" "\$@"
    "$program" "\$@" --fsync=each &
    victim=\$!
    while [ -z "\$(find out/letters -name '*.pdf' -newer mark)" ]; do :; done
    kill -9 \$victim
    : >died
    wait \$victim
    exit 137
    ;;
*) exec "$program" "\$@" ;;
esac
END
chmod +x frail
: >mark
LETTERMILL=$work/frail sh "$root/assets/jobs/parallel.sh" campaign out 4 \
    >stdout 2>stderr && fail "a killed shard was not noticed"
[ -e died ] || fail "no shard was killed: $(cat stderr)"
[ ! -e out/manifest.csv ] || fail "merged though a shard was killed"
"$program" merge-manifest out >stdout 2>stderr
grep -q '3-of-4.csv: error: ' stderr || fail "merge: $(cat stderr)"
LETTERMILL=$work/frail sh "$root/assets/jobs/parallel.sh" campaign out 4 \
    >stdout 2>stderr || fail "run again: $(cat stderr)"
[ "$(grep -c '^shard' stderr)" = 1 ] || fail "more was run again: $(cat stderr)"
grep -q 'shard 3' stderr || fail "another was run again: $(cat stderr)"
cmp whole/manifest.csv out/manifest.csv || fail "the manifests differ"
diff -r whole/letters out/letters >differences || fail "$(head -3 differences)"

[ "$failed" = 0 ] && echo "four shards by GNU parallel, one killed and run \
again: the manifest of one run"
exit $failed
