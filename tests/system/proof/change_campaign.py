#!/usr/bin/env python3
"""Changes a generated campaign of twelve for tests of proofs.

usage: spoil.py FOLDER

Row 2 gets another figure, row 4 a name full of markup, row 6 a figure that is
no number; the last row goes.
"""

import csv
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])


def edit(name, change):
    path = folder / name
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    change(rows)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[:-1])


def figures(rows):
    rows[1]["investigations"] = str(int(rows[1]["investigations"]) + 3)
    rows[5]["upheld"] = "x"


def councils(rows):
    rows[3]["name"] = "<b>Tags</b> & </script><!-- Council"


edit("figures.csv", figures)
edit("councils.csv", councils)
