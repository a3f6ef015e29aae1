#!/usr/bin/env python3
"""Letters a second, against the floor: writing the same bytes as files.

usage: run.py PROGRAM FLOOR STAGES FONTS [ROWS]

A campaign of made-up councils is rendered with `--fsync=none` on one thread
and on two, five times each, in turns; the best time counts, for what else the
machine does only ever adds. The floor writes the letters of the same run again
from memory, under a temporary name, renamed. Every run gets a folder of its
own and none is removed before the end: some file systems take twice the time
to make files where others have just been deleted.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

here = pathlib.Path(__file__).resolve().parent
program, floor, stages, fonts = (os.path.abspath(path)
                                 for path in sys.argv[1:5])
rows = int(sys.argv[5]) if len(sys.argv) > 5 else 2000
ROUNDS = 5


class Run:
    """One command: seconds that passed, seconds of work, MiB at the most."""

    def __init__(self, *words):
        start = time.monotonic()
        child = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        self.output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.seconds = time.monotonic() - start
        self.work = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / 1024
        if child.returncode:
            sys.exit(f"bench: {words[0]} failed")


def render(campaign, output, jobs, *more):
    return Run(program, "render", campaign, "-o", output, f"-j{jobs}",
               "--fsync=none", "-q", *more)


def say(name, value):
    print(f"{name:30} {value}")


with tempfile.TemporaryDirectory() as work:
    campaign = os.path.join(work, "campaign")
    subprocess.run([sys.executable, here.parent / "generate" / "campaign.py",
                    str(rows), campaign], check=True,
                   stdout=subprocess.DEVNULL)
    one, two, least = [], [], []
    for turn in range(ROUNDS):
        output = os.path.join(work, str(turn))
        one.append(render(campaign, output, 1))
        two.append(render(campaign, output + "-2", 2))
        letters = pathlib.Path(output, "letters")
        again = output + "-floor"
        os.mkdir(again)
        least.append(float(Run(floor, letters, again).output))
    files = list(letters.glob("*.pdf"))
    sizes = sorted(path.stat().st_size for path in files)
    by_stage = min((Run(stages, campaign, fonts) for _ in range(2)),
                   key=lambda run: run.work).output

made = len(sizes)
alone = min(run.seconds for run in one)
both = min(run.seconds for run in two)
say("letters", made)
say("bytes a letter", f"{sum(sizes) / made:.0f} "
    f"({sizes[0]} to {sizes[-1]}, middle {sizes[made // 2]})")
say("letters/s, 1 thread", f"{made / alone:.0f}")
say("letters/s, 2 threads", f"{made / both:.0f}")
say("second thread gives", f"{alone / both:.2f} times")
say("work, 1 thread",
    f"{min(run.work for run in one) / made * 1e6:.0f} us a letter")
say("floor, letters/s", f"{made / min(least):.0f}")
say("1 thread over floor", f"{alone / min(least):.1f} times its time")
say("peak memory", f"{max(run.peak for run in one + two):.0f} MiB")
print(by_stage, end="")
