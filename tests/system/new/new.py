#!/usr/bin/env python3
"""`lettermill new` writes campaigns that check finds nothing wrong with: an
example with every setting, one for a table, and next year's from this year's.
`lettermill columns` says which columns a campaign needs. The manual and the
example name every key that the readers of settings know.

usage: new.py ROOT PROGRAM
"""
import csv
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(sys.argv[1]).resolve()
PROGRAM = str(pathlib.Path(sys.argv[2]).resolve())
failures = []


def check(well, what):
    if not well:
        failures.append(what)
        print(f"FAIL: {what}")


def run(work, *arguments, **options):
    return subprocess.run([PROGRAM, *arguments], cwd=work, capture_output=True,
                          text=True, **options)


def words_of(folder):
    return {path.name: re.sub(r"\s+", " ", subprocess.run(
        ["pdftotext", path, "-"], capture_output=True, text=True).stdout)
            for path in sorted(folder.glob("letters/*.pdf"))}


def look_at_example(work):
    """As a user without a home; nothing is overwritten."""
    done = run(work, "new", "x", env={"PATH": os.environ["PATH"]})
    check(done.returncode == 0 and "lettermill check  x" in done.stdout,
          f"new: {done.returncode} {done.stdout} {done.stderr}")
    done = run(work, "check", "x")
    check(done.returncode == 0 and not done.stderr, f"check: {done.stderr}")
    run(work, "render", "x", env={"PATH": os.environ["PATH"]})
    words = words_of(work / "output" / "x")
    check(len(words) == 3 and all("67%" in one or "50%" in one or "65%" in one
                                  for one in words.values()), words)
    settings = work / "x" / "campaign.yaml"
    settings.write_text(settings.read_text().replace("examples: no",
                                                     "examples: yes"))
    done = run(work, "check", "x")
    check(done.returncode == 0 and not done.stderr, f"examples: {done.stderr}")
    before = settings.read_text()
    done = run(work, "new", "x")
    check(done.returncode == 2 and "is not empty" in done.stderr and
          settings.read_text() == before, f"again: {done.stderr}")
    check(run(work, "new").returncode == 2, "no folder")


def write_table(path, rows):
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows(rows)


def look_at_table(work):
    rows = [["Code", "Council name", "Authority type", "Chief Executive",
             "Investigations", "Upheld cases", "Complaints received", "Notes"]]
    for i in range(20):
        rows.append([f"E070009{i:02}", f"Council {i}",
                     "District" if i % 2 else "County", f"Ms Person {i}",
                     10 + i, 5 + i % 5, 40 + i, ""])
    write_table(work / "table.csv", rows)
    done = run(work, "new", "mine", "--from", "table.csv")
    check(done.returncode == 0, f"--from table: {done.stderr}")
    done = run(work, "check", "mine")
    errors = [line for line in done.stderr.splitlines() if "error:" in line]
    check(done.returncode == 0 and not errors, f"check mine: {done.stderr}")
    run(work, "render", "mine")
    words = words_of(work / "output" / "mine")
    # the councils with an even number: 5+0, 5+2, 5+4, 5+1, 5+3 twice are 70
    # upheld of 10 + 12 + ... + 28 = 190 investigations, 37%
    check(len(words) == 20 and "50%" in words.get("e07000900-council-0.pdf", "") and
          "37%" in words.get("e07000900-council-0.pdf", "") and "Ms Person 0" in
          words.get("e07000900-council-0.pdf", ""), words.get("e07000900-council-0.pdf"))
    write_table(work / "bare.csv", [["Council", "Cases"], ["A", 1]])
    done = run(work, "new", "bare", "--from", "bare.csv")
    check(done.returncode == 2 and "code: no such column" in done.stderr and
          not (work / "bare").exists(), f"bare: {done.stderr}")
    # the column that could be the code is named; one with the same in two
    # rows is not
    for cells, told in (("R1", "R2"), ': in this table perhaps "Our ref"'), (
            ("R1", "R1"), "as their ONS code\n"):
        write_table(work / "ref.csv", [["Council", "CEO", "Our ref"]] +
                    [[f"Council {i}", "Jo", cell] for i, cell in enumerate(cells)])
        done = run(work, "new", "ref", "--from", "ref.csv")
        check(done.returncode == 2 and told in done.stderr, f"ref: {done.stderr}")
    table = (work / "ref.csv").read_text()
    (work / "ref.csv").write_text(table.replace("Our ref", "code").replace(
        "R1", "R2", 1))
    done = run(work, "new", "ref", "--from", "ref.csv")
    check(done.returncode == 0 and "Dear ((CEO))" in
          (work / "ref" / "letter.md").read_text(), f"CEO: {done.stderr}")
    shutil.copy(ROOT / "tests/golden/good-workbook/campaign/figures.xlsx", work)
    done = run(work, "new", "book", "--from", "figures.xlsx#Figures")
    check(done.returncode == 0, f"--from workbook: {done.stderr}")
    done = run(work, "check", "book")
    check(done.returncode == 0, f"check book: {done.stderr}")


def look_at_next_year(work, year):
    source = ROOT / "input" / year
    name = f"after-{year}"
    done = run(work, "new", name, "--from", source)
    check(done.returncode == 0, f"--from {year}: {done.stderr}")
    old = (source / "campaign.yaml").read_text()
    new = (work / name / "campaign.yaml").read_text()
    for key in ("letter", "period_start", "period_end", "publication"):
        before = re.search(rf"{key}: (\d+)(-\d\d-\d\d)", old)
        after = re.search(rf"{key}: (\d+)(-\d\d-\d\d)", new)
        check(int(after[1]) == int(before[1]) + 1 and after[2] == before[2],
              f"{year}: {key} {after[0]}")
    title = re.search(r"^title: .*", new, re.M)[0]
    check(str(int(year) + 1) in title, title)
    # this year's figures are history now
    figures = {row["code"]: row for row in
               csv.DictReader(open(source / "figures.csv", newline=""))}
    with open(work / name / "history.csv", newline="") as file:
        history = list(csv.DictReader(file))
    got = {row["code"]: (row["count"], row["total"]) for row in history
           if row["year"] == year and row["statistic"] == "upheld"}
    check(got == {code: (row["upheld"], row["investigations"])
                  for code, row in figures.items()}, f"{year}: {len(got)} rows")
    if (source / "history.csv").exists():
        with open(source / "history.csv", newline="") as file:
            check(history[:len(list(csv.DictReader(file)))] ==
                  list(csv.DictReader(open(source / "history.csv",
                                           newline=""))), "earlier history")
    # no figure of last year's may get into a letter
    done = run(work, "check", name, "-q")
    check(done.returncode != 0 and "upheld: the cell is empty" in done.stderr,
          f"{year}: {done.returncode} {done.stderr[:300]}")
    check((work / name / "letter.md").read_bytes() ==
          (source / "letter.md").read_bytes(), "the letter is taken over")
    for table in ("figures.csv", *(["subjects.csv", "reports.csv"]
                                   if year == "2024" else [])):
        shutil.copy(source / table, work / name)
    with open(work / name / "averages.csv", "a") as file:
        with open(source / "averages.csv", newline="") as old_file:
            given = list(csv.DictReader(old_file))
        with open(work / name / "averages.csv", newline="") as new_file:
            heads = next(csv.reader(new_file))
        rows = csv.DictWriter(file, heads, lineterminator="\n")
        for row in given:
            if not row.get("year"):
                rows.writerow({**row, "year": ""})
    done = run(work, "check", name)
    check(done.returncode == 0, f"{year} filled in: {done.stderr[:500]}")


def look_at_columns(work):
    done = run(work, "columns", ROOT / "input" / "2022", "--format", "csv")
    rows = {row["column"]: row for row in
            csv.DictReader(done.stdout.splitlines())}
    check(done.returncode == 0 and all(row["file"] for row in rows.values()),
          f"columns 2022: {done.returncode} {done.stdout}")
    check(rows["upheld"]["needed_by"].startswith("statistics.upheld") and
          rows["investigations"]["file"].endswith("figures.csv") and
          rows["chief_executive"]["needed_by"].startswith("addressee"), rows)
    # as the readers of data see it: no column of the tables is unsaid
    said = run(work, "check", ROOT / "input" / "2022").stderr
    unused = set(re.findall(r"warning: (\w+): nothing uses", said))
    have = set()
    for table in ("councils.csv", "figures.csv"):
        have |= set(open(ROOT / "input/2022" / table,
                         encoding="utf-8-sig").readline().strip().split(","))
    check(set(rows) == have - unused, f"{set(rows) ^ (have - unused)}")
    # one that is missing is named; the template has it
    run(work, "new", "c")
    settings = work / "c" / "campaign.yaml"
    words = settings.read_text()
    settings.write_text(words + "checks: [received = letters_in, "
                        "upheld.count=upheld]\n")
    done = run(work, "columns", "c")
    check(done.returncode == 1 and re.search(
        r"^letters_in +\(missing\) +a whole number +checks$", done.stdout, re.M)
          and re.search(r"^received .*, checks$", done.stdout, re.M)
          and "upheld.count" not in done.stdout, done.stdout)
    settings.write_text(words)
    table = work / "c" / "figures.csv"
    table.write_text(table.read_text().replace("received", "recieved", 1))
    done = run(work, "columns", "c", "--template", "t.csv")
    check(done.returncode == 1 and re.search(
        r"^received +\(missing\)", done.stdout, re.M), done.stdout)
    shutil.copy(work / "t.csv", work / "c")
    settings.write_text(words.replace(
        "data: [councils.csv, figures.csv]", "data: [t.csv]"))
    done = run(work, "check", "c")
    check(done.returncode == 0, f"template: {done.stderr}")


def look_at_keys():
    """Every key of the readers' tables is in the example and in the manual."""
    keys = set()
    for source in sorted((ROOT / "src/data").glob("*settings.c")):
        for body in re.findall(r"keys\[\] = \{(.*?)\}", source.read_text(), re.S):
            keys |= set(re.findall(r'"([a-z0-9_]+)"', body))
    source = (ROOT / "src/data/statistic_form.c").read_text()
    for body in re.findall(r"\.keys = \{(.*?)\}", source, re.S):
        keys |= set(re.findall(r'"([a-z0-9_]+)"', body))
    check(len(keys) > 80, f"only {len(keys)} keys")
    refused = {"bcc", "password", "passphrase", "pin"}
    example = (ROOT / "assets/new/campaign.yaml").read_text()
    manual = (ROOT / "assets/lettermill-campaign.5").read_text()
    for key in sorted(keys):
        check(re.search(rf"\b{key}\b", manual), f"lettermill-campaign(5): {key}")
        check(key in refused or re.search(rf"\b{key}\b", example),
              f"assets/new/campaign.yaml: {key}")


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    look_at_example(work)
    look_at_table(work)
    look_at_next_year(work, "2022")
    look_at_next_year(work, "2024")
    look_at_columns(work)
    look_at_keys()
sys.exit(1 if failures else 0)
