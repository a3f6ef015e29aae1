#!/usr/bin/env python3
"""Several years share one site: each keeps the other, and addresses last.

usage: years.py ROOT PROGRAM

The sample is published for 2021 and, without one of its councils, for 2022.
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
from site_reader import digests, follow_links, pages_of  # noqa: E402

ROOT, PROGRAM = pathlib.Path(sys.argv[1]), sys.argv[2]
ENDED, HEIR = "E07000991", "E06000032"
ENDED_PAGE = "council/merrow-vale-district-council"
HEIR_PAGE = "council/luton-borough-council"
faults = []


def hold(what, is_true, more=""):
    if not is_true:
        faults.append(f"{what} {more}".strip())


def run(status, pattern, *words):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True,
                          text=True)
    said = done.stdout + done.stderr
    hold(f"{' '.join(map(str, words))}: {done.returncode}:",
         done.returncode == status and re.search(pattern, said), said)


def campaign_of(work, year):
    """The sample with its dates moved, which publishes into work/site."""
    campaign = work / str(year)
    shutil.copytree(ROOT / "input/2022", campaign)
    settings = (campaign / "campaign.yaml").read_text()
    for old, new in (("2022", str(year)), ("2021-04", f"{year - 1}-04")):
        settings = settings.replace(old, new)
    (campaign / "campaign.yaml").write_text(settings.replace(
        "publish:\n",
        "publish:\n  folder: ../site\n  successors: successors.csv\n"))
    (campaign / "successors.csv").write_text(
        f"code,replaced_by\n{ENDED},{HEIR}\n")
    return campaign


def leave_out(campaign, code):
    for name in ("councils.csv", "figures.csv"):
        path = campaign / name
        path.write_text("".join(
            line for line in path.read_text().splitlines(keepends=True)
            if not line.startswith(code)))


def publish(work, campaign, *options):
    output = work / f"out-{campaign.name}"
    run(0, "", "render", campaign, "-o", output, "-q")
    run(0, "", "approve", campaign, "-o", output, "--by", "Jo")
    run(0, r"letters on", "publish", campaign, "-o", output, *options)
    return output


def check_both(site):
    pages = pages_of(site)
    follow_links(site, pages, hold)
    hold("the newest overview is not 2022's",
         "Annual Review letter 2022" in (site / "index.html").read_text())
    hold("it does not lead to 2021",
         "2021/index.html" in pages["index.html"].links)
    for name in (f"{HEIR_PAGE}/index", f"{HEIR_PAGE}/2021",
                 f"{HEIR_PAGE}/2022", f"{ENDED_PAGE}/index",
                 f"{ENDED_PAGE}/2021"):
        hold(f"{name} is not there", f"{name}.html" in pages)
    hold("the heir's short address does not lead to its newest page",
         pages[f"{HEIR_PAGE}/index.html"].links == ["2022.html"])
    hold("the ended council's does not lead to its last",
         pages[f"{ENDED_PAGE}/index.html"].links == ["2021.html"])
    hold("the heir's page leads to no other year",
         any("luton-borough-council/2021.html" in link
             for link in pages[f"{HEIR_PAGE}/2022.html"].links))
    hold("the year before leads to no other year",
         any("luton-borough-council/2022.html" in link
             for link in pages[f"{HEIR_PAGE}/2021.html"].links))
    text = (site / ENDED_PAGE / "2021.html").read_text()
    hold("no successor is named",
         re.search(r'class="successor">[^<]*<a href="[^"]*luton-borough-council'
                   r'/2022.html">Luton Borough Council</a>', text))
    package = json.loads((site / "data/datapackage.json").read_text())
    hold("the data package lacks a year",
         [item["name"] for item in package["resources"]] ==
         ["2022", "2021", "history"])
    with open(site / "data/history.csv", encoding="utf-8") as file:
        history = list(csv.DictReader(file))
    hold("history.csv lacks a year",
         {row["year"] for row in history if row["code"] == HEIR} ==
         {"2021", "2022"})
    hold("history.csv has who ended",
         {row["year"] for row in history if row["code"] == ENDED} == {"2021"})


def check_refusals(work, new, output, site):
    """A year that was damaged, or has other columns, is not built on."""
    whole = digests(site)
    page = site / f"{HEIR_PAGE}/2021.html"
    text = page.read_text()
    page.unlink()
    run(2, "is missing from the site; publish all", "publish", new, "-o",
        output)
    page.write_text(text)
    settings = (new / "campaign.yaml").read_text()
    (new / "campaign.yaml").write_text(settings.replace(
        "  remedy: ", "  remedies: "))
    letter = (new / "letter.md").read_text()
    (new / "letter.md").write_text(letter.replace("remedy.", "remedies.")
                                   .replace("panel remedy", "panel remedies"))
    averages = (new / "averages.csv").read_text()
    (new / "averages.csv").write_text(averages.replace("remedy", "remedies"))
    run(0, "", "render", new, "-o", output, "-q")
    run(0, "", "approve", new, "-o", output, "--by", "Jo")
    run(2, "other columns", "publish", new, "-o", output, "--only", HEIR)
    hold("a refused run changed the site", digests(site) == whole)


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    site = work / "site"
    old, new = campaign_of(work, 2021), campaign_of(work, 2022)
    leave_out(new, ENDED)
    publish(work, old)
    first = digests(site)
    output = publish(work, new)
    check_both(site)
    hold("a letter of 2021 changed", all(
        digests(site)[name] == first[name] for name in first
        if name.endswith("2021.pdf") or name.startswith("data/2021")))
    both = digests(site)
    run(0, ", 0 written, 0 removed", "publish", new, "-o", output)
    publish(work, old)
    check_both(site)
    again = digests(site)
    hold("the order of years matters:", again == both,
         str([name for name in both if both[name] != again.get(name)][:5]))
    check_refusals(work, new, output, site)

for fault in faults[:40]:
    print(fault)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
