#!/bin/sh
# A campaign by GNU parallel, on this machine or on several.
#
#     assets/jobs/parallel.sh input/2022 output/2022 4
#
# makes four shards, as many at a time as there are processors, one thread
# each, and joins their manifests. What failed, and only that, is run again by
# giving the same command again: parallel keeps a log of the jobs in the output
# folder (--joblog, --resume-failed).
#
# For several machines that see the same folders, name them:
#
#     PARALLEL='--sshlogin one,two,: --workdir .' assets/jobs/parallel.sh ...
#
# parallel sets PARALLEL_SEQ to 1, 2, 3 ... for each job; --shard auto reads it.
set -eu
if [ $# -ne 3 ]; then
    echo "usage: parallel.sh CAMPAIGN OUTPUT SHARDS" >&2
    exit 2
fi
campaign=$1
output=$2
shards=$3
program=${LETTERMILL:-lettermill}
mkdir -p "$output"

# The exit status is the number of jobs that failed; exit status 1 of a job
# (some rows were refused) is none of them. {#} is PARALLEL_SEQ; it stands in
# the command so that the log tells the jobs apart.
export campaign output shards program
# shellcheck disable=SC2016 # the shells of the jobs expand it
seq "$shards" | parallel --joblog "$output/jobs.log" --resume-failed \
    'echo shard {#} >&2
    "$program" render "$campaign" -o "$output" --shard auto \
        --shards "$shards" --jobs 1 --quiet || [ $? -eq 1 ]'

exec "$program" merge-manifest "$output"
