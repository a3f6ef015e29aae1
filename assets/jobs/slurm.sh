#!/bin/sh
# A campaign on a Slurm cluster: an array of four tasks, each making the
# letters of one shard, on a file system that all nodes see.
#
#     sbatch assets/jobs/slurm.sh input/2022 output/2022
#
# The number of tasks stands twice: in --array, and in --shards, which pins it.
# A task that failed is run again on its own as
#
#     sbatch --array=3 assets/jobs/slurm.sh input/2022 output/2022
#
# Slurm then says that the array has one task; --shards knows better. A task
# that runs twice does no harm: what it made is there and is not made again.
# Exit status 75 asks for another try (disk full, too many open files). Exit
# status 1 says that some rows were refused and all others made: Slurm shows the
# task as FAILED, but it is done; rejected.csv has the reasons.
#
# When all tasks are done, one command proves that no part is missing and none
# overlaps, and writes manifest.csv:
#
#     lettermill merge-manifest output/2022
#
# or, as soon as they are, with the number that sbatch gave them:
#
#     sbatch --dependency=afterany:NUMBER --wrap \
#         'lettermill merge-manifest output/2022'
#
#SBATCH --job-name=lettermill
#SBATCH --array=1-4
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --output=lettermill-%A-%a.log
set -eu
if [ $# -ne 2 ]; then
    echo "usage: sbatch slurm.sh CAMPAIGN OUTPUT" >&2
    exit 2
fi
shards=4

# Slurm runs a copy of this script: the program is found by PATH, or named.
exec "${LETTERMILL:-lettermill}" render "$1" -o "$2" \
    --shard auto --shards "$shards" --jobs "${SLURM_CPUS_PER_TASK:-1}" --verbose
