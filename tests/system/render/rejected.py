#!/usr/bin/env python3
"""Rows that are refused come back: rejected.csv keeps all their cells, and once
mended it makes the same letters, on its own or put back with --only.

usage: rejected.py ROOT PROGRAM
"""
import csv
import filecmp
import pathlib
import shutil
import subprocess
import sys
import tempfile

root = pathlib.Path(sys.argv[1]).resolve()
program = str(pathlib.Path(sys.argv[2]).resolve())
faults = []


def run(status, *words):
    done = subprocess.run([program, *map(str, words)], capture_output=True,
                          text=True)
    if done.returncode != status:
        faults.append(f"{words}: {done.returncode}, not {status}: "
                      f"{done.stderr[:600]}")
    return done.stderr


def hold(what, got, wanted):
    if got != wanted:
        faults.append(f"{what}: {got!r}, not {wanted!r}")


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def spoil(path, line, change):
    lines = path.read_text(encoding="utf-8").split("\n")
    assert change(lines[line - 1]) != lines[line - 1]
    lines[line - 1] = change(lines[line - 1])
    path.write_text("\n".join(lines), encoding="utf-8")


def make_sound(folder):
    """The sample, with a cell that a spreadsheet would run as a formula."""
    shutil.copytree(root / "input" / "2022", folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    spoil(folder / "councils.csv", 4,
          lambda line: line.replace(",Overview", ",=Overview", 1))


def make_faulty(folder, sound):
    shutil.copytree(sound, folder)
    councils = folder / "councils.csv"
    # a quote astray; one never closed; a cell too many; no figures; a word
    spoil(councils, 3, lambda line: line.replace("Merrow Vale",
                                                 'Merrow "Vale"'))
    spoil(councils, 4, lambda line: line.replace("Thornmere D",
                                                 '"Thornmere D', 1))
    spoil(councils, 5, lambda line: line + ",over")
    spoil(folder / "figures.csv", 6, lambda line: line.split(",")[0] + ",")
    spoil(folder / "figures.csv", 7,
          lambda line: ",".join([*line.split(",")[:2], "x",
                                 *line.split(",")[3:]]))
    return [read(sound / "councils.csv")[line - 1][0] for line in (3, 4, 5)] + [
        read(sound / "figures.csv")[line - 1][0] for line in (6, 7)]


def join(folder):
    """A campaign's rows as one table by code."""
    table = {}
    for name in ("councils.csv", "figures.csv"):
        header, *rows = read(folder / name)
        for row in rows:
            table.setdefault(row[0], {}).update(zip(header, row))
    return table


def mend(rows, sound):
    """What a person does who has the faults named beside the rows."""
    right = join(sound)
    header = rows[0]
    mended = [header]
    for row in rows[1:]:
        cells = dict(zip(header, row))
        cells["name"] = cells["name"].replace('"', "")
        for name, cell in right[cells["code"]].items():
            if cells[name] in ("", "x"):
                cells[name] = cell
        mended.append([cells[name] for name in header])
    return mended


def hold_cells(rows, sound, codes):
    """All that could be read is there, where it belongs."""
    right = join(sound)
    hold("header", rows[0][-1], "reason")
    hold("codes", [row[0] for row in rows[1:]], sorted(codes))
    hold("a cell too many", [row[len(rows[0]):] for row in rows[1:]
                             if len(row) > len(rows[0])], [["over"]])
    for row in rows[1:]:
        cells = dict(zip(rows[0], row))
        if not cells.pop("reason"):
            faults.append(f"{row[0]}: no reason")
        for name, cell in cells.items():
            wanted = right[row[0]][name]
            guarded = "'" + wanted if wanted[:1] == "=" else wanted
            if cell.replace('"', "") not in (guarded, "", "x"):
                faults.append(f"{row[0]}: {name} is {cell!r}")


def hold_letters(what, folder, whole, codes):
    names = {path.name for path in (folder / "letters").glob("*.pdf")}
    wanted = {path.name for path in (whole / "letters").glob("*.pdf")
              if any(path.name.startswith(code.lower()) for code in codes)}
    hold(f"{what}: letters", sorted(names), sorted(wanted))
    for name in names & wanted:
        if not filecmp.cmp(folder / "letters" / name,
                           whole / "letters" / name, shallow=False):
            faults.append(f"{what}: {name} differs")


def hold_alone(work, mended, codes):
    alone = work / "alone"
    shutil.copytree(work / "sound", alone)
    settings = (alone / "campaign.yaml").read_text(encoding="utf-8")
    assert "data: [councils.csv, figures.csv]" in settings
    (alone / "campaign.yaml").write_text(
        settings.replace("data: [councils.csv, figures.csv]",
                         "data: [rejected.csv]"), encoding="utf-8")
    with open(alone / "rejected.csv", "w", encoding="utf-8",
              newline="") as file:
        csv.writer(file).writerows(mended)
    said = run(0, "render", alone, "-o", work / "alone-out")
    if "rejected.csv" in said:
        faults.append(f"on its own: {said}")
    hold_letters("on its own", work / "alone-out", work / "whole", codes)
    # refused once more, its reasons take the place of those of before
    spoil(alone / "rejected.csv", 2, lambda line: line + ",again")
    run(1, "render", alone, "-o", work / "again")
    rows = read(work / "again" / "rejected.csv")
    hold("reasons of before", rows[0].count("reason"), 1)
    hold("the new reason", rows[1][-2:],
         ["21 cells in the row, 20 in the header", "again"])


def hold_only(work, codes):
    for name in ("councils.csv", "figures.csv"):
        shutil.copyfile(work / "sound" / name, work / "faulty" / name)
    run(0, "render", work / "faulty", "-o", work / "out", "--only",
        ",".join(codes))
    left = filecmp.dircmp(work / "out", work / "whole", ignore=["run.json"])
    hold("put back: only here or there",
         left.left_only + left.right_only + left.diff_files, [])
    hold_letters("put back", work / "out", work / "whole", [""])


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    make_sound(work / "sound")
    codes = make_faulty(work / "faulty", work / "sound")
    run(0, "render", work / "sound", "-o", work / "whole")
    run(1, "render", work / "faulty", "-o", work / "out")
    rows = read(work / "out" / "rejected.csv")
    hold_cells(rows, work / "sound", codes)
    hold_alone(work, mend(rows, work / "sound"), codes)
    hold_only(work, codes)
for fault in faults:
    print("FAIL:", fault)
if not faults:
    print("refused rows keep their cells, and mended they make their letters")
sys.exit(1 if faults else 0)
