#!/usr/bin/env python3
"""A mail-out that is killed with -9 at 30 random moments, and resumed.

usage: kill.py PROGRAM RELEASED [SEED]

The witness is the sink's own log: it fsyncs each message before it accepts it.
What has to hold, whatever the moments:

  no letter arrives twice; what the ledger calls accepted has arrived; what it
  calls ready has not; what is missing in the end is listed as unknown.
"""
import pathlib
import random
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import mail_campaign as campaigns  # noqa: E402
import sink  # noqa: E402

ROWS = 90
KILLS = 30
faults = []


def check(holds, *what):
    if not holds:
        faults.append(what)
        print("FAILED:", *what)


class Trouble:
    """A sink whose answers take a random time."""

    def __init__(self, dice):
        self.dice = dice
        self.lock = threading.Lock()

    def __call__(self, step):
        with self.lock:
            return self.dice.random() * (0.03 if step in ("dot", "reply")
                                         else 0.004)


def left(campaign):
    states = [row["state"] for row in campaign.states().values()]
    return states.count("ready") + states.count("deferred")


def hold(campaign, server, when):
    """Holds ledger and sink against each other."""
    times, wrong = campaigns.arrivals(campaign, server.arrived())
    for words in wrong:
        check(False, when, words)
    for code, row in campaign.states().items():
        state, arrived = row["state"], times.get(code, 0)
        check(arrived <= 1, when, code, "arrived", arrived, "times")
        check(state != "accepted" or arrived, when, code,
              "is called accepted and did not arrive")
        check(state not in ("ready", "deferred") or not arrived, when, code,
              "arrived and is called", state)
    return times


def kill_at(campaign, server, dice):
    """One send that is killed once the talk has gone on for a while."""
    count = left(campaign)
    if not count:
        return False
    lines = len(server.dialogue) + dice.randrange(1, 45)
    process = campaign.start("send", "--confirm", str(count), "-q")
    while len(server.dialogue) < lines and process.poll() is None:
        time.sleep(0.003)
    time.sleep(dice.random() * 0.02)
    process.kill()
    process.communicate()
    return process.returncode == -9


def main():
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20220720
    dice = random.Random(seed)
    killed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        certificates = sink.make_certificates(folder / "certificates")
        with sink.Sink(folder / "sink", certificates,
                       delay=Trouble(random.Random(seed + 1))) as server:
            program, released = map(pathlib.Path, sys.argv[1:3])
            campaign = campaigns.Campaign(
                released if released.exists() else program, folder, ROWS,
                url=server.url)
            campaign.trust = certificates / "root.pem"
            campaign.ready()
            for _ in range(KILLS):
                killed += kill_at(campaign, server, dice)
                time.sleep(0.05)  # what is on the wire gets to the sink
                hold(campaign, server, f"after {killed} kills:")
            campaign.program = program.resolve()
            done = campaign.run("send", "--confirm", str(max(left(campaign),
                                                             1)))
            check(done.returncode == 0, "the last send:", done.stderr)
            times = hold(campaign, server, "in the end:")
            states = campaign.states()
            missing = sorted(set(states) - set(times))
            unknown = sorted(code for code, row in states.items()
                             if row["state"] == "unknown")
            check(set(missing) <= set(unknown), "missing and not unknown:",
                  sorted(set(missing) - set(unknown)))
            check(all(row["state"] in ("accepted", "unknown")
                      for row in states.values()), "neither sent nor unknown")
            # somebody has asked: those that did not arrive go again, by name
            for code in missing:
                campaign.run("send", "--resend", code, "--confirm", "1",
                             expect=0)
            times = hold(campaign, server, "after --resend:")
            check(times == dict.fromkeys(states, 1), "not each once")
    print(f"seed {seed}: killed {killed} times, {len(times)} of {ROWS} letters "
          f"arrived; {len(unknown)} were unknown, {len(missing)} of them had "
          f"not arrived; {len(faults)} faults")
    check(killed >= KILLS * 2 // 3, "only", killed, "kills struck")
    return 1 if faults else 0


sys.exit(main())
