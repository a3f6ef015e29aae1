#!/usr/bin/env python3
"""Other people's software reads the data of the public pages: csvw (CSV on the
Web) and frictionless (Data Package) find no fault.

usage: formats.py ROOT PROGRAM
"""
import json
import pathlib
import shutil
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


def publish(campaign, output):
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


def check_languages(folder):
    """A column means something in each language, in the files of two years."""
    campaign, output = folder / "campaign", folder / "cy"
    shutil.copytree(ROOT / "input/2025-cy", campaign)
    settings = campaign / "campaign.yaml"
    text = settings.read_text(encoding="utf-8") + """
publish:
  url: https://figures.example/
  licence: {name: Open Government Licence v3.0, url: https://licence.example/}
  withhold: {}
"""
    for later in (text, text.replace("2025-", "2026-").replace("2024-",
                                                               "2025-")):
        settings.write_text(later, encoding="utf-8")
        data = publish(campaign, output)
    for path in data.glob("*.csv-metadata.json"):
        table = csvw.CSVW(str(path), validate=True)
        if not table.is_valid:
            faults.append(f"{path}: csvw: {table.warnings}")
        columns = json.loads(path.read_text())["tableSchema"]["columns"]
        for column in columns:
            said = {text["@language"]: text["@value"]
                    for text in column["dc:description"]}
            if sorted(said) != ["cy", "en-GB"] or said["cy"] == said["en-GB"]:
                faults.append(f"{path.name}: {column}")
    other = "index.en-GB.html"
    page = (data.parent / "2025" / other).read_text(encoding="utf-8")
    if f'<a href="../2026/{other}">2026</a>' not in page:
        faults.append(f"2025/{other} leads to no {other} of 2026")
    package = json.loads((data / "datapackage.json").read_text())
    fields = [field["description"] for resource in package["resources"]
              for field in resource["schema"]["fields"]]
    if len(package["resources"]) != 3 or not all(fields) or \
            fields.count("Cod y cyngor") != 3:
        faults.append(f"datapackage.json: {fields}")


with tempfile.TemporaryDirectory() as folder:
    check_languages(pathlib.Path(folder))
    for year, letters in (("2022", 13), ("2024", 40)):
        check(publish(ROOT / "input" / year, pathlib.Path(folder) / year),
              year, letters)
for fault in faults:
    print(fault)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
