#!/usr/bin/env python3
"""Every figure that letters print, held against an independent computation.

usage: figures.py ROOT PROGRAM [ROWS]

Random campaigns, one for each source of averages, together of ROWS councils
(150 where not given). Each letter prints each attribute of each statistic in a
line of its own; tests/support/figures_oracle.py works out what they must be.
A figure that a letter withholds is an empty text in both.
"""

import csv
import io
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT, PROGRAM = pathlib.Path(sys.argv[1]), sys.argv[2]
ROWS = int(sys.argv[3]) if len(sys.argv) > 3 else 150
SOURCES = 3
LINE = re.compile(r"\[([a-z_.]+)\s*\|(.*?)\]", re.DOTALL)


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}: exit status "
                 f"{done.returncode}\n{done.stderr[-3000:]}")
    return done.stdout


def printed(letter):
    """The attributes and texts of a letter, from its PDF."""
    text = run("pdftotext", "-raw", letter, "-")
    return {name: " ".join(value.split())
            for name, value in LINE.findall(text)}


def wanted(campaign):
    """What the oracle says: by council, by "statistic.attribute"."""
    texts = {}
    table = run(sys.executable, ROOT / "tests/support/figures_oracle.py",
                campaign)
    for row in csv.DictReader(io.StringIO(table)):
        name = f"{row['statistic']}.{row['attribute']}"
        texts.setdefault(row["code"], {})[name] = row["text"]
    return texts


def compare(code, letter, texts):
    """@return what is wrong with a letter, a line each"""
    found = printed(letter)
    asked = set(re.findall(r"\[([a-z_.]+)\|", LETTER))
    for name in sorted(asked):
        if name not in found:
            yield f"{code}: {name} is not in the letter"
        elif found[name] != texts[name]:
            yield (f'{code}: {name}: the letter has "{found[name]}", '
                   f'wanted "{texts[name]}"')


faults = []
compared = 0
with tempfile.TemporaryDirectory() as work:
    for seed in range(SOURCES):
        campaign = pathlib.Path(work, f"campaign{seed}")
        out = pathlib.Path(work, f"out{seed}")
        run(sys.executable, ROOT / "tests/support/figures_campaign.py",
            "random", campaign, str(ROWS // SOURCES), str(seed))
        LETTER = (campaign / "letter.md").read_text(encoding="utf-8")
        run(PROGRAM, "render", campaign, "-o", out, "--fonts", ROOT / "fonts",
            "--fsync", "none", "-q")
        for code, texts in wanted(campaign).items():
            letter = out / "letters" / f"{code.lower()}.pdf"
            faults += compare(code, letter, texts)
            compared += 1

for fault in faults[:40]:
    print("FAIL:", fault)
print(f"{compared} letters, {len(faults)} differences")
sys.exit(bool(faults) or compared < ROWS - SOURCES)
