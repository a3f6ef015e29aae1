#!/usr/bin/env python3
"""Whatever ends print: a job is there whole or not at all, a letter is in one
job, and the next run ends as if nothing had happened.

usage: kill.py PROGRAM FONTS
"""
import pathlib
import random
import resource
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from office import CAMPAIGN, ROWS, Office  # noqa: E402

program, fonts = sys.argv[1:3]
SETTINGS = CAMPAIGN + "  max_letters: 60\n"
LETTERS = 300
faults = []


def rows():
    model = list(ROWS[3])
    return [(f"E070{i:05}", f"Council {i}", *model[2:5], f"{i} High Street",
             *model[6:]) for i in range(LETTERS)]


def jobs(office):
    return {file.name: file.read_bytes() for file in office.print.iterdir()
            if not file.name.startswith(".")}


def start(office, **more):
    return subprocess.Popen(
        [program, "print", office.campaign, "-o", office.output, "--fonts",
         fonts, "-q", "-j", "1"], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, **more)


def hold_whole(office, wanted, what):
    """What is there is as in the undisturbed run."""
    for name, found in jobs(office).items() if office.print.exists() else ():
        if name not in wanted or found != wanted[name]:
            faults.append(f"{what}: {name} is not what it is to be")


def finish(office, wanted, what):
    office.run("print", "-q")
    if jobs(office) != wanted:
        faults.append(f"{what}: the next run does not end as it should")
    codes = [piece["code"] for name in wanted if name.endswith(".csv")
             for piece in office.pieces(name[:-4])]
    if sorted(codes) != sorted(row[0] for row in rows()):
        faults.append(f"{what}: a letter is in no job or in two")


reference = Office(program, fonts, SETTINGS, rows())
reference.approve()
begun = time.monotonic()
reference.run("print", "-q", "-j", "1")
takes = time.monotonic() - begun
wanted = jobs(reference)
reference.close()
random.seed(19)
office = Office(program, fonts, SETTINGS, rows())
office.approve()
for turn in range(25):
    run = start(office)
    time.sleep(random.uniform(0, takes))
    run.send_signal(signal.SIGKILL if turn % 5 else signal.SIGTERM)
    run.wait()
    hold_whole(office, wanted, "killed")
finish(office, wanted, "killed")
office.close()

office = Office(program, fonts, SETTINGS, rows())
office.approve()
limit = len(wanted["2022-1.pdf"]) // 2
run = start(office, preexec_fn=lambda: resource.setrlimit(
    resource.RLIMIT_FSIZE, (limit, limit)))
if run.wait() not in (2, 75):
    faults.append(f"no room for the file: exit status {run.returncode}")
hold_whole(office, wanted, "no room")
finish(office, wanted, "no room")
office.close()

office = Office(program, fonts, SETTINGS, rows())
office.approve()
runs = [start(office) for _ in range(3)]
ends = sorted(run.wait() for run in runs)
if 0 not in ends or not set(ends) <= {0, 75}:
    faults.append(f"three runs at once: exit statuses {ends}")
finish(office, wanted, "three runs at once")
office.close()
for fault in faults:
    print(fault)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
