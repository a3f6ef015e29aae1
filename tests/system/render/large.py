#!/usr/bin/env python3
"""Tables of megabytes: whatever their encoding and line ends, the same is said of
them, the same rows are refused and the same letters made. One that is changed
under a run is read as it was before; the next run makes the letters again.

usage: large.py ROOT PROGRAM
"""
import csv
import io
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROWS = 210
WIDE = 24 * 1024  # bytes of the cell that makes the rows long
root = pathlib.Path(sys.argv[1]).resolve()
program = str(pathlib.Path(sys.argv[2]).resolve())
faults = []


def hold(what, got, wanted):
    if got != wanted:
        faults.append(f"{what}: {got!r}, not {wanted!r}"[:2000])


def run(*words):
    done = subprocess.run([program, *map(str, words)], capture_output=True,
                          text=True)
    return done.returncode, done.stderr


def make(folder):
    """A campaign of few rows, but megabytes."""
    subprocess.run([sys.executable, root / "tests/support/campaign.py",
                    "--letters-only", str(ROWS), folder], check=True)
    path = folder / "councils.csv"
    text = path.read_text(encoding="utf-8")
    text = text.encode("cp1252", "replace").decode("cp1252").replace("?", "y")
    header, *rows = csv.reader(io.StringIO(text))
    # `reason` is never unused
    rows = [row + ["m" * (WIDE - 37 * number)]
            for number, row in enumerate(rows)]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header + ["reason"])
        writer.writerows(rows)
    return [row[0] for row in rows]


def spoil(folder):
    """@return what is to be said, by lines and columns"""
    path = folder / "councils.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[29] = lines[29].replace(",", ',a "stray" quote ', 1)
    lines[119] += ",over"
    lines[199] = lines[199][:-1] + "\u00ad"
    path.write_text("\n".join(lines), encoding="utf-8")
    figures = folder / "figures.csv"
    rows = figures.read_text(encoding="utf-8").split("\n")
    code = rows[49].split(",")[0]
    rows[49] = code + ",x," + rows[49].split(",", 2)[2]
    figures.write_text("\n".join(rows), encoding="utf-8")
    return [("councils.csv", 30, lines[29].index('"') + 1),
            ("councils.csv", 120, lines[119].rindex(",") + 2),
            ("councils.csv", 200, lines[199].rindex(",") + 2),
            ("figures.csv", 50, len(code) + 2)]


def places(said, folder):
    """File, line and column of each diagnostic."""
    found = []
    for line in said.splitlines():
        if line.startswith(f"{folder}/"):
            name, number, column = line[len(f"{folder}/"):].split(":")[:3]
            found.append((name, int(number),
                          int(column) if column.isdigit() else 0))
    return found


def same(folder, other):
    """Whether two output folders hold the same letters and refused rows."""
    def listing(top):
        return {path.relative_to(top): path.read_bytes()
                for path in sorted(top.rglob("*"))
                if path.suffix == ".pdf" or path.name == "rejected.csv"}
    return listing(folder) == listing(other)


def write_as(work, name, encoding, line_end):
    folder = work / name
    shutil.copytree(work / "plain", folder)
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace("\n", line_end)
        path.write_bytes(text.encode(encoding))
    if encoding == "cp1252":
        with open(folder / "campaign.yaml", "a", encoding="utf-8") as file:
            file.write("encoding: windows-1252\n")
    return folder


def hold_forms(work, codes, wanted):
    status, said = run("check", work / "plain")
    hold("status", status, 1)
    hold("places", [place for place in places(said, work / "plain")
                    if place in wanted], sorted(wanted))
    only = ",".join([codes[0], codes[28], codes[100], codes[118], codes[-1]])
    run("render", work / "plain", "-o", work / "plain-out", "--only", only)
    hold("letters", len(list((work / "plain-out/letters").glob("*.pdf"))), 3)
    for name, encoding, line_end in (("crlf", "utf-8", "\r\n"),
                                     ("cr", "utf-8", "\r"),
                                     ("mark", "utf-8-sig", "\n"),
                                     ("latin", "cp1252", "\r\n")):
        folder = write_as(work, name, encoding, line_end)
        other = run("check", folder)
        hold(f"{name}: said", (other[0], other[1].replace(f"/{name}/",
                                                          "/plain/")),
             (status, said))
        out = work / f"{name}-out"
        run("render", folder, "-o", out, "--only", only)
        if not same(out, work / "plain-out"):
            faults.append(f"{name}: other letters, or other rows refused")
    hold("not said to be Windows-1252",
         "byte" in run("check", work / "odd")[1], True)


def hold_change(work, codes):
    """The last row changes while the first letters are made."""
    campaign = work / "sound"
    path = campaign / "councils.csv"
    text = path.read_bytes()
    out = work / "changed"
    with subprocess.Popen([program, "render", campaign, "-o", out, "-j1"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          text=True) as child:
        while child.poll() is None and not list(out.glob("letters/*.pdf")):
            time.sleep(0.001)
        with open(path, "r+b") as file:
            file.seek(text.rindex(b"m"))
            file.write(b"n")
        said = child.communicate()[1]
    hold("changed: status", (child.returncode, said), (0, said))
    path.write_bytes(text)
    run("render", campaign, "-o", work / "whole")
    if not same(out, work / "whole"):
        faults.append("changed: letters are not those of the table as it was")


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    codes = make(work / "sound")
    shutil.copytree(work / "sound", work / "plain")
    wanted = spoil(work / "plain")
    odd = write_as(work, "odd", "cp1252", "\n")
    settings = (odd / "campaign.yaml").read_text(encoding="utf-8")
    (odd / "campaign.yaml").write_text(
        settings.replace("encoding: windows-1252\n", ""), encoding="utf-8")
    hold_forms(work, codes, wanted)
    hold_change(work, codes)
for fault in faults:
    print("FAIL:", fault)
if not faults:
    print("large tables are read as small ones are")
sys.exit(1 if faults else 0)
