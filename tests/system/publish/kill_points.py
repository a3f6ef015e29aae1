#!/usr/bin/env python3
"""Whatever ends a run of publish, the old site is there or the new one, and
nothing between.

usage: kill_points.py ROOT PROGRAM

The sample is published by turns with and without its PDF files; runs are killed
at random, meet a full disk and a folder that cannot be written to. The ledger
records what is on the site, at the latest after the next run.
"""
import csv
import hashlib
import json
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from site_reader import digests  # noqa: E402

ROOT, PROGRAM = pathlib.Path(sys.argv[1]), sys.argv[2]
KILLS = 20
faults = []


def hold(what, is_true, more=""):
    if not is_true:
        faults.append(f"{what} {more}".strip())


def run(*words, check=True):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True,
                          text=True)
    if check:
        hold(f"{words[0]}: {done.returncode}", done.returncode == 0,
             done.stderr)
    return done


class Sample:
    """The sample with its letters, which publishes to a folder."""

    def __init__(self, work, site):
        self.campaign, self.output = work / "campaign", work / "out"
        self.site = site
        subprocess.run(["cp", "-r", str(ROOT / "input/2022"),
                        str(self.campaign)], check=True)
        settings = self.campaign / "campaign.yaml"
        self.text = settings.read_text().replace(
            "publish:\n", f"publish:\n  folder: ../{site.relative_to(work)}\n")
        settings.write_text(self.text)
        run("render", self.campaign, "-o", self.output, "-q")
        run("approve", self.campaign, "-o", self.output, "--by", "Jo")

    def set_letters(self, wanted):
        text = self.text if wanted else self.text.replace(
            "publish:\n", "publish:\n  letters: false\n")
        (self.campaign / "campaign.yaml").write_text(text)

    @property
    def words(self):
        return ["publish", self.campaign, "-o", self.output, "-q"]

    def publish(self, wanted):
        """@return the site's digests, and how long it took"""
        self.set_letters(wanted)
        before = time.monotonic()
        run(*self.words)
        return digests(self.site), time.monotonic() - before


def status_of(sample, code=0):
    """@return the pages in the ledger, and the summary"""
    done = run("status", "-o", sample.output, "--format=json", check=False)
    hold(f"status: {done.returncode}, not {code}", done.returncode == code)
    *rows, summary = map(json.loads, done.stdout.splitlines())
    return {row["code"]: (row["state"], row["file_sha256"], row["steps"])
            for row in rows if row["channel"] == "site"}, summary


def check_record(sample, when):
    """The ledger says of each page what is on the site."""
    pages, summary = status_of(sample)
    with (sample.site / "data/2022.csv").open(encoding="utf-8") as data:
        letters = {row["code"]: row["letter"] for row in csv.DictReader(data)}
    hold(f"{when}: the ledger and the site differ", set(letters) == {
        code for code, page in pages.items() if page[0] == "published"},
        str(summary))
    for code, letter in letters.items():
        digest = hashlib.sha256((sample.site / letter).read_bytes()
                                ).hexdigest() if letter else ""
        sha256 = pages.get(code, ("", "", ""))[1]
        hold(f"{when}: {code}", sha256 == digest, sha256)
    hold(f"{when}: left open", not summary["site_unrecorded"])


def check_unrecorded(work):
    """A run that ends between the new site and its record."""
    sample = Sample(work, work / "site")
    sample.publish(True)
    ledger = sample.output / "ledger.db"
    for words in (["--withdraw", "E06000032"], ["--only", "E06000032"], []):
        shutil.copy(ledger, work / "before.db")
        if not words:
            sample.set_letters(False)
        run(*sample.words, *words)
        check_record(sample, f"after {words}")
        shutil.copy(work / "before.db", ledger)
        with sqlite3.connect(ledger) as base:
            base.execute("INSERT INTO history VALUES (NULL, '', 1, 'publishing',"
                         " 1, '', '', '', '', '', 0, 'site', '')")
        base.close()
        _, summary = status_of(sample, 1)
        hold("the lost record is not told", summary["site_unrecorded"])
        run(*sample.words, *words)
        check_record(sample, f"{words} again")
    events = [step.split(" ", 1)[1] for step in
              status_of(sample)[0]["E06000032"][2].split("; ")]
    hold("the steps of a page", events == [
        "published", "withdrawn from the site", "published", "published"],
        str(events))


def check_kills(work):
    sample = Sample(work, work / "site")
    dice = random.Random(20221127)
    states = {}
    seconds = 0
    for wanted in (True, False, True):
        states[wanted], taken = sample.publish(wanted)
        seconds = max(seconds, taken)
    for turn in range(KILLS):
        wanted = turn % 2 == 0
        sample.set_letters(not wanted)
        process = subprocess.Popen(
            [PROGRAM, *map(str, sample.words)], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.2, 1.1) * seconds)
        process.kill()
        process.wait()
        now = digests(sample.site)
        hold(f"kill {turn} left a site between", now in states.values())
        hold(f"the run after kill {turn} made another site",
             sample.publish(not wanted)[0] == states[not wanted])
        check_record(sample, f"kill {turn}")
    left = sorted(path.name for path in work.iterdir())
    hold("a kill left a folder", left == ["campaign", "out", "site"],
         str(left))


def mount(folder, *options):
    return subprocess.run(["mount", *options, str(folder)],
                          capture_output=True).returncode == 0


def check_full_disk(work):
    small = work / "small"
    small.mkdir()
    if not mount(small, "-t", "tmpfs", "-o", "size=1100k", "tmpfs"):
        print("no full disk without root")
        return
    try:
        sample = Sample(work, small / "site")
        before, _ = sample.publish(False)
        sample.set_letters(True)
        done = run(*sample.words, check=False)
        hold(f"a full disk gave {done.returncode}", done.returncode == 75,
             done.stderr)
        hold("a full disk changed the site", digests(sample.site) == before)
        left = [path.name for path in small.iterdir()]
        hold("a full disk left something", left == ["site"], str(left))
        mount(small, "-o", "remount,ro")
        done = run(*sample.words, check=False)
        hold(f"a read-only folder gave {done.returncode}",
             done.returncode == 2, done.stderr)
        hold("a read-only folder changed", digests(sample.site) == before)
    finally:
        subprocess.run(["umount", str(small)], check=True)


for check in (check_unrecorded, check_kills, check_full_disk):
    with tempfile.TemporaryDirectory() as folder:
        check(pathlib.Path(folder))
for fault in faults[:40]:
    print(fault)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
