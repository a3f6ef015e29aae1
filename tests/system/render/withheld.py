#!/usr/bin/env python3
"""No figure below its minimum is anywhere: in letter, attachment, e-mail or proof.

usage: withheld.py ROOT PROGRAM

Landlords of whom some have fewer than five orders: their rate, its count, what
it is compared with, and rates of earlier years below five must be in no file.
"""

import csv
import email
import email.policy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT, PROGRAM = pathlib.Path(sys.argv[1]), sys.argv[2]
MINIMUM = 5
LABEL = "Orders completed in time"
# What would tell the figure, or where it is among others.
TELLING = ["count", "rate", "higher", "low", "high", "parts"]
faults = []
withheld = 0


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True)


def hold(code, what, row, columns):
    for column in columns:
        if row[column]:
            faults.append(f"{code}: {what}: {column} is {row[column]}")


def past_of(campaign):
    """The totals of earlier years, by code and year."""
    with open(campaign / "history.csv", encoding="utf-8-sig") as file:
        return {(row["code"], row["year"]): int(row["total"])
                for row in csv.DictReader(file) if row["statistic"] == "orders"}


MAIL = """mail:
  from: letters@ombudsman.example
  to: ((email))
  subject: "Your letter"
  body: mail.md
"""


def add_mail(campaign):
    """Gives each landlord an address, and the campaign an e-mail."""
    bodies = campaign / "bodies.csv"
    head, *rows = bodies.read_text(encoding="utf-8-sig").splitlines()
    rows = [f"{row},chief@{row.split(',')[1].lower().replace(' ', '')}.example"
            for row in rows]
    bodies.write_text("\n".join([head + ",email", *rows, ""]))
    settings = campaign / "campaign.yaml"
    settings.write_text(settings.read_text() + MAIL)
    (campaign / "mail.md").write_text(
        "Dear ((name))\n\nIn time: ((orders.rate?)).\n")


def proofed(out):
    """The figures that the proof shows beside the pages, by code."""
    page = (out / "proof/index.html").read_text(encoding="utf-8")
    found = re.findall(r'"code":"(\w+)".*?"figures":(\[.*?\])', page)
    return {code: json.loads(figures) for code, figures in found}


def mailed(out, code):
    with open(out / "outbox" / f"{code}.eml", "rb") as file:
        message = email.message_from_binary_file(
            file, policy=email.policy.default)
    return "".join(message.get_body((kind,)).get_content()
                   for kind in ("plain", "html"))


with tempfile.TemporaryDirectory() as work:
    campaign, out = pathlib.Path(work, "campaign"), pathlib.Path(work, "out")
    run(sys.executable, ROOT / "tests/support/figures_campaign.py", "housing",
        campaign, "60", "5")
    add_mail(campaign)
    run(PROGRAM, "render", campaign, "-o", out, "--fonts", ROOT / "fonts",
        "--fsync", "none", "-q")
    run(PROGRAM, "proof", campaign, "-o", out, "--fonts", ROOT / "fonts",
        "-q")
    run(PROGRAM, "send", campaign, "-o", out, "--fonts", ROOT / "fonts", "-q")
    shown = proofed(out)
    past = past_of(campaign)
    with open(campaign / "bodies.csv", encoding="utf-8-sig") as file:
        bodies = {row["code"]: row for row in csv.DictReader(file)}
    for code, body in bodies.items():
        few = 0 < int(body["orders"]) < MINIMUM
        withheld += few
        table = pathlib.Path(work, "figures.csv")
        run("pdfdetach", "-save", "1", "-o", table,
            out / "letters" / f"{code.lower()}.pdf")
        with open(table, encoding="utf-8-sig") as file:
            rows = [row for row in csv.DictReader(file)
                    if row["statistic"] == LABEL]
        for row in rows:
            if row["year"] == "2024" and few:
                hold(code, "this year", row, TELLING)
            if 0 < past.get((code, row["year"]), 0) < MINIMUM:
                hold(code, row["year"], row, ["count", "rate"])
            if (row["year"] == "2024"
                    and 0 < past.get((code, "2023"), 0) < MINIMUM):
                hold(code, "the year before", row, ["previous"])
        if few:
            words = run("pdfinfo", "-struct-text",
                        out / "letters" / f"{code.lower()}.pdf").stdout
            cases = f"{body['in_time']} of {body['orders']}"
            if cases in words:
                faults.append(f"{code}: the letter says {cases}")
            if cases in mailed(out, code):
                faults.append(f"{code}: the e-mail says {cases}")
            if "In time: ." not in mailed(out, code):
                faults.append(f"{code}: the e-mail gives a rate")
            for figure in shown[code]:
                if figure["label"] == LABEL and (figure["rate"]
                                                 or figure["count"]):
                    faults.append(f"{code}: the proof says {figure}")

for fault in faults[:40]:
    print("FAIL:", fault)
print(f"{withheld} landlords with too few orders, {len(faults)} faults")
sys.exit(bool(faults) or not withheld)
