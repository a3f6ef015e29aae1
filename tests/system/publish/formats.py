#!/usr/bin/env python3
"""Other people's software reads the data of the public pages: csvw (CSV on the
Web) and frictionless (Data Package) find no fault.

usage: formats.py ROOT PROGRAM
"""
import pathlib
import subprocess
import sys
import tempfile

import csvw
import frictionless

ROOT, PROGRAM = pathlib.Path(sys.argv[1]), sys.argv[2]
faults = []


def run(*words):
    subprocess.run([PROGRAM, *map(str, words)], check=True,
                   capture_output=True)


def publish(year, output):
    campaign = ROOT / "input" / year
    run("render", campaign, "-o", output, "-q")
    run("approve", campaign, "-o", output, "--by", "Jo", "-q")
    run("publish", campaign, "-o", output, "-q")
    return output / "site" / "data"


def check(data, year, letters):
    tables = sorted(data.glob("*.csv-metadata.json"))
    if [path.name for path in tables] != [f"{year}.csv-metadata.json",
                                          "history.csv-metadata.json"]:
        faults.append(f"{year}: the tables are {tables}")
    for path in tables:
        table = csvw.CSVW(str(path), validate=True)
        if not table.is_valid:
            faults.append(f"{path.name}: csvw: {table.warnings}")
        rows = list(table.tables[0])
        if path.name.startswith(year) and len(rows) != letters:
            faults.append(f"{path.name}: {len(rows)} rows")
    report = frictionless.validate(str(data / "datapackage.json"))
    if not report.valid:
        faults.append(f"{year}: frictionless: "
                      f"{report.flatten(['title', 'message'])[:5]}")
    if len(report.tasks) != 2:
        faults.append(f"{year}: {len(report.tasks)} resources")


with tempfile.TemporaryDirectory() as folder:
    for year, letters in (("2022", 13), ("2024", 40)):
        check(publish(year, pathlib.Path(folder) / year), year, letters)
for fault in faults:
    print(fault)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
