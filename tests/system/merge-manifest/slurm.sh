#!/bin/sh
# The job file for Slurm, for real: a cluster of this machine alone, an array
# of four tasks over generated rows, one of them killed and run again; the
# joined manifest is that of an undivided run. Needs root, for munge and
# slurmd. usage: slurm.sh ROOT PROGRAM [ROWS]
set -u
root=$1
program=$2
rows=${3:-1000}
for tool in slurmctld slurmd munged sbatch; do
    command -v $tool >/dev/null || {
        echo "skipped: $tool is not installed"
        exit 77
    }
done
[ "$(id -u)" = 0 ] || {
    echo "skipped: only root can start a cluster"
    exit 77
}
work=$(mktemp -d)
chmod 755 "$work"
pids=
stop() {
    cd /
    # shellcheck disable=SC2086 # a list of numbers
    [ -z "$pids" ] || kill $pids 2>/dev/null
    sleep 1
    rm -rf "$work"
}
trap stop EXIT
fail() {
    echo "FAIL: $*"
    for log in "$work"/*.log; do
        echo "== $log"
        tail -5 "$log"
    done
    exit 1
}

# munge, for the cluster's own key
mkdir -p "$work/munge" "$work/state" "$work/spool"
dd if=/dev/urandom of="$work/munge/key" bs=128 count=1 2>/dev/null
chmod 700 "$work/munge"
chmod 400 "$work/munge/key"
munged --foreground --force --key-file="$work/munge/key" \
    --socket="$work/munge.socket" --pid-file="$work/munge/pid" \
    --log-file="$work/munge.log" --seed-file="$work/munge/seed" \
    --origin=127.0.0.1 >"$work/munged.log" 2>&1 &
pids="$pids $!"

host=$(hostname -s)
cat >"$work/slurm.conf" <<END
ClusterName=lettermill
SlurmctldHost=$host(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
SlurmUser=root
SlurmctldPort=16817
SlurmdPort=16818
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmdSpoolDir=$work/spool
StateSaveLocation=$work/state
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0
ReturnToService=2
JobRequeue=0
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
SLURM_CONF=$work/slurm.conf
export SLURM_CONF
sleep 1
slurmctld -D -i >"$work/controller.log" 2>&1 &
pids="$pids $!"
slurmd -D -N "$host" >"$work/node.log" 2>&1 &
pids="$pids $!"
tries=0
until sinfo -h -o %T 2>/dev/null | grep -qE 'idle|mixed|allocated'; do
    tries=$((tries + 1))
    [ $tries -lt 30 ] || fail "the cluster does not start: $(sinfo 2>&1)"
    sleep 1
done
sinfo

cd "$work" || exit 1
python3 "$root/tests/support/campaign.py" "$rows" campaign
"$program" render campaign -o whole -q || fail "an undivided run"

# In task 3 the program is killed once, when some letters are there.
cat >frail <<END
#!/bin/sh
if [ "\$SLURM_ARRAY_TASK_ID" != 3 ] || [ -e died ]; then
    exec "$program" "\$@"
fi
"$program" "\$@" --fsync=each &
victim=\$!
while ! ls out/*3-of-4.unfinished.csv >seen 2>&1; do :; done
sleep 0.05
kill -9 \$victim
: >died
wait \$victim
exit 137
END
chmod +x frail
LETTERMILL=$work/frail
export LETTERMILL
job=$(sbatch --parsable --wait "$root/assets/jobs/slurm.sh" campaign out)
[ -e died ] || fail "no task was killed"
"$program" merge-manifest out 2>refused && fail "merged with a part missing"
cat refused
job=$(sbatch --parsable --wait --array=3 "$root/assets/jobs/slurm.sh" campaign \
    out) || fail "task 3, run again"
cat "lettermill-$job-3.log"
grep -q 'shard 3/4 by Slurm array: SLURM_ARRAY_TASK_ID=3' \
    "lettermill-$job-3.log" || fail "task 3 took itself for another"
"$program" merge-manifest out || fail "merging"
cmp whole/manifest.csv out/manifest.csv || fail "the manifests differ"
diff -r whole/letters out/letters || fail "the letters differ"
echo "a Slurm array over $rows rows, one task killed and run again: the \
manifest of one run"
