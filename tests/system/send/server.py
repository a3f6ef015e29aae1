#!/usr/bin/env python3
"""A mail-out to a real server on loopback, by either door.

usage: server.py ROOT PROGRAM RELEASED exim|postfix [ROWS]

What the maildir holds in the end is held against manifest.csv and
councils.csv: each letter once for each of its row's addresses, and its
attachment's hash the manifest's. The server's log is held against the ledger:
the same queue ids, each for the same recipients. The rows are enough for both
connections to reach the 50 messages after which Exim ends one. exim.py and
postfix.py say what the servers need; skips (77) where one is not to be had.

PROGRAM, which may have sanitizers, goes in by smtps; the released program by
STARTTLS, as what the server keeps is the same of every build.
"""
import collections
import email
import email.policy
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import mail_campaign as campaigns  # noqa: E402
import exim  # noqa: E402
import postfix  # noqa: E402

SERVERS = {"exim": exim.Exim, "postfix": postfix.Postfix}

failed = []


def check(holds, *what):
    if not holds:
        failed.append(what)
        print("FAILED:", *what)


def gather(files, arrived_for):
    """Puts copies of one message together. @return envelope and bytes"""
    together = collections.defaultdict(list)
    for content in files:
        message = email.message_from_bytes(content,
                                           policy=email.policy.default)
        together[message["message-id"]].append((message[arrived_for],
                                                content))
    return [([to for to, _ in copies], copies[0][1])
            for copies in together.values()]


def check_arrivals(campaign, server):
    addresses = campaign.expected()
    copies = sum(len(to) for to in addresses.values())
    files = server.delivered(copies)
    times, wrong = campaigns.arrivals(campaign,
                                      gather(files, server.arrived_for))
    for words in wrong:
        check(False, words)
    check(times == dict.fromkeys(campaign.rows(), 1), "not each once")
    check(len(files) == copies, "copies:", len(files), "of", copies)
    print(f"  {len(times)} letters in {len(files)} copies,",
          "wrong" if failed else
          "each once, each attachment as in the manifest")


def check_ledger(campaign, server, before):
    """Holds the ledger against the log that the server has kept since."""
    states = campaign.states()
    check(all(row["state"] == "accepted" and row["queue_id"]
              for row in states.values()), "no queue id")
    addresses = campaign.expected()
    ours = {row["queue_id"]: sorted(addresses[code])
            for code, row in states.items()}
    theirs = {queue_id: sorted(to)
              for queue_id, to in server.accepted().items()
              if queue_id not in before}
    check(ours.keys() == theirs.keys(), "queue ids of one side only:",
          sorted(ours.keys() ^ theirs.keys())[:5])
    check(ours == theirs, "recipients differ:",
          [item for item in ours.items() if item not in theirs.items()][:5])
    print(f"  {len(theirs)} queue ids in {server.name}'s log,",
          "wrong" if failed else "the ledger's")


def mail_out(program, folder, server, url, rows):
    """@return the campaign, all of whose letters have been sent"""
    before = server.accepted()
    server.empty()
    folder.mkdir()
    campaign = campaigns.Campaign(program, folder, rows, url=url)
    campaign.trust = server.trust
    campaign.ready()
    result = campaign.run("send", "--confirm", str(rows))
    if result.returncode != 0:
        raise SystemExit(f"send: exit status {result.returncode}\n"
                         f"{result.stderr[:2000]}")
    print(f"{url}\n ", result.stdout.splitlines()[0])
    check_arrivals(campaign, server)
    check_ledger(campaign, server, before)
    return campaign


def samples(campaign, server):
    """Samples to oneself, and nothing with a wrong password."""
    before = len(server.delivered(0))
    result = campaign.run("send", "--to-self", "me@lettermill.example",
                          "--sample", "3")
    check(result.returncode == 0, result.stderr)
    check(len(server.delivered(before + 3)) == before + 3, "samples")
    result = campaign.run("send", "--to-self", "me@lettermill.example",
                          env={"LETTERMILL_MAIL_PASSWORD": "wrong"})
    check(result.returncode == 2 and "535" in result.stderr, result.stderr)
    check(len(server.delivered(0)) == before + 3, "sent with a wrong password")


def main():
    root, program, released, name = pathlib.Path(sys.argv[1]), *sys.argv[2:5]
    rows = int(sys.argv[5]) if len(sys.argv) > 5 else 130
    if not pathlib.Path(released).exists():
        released = program
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        folder.chmod(0o755)
        (folder / "server").mkdir()
        server = SERVERS[name](root, folder / "server")
        try:
            mail_out(program, folder / "smtps", server,
                     f"smtps://localhost:{server.smtps}", rows)
            campaign = mail_out(released, folder / "starttls", server,
                                f"smtp://localhost:{server.smtp}", rows)
            samples(campaign, server)
        finally:
            server.close()
    return 1 if failed else 0


sys.exit(main())
