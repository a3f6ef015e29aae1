#!/usr/bin/env python3
"""What a council's letter leaves out stands in no other output: not in the
e-mail, not in the attached figures.csv, not in the proof's figures; and what
the letter prints stands in all of them.

usage: withheld.py ROOT PROGRAM; needs pdfdetach and pdftotext
"""
import csv
import email
import email.policy
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = str(Path(sys.argv[2]).resolve())
failures = []

SETTINGS = """
title: Annual letter 2024
language: en-GB
letter: letter.md
data: figures.csv
addressee: ["((name))"]
file_name: "((code))"
dates: {letter: 2024-07-17, period_start: 2023-04-01, period_end: 2024-03-31}
signatory: {name: Sam Placeholder}
statistics:
  malad: {count: upheld, total: cases, minimum: 5, label: Fault found,
          of: case we decided | cases we decided}
  remedy: {count: remedied, total: due}
  secret: {count: hidden, total: cases, shown: false}
groups: {column: type, compared: [x]}
averages: {method: pooled}
mail: {from: us@us.example, to: ((email)), subject: "For ((name))", body: m.md,
       server: "smtps://us.example:465"}
"""

# A1: 12 of 17 is 70.6%, 3 of 8 is 37.5%. B2: 1 of 3 is below the minimum, and
# its letter leaves the remedies (4 of 9, 44%) out. C3: 19 of 25 is 76%, 5 of 11
# is 45%. The pooled averages: 32 of 45 is 71.1%, 12 of 28 is 42.9%.
ROWS = """code,name,email,type,cases,upheld,due,remedied,hidden,few
A1,Alpha Council,a@alpha.example,x,17,12,8,3,7,
B2,Beta Council,b@beta.example,x,3,1,9,4,2,yes
C3,Gamma Council,c@gamma.example,x,25,19,11,5,6,
"""

LETTER = """# Letter

Dear ((name))

((^few))
A remedy was agreed in ((remedy.rate)). ((secret.rate??Some were hidden.))
((/few))

```signature
```

***

```panel malad
title: What we found
headline: We found fault in ((malad.rate)).
comparison: The average is ((malad.average)).
few: We decided too few cases to give a rate.
none: None.
```
"""

# statistic, count, total, rate, average: as the letter prints them
PRINTED = {
    "A1": [["Fault found", "12", "17", "71%", "71%"],
           ["remedy", "", "", "38%", ""]],
    "B2": [],
    "C3": [["Fault found", "19", "25", "76%", "71%"],
           ["remedy", "", "", "45%", ""]],
}


def check(well, what):
    if not well:
        failures.append(what)
        print(f"FAIL: {what}")


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def look_at_attachment(work, code):
    target = work / "figures.csv"
    run("pdfdetach", "-savefile", "figures.csv", "-o", target,
        work / f"out/letters/{code.lower()}.pdf", check=True)
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig"))))
    check([row[:5] for row in rows[1:]] == PRINTED[code], f"{code}: {rows}")


def look_at_mail(work, code):
    with open(work / f"out/outbox/{code}.eml", "rb") as file:
        message = email.message_from_binary_file(file,
                                                 policy=email.policy.default)
    for kind in ("plain", "html"):
        text = message.get_body((kind,)).get_content().split("</style>")[-1]
        numbers = set(re.findall(r"\d+%", text))
        expected = {cell for row in PRINTED[code] for cell in row[3:] if cell}
        check(numbers == expected, f"{code}, {kind}: {numbers}")
        for label, count, total, *_ in PRINTED[code]:
            cases = f"{count} of {total}" if count else ""
            cases += " cases we decided" if count and kind == "html" else ""
            check(label in text and cases in text, f"{code}, {kind}: {text}")
        check(PRINTED[code] or "figures" not in text.lower(),
              f"{code}, {kind}: {text}")


def look_at_proof(work, code):
    page = (work / "out/proof/index.html").read_text()
    found = re.search(r'\{"pages":[^\n]*"code":"%s"[^\n]*' % code, page)
    figures = json.loads(re.search(r'"figures":(\[.*?\]),"raw"',
                                   found.group(0)).group(1))
    got = [[f["label"], f["rate"], f["average"]] for f in figures]
    check(got == [[row[0], *row[3:]] for row in PRINTED[code]],
          f"{code}, proof: {figures}")


def main():
    work = Path(tempfile.mkdtemp())
    try:
        campaign = work / "c"
        campaign.mkdir()
        for name, text in (("campaign.yaml", SETTINGS), ("figures.csv", ROWS),
                           ("letter.md", LETTER), ("m.md", "Dear ((name))\n")):
            (campaign / name).write_text(text)
        for command in ("render", "proof", "send"):
            done = run(PROGRAM, command, "-o", "out", "c", cwd=work)
            check(done.returncode == 0 and not done.stderr,
                  f"{command}: {done.stderr}")
        for code in PRINTED:
            look_at_attachment(work, code)
            look_at_mail(work, code)
            look_at_proof(work, code)
        done = run(PROGRAM, "verify", *sorted(work.glob("out/letters/*.pdf")))
        check(done.returncode == 0, f"verify: {done.stdout}")
    finally:
        shutil.rmtree(work)
    return 1 if failures else 0


if not shutil.which("pdfdetach"):
    sys.exit(77)
sys.exit(main())
