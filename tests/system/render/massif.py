#!/usr/bin/env python3
"""The heap does not grow with the letters made. usage: massif.py ROOT

The same fifty councils stand in one campaign twice and in another eight times,
under codes of their own: what is remembered from letter to letter is the same
in both, so that what one heap has more under valgrind's massif is the roster's
share. That may be 300 bytes a row; the rest has to stay. (Two councils may not
have one name, so that the column of the codes is said to be that of the names.)
"""
import csv
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

COUNCILS = 50
FEW, MANY = 2, 8
BYTES_A_ROW = 300
# Lines with a code in them are remembered, too, if only up to a bound.
SLACK = 512 * 1024


def repeat(path, times):
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for number in range(times):
            for row in rows:
                writer.writerow([f"{row[0]}{number}", *row[1:]])


def peak(program, campaign, work):
    """@return bytes of heap at the most"""
    record = os.path.join(work, "massif")
    run = subprocess.run(
        ["valgrind", "--quiet", "--tool=massif", "--peak-inaccuracy=0.1",
         f"--massif-out-file={record}", program, "render", campaign,
         "-o", os.path.join(work, "output"), "-j1", "-q", "--fsync=none"],
        capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"FAIL: {run.stderr[-2000:]}")
    shutil.rmtree(os.path.join(work, "output"))
    text = pathlib.Path(record).read_text(encoding="ascii", errors="replace")
    return max(int(heap) for heap in re.findall(r"mem_heap_B=(\d+)", text))


def main(root):
    program = root / "build" / "lettermill"
    if not program.exists() or not shutil.which("valgrind"):
        print("skipped: no build/lettermill, or no valgrind")
        return 77
    peaks = []
    with tempfile.TemporaryDirectory() as work:
        for times in (FEW, MANY):
            campaign = pathlib.Path(work, f"campaign-{times}")
            subprocess.run(
                [sys.executable, root / "tests/support/campaign.py",
                 "--letters-only", str(COUNCILS), campaign], check=True)
            settings = campaign / "campaign.yaml"
            settings.write_text(settings.read_text(encoding="utf-8").replace(
                "\nname: name\n", "\nname: code\n"), encoding="utf-8")
            for name in ("councils.csv", "figures.csv"):
                repeat(campaign / name, times)
            peaks.append(peak(program, campaign, work))
    rows = COUNCILS * (MANY - FEW)
    grew = peaks[1] - peaks[0]
    print(f"{rows} letters more: heap of {peaks[0]} bytes grew by {grew}")
    if grew > rows * BYTES_A_ROW + SLACK:
        print(f"FAIL: that is {grew / rows:.0f} bytes a letter")
        return 1
    return 0


sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
