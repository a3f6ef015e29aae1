#!/usr/bin/env python3
"""What a person sees of a run, and what becomes of it where nobody looks: on
terminals wide, narrow and plain, in a log, in a pipe that is closed, with
standard streams that are closed or full, under a limit for the size of files,
interrupted.

usage: terminal.py ROOT PROGRAM RELEASED

PROGRAM, which may have sanitizers, runs where the output is out of the ordinary
and once of each kind beside; the released program makes the other letters.
"""

import fcntl
import os
import pty
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

ROOT = Path(sys.argv[1]).resolve()
PROGRAM = str(Path(sys.argv[2]).resolve())
RELEASED = str(Path(sys.argv[3]).resolve())
if not os.path.exists(RELEASED):
    RELEASED = PROGRAM
ROWS = 300
ATTEMPTS = 5
FAULTY = 3
failures = []


def check(well, what):
    if not well:
        failures.append(what)
        print(f"FAIL: {what}")


def make_campaign(folder):
    """ROWS councils, FAULTY of which have no figures; they come first."""
    subprocess.run(
        [sys.executable, ROOT / "tests/support/campaign.py", str(ROWS), folder],
        check=True,
    )
    table = folder / "figures.csv"
    lines = table.read_text().splitlines(keepends=True)
    for i in range(1, 1 + FAULTY):
        code, _, rest = lines[i].split(",", 2)
        lines[i] = f"{code},x,{rest}"
    table.write_text("".join(lines))


def on_terminal(columns, arguments, term="xterm", program=RELEASED):
    """Runs a program on a terminal. @return its status, all that it wrote"""
    environment = dict(os.environ, TERM=term, NO_COLOR="1")
    if not term:
        del environment["TERM"]
    main, side = pty.openpty()
    size = struct.pack("HHHH", 24, columns, 0, 0)
    fcntl.ioctl(side, termios.TIOCSWINSZ, size)
    process = subprocess.Popen(
        [program, *arguments],
        stdin=side,
        stdout=side,
        stderr=side,
        env=environment,
        start_new_session=True,
    )
    os.close(side)
    hold_up(process, Path("out"), 0.15)
    written = b""
    while True:
        try:
            piece = os.read(main, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    os.close(main)
    return process.wait(), written.decode()


def hold_up(process, folder, seconds):
    """However fast the machine, a run takes so long at least. @return False
    where it was over before it was seen to begin, on a machine at its limit"""
    wait_for_letters(process, folder)
    if process.poll() is not None:
        return False
    process.send_signal(signal.SIGSTOP)
    time.sleep(seconds)
    process.send_signal(signal.SIGCONT)
    return True


def catch(start, seize):
    """Starts a run into an empty folder until it is seized before it is over,
    a few times at most. @return the process"""
    for _ in range(ATTEMPTS):
        shutil.rmtree("out", ignore_errors=True)
        process = start()
        if seize(process):
            break
        process.communicate()
    return process


def wait_for_letters(process, folder):
    while process.poll() is None and not any(folder.glob("letters/*.pdf")):
        time.sleep(0.002)


def interrupt(process, number):
    """@return whether there was something left to interrupt"""
    wait_for_letters(process, Path("out"))
    if process.poll() is not None:
        return False
    process.send_signal(signal.SIGSTOP)
    left = len(list(Path("out").glob("letters/*.pdf"))) < ROWS // 2
    process.send_signal(number)
    process.send_signal(signal.SIGCONT)
    return left


def screen_of(written):
    """The lines that stand on a terminal, a very wide one, in the end."""
    lines, line, column, i = [], [], 0, 0
    while i < len(written):
        if written.startswith("\x1b[K", i):
            del line[column:]
            i += 3
            continue
        if written[i] == "\r":
            column = 0
        elif written[i] == "\n":
            lines.append("".join(line))
            line, column = [], 0
        else:
            line[column : column + 1] = [written[i]]
            column += 1
        i += 1
    lines.append("".join(line))
    return [line for line in lines if line and not is_excerpt(line)]


def is_excerpt(line):
    """Whether it is of a source file, or the caret below it."""
    return re.match(r" +\d* \| ", line)


def run(arguments, program=RELEASED, **options):
    return subprocess.run(
        [program, *arguments], capture_output=True, text=True, **options
    )


def progress_of(written):
    return [p for p in re.split(r"\r(?:\x1b\[K)?|\n", written) if "left" in p
            and "warning" not in p and "error" not in p]


def look_at_terminals(work):
    for columns in (200, 80, 40, 20):
        shown = []
        for _ in range(ATTEMPTS):
            shutil.rmtree(work / "out", ignore_errors=True)
            status, written = on_terminal(
                columns, ["render", "c", "-o", "out", "-j1"],
                program=PROGRAM if columns in (80, 20) else RELEASED,
            )
            check(status == 1, f"{columns} columns: exit status {status}")
            shown = [s for s in written.split("\r\x1b[K")
                     if re.match(r"\d+( of |/)\d", s) and "letters in" not in s]
            if any("inspected" not in s for s in shown):
                break
        check(shown, f"{columns} columns: progress {shown!r}")
        check(
            all(len(s) < columns for s in shown),
            f"{columns} columns: longer lines: {shown[:2]!r}",
        )
        # The errors are told from the first letter on.
        making = [s for s in shown if "inspected" not in s][-1:]
        if columns >= 40:
            check(
                making and making[0].endswith(f", {FAULTY} refused"),
                f"{columns} columns: no errors in {making!r}",
            )
            check(
                all(re.search(r"(a second|a minute|/s|/min), .* left", s)
                    for s in shown),
                f"{columns} columns: no rate, no time left: {shown!r}",
            )
        lines = screen_of(written)
        check(
            len(lines) == FAULTY + 2
            and all(": error: " in line for line in lines[:FAULTY])
            and lines[FAULTY].startswith(f"{ROWS - FAULTY} of {ROWS} letters in")
            and lines[-1].startswith(f"{FAULTY} refused"),
            f"{columns} columns: in the end the terminal shows {lines!r}",
        )
    for term in ("dumb", ""):
        status, written = on_terminal(80, ["render", "c", "-o", "out", "--force"], term)
        check(status == 1 and "\x1b" not in written, f"TERM={term}: {written!r}")
    for option in ("-q", "--no-progress"):
        status, written = on_terminal(80, ["render", "c", "-o", "out", "--force", option])
        told = [line for line in written.splitlines() if not is_excerpt(line)]
        check(
            not progress_of(written) and "\x1b" not in written,
            f"{option}: {written!r}",
        )
        check(
            len(told) == (FAULTY if option == "-q" else FAULTY + 2),
            f"{option}: {told!r}",
        )
    # Nothing to show: nothing to clear.
    status, written = on_terminal(
        80, ["render", "c", "-o", "out", "--only", last_code(work)],
        program=PROGRAM,
    )
    check(status == 0 and "\x1b" not in written, f"one letter: {written!r}")


def last_code(work):
    return (work / "c/councils.csv").read_text().splitlines()[-1].split(",")[0]


def look_at_logs(work):
    """A log gets a line every five seconds; so the run is held up."""
    def start():
        with open(work / "log", "wb") as log:
            return subprocess.Popen(
                [PROGRAM, "render", "c", "-o", "out", "-v", "-j1", "--fsync=each"],
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    process = catch(start, lambda process: hold_up(process, work / "out", 5.2))
    status = process.wait()
    told = (work / "log").read_text()
    check(status == 1 and "\r" not in told and "\x1b" not in told, f"a log: {told!r}")
    check(
        re.search(
            rf"^\d+ of {ROWS - FAULTY} letters made, \d+ a (second|minute), "
            rf"\S+ (s|min) left, {FAULTY} refused$",
            told,
            re.M,
        ),
        f"-v, a log: no progress in {told!r}",
    )
    check(re.search(r"^[\d.]+ seconds, \d+ letters a second$", told, re.M), told)
    quiet = run(["render", "c", "-o", "out", "--force"])
    check(len(quiet.stderr.splitlines()) == FAULTY, f"no -v, a log: {quiet.stderr!r}")


def look_at_interruptions(work):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process = catch(
            lambda: subprocess.Popen(
                [PROGRAM, "render", "c", "-o", "out", "-j1", "--fsync=each"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
            ),
            lambda process: interrupt(process, number),
        )
        told = process.communicate()[0].splitlines()
        made = len(list(work.glob("out/letters/*.pdf")))
        check(process.returncode == 130, f"{number}: {process.returncode}")
        check(
            told[-1:] == [f"interrupted: {ROWS - FAULTY - made} still to be made; "
                          "run again"],
            f"{number}: {told!r}, {made} letters",
        )
        check((work / "out/manifest.csv").exists(), f"{number}: no manifest")
    # nohup
    shutil.rmtree(work / "out")
    process = subprocess.Popen(
        [PROGRAM, "render", "c", "-o", "out", "-q", "--fsync=each"],
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    wait_for_letters(process, work / "out")
    process.send_signal(signal.SIGHUP)
    check(process.wait() == 1, f"nohup: {process.returncode}")


def same(work, what):
    difference = subprocess.run(
        ["diff", "-r", "-x", "run.json", "whole", "out"],
        cwd=work,
        capture_output=True,
        text=True,
    ).stdout
    check(not difference, f"{what}: {difference[:300]}")


def look_at_streams(work):
    """Whatever becomes of what is printed, the files are as they should be."""
    one = ["render", "c", "-o", "out", "--force", "-v", "--only", last_code(work)]
    shell = '"$0" "$@" '
    for redirection in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        shutil.rmtree(work / "out")
        for program, command, expected in (
            (PROGRAM, one, 0), (RELEASED, ["render", "c", "-o", "out"], 1)
        ):
            result = subprocess.run(
                ["sh", "-c", shell + redirection, program, *command],
                capture_output=True,
            )
            check(result.returncode == expected, f"{redirection}: {result}")
        same(work, redirection)
    full = run(["-c", shell + ">/dev/full", PROGRAM, *one], executable="/bin/sh")
    check(full.returncode == 75, f"/dev/full: {full}")
    check(
        "standard output: error: cannot write: No space left on device" in full.stderr,
        f"/dev/full: {full.stderr!r}",
    )
    # A reader that goes away, at once: of the log, of the results.
    for pipe in ("2>&1 >/dev/null | true", "| true"):
        shutil.rmtree(work / "out")
        result = subprocess.run(
            ["bash", "-c", shell + pipe + '; exit "${PIPESTATUS[0]}"', RELEASED,
             "render", "c", "-o", "out", "-v"],
            capture_output=True,
            text=True,
        )
        check(result.returncode == 1, f"{pipe}: {result}")
        check("standard output" not in result.stderr, f"{pipe}: {result.stderr}")
        same(work, pipe)


def look_at_limits(work):
    """A file grows to its limit: as on a full disk, not the program's end."""
    for limit in (2000, 20000, 60000):
        shutil.rmtree(work / "out")
        result = run(
            ["render", "c", "-o", "out", "-j2"],
            program=PROGRAM,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        check(result.returncode == 75, f"files of {limit} bytes: {result}")
        check("File too large" in result.stderr, f"{limit}: {result.stderr!r}")
        check(
            re.search(r"^stopped: \d+ still to be made; run again$", result.stdout, re.M)
            or limit < 20000,
            f"{limit}: {result.stdout!r}",
        )
        for letter in work.glob("out/letters/*.pdf"):
            whole = work / "whole/letters" / letter.name
            check(letter.read_bytes() == whole.read_bytes(), f"{limit}: {letter}")
        check(run(["render", "c", "-o", "out"]).returncode == 1, f"after {limit}")
        same(work, f"after files of {limit} bytes")


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        os.chdir(work)
        make_campaign(work / "c")
        run(["render", "c", "-o", "whole"])
        look_at_terminals(work)
        look_at_logs(work)
        look_at_interruptions(work)
        look_at_streams(work)
        look_at_limits(work)
        os.chdir("/")
    if failures:
        sys.exit(f"{len(failures)} failures")
    print("whoever looks on, or not: the same files")


main()
