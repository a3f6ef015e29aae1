#!/usr/bin/env python3
"""Letters a second, against the floor: writing the same bytes as files.

usage: run.py PROGRAM FLOOR [ROWS]

Campaigns of made-up councils are rendered with `--fsync=none` on one thread
and on two, three times each; the middle time counts. The floor writes the
letters of the same run again from memory, under a temporary name, renamed.
"""
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

here = pathlib.Path(__file__).resolve().parent
program, floor = (os.path.abspath(path) for path in sys.argv[1:3])
rows = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
ROUNDS = 3


def middle(values):
    return sorted(values)[len(values) // 2]


def render(campaign, output, jobs):
    """Seconds of one run into an empty folder."""
    shutil.rmtree(output, ignore_errors=True)
    start = time.monotonic()
    subprocess.run([program, "render", campaign, "-o", output, f"-j{jobs}",
                    "--fsync=none", "-q"], check=True)
    return time.monotonic() - start


with tempfile.TemporaryDirectory() as work:
    campaign = os.path.join(work, "campaign")
    output = os.path.join(work, "output")
    subprocess.run([sys.executable, here.parent / "generate" / "campaign.py",
                    str(rows), campaign], check=True,
                   stdout=subprocess.DEVNULL)
    seconds = {jobs: middle([render(campaign, output, jobs)
                             for _ in range(ROUNDS)]) for jobs in (1, 2)}
    letters = pathlib.Path(output, "letters")
    size = sum(path.stat().st_size for path in letters.iterdir())
    made = len(list(letters.glob("*.pdf")))
    again = os.path.join(work, "again")
    os.mkdir(again)
    least = middle([float(subprocess.run(
        [floor, letters, again], check=True, capture_output=True,
        text=True).stdout) for _ in range(ROUNDS)])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

print(f"letters                {made}")
print(f"bytes a letter         {size / made:.0f}")
print(f"letters/s, 1 thread    {made / seconds[1]:.0f}")
print(f"letters/s, 2 threads   {made / seconds[2]:.0f}")
print(f"second thread gives    {seconds[1] / seconds[2]:.2f} times")
print(f"floor, letters/s       {made / least:.0f}")
print(f"1 thread over floor    {seconds[1] / least:.1f} times its time")
print(f"peak memory            {peak / 1024:.0f} MiB")
