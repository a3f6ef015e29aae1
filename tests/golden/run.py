#!/usr/bin/env python3
"""Runs the golden cases: adding a case is adding files.

usage: run.py PROGRAM TRACE FONTS [--update] [CASE...]

A case is a folder with
  campaign/             the input
  arguments             optional: options for `check`, one line
  expected.diagnostics  what `lettermill check campaign` says, byte for byte
                        `lettermill render campaign` has to say the same
  expected.status       its exit status; absent: 1 where the diagnostics hold
                        an error, else 0
  expected.summary      optional: what it says at the end, on standard output
  expected.places       optional: "file:line:column severity rule" lines worked
                        out by hand; all must be among the JSON diagnostics
  expected.trace        optional: the layout of every letter
  traced                optional: the code of the one letter that they are about
  expected.reading      optional: what is read aloud of every letter, in order:
                        an element a line, a figure by its Alt
  expected.words        optional: the letters' words, a line a letter:
                        "CODE: words", each of which the letter must hold
--update writes what the program says now; look at the difference. Without it a
case that fails prints the difference, as `diff -u` does.
"""
import concurrent.futures
import difflib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
arguments = [word for word in sys.argv[1:] if word != "--update"]
update = "--update" in sys.argv
LONGEST_DIFF = 60  # lines that are shown of one
program, trace, fonts = (os.path.abspath(path) for path in arguments[:3])
cases = [here / name for name in arguments[3:]] or sorted(
    path.parent for path in here.glob("*/campaign"))
faults = []


def differ(expected, got, before, after):
    """A unified diff, cut where it becomes too long to be read."""
    lines = list(difflib.unified_diff(expected.splitlines(), got.splitlines(),
                                      before, after, lineterm=""))
    if not lines and expected != got:
        lines = ["(they differ in line ends alone)"]
    if len(lines) > LONGEST_DIFF:
        lines[LONGEST_DIFF:] = [f"... {len(lines) - LONGEST_DIFF} lines more"]
    return "\n".join(lines)


def hold(case, name, got):
    path = case / name
    if update:
        path.write_text(got, encoding="utf-8")
        return
    expected = path.read_text(encoding="utf-8") if path.exists() else ""
    if got != expected:
        faults.append(differ(expected, got, f"{case.name}/{name}",
                             f"{case.name}: said now"))


def hold_render(case, options, checked):
    """render says what check says, and has its exit status."""
    with tempfile.TemporaryDirectory() as output:
        done = subprocess.run([program, "render", *options, "--fsync=none",
                               "-o", output, "campaign"], cwd=case,
                              capture_output=True, text=True, errors="replace")
    if (done.stderr, done.returncode) != (checked.stderr, checked.returncode):
        faults.append(
            f"{case.name}: render gives {done.returncode}, check "
            f"{checked.returncode}\n" +
            differ(checked.stderr, done.stderr, f"{case.name}: check",
                   f"{case.name}: render"))


def hold_count(case, checked):
    """The summary says as many errors and warnings as are printed."""
    said = re.search(r"([\d,]+) errors?, ([\d,]+) warnings?$",
                     checked.stdout.split("\n")[0])
    printed = [len(re.findall(rf"^\S.*?: {word}: ", checked.stderr, re.M))
               for word in ("error", "warning")]
    if said and [int(n.replace(",", "")) for n in said.groups()] != printed:
        faults.append(f"{case.name}: {said.group(0)}, but printed {printed}")


def hold_places(case, options):
    path = case / "expected.places"
    if not path.exists():
        return
    done = subprocess.run([program, "check", *options, "--format=json",
                           "campaign"], cwd=case, capture_output=True,
                          text=True)
    got = set()
    for line in done.stderr.splitlines():
        said = json.loads(line)
        place = said["file"]
        if said["line"]:
            place += f":{said['line']}"
            if said["column"]:
                place += f":{said['column']}"
        got.add(f"{place} {said['severity']} {said['rule']}")
    for wanted in path.read_text(encoding="utf-8").splitlines():
        if wanted.strip() and wanted.strip() not in got:
            faults.append(f"{case.name}: {wanted} is not said, but: "
                          f"{sorted(got)[:6]}")


def hold_words(case, letters):
    path = case / "expected.words"
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        code, words = line.split(":", 1)
        if words.strip() not in letters.get(code, ""):
            faults.append(f"{case.name}: {code} does not say {words!r}")


def letters_of(text):
    """The plain text of each letter in a trace's structure tree."""
    letters = {}
    code = None
    for line in text.splitlines():
        if line.startswith("letter "):
            code = line.split()[1]
            letters[code] = ""
        elif code and '"' in line:
            letters[code] += line.split('"', 1)[1].rsplit('"', 1)[0] + "\n"
    return letters


INLINE = ("Strong", "Em", "Span", "Link")


def unquote(words):
    """What stands between the outermost quotation marks."""
    return words[words.index('"') + 1:words.rindex('"')]


def reading_of(text):
    """What a screen reader says, from a trace's structure trees: the texts of
    an element on a line, with its kind; of a figure its Alt alone."""
    said = []
    figure = None  # indent of the figure that the current line is in
    in_tags = False
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        word = line.strip()
        if line.startswith("letter "):
            said.append(line)
            in_tags = False
        elif line == "tags":
            in_tags = True
        if not in_tags:
            continue
        if figure is not None and indent > figure:
            continue
        figure = None
        kind = word.split("#")[0].split(" ")[0]
        if kind == "Figure":
            figure = indent
            said.append("  Figure: " + unquote(word))
        elif kind == "text" and said:
            said[-1] += unquote(word)
        elif "#" in word.split(" ")[0] and kind not in INLINE:
            said.append(f"  {kind}: ")
    return "\n".join(line for line in said if not line.endswith(": ")) + "\n"


def hold_case(case):
    options = []
    if (case / "arguments").exists():
        options = (case / "arguments").read_text().split()
    done = subprocess.run([program, "check", *options, "campaign"], cwd=case,
                          capture_output=True, text=True, errors="replace")
    hold(case, "expected.diagnostics", done.stderr)
    hold_count(case, done)
    hold_render(case, options, done)
    if (case / "expected.summary").exists():
        hold(case, "expected.summary", done.stdout)
    status = case / "expected.status"
    if status.exists() or done.returncode == 2:
        hold(case, "expected.status", f"{done.returncode}\n")
    elif done.returncode != (1 if ": error: " in done.stderr else 0):
        faults.append(f"{case.name}: exit status {done.returncode}")
    hold_places(case, options)
    if any((case / f"expected.{kind}").exists()
           for kind in ("trace", "words", "reading")):
        code = case / "traced"
        only = code.read_text().split() if code.exists() else []
        done = subprocess.run([trace, "campaign", fonts, *only], cwd=case,
                              capture_output=True, text=True)
        if (case / "expected.trace").exists():
            hold(case, "expected.trace", done.stdout)
        if (case / "expected.reading").exists():
            hold(case, "expected.reading", reading_of(done.stdout))
        hold_words(case, letters_of(done.stdout))


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    list(pool.map(hold_case, cases))
for fault in sorted(faults):
    print(fault)
print(f"{len(cases)} cases, {len(faults)} faults")
sys.exit(1 if faults or not cases else 0)
