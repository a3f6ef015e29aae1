#!/bin/sh
# The command of assets/jobs/kubernetes.yaml, run once for each index that
# Kubernetes would give its pods, and a pod that runs twice; merged, the result
# is that of one undivided run. usage: kubernetes.sh ROOT PROGRAM
set -u
root=$1
job=$root/assets/jobs/kubernetes.yaml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
fail() {
    echo "FAIL: $*"
    failed=1
}
mkdir -p "$work/bin" "$work/campaigns/input"
ln -s "$2" "$work/bin/lettermill"
PATH=$work/bin:$PATH
python3 "$root/tests/support/campaign.py" 60 "$work/campaigns/input/2022"

# The block below "- |", with the volume where this machine can have it. The
# program finds fonts and theme by its own place, which is not that of the link.
command=$(awk '/- [|]$/ { on = 1; next } /^ *resources:/ { on = 0 } on' "$job" |
    sed "s|/campaigns|$work/campaigns|g; s|--verbose|--fonts $root/fonts --quiet|")
pods=$(sed -n 's/^ *completions: *\([0-9]*\).*/\1/p' "$job")
case $command in
*"--shard auto --shards $pods "*) ;;
*) fail "--shards is not the number of completions: $command" ;;
esac
pod() {
    JOB_COMPLETION_INDEX=$1 sh -c "$command" >"$work/log" 2>&1 ||
        fail "index $1: $(cat "$work/log")"
}
index=0
while [ $index -lt "$pods" ]; do
    pod $index
    index=$((index + 1))
done
pod 1
out=$work/campaigns/output/2022
"$2" merge-manifest "$out" >"$work/log" 2>&1 || fail "$(cat "$work/log")"
"$2" render "$work/campaigns/input/2022" -o "$work/whole" --fonts "$root/fonts" \
    -q >"$work/log" 2>&1 || fail "undivided: $(cat "$work/log")"
cmp "$out/manifest.csv" "$work/whole/manifest.csv" || fail "the manifest differs"
diff -r "$out/letters" "$work/whole/letters" >"$work/log" ||
    fail "letters differ: $(cat "$work/log")"
# A row that is refused leaves the pod with success, and the job complete.
sed -i '2s/,[0-9]*/,x/' "$work/campaigns/input/2022/figures.csv"
index=0
while [ $index -lt "$pods" ]; do
    pod $index
    index=$((index + 1))
done
# What podFailurePolicy tells apart arrives there: a campaign that is wrong.
echo 'colour: blue' >>"$work/campaigns/input/2022/campaign.yaml"
JOB_COMPLETION_INDEX=0 sh -c "$command" >"$work/log" 2>&1
[ $? = 2 ] || fail "a campaign that is wrong: $(cat "$work/log")"
sed -i '$d' "$work/campaigns/input/2022/campaign.yaml"
# A node that is drained: the shell gets SIGTERM, the program an orderly end.
rm -rf "$out"
JOB_COMPLETION_INDEX=0 sh -c "$(echo "$command" |
    sed 's|--quiet|--quiet --fsync=each|')" >"$work/log" 2>&1 &
drained=$!
until [ -n "$(find "$out/letters" -name '*.pdf' 2>/dev/null)" ]; do
    kill -0 $drained 2>/dev/null || break
done
kill -TERM $drained 2>/dev/null
wait $drained
status=$?
case $status in
130) [ -e "$out/manifest.1-of-$pods.csv" ] || fail "SIGTERM: no orderly end" ;;
0) echo "note: the pod was faster than SIGTERM" ;;
*) fail "SIGTERM: $status $(cat "$work/log")" ;;
esac
[ $failed = 0 ] && echo "$pods pods make what one run makes"
exit $failed
