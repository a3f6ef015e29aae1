#!/usr/bin/env python3
"""What the program says to a command line: what is misspelt or means nothing to
a command is refused; under --format json all that is printed is JSON; on a
terminal the line of the source file stands below a diagnostic.

usage: command_line.py ROOT PROGRAM
"""
import fcntl
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

ROOT = Path(sys.argv[1]).resolve()
PROGRAM = str(Path(sys.argv[2]).resolve())
failures = []

# What design says of each command, and what it says beside it.
READS = ["--output", "--format", "--quiet", "--verbose", "--no-progress",
         "--help", "--version"]
TAKES = {
    "new": ["--from", "--format", "--quiet", "--help", "--version"],
    "columns": ["--template", "--format", "--quiet", "--help", "--version"],
    "check": READS + ["--only", "--jobs", "--werror", "--seal", "--tsa"],
    "watch": READS + ["--jobs", "--werror", "--port"],
    "render": READS + ["--only", "--jobs", "--shard", "--shards", "--force",
                       "--strict", "--werror", "--seal", "--tsa", "--prune",
                       "--fsync"],
    "proof": READS + ["--only", "--jobs", "--against", "--force",
                      "--fsync", "--werror"],
    "approve": READS + ["--by", "--signoff", "--unread-ok", "--allow-domain", "--werror", "--jobs"],
    "send": READS + ["--only", "--jobs", "--confirm", "--to-self", "--sample",
                     "--limit", "--not-before", "--resend", "--retry",
                     "--wait", "--timeout", "--password-file", "--trust",
                     "--allow-domain", "--werror"],
    "print": READS + ["--only", "--jobs", "--proof", "--reprint",
                      "--returned"],
    "publish": READS + ["--only", "--jobs", "--embargoed", "--withdraw",
                        "--werror"],
    "status": READS + ["--only"],
    "bounces": READS,
    "verify": ["--manifest", "--trust", "--sealed", "--format", "--quiet",
               "--verbose", "--help", "--version"],
    "merge-manifest": ["--format", "--quiet", "--fsync", "--help", "--version"],
}
VALUES = {"--from": "f", "--template": "f", "--output": "o", "--format": "text", "--only": "A", "--jobs": "1",
          "--shard": "1/2", "--shards": "2", "--seal": "f", "--tsa": "u",
          "--fsync": "end", "--against": "o", "--by": "N",
          "--port": "8022", "--allow-domain": "a.example", "--confirm": "1", "--sample": "1",
          "--to-self": "me@us.example", "--limit": "1", "--not-before":
          "2022-07-20", "--resend": "A", "--retry": "1", "--wait": "1",
          "--timeout": "1", "--password-file": "f", "--trust": "f",
          "--manifest": "f", "--withdraw": "A", "--reprint": "A",
          "--returned": "f", "--signoff": "f"}


def check(well, what):
    if not well:
        failures.append(what)
        print(f"FAIL: {what}")


def run(*arguments, **options):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, **options)
    return (done.returncode, done.stdout.decode(errors="surrogateescape"),
            done.stderr.decode(errors="surrogateescape"))


def on_terminal(columns, arguments, **changes):
    """@return all that the program writes to a terminal"""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ,
                struct.pack("HHHH", 24, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm", **changes}
    if "NO_COLOR" not in changes:
        environment.pop("NO_COLOR", None)
    process = subprocess.Popen([PROGRAM, *arguments], stdin=side, stdout=side,
                               stderr=side, env=environment)
    os.close(side)
    written = b""
    while True:
        try:
            piece = os.read(main, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    process.wait()
    os.close(main)
    return written.decode().replace("\r\n", "\n")


def look_at_options():
    every = sorted(set(sum(TAKES.values(), [])))
    manual = (ROOT / "assets/lettermill.1").read_text().replace("\\-", "-")
    described = manual.split("\n.SH OPTIONS\n")[1].split("\n.SH ")[0]
    headings = re.findall(r"^\.TP\n(.*)$", described, re.M)
    for option in every:
        check(any(re.search(rf"{option}(?![a-z-])", each) for each in headings),
              f"lettermill(1), OPTIONS: {option}")
    for command, taken in TAKES.items():
        for option in every:
            value = [VALUES[option]] if option in VALUES else []
            code, _, said = run(command, option, *value)
            refused = f"{command} takes no {option}; it is an option of" in said
            check(refused == (option not in taken) and (not refused or code == 2),
                  f"{command} {option}: {code} {said!r}")
        code, said, _ = run(command, "--help")
        check(code == 0 and said.startswith(f"usage: lettermill {command}"),
              f"{command} --help: {said!r}")
        for option in every:
            listed = any(option in line.split()
                         for line in said.split("\noptions\n")[1].split("\n"))
            check(listed == (option in taken), f"{command} --help: {option}")
    code, _, said = run("render", "--against", "o", "--by", "X", "--sample", "3",
                        "c")
    check(code == 2 and "render takes no --against; it is an option of proof" in said,
          f"several that mean nothing: {code} {said!r}")


def look_at_misspellings():
    for words, expected in (
            (["rendr", "c"], "no such command: rendr; did you mean render?"),
            (["chekc", "c"], "no such command: chekc; did you mean check?"),
            (["xyzzy", "c"], "no such command: xyzzy\n"),
            (["check", "--onyl", "A", "c"],
             "unknown option: --onyl; did you mean --only?"),
            (["check", "--formt=json", "c"],
             "unknown option: --formt=json; did you mean --format?"),
            (["check", "-Z", "c"], "unknown option: -Z\n"),
            ([], "no command given\n")):
        code, out, said = run(*words)
        check(code == 2 and not out and expected in said,
              f"{words}: {code} {said!r}")


def objects(text, what):
    found = []
    for line in text.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            check(False, f"{what}: {line!r} is no JSON")
    return found


def look_at_json(work):
    """Everything is JSON, and the last result is the summary."""
    output = ["-o", str(work / "out"), "--format", "json"]
    for words in (["check"], ["render"], ["proof"], ["send"],
                  ["approve", "--by", "A. Person"], ["status"],
                  ["status", "-v"]):
        got, out, said = run(*words, *output, "c", cwd=work)
        results = objects(out, words)
        objects(said, words)
        check(results and results[-1].get("summary") == words[0],
              f"{words}: {got} {out!r} {said!r}")
    (work / "inbox").write_text("From x\nSubject: hello\n\nHello\n\n")
    for words in (["bounces", *output, "c", "inbox"],
                  ["merge-manifest", "--format", "json", "out"],
                  ["verify", "--format", "json", "nosuch.pdf", "c"]):
        got, out, said = run(*words, cwd=work)
        results = objects(out, words)
        objects(said, words)
        check(results and results[-1].get("summary") == words[0],
              f"{words}: {got} {out!r} {said!r}")
    for words in (["render", "--against", "o", "--format", "json", "c"],
                  ["rendr", "--format=json", "c"],
                  ["check", "--nosuch", "--format", "json", "c"],
                  ["check", "--format", "json"],
                  ["status", "--format", "json", "nosuch"],
                  ["send", "--confirm", "1", "--format", "json", "c"]):
        got, out, said = run(*words, cwd=work)
        check(objects(out, words) == [] or "summary" in out,
              f"{words}: {out!r}")
        faults = objects(said, words)
        check(faults and all(f["severity"] in ("error", "warning")
                             for f in faults),
              f"{words}: {said!r}")
    check(json.loads(run("--version", "--format", "json")[1])["version"],
          "--version")


def look_at_names(work):
    """A file name may be any bytes."""
    folder = os.fsencode(work) + b"/caf\xe9\x1b\xc2\x9b"
    os.mkdir(folder)
    for format in ("text", "json", "csv"):
        done = subprocess.run([PROGRAM, "check", "--format", format, folder],
                              capture_output=True)
        said = done.stderr
        check(b"\x1b" not in said and b"\xc2\x9b" not in said,
              f"{format}: {said!r}")
        try:
            said.decode()
        except UnicodeDecodeError:
            check(False, f"{format}: {said!r} is no UTF-8")


def look_at_terminal(work):
    told = on_terminal(80, ["check", "--no-progress", str(work / "f")],
                       NO_COLOR="1").split("\n")
    check(told[0].endswith(' is not a whole number')
          and told[1] == "    2 | A,Alpha,x,17"
          and told[2] == "      |         ^"
          and "\x1b" not in "".join(told), f"with NO_COLOR: {told!r}")
    check(told[-2].startswith("1 row, 0 letters can be made, 1 error, "),
          f"the summary comes last: {told!r}")
    coloured = on_terminal(80, ["check", str(work / "f")])
    check("\x1b[1;31merror: " in coloured and "\x1b[1;32m^" in coloured,
          f"colours: {coloured!r}")
    for changes in ({"TERM": "dumb"}, {"NO_COLOR": "x"}):
        check("\x1b[1" not in on_terminal(80, ["check", str(work / "f")],
                                          **changes), f"{changes}")
    for format in ("json", "csv"):
        check("^" not in on_terminal(80, ["check", "--format", format,
                                          str(work / "f")]), format)
    _, _, piped = run("check", str(work / "f"))
    check(" | " not in piped and "\x1b" not in piped, f"in a pipe: {piped!r}")


def make_campaigns(work):
    settings = ("title: T\nletter: l.md\ndata: a.csv\n"
                "dates: {letter: 2022-07-20}\nsignatory: {name: A}\n"
                "addressee: ['((name))']\n"
                "statistics: {up: {count: upheld, total: cases}}\n")
    for name, rows in (("c", "A,Alpha,a@alpha.example,12,17\n"),
                       ("f", "A,Alpha,x,17\n")):
        folder = work / name
        folder.mkdir()
        (folder / "l.md").write_text("# Hello\n\n((up.rate))\n")
        head = "code,name,email,upheld,cases\n"
        if name == "f":
            head = head.replace("email,", "")
            (folder / "campaign.yaml").write_text(settings)
        else:
            (folder / "campaign.yaml").write_text(
                settings + "mail: {from: us@us.example, to: ((email)), "
                "subject: Hello, body: m.md}\n")
            (folder / "m.md").write_text("Hello\n")
        (folder / "a.csv").write_text(head + rows)


def main():
    work = Path(tempfile.mkdtemp())
    try:
        make_campaigns(work)
        look_at_options()
        look_at_misspellings()
        look_at_json(work)
        look_at_names(work)
        look_at_terminal(work)
    finally:
        shutil.rmtree(work)
    return 1 if failures else 0


sys.exit(main())
