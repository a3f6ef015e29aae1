#!/usr/bin/env python3
"""A letter's words come out in order, from its pages and from its tags.

usage: words.py PROGRAM

For every campaign below $LETTERMILL_CAMPAIGNS that has an expected.words: its
letters are rendered, and the words of `pdftotext` and of `pdfinfo
-struct-text` must be the expected ones in their order, with nothing missing
and nothing extra but page numbers, running heads, bullets and what charts label.
"""
import csv
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SKIP = 77
program = sys.argv[1]
folder = os.environ.get("LETTERMILL_CAMPAIGNS")
if not folder:
    print("skipped: LETTERMILL_CAMPAIGNS is not set")
    sys.exit(SKIP)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True,
                          text=True).stdout


def struct_words(path):
    """The words of the structure tree. Text inside a block goes on over the
    inline elements in it; a new block begins a new word."""
    text = ""
    for line in run("pdfinfo", "-struct-text", path).splitlines():
        match = re.match(r'\s*"(.*)"\s*$', line)
        if match:
            text += match.group(1)
        elif not re.match(r"\s*(\w+ \(inline\)|Object )", line):
            text += " "
    return text.split()


def plain(word):
    return word.replace("\u2019", "'").replace("\u2018", "'")


def compare(label, got, expected, allowed):
    """Walks both lists; what is extra must be furniture."""
    faults = []
    at = 0
    for position, word in enumerate(got):
        if at < len(expected) and plain(word) == plain(expected[at]):
            at += 1
        elif word in allowed or re.fullmatch(r"\d+(%|,\d{3})?", word):
            continue
        else:
            nearby = " ".join(got[max(0, position - 5):position + 5])
            faults.append(f"{label}: extra {word!r} in «{nearby}»; "
                          f"expected {expected[at:at + 3]}")
            break
    if at < len(expected) and not faults:
        faults.append(f"{label}: missing {expected[at]!r} after "
                      f"«{' '.join(expected[max(0, at - 5):at])}»")
    return faults


faults = []
checked = 0
for words_file in sorted(pathlib.Path(folder).glob("*/expected.words")):
    campaign = words_file.parent
    expected = words_file.read_text(encoding="utf-8").split()
    with tempfile.TemporaryDirectory() as output:
        done = subprocess.run([program, "render", str(campaign), "-o", output],
                              capture_output=True, text=True)
        if done.returncode != 0:
            faults.append(f"{campaign.name}: exit {done.returncode}: "
                          f"{done.stderr}")
            continue
        with open(pathlib.Path(output, "manifest.csv"),
                  encoding="utf-8") as manifest:
            codes = {row["file"]: row["code"]
                     for row in csv.DictReader(manifest)}
        for letter in sorted(pathlib.Path(output, "letters").glob("*.pdf")):
            title = re.search(r"^Title:\s*(.*)$", run("pdfinfo", letter),
                              re.M).group(1)
            code = codes[f"letters/{letter.name}"]
            allowed = set(title.split()) | {"Page", "of", "average", "Average",
                                            "\u2022", f"({code})"}
            faults += compare(f"{campaign.name}: pdftotext",
                              run("pdftotext", letter, "-").split(),
                              expected, allowed)
            faults += compare(f"{campaign.name}: structure tree",
                              struct_words(letter), expected, allowed)
            checked += 1
for fault in faults:
    print(fault)
print(f"{checked} letters, {len(faults)} faults")
sys.exit(1 if faults or not checked else 0)
