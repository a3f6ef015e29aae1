#!/usr/bin/env python3
"""A letter of four pages, tagged, with fonts and figures, has at most 45 kB.

usage: size.py ROOT PROGRAM

The sample letters and 50 generated ones,
and those below $LETTERMILL_CAMPAIGNS where that is set.
"""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

MOST = 45_000
root = pathlib.Path(sys.argv[1])
program = sys.argv[2]

faults = 0
sizes = []
with tempfile.TemporaryDirectory() as work:
    generated = pathlib.Path(work, "generated")
    subprocess.run([sys.executable, root / "tests/support/campaign.py", "50",
                    generated], check=True)
    campaigns = [root / "input/2020", root / "input/2022", generated]
    more = os.environ.get("LETTERMILL_CAMPAIGNS")
    if more:
        campaigns += [path.parent
                      for path in pathlib.Path(more).glob("*/campaign.yaml")]
    for number, campaign in enumerate(campaigns):
        output = pathlib.Path(work, str(number))
        subprocess.run([program, "render", campaign, "-o", output, "-q"],
                       check=True)
        with open(output / "manifest.csv", encoding="utf-8",
                  newline="") as rows:
            for row in csv.DictReader(rows):
                size = (output / row["file"]).stat().st_size
                if row["pages"] != "4":
                    continue
                sizes.append(size)
                if size > MOST:
                    print(f"{campaign}: {row['file']} has {size} bytes")
                    faults += 1
if len(sizes) < 50:
    sys.exit(f"only {len(sizes)} letters have four pages")
print(f"{len(sizes)} letters of four pages, {min(sizes)} to {max(sizes)} "
      f"bytes, {faults} over {MOST}")
sys.exit(1 if faults else 0)
