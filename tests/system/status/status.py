#!/usr/bin/env python3
"""What became of the letters is told as it is: status, bounces and the list of
those that need a person.

usage: status.py ROOT PROGRAM

The ledger is written here, by another program than the one that reads it.
"""
import csv
import fcntl
import io
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

root = pathlib.Path(sys.argv[1]).resolve()
program = str(pathlib.Path(sys.argv[2]).resolve())
failed = False
if sqlite3.sqlite_version_info < (3, 37):
    print("Python's SQLite knows no STRICT tables")
    sys.exit(77)


def expect(what, condition, shown=""):
    global failed
    if not condition:
        failed = True
        print(f"FAIL: {what}: {shown}")


def run(*arguments):
    return subprocess.run([program, *map(str, arguments)], text=True,
                          capture_output=True)


TOWNS = {"ashford": "1", "bexley": "2", "exeter": "5", "fareham": "6",
         "gosport": "7", "harlow": "8"}


def make_ledger(folder):
    folder.mkdir()
    base = sqlite3.connect(folder / "ledger.db")
    base.executescript((root / "assets/mail/ledger.sql").read_text())
    base.execute("INSERT INTO approval VALUES (1, 'R. Head', 1658912400, ?, ?,"
                 " 6, 0, '')", ("a" * 64, "b" * 64))
    for town, digit in TOWNS.items():
        name = "=1+1" if town == "harlow" else town.title() + ", Borough"
        base.execute(
            "INSERT INTO entry (code, approval, name, recipients, file,"
            " message_id, file_sha256, content_sha256, message_sha256,"
            " state, since)"
            " VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, 'ready', 1658912400)",
            (town, name, f"chief@{town}.example",
             f"letters/{town}.pdf", f"<{town}.{digit}@letters.example>",
             digit * 64, digit * 64, digit * 64))

    def go(town, *steps):
        for at, (state, code, reply, queue) in enumerate(steps):
            base.execute(
                "UPDATE entry SET state = 'in flight', next = 0,"
                " attempts = attempts + 1"
                " WHERE code = ?", (town,))
            base.execute(
                "UPDATE entry SET state = ?, since = ?, reply_code = ?,"
                " reply = ?, queue_id = ?, next = ? WHERE code = ?",
                (state, 1658913000 + at, code, reply, queue,
                 1658913300 if state == "deferred" else 0, town))

    go("ashford", ("accepted", 250, "2.0.0 Ok: queued as 4X1", "4X1"))
    go("bexley", ("accepted", 250, "2.0.0 Ok: queued as 4X2", "4X2"))
    go("exeter", ("deferred", 450, "4.2.0 later", ""),
       ("accepted", 250, "2.0.0 Ok: queued as 4X5", "4X5"))
    go("fareham", ("refused", 550, "5.7.1 not from you", ""))
    go("gosport", ("deferred", 451, "4.3.0 busy", ""))
    base.execute("UPDATE entry SET state = 'in flight', attempts = 1"
                 " WHERE code = 'harlow'")
    base.commit()
    base.close()


work = pathlib.Path(tempfile.mkdtemp())
out = work / "out"
try:
    got = run("status", work)
    expect("no ledger", got.returncode == 2 and
           "ledger.db: error: is not there" in got.stderr, got)
    make_ledger(out)

    got = run("status", "-o", out)
    lines = got.stdout.splitlines()
    expect("someone is needed", got.returncode == 1, got)
    expect("the summary comes first", lines[:7] == [
        "6 letters, approved by R. Head at 2022-07-27T09:00:00Z",
        "  accepted     3", "  refused      1", "  deferred     1",
        "  unknown      1", "2 need a person: refused, unknown or bounced", ""],
        got.stdout)
    expect("a line a letter", len(lines) == 13 and
           lines[7].split() == ["ashford", "Ashford,", "Borough", "e-mail", "accepted",
                                "2022-07-27T09:10:00Z",
                                "chief@ashford.example", "queued", "as",
                                "4X1"], got.stdout)
    expect("deferred says when", "not before 2022-07-27T09:15:00Z" in lines[11],
           lines[11])
    expect("what a dead run left in flight is unknown",
           "unknown" in lines[12], lines[12])

    got = run("status", "-o", out, "--format=csv")
    rows = list(csv.DictReader(io.StringIO(got.stdout)))
    expect("csv", [row["state"] for row in rows] ==
           ["accepted", "accepted", "accepted", "refused", "deferred",
            "unknown"], got.stdout)
    expect("formulas are harmless", rows[5]["name"] == "'=1+1", rows[5])
    expect("csv has the reply", rows[3]["reply"] == "5.7.1 not from you")

    got = run("status", "-o", out, "--format=json", "--only=exeter,harlow")
    objects = [json.loads(line) for line in got.stdout.splitlines()]
    summary = objects.pop()
    expect("summary", summary["summary"] == "status" and
           summary["letters"] == 2, summary)
    expect("json", [item["code"] for item in objects] == ["exeter", "harlow"] and
           objects[0]["attempts"] == 2 and objects[0]["reply_code"] == 250 and
           objects[1]["name"] == "=1+1", got.stdout)

    got = run("status", "-o", out, "-v", "--only=exeter", "--format=json")
    expect("history", [json.loads(line)["event"]
                       for line in got.stdout.splitlines()[:-1]] ==
           ["ready", "in flight", "deferred", "in flight", "accepted"],
           got.stdout)
    got = run("status", "-o", out, "-q")
    expect("-q shows those that need a person",
           [line.split()[0] for line in got.stdout.splitlines()] ==
           ["fareham", "harlow"], got.stdout)

    # bounces
    boxes = root / "tests/system/bounces"
    got = run("bounces", "-o", out, boxes / "three.mbox")
    expect("bounces are noted", got.returncode == 0 and
           "3 messages read, 2 not delivered, 1 no report" in got.stdout, got)
    got = run("bounces", "-o", out, boxes / "three.mbox")
    expect("bounces are noted once", got.returncode == 0 and
           "3 messages read, 2 known already, 1 no report" in got.stdout, got)
    rejected = list(csv.DictReader((out / "mail-rejected.csv").open(
        encoding="utf-8-sig")))
    expect("mail-rejected.csv", [(row["code"], row["reason"].split(":")[0])
                                 for row in rejected] ==
           [("ashford", "bounced"), ("bexley", "bounced"),
            ("fareham", "refused"), ("harlow", "unknown")], rejected)
    expect("its formulas are harmless", rejected[3]["name"] == "'=1+1")
    got = run("status", "-o", out)
    expect("status counts bounces", "  bounced      2 of these" in got.stdout and
           "4 need a person" in got.stdout, got.stdout)
    got = run("bounces", "-o", out, boxes / "exchange.eml", boxes / "plain.eml",
              boxes / "delayed.eml")
    expect("what is about no letter is said", got.returncode == 1 and
           "exchange.eml: warning: a report about chief@cardiff.example" in
           got.stderr and "plain.eml: warning: " in got.stderr and
           "1 delayed" in got.stdout, got)
    got = run("bounces", "-o", out, work / "none", boxes / "postfix.eml")
    expect("a mailbox that is missing hides no other", got.returncode == 2 and
           "1 message read, 1 known already" in got.stdout, got)

    # one at a time writes, readers are let in
    with (out / "ledger.db").open("r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX, 1, 0x40000000 + 1024)
        got = run("bounces", "-o", out, boxes / "postfix.eml")
        expect("a second writer is told", got.returncode == 75 and
               got.stderr.count("\n") == 1 and
               "another run is at work" in got.stderr, got)
        got = run("status", "-o", out)
        expect("status reads beside it", got.returncode == 1 and
               "; a run is at work\n" in got.stdout, got)

    # a campaign's folder gives the name of its output
    campaign = work / "2022"
    campaign.mkdir()
    shutil.copy(root / "input/2022/campaign.yaml", campaign)
    (work / "output").mkdir()
    shutil.copytree(out, work / "output/2022")
    got = subprocess.run([program, "status", "2022"], cwd=work, text=True,
                         capture_output=True)
    expect("status CAMPAIGN", got.returncode == 1 and
           got.stdout.startswith("6 letters"), got)
    got = subprocess.run([program, "bounces", "2022", boxes / "postfix.eml"],
                         cwd=work, text=True, capture_output=True)
    expect("bounces CAMPAIGN FILE", got.returncode == 0 and
           "1 known already" in got.stdout, got)
    got = run("bounces", campaign)
    expect("bounces without a mailbox", got.returncode == 2 and
           "bounces needs a campaign and mailboxes" in got.stderr, got)
    got = run("status")
    expect("status without a campaign", got.returncode == 2 and
           "status needs a campaign folder" in got.stderr, got)

    # a ledger that is no ledger
    (out / "ledger.db").write_bytes(b"x" * 5000)
    for command in (["status", "-o", out],
                    ["bounces", "-o", out, boxes / "postfix.eml"]):
        got = run(*command)
        expect("damage is said", got.returncode == 2 and
               got.stderr.count("\n") == 1 and "no ledger" in got.stderr, got)
    expect("damage is left as it is",
           (out / "ledger.db").read_bytes() == b"x" * 5000)
finally:
    shutil.rmtree(work)
sys.exit(1 if failed else 0)
