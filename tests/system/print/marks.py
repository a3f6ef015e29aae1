#!/usr/bin/env python3
"""The Data Matrix on each sheet is read from the picture of its page, by
libdmtx, and says job, piece, sheet and sheets.

usage: marks.py PROGRAM FONTS
Needs: python3-pylibdmtx (Debian).
"""
import io
import os
import pathlib
import subprocess
import sys

try:
    from PIL import Image
    from pylibdmtx.pylibdmtx import decode
except ImportError as missing:
    print(f"{missing}; install the package python3-pylibdmtx")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from office import CAMPAIGN, Office  # noqa: E402

DPI = 300
MARGIN = round(24 / 25.4 * DPI)  # the body begins further to the right
program, fonts = sys.argv[1:3]
# page: what its mark says; pages 2, 4, 6 and 8 are backs
WANTED = {1: "2022-1 1 1 1", 3: "2022-1 2 1 1", 5: "2022-1 3 1 2",
          7: "2022-1 3 2 2"}
faults = 0
office = Office(program, fonts, CAMPAIGN + "  mark: datamatrix\n")
office.approve()
office.run("print")
for page in range(1, 9):
    picture = subprocess.run(
        ["pdftoppm", "-gray", "-r", str(DPI), "-f", str(page), "-l", str(page),
         office.print / "2022-1.pdf"], check=True, capture_output=True).stdout
    margin = Image.open(io.BytesIO(picture))
    margin = margin.crop((0, 0, MARGIN, margin.height))
    found = [mark.data.decode() for mark in decode(margin, timeout=5000)]
    if found != ([WANTED[page]] if page in WANTED else []):
        print(f"page {page}: {found}, not {WANTED.get(page)}")
        faults += 1
office.close()
print(f"{faults} faults")
sys.exit(1 if faults else 0)
