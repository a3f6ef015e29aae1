#!/usr/bin/env python3
"""What is published is what was approved: the same words, the same figures, and
nothing that is withheld.

usage: site.py ROOT PROGRAM

Both samples are published. Figures on pages and in data are held against the
letters' own text (pdftotext) and against figures_oracle.py, which shares no
code with the program; all links are followed.
"""
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from site_reader import (digests, files, follow_links, inodes,  # noqa: E402
                         pages_of, squeezed)

ROOT, PROGRAM = pathlib.Path(sys.argv[1]), sys.argv[2]
URL = "https://performance.ombudsman.example/"
PUBLISH = f"""
publish:
  url: {URL}
  licence: {{name: Open Government Licence v3.0, url: https://www.example.org/ogl}}
  withhold: {{chief_executive: Chief Executive}}
"""
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
faults = []


def hold(what, is_true, more=""):
    if not is_true:
        faults.append(f"{what} {more}".strip())


def run(status, pattern, *words):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True,
                          text=True)
    said = done.stdout + done.stderr
    hold(f"{' '.join(map(str, words))}: {done.returncode}, not {status}:",
         done.returncode == status, said)
    hold(f"{' '.join(map(str, words))}: did not say /{pattern}/:",
         re.search(pattern, said), said)
    return said


def words_of(pdf):
    """What a letter says, on its pages and in the figures attached to it."""
    attached = subprocess.run(
        ["pdfdetach", "-save", "1", "-o", "/dev/stdout", str(pdf)], check=True,
        capture_output=True, text=True).stdout
    return squeezed(attached) + squeezed(subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True,
        capture_output=True, text=True).stdout) + squeezed(subprocess.run(
            ["pdftotext", str(pdf), "-"], check=True, capture_output=True,
            text=True).stdout)


def is_said(text, words):
    """A text that a page's end parts is there in two pieces."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] in words else (low,
                                                                   middle - 1)
    return text[low:] in words


def oracle(campaign):
    """Every figure that may be printed: (code, statistic, attribute) to text."""
    made = subprocess.run(
        [sys.executable, str(ROOT / "tests/support/figures_oracle.py"),
         str(campaign)], check=True, capture_output=True, text=True).stdout
    return {(row["code"], row["statistic"], row["attribute"]): row["text"]
            for row in csv.DictReader(made.splitlines())}


def plain(text):
    """"£1,250.50" as a number's column has it."""
    return re.sub(r"[^\d.-]", "", text)


def compare_council(row, site, page, year, told):
    code = row["code"]
    words = words_of(site / row["letter"])
    for block in page.blocks:
        hidden = "Chief Executive" in block or "@" in block or \
            block == page.sender
        hold(f"{code}: not in the letter: {block!r}",
             hidden or is_said(squeezed(block), words))
    names = [key[:-len("_note")] for key in row if key.endswith("_note")]
    for name in names:
        note = row[f"{name}_note"]
        for ending, attribute in (("", "value"), ("_count", "count"),
                                  ("_total", "total"),
                                  ("_average", "average")):
            cell = row.get(name + ending, "")
            text = told.get((code, name, attribute), "")
            if cell:
                hold(f"{code}: {name}{ending} is {cell}, not {text}",
                     cell == plain(text))
                hold(f"{code}: {name}{ending} {text} is not in the letter",
                     squeezed(text) in words or plain(text) in words)
            elif ending == "" and name in row:
                hold(f"{code}: {name} is empty and has no note", note)
        if row.get(name):
            value = told[code, name, "value"]
            hold(f"{code}: {value} of {name} is not on the page",
                 any(value in line for line in page.tables[0]))
            hold(f"{code}: {value} of {name} is not in its panel",
                 any(line[:2] == [str(year), value]
                     for table in page.tables[1:] for line in table))


def compare_history(site, rows, told, year):
    with open(site / "data/history.csv", encoding="utf-8") as file:
        history = list(csv.DictReader(file))
    keys = {(row["code"], row["year"], row["statistic"], row["part"])
            for row in history}
    hold("history.csv has a figure twice", len(keys) == len(history))
    for row in history:
        if row["year"] == str(year) and not row["part"]:
            hold(f"{row['code']}: {row['statistic']} differs in history.csv",
                 rows[row["code"]][row["statistic"]] == row["value"])
        if row["year"] == str(year - 1):
            text = told.get((row["code"], row["statistic"],
                             "previous.value"), "")
            hold(f"{row['code']}: {row['statistic']} of {row['year']} is "
                 f"{row['value']}, not {text}", row["value"] == plain(text))


def compare_data(site, pages, campaign, year):
    with open(site / f"data/{year}.csv", encoding="utf-8", newline="") as file:
        text = file.read()
    hold("the CSV has other line ends", "\n" not in text.replace("\r\n", ""))
    rows = {row["code"]: row for row in csv.DictReader(text.splitlines())}
    told = oracle(campaign)
    parsed = json.loads((site / f"data/{year}.json").read_text())
    for council in parsed["letters"]:
        row = rows[council["code"]]
        for key, value in council.items():
            hold(f"{council['code']}: {key} differs in JSON",
                 row[key] == ("" if value is None else str(value)))
    for row in rows.values():
        compare_council(row, site, pages[row["page"]], year, told)
        short = re.sub(r"/\d+\.html$", "/index.html", row["page"])
        hold(f"{short} is not there", short in pages)
    compare_history(site, rows, told, year)
    return rows


def withheld_names(campaign):
    with open(campaign / "councils.csv", encoding="utf-8-sig") as file:
        return [row["chief_executive"] for row in csv.DictReader(file)]


def look_for_people(site, names):
    for name, path in files(site).items():
        if name.endswith(".pdf"):
            continue
        text = path.read_text(encoding="utf-8")
        for person in names:
            hold(f"{name} names {person}", not person or person not in text)
        hold(f"{name} has an address:", not ADDRESS.search(text),
             str(ADDRESS.findall(text)[:3]))


def check_sums(site):
    done = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"],
                          cwd=site, capture_output=True, text=True)
    hold("SHA256SUMS is wrong", done.returncode == 0, done.stderr)
    named = {line.split("  ")[1] for line in
             (site / "SHA256SUMS").read_text().splitlines()}
    wanted = {name for name in files(site)
              if name.startswith("data/") or name.endswith(".pdf")}
    hold("SHA256SUMS has not all files", named == wanted)


def publish_sample(work, year):
    """Publishes a sample, twice, with the same bytes. @return what is where"""
    campaign, output = work / str(year), work / f"out-{year}"
    shutil.copytree(ROOT / "input" / str(year), campaign)
    settings = campaign / "campaign.yaml"
    settings.write_text(re.sub(r"(?m)^publish:\n(  .*\n)*", "",
                               settings.read_text()) + PUBLISH)
    run(0, "", "render", campaign, "-o", output, "-q")
    run(2, "nothing was approved", "publish", campaign, "-o", output)
    run(0, "approved by", "approve", campaign, "-o", output, "--by", "Jo")
    run(0, "letters on .*/site/index.html", "publish", campaign, "-o", output)
    site = output / "site"
    before, seen = digests(site), inodes(site)
    run(0, ", 0 written, 0 removed", "publish", campaign, "-o", output,
        "-j", 1)
    hold(f"{year}: other bytes", digests(site) == before)
    hold(f"{year}: written again", inodes(site) == seen)
    shutil.copytree(site, work / "first")
    shutil.rmtree(site)
    run(0, "", "publish", campaign, "-o", output)
    hold(f"{year}: other bytes in an empty place", digests(site) == before)
    shutil.rmtree(work / "first")
    return campaign, output, site


def check_sample(work, year):
    campaign, output, site = publish_sample(work, year)
    pages = pages_of(site)
    follow_links(site, pages, hold)
    rows = compare_data(site, pages, campaign, year)
    look_for_people(site, withheld_names(campaign))
    check_sums(site)
    for row in rows.values():
        made = next(output.glob(f"letters/{row['code'].lower()}-*.pdf"), None) \
            or next(output.glob(f"letters/{row['code']}-*.pdf"))
        hold(f"{row['code']}: another PDF",
             made.read_bytes() == (site / row["letter"]).read_bytes())
        hold(f"{row['code']}: another size",
             row["letter_bytes"] == str(made.stat().st_size))
    return campaign, output, site


def check_only_and_withdraw(campaign, output, site):
    whole = digests(site)
    code, name = "E06000032", "Luton"
    run(0, ", 0 written, 0 removed", "publish", campaign, "-o", output,
        "--only", code)
    hold("--only changed the site", digests(site) == whole)
    run(2, "unknown|no .*E99", "publish", campaign, "-o", output,
        "--withdraw", "E99")
    run(2, "one of them", "publish", campaign, "-o", output, "--withdraw",
        code, "--only", code)
    run(0, "1 withdrawn", "publish", campaign, "-o", output, "--withdraw",
        code)
    for path in files(site).values():
        hold(f"{path} names who was withdrawn",
             name.encode() not in path.read_bytes() and
             code.encode() not in path.read_bytes())
    follow_links(site, pages_of(site), hold)
    check_sums(site)
    gone = digests(site)
    run(0, "1 withdrawn", "publish", campaign, "-o", output)
    hold("who was withdrawn came back", digests(site) == gone)
    run(0, "13 letters", "publish", campaign, "-o", output, "--only", code)
    hold("--only did not bring the council back", digests(site) == whole)


def check_refusals(work, campaign, output, site):
    whole = digests(site)
    settings = (campaign / "campaign.yaml").read_text()

    def with_settings(old, new):
        hold(f"{old} is not in the settings", old in settings)
        (campaign / "campaign.yaml").write_text(settings.replace(old, new))

    (campaign / "campaign.yaml").write_text(settings.replace(PUBLISH, ""))
    run(2, "publish: is missing", "publish", campaign, "-o", output)
    strange = work / "strange"
    strange.mkdir()
    (strange / "diary.txt").write_text("mine")
    with_settings("  withhold:", "  folder: ../strange\n  withhold:")
    run(2, "no site that publish made", "publish", campaign, "-o", output)
    hold("a strange folder was changed",
         [path.name for path in strange.iterdir()] == ["diary.txt"])
    with_settings(URL, URL[:-1])
    run(0, ", 0 written", "publish", campaign, "-o", output)
    (campaign / "campaign.yaml").write_text(settings)
    (site / "robots.txt").write_text("User-agent: *\n")
    run(0, ", 0 written, 0 removed", "publish", campaign, "-o", output)
    hold("a file of the office's own is gone", (site / "robots.txt").exists())
    (site / "robots.txt").unlink()
    letter = next(output.glob("letters/*.pdf"))
    sound = letter.read_bytes()
    letter.write_bytes(sound[:-1])
    run(2, "not the file that the manifest names|damaged|letter", "publish",
        campaign, "-o", output)
    letter.write_bytes(sound)
    hold("a refused run changed the site", digests(site) == whole)


def check_leak(campaign, output, site):
    """A name that the letter text spells out is found."""
    whole = digests(site)
    case = next((campaign / "performance").glob("*E06000032.md"))
    words = case.read_text()
    case.write_text(words + "\nI thank Mr Porter for his answer.\n")
    run(2, "changed since", "publish", campaign, "-o", output)
    run(0, "", "render", campaign, "-o", output, "-q")
    run(2, "not the one that was approved", "publish", campaign, "-o", output)
    run(0, "", "approve", campaign, "-o", output, "--by", "Jo")
    run(2, r"campaign.yaml:\d+:\d+: error: chief_executive: is withheld, but "
        "the letter of E06000032 spells it out", "publish", campaign, "-o",
        output)
    hold("a leak changed the site", digests(site) == whole)
    case.write_text(words)
    run(0, "", "render", campaign, "-o", output, "-q")
    run(0, "", "approve", campaign, "-o", output, "--by", "Jo")


def check_without_letters(campaign, output, site):
    settings = (campaign / "campaign.yaml").read_text()
    (campaign / "campaign.yaml").write_text(settings + "  letters: false\n")
    run(0, "13 removed", "publish", campaign, "-o", output)
    hold("PDF files are published",
         not any(name.endswith(".pdf") for name in files(site)))
    follow_links(site, pages_of(site), hold)
    (campaign / "campaign.yaml").write_text(settings)


def check_embargo(campaign, output, site):
    settings = (campaign / "campaign.yaml").read_text()
    (campaign / "campaign.yaml").write_text(
        settings.replace("publication: 2022-07-27", "publication: 2999-07-27"))
    run(0, "", "render", campaign, "-o", output, "-q")
    run(0, "", "approve", campaign, "-o", output, "--by", "Jo")
    shutil.rmtree(site)
    run(75, "nothing is published before 2999-07-27", "publish", campaign,
        "-o", output)
    hold("something was published", not site.exists())
    run(0, "", "publish", campaign, "-o", output, "--embargoed")
    for name, path in files(site).items():
        if name.endswith(".pdf"):
            continue
        text = path.read_text()
        hold(f"{name} does not say that it is embargoed",
             "EMBARGOED UNTIL 27 July 2999" in text or
             name.endswith(".csv") and "2999-07-27" in text)
        hold(f"{name} may be indexed",
             'name="robots" content="noindex"' in text or
             not name.endswith(".html"))


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    check_sample(work, 2024)
    campaign, output, site = check_sample(work, 2022)
    check_only_and_withdraw(campaign, output, site)
    check_refusals(work, campaign, output, site)
    check_leak(campaign, output, site)
    check_without_letters(campaign, output, site)
    check_embargo(campaign, output, site)

for fault in faults[:60]:
    print(fault)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
