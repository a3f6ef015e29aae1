#!/usr/bin/env python3
"""Letters a second, against the floor: writing the same bytes as files.

usage: run.py PROGRAM FLOOR STAGES TAGGING FONTS [--rows N] [--rounds N]
              [--growth N,N,...] [--in FOLDER]

A campaign of made-up councils is rendered with `--fsync=none` on one thread
and on two; the floor writes the letters of the same run again from memory, each
under a temporary name, renamed; the peer, where there is one, makes the same
kind of letter through pango and cairo's PDF surface. They take turns, round
after round, so that a slow minute is slow for all; ratios are taken within a
round. Said are the median of the rounds and, in brackets, the least and most.

Every run gets a new folder, what it wrote is synced before the next run starts
(outside the time taken), and nothing is removed before the end: ext4 takes twice
the time to make files where others were deleted in the last minutes. For the
same reason two benches in a row are not alike; leave five minutes.

The peer's sources are looked for in LETTERMILL_PEER, else in ../shared/bench.
--growth 0 leaves out the last part, which takes 36 kB of disk a letter. --in
names the folder to work in, where the system's for temporary files is memory
or another disk.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from charts import say_charts
from seals import say_seals

here = pathlib.Path(__file__).resolve().parent
root = here.parents[1]
PEER_LETTERS = 400


class Run:
    """One command: seconds that passed, seconds of work, MiB at the most."""

    def __init__(self, *words, **more):
        start = time.monotonic()
        child = subprocess.Popen([str(word) for word in words],
                                 stdout=subprocess.PIPE, text=True, **more)
        self.output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.seconds = time.monotonic() - start
        self.work = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / 1024
        if child.returncode:
            sys.exit(f"bench: {words[0]} failed")
        os.sync()


def say(name, value):
    print(f"{name:36} {value}", flush=True)


def spread(values, form="{:.0f}"):
    """The median, and what the rounds ranged over."""
    low, middle, high = (form.format(value) for value in
                         (min(values), statistics.median(values), max(values)))
    return f"{middle} ({low} to {high})"


def make_campaign(rows, folder):
    subprocess.run([sys.executable, here.parent / "support" / "campaign.py",
                    "--letters-only", str(rows), folder], check=True)
    return folder


class Bench:
    def __init__(self, options, work):
        self.options = options
        self.work = pathlib.Path(work)
        self.folders = 0

    def new_folder(self):
        self.folders += 1
        folder = self.work / f"made-{self.folders}"
        folder.mkdir()
        return folder

    def render(self, campaign, jobs, *more):
        folder = self.new_folder()
        run = Run(self.options.program, "render", campaign, "-o", folder,
                  f"-j{jobs}", "--fsync=none", "-q", *more)
        run.letters = folder / "letters"
        return run

    def write_again(self, letters):
        """The floor's own clock leaves out its reading of the letters."""
        return float(Run(self.options.floor, letters,
                         self.new_folder()).output)

    def stages(self, campaign):
        run = Run(self.options.stages, campaign, self.options.fonts,
                  self.new_folder())
        pairs = (line.split(" ", 1) for line in run.output.splitlines())
        return {name: float(value) for value, name in pairs}

    def tagging(self, campaign):
        return Run(self.options.tagging, campaign, self.options.fonts,
                   self.new_folder()).output.strip()


class Peer:
    """pango and cairo, where their sources are."""

    def __init__(self, bench):
        self.bench = bench
        sources = pathlib.Path(os.environ.get("LETTERMILL_PEER")
                               or root.parent / "shared" / "bench")
        self.folder = bench.work / "peer"
        self.there = (sources / "peer_pango.c").exists()
        if not self.there:
            return
        shutil.copytree(sources, self.folder, copy_function=shutil.copyfile)
        self.folder.chmod(0o755)
        subprocess.run(["make", "-s", "peer_pango"], cwd=self.folder,
                       check=True)
        with open(self.folder / "letters.csv", "wb") as rows:
            subprocess.run([sys.executable, "gen.py", str(PEER_LETTERS)],
                           cwd=self.folder, check=True, stdout=rows)

    def run(self):
        run = Run("./peer_pango", "letter.txt", "letters.csv",
                  self.bench.new_folder(), 0, PEER_LETTERS, cwd=self.folder)
        return run.seconds / PEER_LETTERS


def take_turns(bench, campaign, peer):
    """@return the rounds, each by contender. A further one (sealed letters,
    say) is a line here and a line in say_rates()."""
    rounds = []
    for _ in range(bench.options.rounds):
        turn = {"one": bench.render(campaign, 1),
                "two": bench.render(campaign, 2)}
        turn["floor"] = bench.write_again(turn["one"].letters)
        if peer.there:
            turn["peer"] = peer.run()
        turn["stages"] = bench.stages(campaign)
        rounds.append(turn)
    return rounds


def say_size(letters):
    sizes = sorted(path.stat().st_size for path in letters.glob("*.pdf"))
    say("letters", len(sizes))
    say("bytes a letter", f"{sum(sizes) / len(sizes):.0f} ({sizes[0]} to "
        f"{sizes[-1]}, middle {sizes[len(sizes) // 2]})")
    return len(sizes)


def say_rates(rounds, made):
    def rates(name):
        return [made / turn[name].seconds for turn in rounds]

    say("letters/s, 1 thread", spread(rates("one")))
    say("letters/s, 2 threads", spread(rates("two")))
    say("second thread gives, times", spread(
        [turn["one"].seconds / turn["two"].seconds for turn in rounds],
        "{:.2f}"))
    say("work, 1 thread, us a letter", spread(
        [turn["one"].work / made * 1e6 for turn in rounds]))
    say("floor, letters/s", spread([made / turn["floor"] for turn in rounds]))
    for name, words in (("one", "1 thread takes"), ("two", "2 threads take")):
        say(f"{words} the floor's time, times", spread(
            [turn[name].seconds / turn["floor"] for turn in rounds], "{:.1f}"))
    if "peer" in rounds[0]:
        say("peer, letters/s", spread([1 / turn["peer"] for turn in rounds]))
        say("1 thread is faster than it, times", spread(
            [turn["peer"] / turn["one"].seconds * made for turn in rounds],
            "{:.1f}"))
    else:
        say("peer", "skipped: LETTERMILL_PEER names no folder with "
            "peer_pango.c")
    say("peak memory, MiB", "{:.0f}".format(
        max(turn[name].peak for turn in rounds for name in ("one", "two"))))


def say_stages(rounds):
    print("microseconds a letter, 1 thread:")
    for name in rounds[0]["stages"]:
        say("  " + name, spread([turn["stages"][name] for turn in rounds],
                                "{:.1f}"))


def say_growth(bench):
    """Each larger campaign alone, on two threads; removed at once, since the
    next is larger than what removing it may spoil."""
    print("growth, 2 threads:")
    for rows in bench.options.growth:
        campaign = make_campaign(rows, bench.work / f"campaign-{rows}")
        check = Run(bench.options.program, "check", campaign, "-j2", "-q")
        run = bench.render(campaign, 2)
        say(f"  {rows} rows", f"{run.seconds / rows * 1e6:.0f} us and "
            f"{run.peak * 1024 / rows:.2f} KiB a row, peak {run.peak:.0f} MiB; "
            f"check: {check.seconds / rows * 1e6:.0f} us a row, "
            f"peak {check.peak:.0f} MiB")
        shutil.rmtree(run.letters)


def read_options():
    def numbers(text):
        return [int(number) for number in text.split(",") if int(number)]

    parser = argparse.ArgumentParser(
        usage=__doc__.split("usage: ")[1].split("\n\n")[0])
    for name in ("program", "floor", "stages", "tagging", "fonts"):
        parser.add_argument(name, type=os.path.abspath)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--growth", type=numbers,
                        default=[1000, 10000, 100000])
    parser.add_argument("--in", dest="folder")
    return parser.parse_args()


def main():
    options = read_options()
    with tempfile.TemporaryDirectory(dir=options.folder) as work:
        bench = Bench(options, work)
        campaign = make_campaign(options.rows, bench.work / "campaign")
        rounds = take_turns(bench, campaign, Peer(bench))
        say("rounds", options.rounds)
        made = say_size(rounds[0]["one"].letters)
        say_rates(rounds, made)
        say_stages(rounds)
        say("tagging takes, % of a letter without", bench.tagging(campaign))
        say_charts(bench, campaign, say, spread)
        say_seals(bench, campaign, say, spread)
        say_growth(bench)


main()
