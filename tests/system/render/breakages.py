#!/usr/bin/env python3
"""The conformance check can fail: letters broken on purpose are caught.

usage: breakages.py SAMPLE FONTS

The specimen letter is broken in one way at a time, in bytes of the same
length, and each has to be named by veraPDF with the rule that it breaks; the
letter itself has to pass. Exit status 77: no veraPDF here.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).parent
sample, fonts = sys.argv[1:]

# name, flavour and clause that must be named, pattern, replacement
BREAKAGES = [
    ("figure without Alt", "ua1 7.3-1", rb"/Alt( ?)\(", rb"/Alx\1("),
    ("text not tagged", "ua1 7.1-3", rb"/P( ?)<<( ?)/MCID 2 ?>> ?BDC",
     None),
    ("skipped heading level", "ua1 7.4.2-1", rb"/S( ?)/H2", rb"/S\1/H3"),
    ("no ToUnicode", "ua1 7.21.7-1", rb"/ToUnicode", rb"/ToUnicodx"),
    ("link without Contents", "ua1 7.18.5-2", rb"/Contents( ?)\(the",
     rb"/Contentx\1(the"),
    ("no tab order", "ua1 7.18.3-1", rb"/Tabs( ?)/S", rb"/Tabs\1/R"),
    ("file name shown as title", "ua1 7.1-10", rb"/DisplayDocTitle true",
     rb"/DisplayDocTitlx true"),
    ("no language", "ua1 7.2-34", rb"/Lang( ?)\(en-GB\)", rb"/Lanx\1(en-GB)"),
    ("claims no PDF/UA", "ua1 5-2", rb"pdfuaid:part>", rb"pdfuaid:parx>"),
    ("no output intent", "3a 6.2.4.3-2", rb"/OutputIntents", rb"/OutputIntentx"),
    ("attachment without relation", "3a 6.8-3", rb"/AFRelationship",
     rb"/AFRelationshix"),
    ("widths that are not the font's", "3a 6.2.11.5-1",
     rb"(/W ?\[ ?32 ?\[ ?)277", rb"\g<1>377"),
    ("list without items", "ua1 7.2-19", rb"/S( ?)/LI\b", rb"/S\1/TR"),
]


def untag(match):
    """Turns a tagged sequence into one that is neither content nor artifact."""
    return match.group(0).replace(b"/MCID", b"/MCIx")


def plain(path, target):
    """Writes the file with its streams and dictionaries in clear."""
    subprocess.run(["qpdf", "--stream-data=uncompress",
                    "--object-streams=disable",
                    "--newline-before-endstream", path, target],
                   check=True)
    return pathlib.Path(target).read_bytes()


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    letter = work / "letter.pdf"
    subprocess.run([sample, fonts, letter], check=True)
    clear = plain(letter, work / "clear.pdf")
    paths = [letter, work / "clear.pdf"]
    expected = {}
    for number, (name, rule, pattern, replacement) in enumerate(BREAKAGES):
        broken, times = re.subn(pattern, replacement or untag, clear)
        if not times or len(broken) != len(clear):
            sys.exit(f"{name}: the letter has nothing to break")
        path = work / f"broken-{number}.pdf"
        path.write_bytes(broken)
        paths.append(path)
        expected[str(path)] = (name, rule)
    judged = subprocess.run([here / "conformance.sh", *paths],
                            capture_output=True, text=True)
    if judged.returncode not in (0, 1) or "checks," not in judged.stdout:
        print(judged.stdout + judged.stderr, end="")
        sys.exit(judged.returncode or 1)
    faults = 0
    for path in map(str, paths):
        said = [line[len(path) + 2:] for line in judged.stdout.splitlines()
                if line.startswith(path + ": ")]
        name, rule = expected.get(path, (None, None))
        if name is None and said:
            print(f"{path}: must pass: {said}")
            faults += 1
        elif name and not any(line.startswith(rule + ",") for line in said):
            print(f"{name}: not caught as {rule}: {said}")
            faults += 1
    print(f"{len(BREAKAGES)} kinds of broken letters, {faults} faults")
    sys.exit(1 if faults else 0)
