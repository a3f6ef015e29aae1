#!/usr/bin/env python3
"""What the readers of a proof say, and what approve makes of it.

usage: signoff.py ROOT PROGRAM
"""

import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

root, program = pathlib.Path(sys.argv[1]), sys.argv[2]
failures = []
HEAD = ["code", "sha256", "state", "reason", "by", "when"]


def check(well, what):
    if not well:
        failures.append(what)
        print(f"FAIL: {what}")


def run(*words, expected=0):
    done = subprocess.run([program, *map(str, words)], text=True,
                          capture_output=True, check=False)
    check(done.returncode == expected,
          f"{words}: {done.returncode} {done.stdout}{done.stderr}")
    return done.stdout, done.stderr


def letters(out):
    with open(out / "manifest.csv", encoding="utf-8", newline="") as file:
        return {row["code"]: row["content_sha256"]
                for row in csv.DictReader(file) if row["status"] == "made"}


def signoff(path, marks):
    """A file as a spreadsheet saves it: byte-order mark, CRLF."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(marks)
    return path


def mark(code, sha256, by, state="read", reason="", when="2022-07-01T10:00:00Z"):
    return [code, sha256, state, reason, by, when]


def status_of(out):
    said, _ = run("status", "-o", out, "--format", "csv")
    return {row["code"]: row for row in csv.DictReader(said.splitlines())}


def main(work):
    campaign, out = work / "campaign", work / "out"
    shutil.copytree(root / "input/2022", campaign)
    run("render", campaign, "-o", out, "--fsync", "none")
    made = letters(out)
    codes = sorted(made)
    approve = ["approve", campaign, "-o", out, "--by", "Ann Head"]

    # Three readers share the letters; the second sends one back, and the third
    # read the last one as it was before.
    first = signoff(work / "1.csv",
                    [mark(code, made[code], "Jo") for code in codes[::3]])
    second = signoff(work / "2.csv",
                     [mark(code, made[code], "Sam, B.") for code in
                      codes[1::3][1:]] +
                     [mark(codes[1], made[codes[1]], "Sam, B.", "send back",
                           "wrong, they say \"6\"")])
    third = signoff(work / "3.csv",
                    [mark(code, made[code], "Kim") for code in
                     codes[2::3][1:-1]] +
                    [mark(codes[2::3][-1], "a" * 64, "Kim")])
    files = ["--signoff", first, "--signoff", second, "--signoff", third]
    _, said = run(*approve, *files, expected=2)
    changed, unread = codes[2::3][-1], codes[2]
    check(re.search(rf"2\.csv:\d+:1: error: Sam, B\. sent back the letter of "
                    rf".* \({codes[1]}\): wrong, they say \"6\"", said), said)
    check(re.search(rf"the letter of .* \({changed}\) has changed since Kim "
                    "read it on 2022-07-01", said), said)
    check(re.search(rf"nobody has read the letter of .* \({unread}\)", said),
          said)
    check(said.count("error:") == 3, said)
    check(not (out / "ledger.db").exists(), "a refusal leaves a ledger")

    # --unread-ok is no answer to one that was sent back.
    _, said = run(*approve, *files, "--unread-ok", expected=2)
    check(said.count("error:") == 1 and "sent back the" in said, said)

    # The person's last word holds, in whatever order the files come.
    later = signoff(work / "4.csv", [mark(codes[1], made[codes[1]], "Sam, B.",
                                          when="2022-07-02")])
    said, _ = run(*approve, "--signoff", later, *files, "--unread-ok")
    check("2 accepted unread" in said, said)
    rows = status_of(out)
    check(rows[codes[0]]["read_by"] == "Jo", rows[codes[0]])
    check(rows[codes[1]]["read_by"] == "Sam, B.", rows[codes[1]])
    check(rows[unread]["read_by"] == "nobody", rows[unread])
    said, _ = run("status", "-o", out)
    check(f"read         {len(codes) - 2} before" in said, said)
    check("unread       2 and approved all the same" in said, said)

    # Two readers of one letter are two names.
    more = signoff(work / "5.csv", [mark(code, made[code], "Lee")
                                    for code in codes])
    run(*approve, "--signoff", later, *files, "--signoff", more)
    check(status_of(out)[codes[0]]["read_by"] == "Jo, Lee", "two readers")

    # What is no sign-off file.
    (work / "6.csv").write_text("code,state\nE1,read\n")
    _, said = run(*approve, "--signoff", work / "6.csv", expected=2)
    check("not a sign-off file" in said, said)
    signoff(work / "7.csv", [mark(codes[0], made[codes[0]], "Jo", "maybe")])
    _, said = run(*approve, "--signoff", work / "7.csv", expected=2)
    check("7.csv:2:1: error: not a row that this program wrote" in said, said)
    _, said = run(*approve, "--signoff", work / "none.csv", expected=2)
    check("none.csv" in said, said)
    _, said = run(*approve, "--unread-ok", expected=2)
    check("--unread-ok goes with --signoff" in said, said)


with tempfile.TemporaryDirectory() as folder:
    main(pathlib.Path(folder))
print("sign-off files bind" if not failures else f"{len(failures)} failures")
sys.exit(1 if failures else 0)
