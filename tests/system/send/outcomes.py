#!/usr/bin/env python3
"""What becomes of a message when the server fails at a step: the table.

usage: outcomes.py POSTING [WORD]   (only the cases whose name holds WORD)

Expected values are from the standards, not from the program:
  RFC 5321 4.2.1   4yz: not accepted, may be tried again; 5yz: not to be again
  RFC 5321 4.2.5   after the dot the server that says 250 is responsible, and
                   one that says 4yz or 5yz is not
  RFC 5321 3.8     421 at any step: the channel closes, nothing was accepted
  RFC 1047         no answer to the dot: nobody knows (unknown)
  RFC 3207 4.1     STARTTLS that is missing or fails: do not go on
  RFC 4954 6       535, 534, 538: authentication failed; 454: for now
  RFC 8314 4.1     TLS 1.2 or newer, the certificate matches the host
What happens before MAIL is nobody's letter: away (try again) or barred.
"""
import pathlib
import ssl
import subprocess
import sys
import tempfile
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import sink  # noqa: E402

warnings.simplefilter("ignore")
OLD = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
NEW = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_2)
BOTH = ("deferred", "unknown")
# Nothing of the message is read, for a while, and then the connection is lost:
# what the two systems hold between them has left, however slow the machine.
UNREAD = {"delay": lambda step: 0.5 if step == "body" else 0, "window": 65536}

# name: faults (step, action...), expected outcome, its code, messages that the
# sink took, [options of the sink, arguments of posting, which message]
CASES = {
    "nothing fails": ([], "accepted", 250, 1),
    "nothing fails by STARTTLS": ([], "accepted", 250, 1,
                                  {"implicit": False}),
    "TLS 1.2 alone": ([], "accepted", 250, 1, {"versions": NEW}),

    # before the message: the server's fault, not the letter's
    "connection dropped": ([("connect", "drop")], "away", 0, 0),
    "connection closed": ([("connect", "close")], "away", 0, 0),
    "connection hangs": ([("connect", "hang")], "away", 0, 0),
    "TLS handshake hangs": ([("tls", "hang")], "away", 0, 0),
    "TLS handshake dropped": ([("tls", "drop")], "away", 0, 0),
    "banner 421": ([("banner", "reply", "421 4.3.2 Busy")], "away", 421, 0),
    "banner 450": ([("banner", "reply", "450 4.3.2 Later")], "away", 450, 0),
    "banner 554": ([("banner", "reply", "554 5.3.2 No mail here")], "barred",
                   554, 0),
    "banner hangs": ([("banner", "hang")], "away", 0, 0),
    "banner dropped": ([("banner", "drop")], "away", 0, 0),
    "banner half": ([("banner", "half", "220 sin")], "away", 0, 0),
    "EHLO 421": ([("ehlo", "reply", "421 4.3.2 Busy")], "away", 421, 0,
                 {"implicit": False}),
    "EHLO 550": ([("ehlo", "reply", "550 5.7.1 Not you")], "barred", 550, 0,
                 {"implicit": False}),
    "EHLO 550 and HELO 550": (
        [("ehlo", "reply", "550 5.7.1 Not you")] * 2, "barred", 550, 0),
    "EHLO 502, HELO without AUTH": (
        [("ehlo", "reply", "502 5.5.1 Unknown")], "barred", 530, 0),
    "EHLO hangs": ([("ehlo", "hang")], "away", 0, 0),
    "EHLO dropped": ([("ehlo", "drop")], "away", 0, 0),
    "EHLO half": ([("ehlo", "half", "250-sink\r\n250 AU")], "away", 0, 0),
    "STARTTLS missing": ([], "barred", 0, 0,
                         {"implicit": False, "starttls": False}),
    "STARTTLS 454": ([("starttls", "reply", "454 4.7.0 Not now")], "away",
                     454, 0, {"implicit": False}),
    "STARTTLS 502": ([("starttls", "reply", "502 5.5.1 Unknown")], "barred",
                     502, 0, {"implicit": False}),
    "STARTTLS hangs": ([("starttls", "hang")], "away", 0, 0,
                       {"implicit": False}),
    "STARTTLS dropped": ([("starttls", "drop")], "away", 0, 0,
                         {"implicit": False}),
    "STARTTLS, handshake dropped": ([("tls", "drop")], "away", 0, 0,
                                    {"implicit": False}),
    "certificate of a foreign authority": ([], "barred", 0, 0,
                                           {"certificate": "foreign"}),
    "certificate expired": ([], "barred", 0, 0, {"certificate": "expired"}),
    "certificate of another host": ([], "barred", 0, 0,
                                    {"certificate": "elsewhere"}),
    "certificate expired, by STARTTLS": (
        [], "barred", 0, 0, {"certificate": "expired", "implicit": False}),
    "TLS 1.1 alone": ([], "barred", 0, 0, {"versions": OLD}),
    "TLS 1.1 alone, by STARTTLS": ([], "barred", 0, 0,
                                   {"versions": OLD, "implicit": False}),
    "AUTH 535": ([], "barred", 535, 0, {"password": "another"}),
    "AUTH 454": ([("auth", "reply", "454 4.7.0 Not now")], "away", 454, 0),
    "AUTH 421": ([("auth", "reply", "421 4.3.2 Busy")], "away", 421, 0),
    "AUTH hangs": ([("auth", "hang")], "away", 0, 0),
    "AUTH dropped": ([("auth", "drop")], "away", 0, 0),
    "AUTH not offered": ([], "barred", 0, 0, {"auth": False}),

    # the envelope
    "MAIL 421": ([("mail", "reply", "421 4.3.2 Busy")], "deferred", 421, 0),
    "MAIL 451": ([("mail", "reply", "451 4.3.0 Later")], "deferred", 451, 0),
    "MAIL 550 is about the sender": (
        [("mail", "reply", "550 5.7.1 Not that sender")], "barred", 550, 0),
    "MAIL 552 is about the size": (
        [("mail", "reply", "552 5.3.4 Too large")], "refused", 552, 0),
    "MAIL hangs": ([("mail", "hang")], "deferred", 0, 0),
    "MAIL dropped": ([("mail", "drop")], "deferred", 0, 0),
    "MAIL half": ([("mail", "half", "250 2.1")], "deferred", 0, 0),
    "RCPT 421": ([("rcpt", "reply", "421 4.3.2 Busy")], "deferred", 421, 0),
    "RCPT 450": ([("rcpt", "reply", "450 4.2.0 Greylisted")], "deferred",
                 450, 0),
    "RCPT 550": ([("rcpt", "reply", "550 5.1.1 Nobody")], "refused", 550, 0),
    "RCPT 552": ([("rcpt", "reply", "552 5.2.2 Full")], "refused", 552, 0),
    "RCPT hangs": ([("rcpt", "hang")], "deferred", 0, 0),
    "RCPT dropped": ([("rcpt", "drop")], "deferred", 0, 0),
    "DATA 421": ([("data", "reply", "421 4.3.2 Busy")], "deferred", 421, 0),
    "DATA 451": ([("data", "reply", "451 4.3.0 Later")], "deferred", 451, 0),
    "DATA 554": ([("data", "reply", "554 5.5.1 No")], "refused", 554, 0),
    "DATA 250 is no leave to go on": (
        [("data", "reply", "250 2.0.0 Ok")], "deferred", 0, 0),
    "DATA hangs": ([("data", "hang")], "deferred", 0, 0),
    "DATA dropped": ([("data", "drop")], "deferred", 0, 0),
    "DATA half": ([("data", "half", "354 En")], "deferred", 0, 0),

    # the message
    "dropped amid a message no buffer holds": (
        [("body", "drop")], "deferred", 0, 0, UNREAD, [], "huge"),
    # a small one may be wholly under way before the loss shows
    "dropped amid a small message": ([("body", "drop")], BOTH, 0, 0),
    # RFC 5321 4.1.1.4: the reply comes after the end of the mail data
    "250 together with 354": ([("data", "joined", "250 2.0.0 Ok")], "unknown",
                              250, 0),
    "250 together with 354, large": (
        [("data", "joined", "250 2.0.0 Ok")], "unknown", 250, 0, {}, [],
        "large"),
    "250 once the message has begun": (
        [("body", "early", "250 2.0.0 Ok")], "unknown", 250, 0),
    "250 once a large message has begun": (
        [("body", "early", "250 2.0.0 Ok")], "unknown", 250, 0, {}, [],
        "large"),
    "250 before the dot and after it": (
        [("body", "early-twice", "250 2.0.0 Ok")], "unknown", 250, 1),
    "250 before the dot, by STARTTLS": (
        [("body", "early", "250 2.0.0 Ok")], "unknown", 250, 0,
        {"implicit": False}),
    "250 once a large message has begun, then closed": (
        [("body", "early-close", "250 2.0.0 Ok")], "unknown", None, 0, {}, [],
        "large"),
    "550 once the message has begun": (
        [("body", "early", "550 5.7.1 Spam")], "refused", 550, 0),
    "452 once the message has begun": (
        [("body", "early", "452 4.3.1 Full")], "deferred", 452, 0),
    "dot 421": ([("dot", "reply", "421 4.3.2 Busy")], "deferred", 421, 0),
    "dot 451": ([("dot", "reply", "451 4.3.0 Later")], "deferred", 451, 0),
    "dot 550": ([("dot", "reply", "550 5.7.1 Spam")], "refused", 550, 0),
    "dot 554 in two lines": (
        [("dot", "reply", "554-5.6.0 No.\r\n554 5.6.0 Never")], "refused",
        554, 0),
    "dot 354 says nothing": ([("dot", "reply", "354 Go on")], "unknown", 354,
                             0),
    "dot hangs": ([("dot", "hang")], "unknown", 0, 0),
    "dot dropped, not taken": ([("dot", "drop")], "unknown", 0, 0),
    "dot dropped, taken": ([("dot", "keep-drop")], "unknown", 0, 1),
    "dot half answered": ([("dot", "half", "250 2.0.0 Ok: qu")], "unknown",
                          0, 1),
    "dot answered by the first of two lines": (
        [("dot", "half", "250-2.0.0 Ok\r\n")], "unknown", 0, 1),
    "dot answered by a digit": ([("dot", "half", "2")], "unknown", 0, 1),
    "dot answered late": ([("dot", "late", 0.5)], "accepted", 250, 1),
    "dropped once accepted": ([("after", "drop")], "accepted", 250, 1),
    "QUIT hangs": ([("quit", "hang")], "accepted", 250, 1),
    "the watch says no": ([], "stopped", 0, 0, {}, ["-n"]),
    "the watch says no to a large message": ([], "stopped", 0, 0, {}, ["-n"],
                                             "large"),
}

failures = []


def check(name, holds, what):
    if not holds:
        failures.append(name)
        print(f"FAILED {name}: {what}")


def write_messages(folder):
    """A small message that is all dots and edges, one of 2 MB, and one that is
    more than a socket's buffer (net.ipv4.tcp_wmem) is let grow to."""
    head = b"Message-ID: <1@lettermill.example>\r\n\r\n"
    small = head + (b".\r\n..\r\n. a\r\n\r\n.\r\n" + b"x" * 998 + b"\r\n"
                    b"..first\r\n.\r\n")
    large = head + b"".join(b"." * (i % 7) + b"%06d" % i + b"y" * (i % 61) +
                            b"\r\n" for i in range(50000))
    (folder / "small").write_bytes(small)
    messages = {"small": small, "large": large, "huge": large * 8}
    for name, message in messages.items():
        (folder / name).write_bytes(message)
    return messages


def post(arguments, password="a password"):
    """@return the lines that posting printed, taken apart"""
    result = subprocess.run(
        [sys.argv[1], *map(str, arguments)], capture_output=True, text=True,
        env={"POSTING_PASSWORD": password, "PATH": "/usr/bin:/bin",
             "HOME": "/nonexistent"}, timeout=60)
    if result.returncode != 0:
        raise SystemExit(f"posting {arguments}: {result.stderr}")
    return [line.split("\t") for line in result.stdout.splitlines()]


def run_case(name, folder, certificates, messages):
    faults, expected, code, taken, *rest = CASES[name]
    options, arguments, size = (rest + [{}, [], "small"][len(rest):])[:3]
    place = folder / name.replace(" ", "-").replace("/", "-")
    began = time.monotonic()
    with sink.Sink(place, certificates, **options) as server:
        for step, *action in faults:
            server.fail(step, *action)
        # time enough for a slow machine, but where it is waited for
        seconds = 2 if "hangs" in name else 30
        lines = post(["-s", seconds, "-u", "mailer", "-t",
                      certificates / "root.pem", *arguments, server.url,
                      folder / size])
        accepted = server.messages()
    outcome, got_code, queue_id, reply = lines[-1]
    expected = expected if isinstance(expected, tuple) else (expected,)
    check(name, outcome in expected, f"{outcome} ({reply}), not {expected}")
    check(name, code in (None, int(got_code)),
          f"code {got_code}, not {code}: {reply}")
    check(name, len(accepted) == taken, f"{len(accepted)} taken, not {taken}")
    check(name, len(reply) > 3, "no words")
    # The last bytes leave once, and only if the watch was asked before.
    watched = sum(line == ["watch"] for line in lines)
    asked = outcome in ("accepted", "unknown", "stopped") or \
        faults and (faults[0][0] == "dot" or "early" in faults[0])
    check(name, watched == bool(asked), f"watch asked {watched} times")
    for message in accepted:
        kept = (place / message["file"]).read_bytes()
        check(name, kept == messages[size], "the message came out changed")
    if outcome == "accepted":
        check(name, queue_id == "SINK000001", f"queue id {queue_id}")
    took = time.monotonic() - began
    check(name, took < 25, f"took {took:.1f} s")
    print(f"  {name:42} {outcome:9} {took:4.1f} s  {reply}")


def one_refused_recipient_refuses_the_message_for_all(folder, certificates):
    name = "one refused recipient refuses the message for all"
    with sink.Sink(folder / "cc", certificates) as server:
        server.fail("rcpt", "reply", "550 5.1.1 Nobody",
                    when=lambda line: "cc@" in line)
        (outcome, _, _, reply), = post(
            ["-u", "mailer", "-t", certificates / "root.pem", "-r",
             "to@a.example", "-r", "cc@a.example", "-r", "last@a.example",
             server.url, folder / "small"])
        check(name, outcome == "refused", outcome)
        check(name, reply == "<cc@a.example>: 550 5.1.1 Nobody", reply)
        check(name, not server.messages(), "it was sent")
        check(name, not any("last@" in line for line in server.dialogue),
              "asked on")


def connections_are_kept(folder, certificates, messages):
    name = "a connection serves many messages"
    with sink.Sink(folder / "kept", certificates) as server:
        lines = post(["-u", "mailer", "-t", certificates / "root.pem",
                      server.url] + [folder / "small", folder / "large"] * 3)
        check(name, [line[0] for line in lines] == ["watch", "accepted"] * 6,
              lines)
        check(name, server.connections == 1, server.connections)
        for place, size in zip(server.messages(), ["small", "large"] * 3):
            kept = (folder / "kept" / place["file"]).read_bytes()
            check(name, kept == messages[size], "changed")


def stale_connections_are_made_anew(folder, certificates):
    """Closed after two messages, by 421 and without a word; reset after one."""
    name = "a connection that the server has closed is made anew"
    for which, options, fault in [
            ("421", {"per_session": 2}, None),
            ("reset", {}, ("after", "drop")),
            ("mail drop", {}, ("mail", "drop"))]:
        with sink.Sink(folder / f"stale-{which}", certificates,
                       **options) as server:
            if fault:
                # at the second message; it would count as new otherwise
                server.fail(*fault, when=lambda _: server.accepted >= 1)
            lines = post(["-u", "mailer", "-t", certificates / "root.pem",
                          server.url] + [folder / "small"] * 5)
            check(name, [line[0] for line in lines] ==
                  ["watch", "accepted"] * 5, f"{which}: {lines}")
            check(name, len(server.messages()) == 5, which)


def unknown_is_never_tried_again(folder, certificates):
    name = "a message lost after the dot is not tried again on its own"
    with sink.Sink(folder / "lost", certificates) as server:
        server.fail("dot", "keep-drop", when=lambda _: server.accepted == 1)
        lines = post(["-u", "mailer", "-t", certificates / "root.pem",
                      server.url] + [folder / "small"] * 3)
        check(name, [line[0] for line in lines] ==
              ["watch", "accepted", "watch", "unknown", "watch", "accepted"],
              lines)
        check(name, len(server.messages()) == 3, "not three")


def a_late_answer_is_not_the_next_messages(folder, certificates):
    """libcurl would keep the connection, and read on where it left off."""
    name = "an answer that comes too late is not the next message's"
    with sink.Sink(folder / "late", certificates) as server:
        server.fail("dot", "late", 3)
        lines = post(["-s", 2, "-u", "mailer", "-t", certificates / "root.pem",
                      server.url] + [folder / "small"] * 2)
        check(name, [line[0] for line in lines] ==
              ["watch", "unknown", "watch", "accepted"], lines)
        check(name, server.connections == 2, server.connections)
        check(name, len(server.messages()) == 2, "not two")


def an_early_answer_ends_the_connection(folder, certificates):
    name = "an answer before the end is believed by no other message"
    with sink.Sink(folder / "early", certificates) as server:
        server.fail("body", "early-twice", "250 2.0.0 Ok")
        lines = post(["-u", "mailer", "-t", certificates / "root.pem",
                      server.url] + [folder / "small"] * 2)
        check(name, [line[0] for line in lines] ==
              ["watch", "unknown", "watch", "accepted"], lines)
        check(name, "before the message had ended" in lines[1][3], lines)
        check(name, server.connections == 2, server.connections)


def no_server_is_away(folder, certificates):
    name = "a server that is not there is away"
    server = sink.Sink(folder / "gone", certificates)
    server.close()
    (outcome, _, _, reply), = post([server.url, folder / "small"])
    check(name, outcome == "away", reply)
    (outcome, _, _, reply), = post(["smtps://nowhere.invalid:465",
                                    folder / "small"])
    check(name, outcome == "away", reply)


def passwords_stay_off_the_wire_unencrypted(folder, certificates):
    """Nothing but EHLO and STARTTLS is said in the clear; see also RFC 4954."""
    name = "nothing is said before STARTTLS"
    with sink.Sink(folder / "clear", certificates, implicit=False) as server:
        post(["-u", "mailer", "-t", certificates / "root.pem", server.url,
              folder / "small"])
        said = [line[3:].split(" ")[0] for line in server.dialogue
                if line.startswith("C")]
        check(name, said == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL",
                             "RCPT", "DATA", "QUIT"], said)


def the_systems_authorities_do_not_know_ours(folder, certificates):
    name = "a certificate that only we trust is refused without --trust"
    with sink.Sink(folder / "system", certificates) as server:
        (outcome, _, _, reply), = post(["-u", "mailer", server.url,
                                        folder / "small"])
        check(name, outcome == "barred", reply)


def main():
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        certificates = sink.make_certificates(folder / "certificates")
        messages = write_messages(folder)
        for case in CASES:
            if word in case:
                run_case(case, folder, certificates, messages)
        if not word:
            one_refused_recipient_refuses_the_message_for_all(folder,
                                                              certificates)
            connections_are_kept(folder, certificates, messages)
            stale_connections_are_made_anew(folder, certificates)
            unknown_is_never_tried_again(folder, certificates)
            a_late_answer_is_not_the_next_messages(folder, certificates)
            an_early_answer_ends_the_connection(folder, certificates)
            no_server_is_away(folder, certificates)
            passwords_stay_off_the_wire_unencrypted(folder, certificates)
            the_systems_authorities_do_not_know_ours(folder, certificates)
    print(f"{len(CASES)} cases, {len(set(failures))} failed")
    return 1 if failures else 0


sys.exit(main())
