#!/usr/bin/env python3
"""When files are on the disk, as the manual says under --fsync: which calls the
program makes, and in which order.

usage: sync.py ROOT PROGRAM FAULT_LIBRARY
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT, PROGRAM, LIBRARY = (Path(word).resolve() for word in sys.argv[1:4])
failures = []


def check(well, what):
    if not well:
        failures.append(what)
        print(f"FAIL: {what}")


def calls(work, command, *arguments):
    """The calls of a run, as ("rename", "letters/x.pdf")."""
    trace = work / "trace"
    trace.unlink(missing_ok=True)
    environment = dict(
        os.environ,
        LD_PRELOAD=str(LIBRARY),
        ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0",
        FAULT=f"trace:{trace}",
    )
    subprocess.run(
        [PROGRAM, command, *arguments],
        env=environment,
        cwd=work,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    traced = trace.read_text().splitlines() if trace.exists() else []
    result = []
    for line in traced:
        call, path = line.split(" ", 1)
        path = str(Path(work, path).relative_to(work / "out"))
        name = Path(path).name
        if call == "unlink" and not name.startswith("manifest"):
            continue
        if name.startswith(".lettermill-"):
            path = str(Path(path).parent / "part")
        result.append((call, path))
    return result


def render(work, *arguments):
    return calls(work, "render", "c", "-o", "out", "-j1", "-q", *arguments)


def letters_of(made):
    return [path for call, path in made if path.startswith("letters/") and
            call == "rename"]


END = [("unlink", "manifest.unfinished.csv")]


def expected(when, letters):
    """What the manual says of --fsync, in calls."""
    if when == "none":
        made = [("rename", letter) for letter in letters]
        return made + [("rename", "run.json"), ("rename", "manifest.csv")] + END
    if when == "each":
        made = []
        for letter in letters:
            made += [("fsync", "letters/part"), ("rename", letter)]
        made.append(("fsync", "letters"))
        for path in ("run.json", "manifest.csv"):
            made += [("fsync", "part"), ("rename", path)]
        return made + [("fsync", ".")] + END
    # All letters at once; then the manifest gets its name, and only when its
    # bytes are there; then the folder.
    made = [("rename", letter) for letter in letters]
    made += [("syncfs", "letters"), ("rename", "run.json")]
    made += [("fsync", "part"), ("rename", "manifest.csv"), ("syncfs", ".")]
    return made + END


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        subprocess.run(
            [sys.executable, ROOT / "tests/support/campaign.py", "4", work / "c"],
            check=True,
        )
        for words in ([], ["--fsync=end"], ["--fsync=each"], ["--fsync=none"]):
            when = words[0][8:] if words else "end"
            shutil.rmtree(work / "out", ignore_errors=True)
            made = render(work, *words)
            letters = letters_of(made)
            check(len(letters) == 4, f"{words}: {made}")
            check(made == expected(when, letters), f"{words}: {made}")
            # Nothing to be made: nothing is waited for, but run.json's own.
            made = render(work, *words)
            check(
                [call for call in made if call[0] == "syncfs"] == [],
                f"{words}, again: {made}",
            )
        for part in ("1/2", "2/2"):
            made = render(work, "--shard", part)
            check(("rename", "manifest.csv") not in made, f"{part}: {made}")
        made = calls(work, "merge-manifest", "out")
        check(
            made == [("rename", "run.json"), ("syncfs", ".")] + END
            or made == [("rename", "run.json"), ("fsync", "part"),
                        ("rename", "manifest.csv"), ("syncfs", ".")] + END,
            f"merged: {made}",
        )
    if failures:
        sys.exit(f"{len(failures)} failures")
    print("on the disk when the manual says so")


main()
