#!/usr/bin/env python3
"""Instructions a letter, and a row of `check`, against those on record.

usage: instructions.py ROOT           fails where a count grew by over 10%
       instructions.py ROOT --update  writes tests/bench/instructions.txt

The released program, build/lettermill, runs under callgrind over a small and a
larger campaign of made-up councils, on one thread. The difference, divided by
the rows that one has more, leaves out what is set up once.

Two counts are kept of each. `steady` leaves out the libraries that choose their
code by the processor (C library, OpenSSL, libdeflate): it is the same on every
machine with the same Debian. `all` has everything; valgrind shows programs one
and the same processor wherever the real one has AVX2, and elsewhere it is not
compared. Valgrind's processor has no SHA instructions and fills memory a byte
an instruction, so digests and memset weigh more in `all` than they do in time.
"""
import collections
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

GROWTH = 1.10
# command: rows of the two campaigns
MEASURED = {"render": (40, 140), "check": (100, 600)}
DISPATCHING = ("libc.so", "libm.so", "ld-linux", "libcrypto.so",
               "libdeflate.so")


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def cost_by_object(path):
    """Sums a callgrind file's own costs, those of calls left out."""
    names = {}
    costs = collections.Counter()
    current = "?"
    called = False
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith(("ob=", "cob=")):
                number, _, name = line.strip().partition("=")[2].partition(" ")
                name = names.setdefault(number, name)
                current = name if line.startswith("ob=") else current
            elif line.startswith("calls="):
                called = True
            elif line[0].isdigit() or line[0] in "+-*":
                if not called:
                    costs[current] += int(line.split()[1])
                called = False
    return costs


def count(program, command, campaign, work):
    """@return (steady, all) instructions of one run"""
    profile = os.path.join(work, "profile")
    words = ["valgrind", "--quiet", "--tool=callgrind",
             f"--callgrind-out-file={profile}", program, command, campaign,
             "-j1", "-q"]
    if command == "render":
        words += ["-o", os.path.join(work, "output"), "--fsync=none"]
    run = subprocess.run(words, stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"FAIL: {' '.join(words)}: {run.stderr}")
    shutil.rmtree(os.path.join(work, "output"), ignore_errors=True)
    costs = cost_by_object(profile)
    steady = sum(cost for name, cost in costs.items()
                 if not os.path.basename(name).startswith(DISPATCHING))
    return steady, sum(costs.values())


def measure(root, program):
    measured = {}
    with tempfile.TemporaryDirectory() as work:
        for command, sizes in MEASURED.items():
            counts = []
            for rows in sizes:
                campaign = os.path.join(work, f"campaign-{rows}")
                subprocess.run(
                    [sys.executable, root / "tests/support/campaign.py",
                     "--letters-only", str(rows), campaign], check=True)
                counts.append(count(program, command, campaign, work))
            more = sizes[1] - sizes[0]
            for kind in (0, 1):
                measured[command, ("steady", "all")[kind]] = (
                    (counts[1][kind] - counts[0][kind]) // more)
    return measured


HEAD = """\
# Instructions for one letter more, and for one row more of `check`, in the
# release build under callgrind; see tests/bench/instructions.py. Written by
#     python3 tests/bench/instructions.py . --update
"""


def write(path, measured):
    with open(path, "w", encoding="ascii") as record:
        record.write(HEAD)
        for (command, kind), value in measured.items():
            record.write(f"{command} {kind} {value}\n")


def read(path):
    recorded = {}
    for line in path.read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            command, kind, value = line.split()
            recorded[command, kind] = int(value)
    return recorded


def has_avx2():
    flags = pathlib.Path("/proc/cpuinfo")
    return flags.exists() and " avx2 " in flags.read_text()


def compare(recorded, measured):
    failed = recorded.keys() != measured.keys()
    for key, value in measured.items():
        before = recorded.get(key, 0)
        if key[1] == "all" and not has_avx2():
            print(f"{' '.join(key)}: not compared, no AVX2 here")
            continue
        grew = value > before * GROWTH
        failed |= grew
        print(f"{'FAIL: ' if grew else ''}{' '.join(key)}: {value}, "
              f"on record {before} ({(value / before - 1) * 100:+.1f}%)"
              if before else f"FAIL: {' '.join(key)}: nothing on record")
    return failed


def main(words):
    root = pathlib.Path(words[1]).resolve()
    program = root / "build" / "lettermill"
    record = root / "tests" / "bench" / "instructions.txt"
    if not program.exists() or not shutil.which("valgrind"):
        skip("no build/lettermill, or no valgrind")
    measured = measure(root, program)
    if "--update" in words[2:]:
        write(record, measured)
        print(record.read_text(encoding="ascii"), end="")
        return 0
    return int(compare(read(record), measured))


if __name__ == "__main__":
    sys.exit(main(sys.argv))
