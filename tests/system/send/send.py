#!/usr/bin/env python3
"""The mail-out from the command line, against the sink.

usage: send.py PROGRAM [WORD]   (only the tests whose name holds WORD)

The sink's own log says what arrived; it is held against manifest.csv and
councils.csv. Nothing is asked of the ledger that the sink does not bear out.
"""
import csv
import email
import os
import pathlib
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import mail_campaign as campaigns  # noqa: E402
import sink  # noqa: E402

ROWS = 12
tests = []


def test(function):
    tests.append(function)
    return function


class Failure(Exception):
    pass


def wait_for(place, count, process):
    """Waits until the sink has taken so many letters."""
    while place.sink.accepted < count:
        if process.poll() is not None:
            raise Failure(f"it ended: {process.communicate()}")
        time.sleep(0.02)


def check(holds, *what):
    if not holds:
        raise Failure(" ".join(str(word) for word in what))


class Place:
    """A fresh copy of the approved campaign, and a sink on its port."""

    model = None

    def __init__(self, folder, **options):
        model = Place.model
        self.campaign = campaigns.Campaign.__new__(campaigns.Campaign)
        self.campaign.__dict__.update(model.campaign.__dict__)
        self.campaign.folder = folder / "campaign"
        self.campaign.output = folder / "output"
        shutil.copytree(model.campaign.folder, self.campaign.folder)
        shutil.copytree(model.campaign.output, self.campaign.output)
        self.sink = sink.Sink(folder / "sink", model.certificates,
                              port=model.port, **options)

    def send(self, *words, expect=None, env=None):
        return self.campaign.run("send", *words, expect=expect, env=env)

    def arrived(self):
        """@return codes by how often each arrived; each at its own"""
        times, wrong = campaigns.arrivals(self.campaign, self.sink.arrived())
        check(not wrong, *wrong)
        return times

    def check_all_arrived_once(self):
        check(self.arrived() == dict.fromkeys(self.campaign.rows(), 1),
              "arrived:", self.arrived())

    def state(self, code):
        return self.campaign.states()[code]["state"]

    def check_nothing_sent(self, result, *words, status=2):
        check(result.returncode == status, "exit status", result.returncode,
              result.stderr)
        for word in words:
            check(word in result.stderr, f"no {word!r} in:", result.stderr)
        check(not self.sink.messages(), "something was sent")
        check(self.sink.connections == 0, "the server was called")


class Model:
    """What all tests are copies of."""

    def __init__(self, program, folder):
        self.certificates = sink.make_certificates(folder / "certificates")
        self.port = sink.free_port()
        self.campaign = campaigns.Campaign(
            program, folder, ROWS, url=f"smtps://localhost:{self.port}")
        self.campaign.trust = self.certificates / "root.pem"
        self.campaign.ready()


# --- what is to be seen before anything is sent -----------------------------

@test
def a_dry_run_sends_nothing(place):
    result = place.send(expect=0)
    place.check_nothing_sent(result, status=0)
    files = sorted(place.campaign.output.glob("outbox/*.eml"))
    check(len(files) == ROWS, len(files), "files in the outbox")
    check(f"--confirm {ROWS} sends them" in result.stdout, result.stdout)
    check("approved by A Tester" in result.stdout, result.stdout)


@test
def a_dry_run_lists_a_line_a_letter_in_columns(place):
    rows = place.campaign.rows()
    lines = place.send(expect=0).stdout.splitlines()[:ROWS]
    codes = [line.split()[0] for line in lines]
    check(codes == sorted(rows), codes)
    starts = {(line.index(rows[code]["name"]),
               re.search(r"\d+ kB  ", line).start())
              for line, code in zip(lines, codes)
              if len(rows[code]["name"]) <= 44}  # a longer one takes its room
    check(len(starts) == 1, *lines)


@test
def a_dry_run_needs_no_approval(place):
    (place.campaign.output / "ledger.db").unlink()
    result = place.send(expect=0)
    check("not approved yet" in result.stdout, result.stdout)
    check(not (place.campaign.output / "ledger.db").exists(), "a ledger")


@test
def a_dry_run_says_how_many_are_left(place):
    place.send("--confirm", 3, "--limit", 3, expect=0)
    left = ROWS - 3
    check(f"--confirm {left} sends what is left\n" in place.send().stdout,
          place.send().stdout)
    place.send("--confirm", left, expect=0)
    check("nothing is left to be sent\n" in place.send().stdout,
          place.send().stdout)


@test
def the_number_of_letters_has_to_be_right(place):
    place.check_nothing_sent(place.send("--confirm", ROWS - 1),
                             f"{ROWS} letters are to be sent, not {ROWS - 1}")


@test
def nothing_is_sent_that_was_not_approved(place):
    for file in place.campaign.output.glob("ledger.db*"):
        file.unlink()
    place.check_nothing_sent(place.send("--confirm", ROWS), "approved")


@test
def samples_go_to_oneself_alone(place):
    result = place.send("--to-self", "me@lettermill.example", "--sample", 3,
                        expect=0)
    check(result.stdout.count("to me@lettermill.example") == 3, result.stdout)
    messages = place.sink.arrived()
    check(len(messages) == 3, len(messages), "arrived")
    for recipients, message in messages:
        check(recipients == ["me@lettermill.example"], recipients)
        subject = str(email.message_from_bytes(
            message, policy=email.policy.default)["subject"])
        check(subject.startswith("[SAMPLE for "), subject)
    states = {row["state"] for row in place.campaign.states().values()}
    check(states == {"ready"}, states)


@test
def options_that_contradict_are_refused(place):
    for words in (["--to-self", "nobody"], ["--to-self", "a@b.example",
                                            "--confirm", 1],
                  ["--sample", 3], ["--confirm", "all"], ["--confirm", 0],
                  ["--not-before", "tomorrow"], ["--limit", "-1"],
                  ["--resend", "A", "--only", "B", "--confirm", 1]):
        place.check_nothing_sent(place.send(*words), words[0])


# --- the mail-out ------------------------------------------------------------

@test
def every_letter_arrives_once_at_its_own_address(place):
    result = place.send("--confirm", ROWS, expect=0)
    check(f"{ROWS} of {ROWS} letters accepted" in result.stdout,
          result.stdout)
    place.check_all_arrived_once()
    for code, row in place.campaign.states().items():
        check(row["state"] == "accepted", code, row)
    # each connection is kept
    check(place.sink.connections == 2, place.sink.connections)


@test
def the_ledger_keeps_the_servers_reply_and_queue_id(place):
    place.send("--confirm", ROWS, expect=0)
    given = {f"SINK{message['number']:06}": message["id"]
             for message in place.sink.messages()}
    for code, row in place.campaign.states().items():
        check(row["queue_id"] in given, code, row)
        check("queued as" in row["reply"], code, row)
        check(given[row["queue_id"]] == row["message_id"], code, row)


@test
def a_second_send_finds_nothing_left(place):
    place.send("--confirm", ROWS, expect=0)
    result = place.send("--confirm", ROWS, expect=0)
    check(f"nothing is left to be sent: {ROWS} accepted" in result.stdout,
          result.stdout)
    place.check_all_arrived_once()


@test
def only_and_limit_choose_letters(place):
    codes = sorted(place.campaign.rows())
    place.send("--only", f"{codes[3]},{codes[5]}", "--confirm", 2, expect=0)
    check(sorted(place.arrived()) == [codes[3], codes[5]], place.arrived())
    place.send("--limit", 3, "--confirm", 3, expect=0)
    check(len(place.arrived()) == 5, place.arrived())
    place.send("--confirm", ROWS - 5, expect=0)
    place.check_all_arrived_once()


@test
def a_code_that_is_no_letters_is_said(place):
    place.check_nothing_sent(place.send("--only", "NOBODY", "--confirm", 1),
                             "NOBODY")


@test
def of_two_sends_at_once_the_second_stops(place):
    place.sink.delay = lambda step: 0.2 if step == "dot" else 0
    first = place.campaign.start("send", "--confirm", str(ROWS))
    wait_for(place, 1, first)
    second = place.send("--confirm", ROWS)
    check(second.returncode == 75, second.returncode, second.stderr)
    check(second.stderr.count("\n") == 1, second.stderr)
    first.communicate()
    check(first.returncode == 0, first.returncode)
    place.check_all_arrived_once()


@test
def letters_leave_at_the_rate_that_is_set(place):
    place.campaign.settings(rate="20/s")
    place.campaign.ready()
    began = time.monotonic()
    place.send("--confirm", ROWS, expect=0)
    took = time.monotonic() - began
    # 12 letters at 20 a second have 11 intervals between them
    check(took >= (ROWS - 1) / 20, f"{took:.2f} s")
    place.check_all_arrived_once()


# --- servers that fail --------------------------------------------------------

@test
def a_server_that_is_away_marks_no_letter(place):
    place.sink.close()
    result = place.send("--confirm", ROWS)
    check(result.returncode == 75, result.returncode, result.stderr)
    check(result.stderr.count("\n") == 1, result.stderr)
    states = {row["state"] for row in place.campaign.states().values()}
    check(states == {"ready"}, states)


@test
def a_wrong_password_marks_no_letter(place):
    result = place.send("--confirm", ROWS,
                        env={"LETTERMILL_MAIL_PASSWORD": "wrong"})
    check(result.returncode == 2, result.returncode, result.stderr)
    check("535" in result.stderr, result.stderr)
    check(not place.sink.messages(), "something was sent")
    states = {row["state"] for row in place.campaign.states().values()}
    check(states == {"ready"}, states)


@test
def a_server_that_comes_back_is_waited_for(place):
    place.sink.fail("mail", "drop", times=1,
                    when=lambda _: place.sink.accepted >= 4)
    place.sink.fail("banner", "reply", "421 4.3.2 Busy", times=2,
                    when=lambda _: place.sink.accepted >= 4)
    place.send("--confirm", ROWS, "--retry", 1, expect=0)
    place.check_all_arrived_once()


@test
def a_refused_letter_needs_a_person_and_the_others_go(place):
    code = sorted(place.campaign.rows())[4]
    address = place.campaign.expected()[code][0]
    place.sink.fail("rcpt", "reply", "550 5.1.1 Nobody here",
                    when=lambda line: address in line)
    result = place.send("--confirm", ROWS)
    check(result.returncode == 1, result.returncode, result.stderr)
    check(code in result.stderr and "550 5.1.1 Nobody here" in result.stderr,
          result.stderr)
    check(code not in place.arrived() and len(place.arrived()) == ROWS - 1,
          place.arrived())
    check(place.state(code) == "refused", place.state(code))
    rejected = (place.campaign.output / "mail-rejected.csv").read_text(
        encoding="utf-8-sig")
    check(code in rejected, rejected)
    # it is not tried again by itself, but by name
    place.send("--confirm", 1, expect=0)
    check(code not in place.arrived(), "sent again by itself")
    place.send("--resend", code, "--confirm", 1, expect=0)
    place.check_all_arrived_once()


@test
def an_unknown_letter_is_never_sent_again_by_itself(place):
    code = sorted(place.campaign.rows())[2]
    ident = place.campaign.states()[code]["message_id"].encode()
    place.sink.fail("dot", "drop", when=lambda message: ident in message)
    result = place.send("--confirm", ROWS)
    check(result.returncode == 1, result.returncode, result.stderr)
    check(code in result.stderr and "--resend" in result.stderr,
          result.stderr)
    check(place.state(code) == "unknown", place.state(code))
    place.send("--confirm", 1, expect=0)
    check(code not in place.arrived(), "sent again by itself")
    other = sorted(place.campaign.rows())[3]
    result = place.send("--resend", other, "--confirm", 1)
    check(result.returncode == 2 and other in result.stderr, result.stderr)
    place.send("--resend", code, "--confirm", 1, expect=0)
    place.check_all_arrived_once()


@test
def a_letter_put_off_is_tried_again_in_the_same_run(place):
    place.sink.fail("rcpt", "reply", "451 4.7.1 Greylisted", times=3)
    place.send("--confirm", ROWS, "--retry", 1, "--wait", 20, expect=0)
    place.check_all_arrived_once()


@test
def a_letter_put_off_too_long_is_left_to_the_next_run(place):
    place.sink.fail("dot", "reply", "452 4.3.1 Full", times=1)
    result = place.send("--confirm", ROWS, "--retry", 3600, "--wait", 0)
    check(result.returncode == 75, result.returncode, result.stderr)
    check("1 deferred until 2" in result.stdout, result.stdout)
    check(len(place.arrived()) == ROWS - 1, place.arrived())
    states = [row["state"] for row in place.campaign.states().values()]
    check(states.count("deferred") == 1, states)
    # before its time nothing happens; later than that is for a clock to say
    result = place.send("--confirm", 1, "--wait", 0)
    check(result.returncode == 75, result.returncode, result.stderr)
    check(len(place.arrived()) == ROWS - 1, place.arrived())


@test
def five_failures_in_a_row_stop_the_run(place):
    place.sink.fail("rcpt", "reply", "550 5.7.1 No", times=100)
    result = place.send("--confirm", ROWS)
    check(result.returncode == 1, result.returncode, result.stderr)
    check("stopped" in result.stderr, result.stderr)
    states = [row["state"] for row in place.campaign.states().values()]
    # two connections: one more may have been on its way
    check(5 <= states.count("refused") <= 6, states)
    check(states.count("ready") == ROWS - states.count("refused"), states)


# --- other rows change --------------------------------------------------------


def rewrite(path, change):
    """Changes the rows of a CSV file."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        change(row)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@test
def a_letter_that_was_sent_stays_when_other_rows_change(place):
    campaign = place.campaign
    settings = campaign.folder / "campaign.yaml"
    settings.write_text(settings.read_text().replace(
        "averages: {from: averages.csv}", "averages: {method: pooled}"))
    # all of one group, so that each letter is compared with each row
    rewrite(campaign.folder / "councils.csv",
            lambda row: row.update(type="district"))
    campaign.ready()
    codes = sorted(campaign.rows())
    late, site = codes[5], campaign.output / "site/data/2022.csv"
    others = [code for code in codes if code != late]
    place.send("--only", ",".join(others), "--confirm", ROWS - 1, expect=0)
    campaign.run("publish", expect=0)
    before, published = campaign.rows(), site.read_text().splitlines()

    def figures(row):
        if row["code"] == late:
            row.update(investigations="500", upheld="490",
                       compliance_outcomes="90", complied="9",
                       satisfactory_remedies="8")
    rewrite(campaign.folder / "figures.csv", figures)
    kept = {code for code, row in campaign.states().items()
            if row["comparison"] == "comparison changed"}
    check(kept == set(others), "comparison changed:", sorted(kept))
    for words in (["render"], ["render", "--force"]):
        result = campaign.run(*words, expect=0)
        check(f"{ROWS - 1} stay as sent" in result.stdout, result.stdout)
        now = campaign.rows()
        check({code for code in codes if now[code] != before[code]} == {late},
              "other letters were made")
    result = campaign.run("approve", "--by", "A Tester", expect=0)
    check(f"{ROWS - 1} letters stay as sent" in result.stdout, result.stdout)
    place.send("--confirm", 1, expect=0)
    place.check_all_arrived_once()
    # a row at fault leaves the others without their comparison
    figures_csv = campaign.folder / "figures.csv"
    right = figures_csv.read_bytes()
    rewrite(figures_csv, lambda row: row["code"] == late and row.update(
        upheld="x"))
    result = campaign.run("render", expect=1)
    check(f"{ROWS - 1} stay as sent" in result.stdout, result.stdout)
    now = campaign.rows()
    check({code for code in codes if now[code] != before[code]} == {late} and
          all((campaign.output / now[code]["file"]).exists()
              for code in others), "letters that were sent went")
    figures_csv.write_bytes(right)
    campaign.run("render", expect=0)
    # a page says what its letter says
    campaign.run("publish", expect=0)
    lines = site.read_text().splitlines()
    check(len(lines) == len(published) and [
        line for line in lines if line not in published] == [
            line for line in lines if line.startswith(late)],
          "other rows were published")
    shutil.rmtree(campaign.output / "site")
    result = campaign.run("publish")
    check(result.returncode == 2 and result.stderr.count("has changed since")
          == ROWS - 1, result.returncode, result.stderr)
    # a row of its own that changes is no comparison
    rewrite(campaign.folder / "figures.csv",
            lambda row: row["code"] == others[0] and row.update(
                investigations="7", upheld="3", compliance_outcomes="2",
                complied="2", satisfactory_remedies="1"))
    campaign.run("render", expect=0)
    result = campaign.run("approve", "--by", "A Tester")
    check(result.returncode == 2 and f"{others[0]}" in result.stderr and
          "has left" in result.stderr, result.returncode, result.stderr)


# --- the embargo ----------------------------------------------------------------

@test
def nothing_is_sent_before_the_campaign_is_published(place):
    place.campaign.dates("2022-07-20", "2999-01-01")
    place.campaign.ready()
    check(f"--confirm {ROWS} sends them, but not before 2999-01-01T00:00Z "
          "(dates.publication)\n" in place.send(expect=0).stdout)
    place.check_nothing_sent(place.send("--confirm", ROWS), "2999-01-01T00:00Z",
                             "dates.publication", "campaign.yaml", status=75)
    place.send("--confirm", ROWS, "--not-before", "2022-07-20T09:00+01:00",
               expect=0)
    place.check_all_arrived_once()


@test
def under_embargo_letters_have_a_day_of_their_own(place):
    place.campaign.dates("2022-07-20", "2999-01-01")
    place.campaign.settings(not_before="2998-12-25")
    place.campaign.ready()
    place.check_nothing_sent(place.send("--confirm", ROWS), "2998-12-25T00:00Z",
                             "mail.not_before", "campaign.yaml", status=75)
    place.campaign.settings(not_before="2022-07-20")
    place.send("--confirm", ROWS, expect=0)
    place.check_all_arrived_once()


@test
def not_before_sets_a_time(place):
    place.check_nothing_sent(
        place.send("--confirm", ROWS, "--not-before", "2999-01-01T09:00"),
        "2999-01-01T09:00Z", "--not-before", status=75)


# --- what has changed since the approval ----------------------------------------

def check_refused(place, code):
    result = place.send("--confirm", ROWS)
    lines = [line for line in result.stderr.splitlines() if code in line]
    place.check_nothing_sent(result)
    check(len(lines) == 1, f"not one line about {code}:", result.stderr)
    return result


@test
def a_swapped_attachment_is_refused(place):
    rows = place.campaign.rows()
    one, other = sorted(rows)[1:3]
    paths = [place.campaign.output / rows[code]["file"]
             for code in (one, other)]
    content = [path.read_bytes() for path in paths]
    paths[0].write_bytes(content[1])
    paths[1].write_bytes(content[0])
    check_refused(place, one)
    check_refused(place, other)


@test
def an_edited_pdf_is_refused(place):
    rows = place.campaign.rows()
    code = sorted(rows)[6]
    path = place.campaign.output / rows[code]["file"]
    content = path.read_bytes()
    path.write_bytes(content[:-20] + b" " + content[-19:])
    check_refused(place, code)


@test
def a_pdf_that_has_gone_is_refused(place):
    rows = place.campaign.rows()
    code = sorted(rows)[6]
    (place.campaign.output / rows[code]["file"]).unlink()
    result = place.send("--confirm", ROWS)
    place.check_nothing_sent(result, rows[code]["file"],
                             status=result.returncode)
    check(result.returncode in (1, 2), result.returncode)


def edit_row(place, name, code, edit):
    path = place.campaign.folder / name
    lines = path.read_text().splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith(code))
    lines[at] = edit(lines[at])
    path.write_text("".join(lines))
    return f"{name}:{at + 1}:"


@test
def an_edited_row_is_refused(place):
    code = sorted(place.campaign.rows())[7]
    edit_row(place, "figures.csv", code,
             lambda line: re.sub(r",(\d+),", r",9\1,", line, count=1))
    # the place is where the council's row begins
    where = edit_row(place, "councils.csv", code, lambda line: line)
    place.check_nothing_sent(place.send("--confirm", ROWS), where)


@test
def what_changes_for_all_letters_is_said_once(place):
    place.campaign.dates("2022-07-21", "2022-07-27")
    result = place.send("--confirm", ROWS)
    place.check_nothing_sent(result, "campaign.yaml: ", f"the {ROWS} letters",
                             "render again")
    check(result.stderr.count("\n") == 1, result.stderr)


@test
def an_edited_address_is_refused(place):
    code = sorted(place.campaign.rows())[7]
    where = edit_row(place, "councils.csv", code,
                     lambda line: line.replace("chief.", "somebody."))
    # the letter is the same, the e-mail is not
    place.check_nothing_sent(place.send("--confirm", ROWS), where,
                             "the e-mail is not the one that was approved")
    # rendered again, it is still not what was approved
    place.campaign.run("render", "-q", expect=0)
    check_refused(place, code)


@test
def a_duplicated_address_is_refused(place):
    codes = sorted(place.campaign.rows())
    other = place.campaign.expected()[codes[1]][0]
    edit_row(place, "councils.csv", codes[2],
             lambda line: re.sub(r"chief\.[^,]*", other, line))
    place.campaign.run("render", "-q")
    result = place.campaign.run("approve", "-q", "--by", "A Tester")
    check(result.returncode == 2, result.returncode, result.stderr)
    place.check_nothing_sent(place.send("--confirm", ROWS), other)


@test
def an_edited_body_is_refused(place):
    path = place.campaign.folder / "mail.md"
    path.write_text(path.read_text() + "\nOne sentence more.\n")
    place.campaign.run("render", "-q", expect=0)
    result = place.send("--confirm", ROWS)
    place.check_nothing_sent(result)


@test
def a_letter_made_after_the_approval_is_refused(place):
    code = sorted(place.campaign.rows())[0]
    edit_row(place, "figures.csv", code,
             lambda line: re.sub(r",(\d+),", r",9\1,", line, count=1))
    place.campaign.run("render", "-q", expect=0)
    check_refused(place, code)


# --- who gets it -------------------------------------------------------------

def edit_addresses(place, code, email, link=None):
    """Other addresses for a council: what stands before its domain changes."""
    def edit(line):
        line = re.sub(r"chief\.[^,@]*@", email, line)
        return line if link is None else re.sub(r"link\.[^,@]*@", link, line)
    return edit_row(place, "councils.csv", code, edit)


def with_link(place):
    return next(code for code, addresses in place.campaign.expected().items()
                if len(addresses) == 2)


@test
def a_domain_beyond_ascii_is_written_to(place):
    """Valid punycode or not, in any column, in the settings, as letters."""
    both = with_link(place)
    others = [code for code in sorted(place.campaign.rows()) if code != both]
    edit_addresses(place, both, "ceo@m\u00fcller.", "l@XN--mller-kva.")
    edit_addresses(place, others[0], "ceo@xn--mller-kva.")
    edit_addresses(place, others[1], "ceo@xn--0.xn--p1ai.")
    # what IDNA2003 has no letters for: a picture, a control
    edit_addresses(place, others[3], "ceo@xn--ls8h.")
    edit_addresses(place, others[4], "ceo@xn--a.")
    edit_row(place, "councils.csv", others[2], lambda line: re.sub(
        r"chief\.[^,]*", "ceo@mail.xn--p1ai", line))
    place.campaign.settings(
        cc='["((link_officer))", "files@b\u00fcro.example"]')
    place.campaign.run("render", "-q", expect=0)
    refused = place.campaign.run("approve", "-q", "--by", "A Tester")
    check(refused.returncode == 2 and "ceo@mail.xn--p1ai, whose domain" in
          refused.stderr, refused.stderr)
    place.campaign.run("approve", "-q", "--by", "A Tester", "--allow-domain",
                       "\u0440\u0444", expect=0)
    place.send("--confirm", ROWS, expect=0)
    copies = "files@xn--bro-hoa.example"
    expected = place.campaign.expected()
    messages = place.sink.arrived()
    check(len(messages) == ROWS, len(messages))
    check(sorted(sorted(recipients) for recipients, _ in messages) ==
          sorted(sorted(addresses + [copies])
                 for addresses in expected.values()), expected)
    for recipients, message in messages:
        parsed = email.message_from_bytes(message,
                                          policy=email.policy.default)
        named = [address.addr_spec for field in ("to", "cc")
                 for address in parsed[field].addresses]
        check(named == recipients, named, recipients)


@test
def one_person_may_have_the_letters_of_two_councils(place):
    one, other = sorted(place.campaign.rows())[:2]
    address = place.campaign.expected()[one][0]
    edit_row(place, "councils.csv", other,
             lambda line: re.sub(r"chief\.[^,]*", address.upper(), line))
    result = place.campaign.run("check")
    check(result.returncode == 1 and result.stderr.count(
        "set mail.shared_recipients: true") == 2, result.stderr)
    place.campaign.settings(shared_recipients="true")
    result = place.campaign.run("check", expect=0)
    check("is already at" in result.stderr, result.stderr)
    place.campaign.run("render", "-q", expect=0)
    place.campaign.run("approve", "-q", "--by", "A Tester", "--allow-domain",
                       "example", expect=0)
    place.send("--confirm", ROWS, expect=0)
    place.check_all_arrived_once()


@test
def an_allowed_domain_stays_allowed(place):
    code, other = sorted(place.campaign.rows())[:2]
    edit_row(place, "councils.csv", code, lambda line: re.sub(
        r"chief\.[^,]*", "a@elsewhere.example", line))
    place.campaign.run("render", "-q", expect=0)
    result = place.send()
    check(result.returncode == 2 and "something has changed" in result.stdout,
          result.stdout)
    place.campaign.run("approve", "-q", "--by", "A Tester", "--allow-domain",
                       "ELSEWHERE.example", expect=0)
    check(f"--confirm {ROWS} sends them" in place.send(expect=0).stdout)
    # it is approved for this address of this council, and for no other
    place.campaign.run("approve", "-q", "--by", "A Tester", expect=0)
    edit_row(place, "councils.csv", other, lambda line: re.sub(
        r"chief\.[^,]*", "b@elsewhere.example", line))
    place.campaign.run("render", "-q", expect=0)
    result = place.campaign.run("approve", "-q", "--by", "A Tester")
    check(result.returncode == 2 and f"{other} has b@elsewhere.example, whose "
          "domain" in result.stderr, result.stderr)
    # the settings allow it for all
    place.campaign.settings(allow_domains="[elsewhere.example]")
    place.campaign.run("render", "-q", expect=0)
    check("elsewhere" not in place.campaign.run("check", expect=0).stderr)
    place.campaign.run("approve", "-q", "--by", "A Tester", expect=0)
    place.send("--confirm", ROWS, expect=0)
    place.check_all_arrived_once()


@test
def a_dry_run_ends_with_what_a_real_one_would_do(place):
    def last(*words):
        return place.send(*words).stdout.splitlines()[-1]

    check(last().endswith(f": --confirm {ROWS} sends them"), last())
    # a body that would be another than the approved one
    path = place.campaign.folder / "mail.md"
    text = path.read_text()
    path.write_text(text + "\nOne sentence more.\n")
    place.campaign.run("render", "-q", expect=0)
    check(last().endswith("something has changed since; approve again"), last())
    path.write_text(text)
    place.campaign.run("render", "-q", expect=0)
    check(last().endswith(f": --confirm {ROWS} sends them"), last())
    place.campaign.drop("server")
    place.campaign.run("render", "-q", expect=0)
    check(last().endswith("sends nothing: mail.server is missing"), last())
    check("mail.server: is missing" in
          place.campaign.run("check", expect=0).stderr)


@test
def a_letter_without_an_address_is_made_and_listed(place):
    code = with_link(place)
    edit_row(place, "councils.csv", code,
             lambda line: re.sub(r"chief\.[^,]*", "", line))
    result = place.campaign.run("check", expect=0)
    check("warning: email: no e-mail address" in result.stderr, result.stderr)
    place.campaign.run("render", "-q", expect=0)
    check(place.campaign.rows()[code]["status"] == "made",
          place.campaign.rows()[code])
    place.check_nothing_sent(place.send("--confirm", ROWS - 1), code,
                             "has none now")
    result = place.campaign.run("approve", "--by", "A Tester", expect=0)
    check(f"\nnot to be e-mailed, because they have no address: {code}\n" in
          result.stdout, result.stdout)
    check(f"not e-mailed, because they have no address: {code}\n" in
          place.send(expect=0).stdout)
    result = place.send("--only", code, "--confirm", 1)
    check(result.returncode == 2 and
          f"{code}: its row has no e-mail address" in result.stderr,
          result.stderr)
    result = place.send("--confirm", ROWS - 1, expect=0)
    check(code in result.stdout, result.stdout)
    check(code not in place.arrived() and len(place.arrived()) == ROWS - 1,
          place.arrived())
    row = place.campaign.states()[code]
    check(row["state"] == "not e-mailed" and row["file_sha256"] ==
          place.campaign.rows()[code]["sha256"], row)
    check("  not e-mailed 1\n" in place.campaign.run("status").stdout,
          place.campaign.run("status").stdout)


@test
def letters_may_all_lack_an_address(place):
    for code in place.campaign.rows():
        edit_row(place, "councils.csv", code,
                 lambda line: re.sub(r"chief\.[^,]*", "", line))
    place.campaign.run("render", "-q", expect=0)
    result = place.campaign.run("approve", "--by", "A Tester", expect=0)
    check("\nto 0 addresses, copies to 0\n" in result.stdout, result.stdout)
    check("nothing is left to be sent" in place.send(expect=0).stdout)
    check(f"  not e-mailed {ROWS}\n" in place.campaign.run("status").stdout,
          place.campaign.run("status").stdout)


# --- a ledger that was changed ----------------------------------------------------

@test
def a_ledger_that_was_tampered_with_sends_nothing(place):
    place.send("--confirm", 1, "--limit", 1, expect=0)
    path = place.campaign.output / "ledger.db"
    content = path.read_bytes()
    sent = len(place.sink.messages())
    for sql in ("DROP TRIGGER entry_steps",
                "DROP TRIGGER entry_steps; DROP TRIGGER history_goes_on;"
                " UPDATE entry SET state = 'ready'"):
        base = sqlite3.connect(path)
        base.executescript(sql)
        base.close()
        for command in (["send", "--confirm", ROWS - 1], ["send"],
                        ["status"], ["approve", "--by", "X"]):
            result = place.campaign.run(*command)
            check(result.returncode == 2 and
                  "was changed by another program" in result.stderr, command,
                  result.stderr)
            check("approved" not in result.stdout, result.stdout)
        check(len(place.sink.messages()) == sent, "something was sent")
        for file in place.campaign.output.glob("ledger.db*"):
            file.unlink()
        path.write_bytes(content)
    place.send("--confirm", ROWS - 1, expect=0)
    place.check_all_arrived_once()


# --- passwords ------------------------------------------------------------------

@test
def the_password_comes_from_file_environment_or_netrc(place):
    folder = place.campaign.folder.parent
    none = {"LETTERMILL_MAIL_PASSWORD": ""}
    codes = sorted(place.campaign.rows())
    (folder / "password").write_text(campaigns.PASSWORD + "\n")
    place.send("--only", codes[0], "--confirm", 1, "--password-file",
               folder / "password", env=none, expect=0)
    place.send("--only", codes[1], "--confirm", 1, expect=0)
    (folder / ".netrc").write_text(
        f'machine localhost login mailer password "{campaigns.PASSWORD}"\n')
    (folder / ".netrc").chmod(0o600)
    place.send("--only", codes[2], "--confirm", 1,
               env=none | {"HOME": str(folder)}, expect=0)
    check(len(place.arrived()) == 3, place.arrived())
    # the file comes before the environment
    (folder / "password").write_text("wrong\n")
    result = place.send("--only", codes[3], "--confirm", 1,
                        "--password-file", folder / "password")
    check(result.returncode == 2, result.returncode)
    (folder / "password").write_text("\nsecond line\n")
    result = place.send("--only", codes[3], "--confirm", 1,
                        "--password-file", folder / "password")
    check(result.returncode == 2 and "second line" not in result.stderr,
          result.stderr)


@test
def the_password_shows_nowhere(place):
    place.sink.delay = lambda step: 0.1 if step == "dot" else 0
    process = place.campaign.start("send", "-v", "--confirm", str(ROWS))
    wait_for(place, 1, process)
    line = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes()
    out, error = process.communicate()
    check(process.returncode == 0, process.returncode, error)
    secrets = [campaigns.PASSWORD, "AG1haWxlcgBhIHBhc3N3b3Jk"]  # and base64
    for secret in secrets:
        check(secret not in out + error, "printed")
        check(secret.encode() not in line, "on the command line")
        for path in place.campaign.output.rglob("*"):
            check(path.is_dir() or secret.encode() not in path.read_bytes(),
                  "in", path)


@test
def a_crash_leaves_no_core_dump(place):
    """As the kernel says it, which tells of a dump to a pipe too."""
    folder = place.campaign.folder.parent

    def crash(command, environment, ready):
        process = subprocess.Popen(
            [str(word) for word in command], env=environment, cwd=folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2))
        ready(process)
        process.send_signal(signal.SIGABRT)
        status = os.waitpid(process.pid, 0)[1]
        process.returncode = status
        check(os.WIFSIGNALED(status), "it did not crash:", status)
        return os.WCOREDUMP(status)

    try:
        dumped = crash(["sleep", "60"], {"PATH": os.environ["PATH"]},
                       lambda _: time.sleep(0.3))
    except subprocess.SubprocessError:
        dumped = False
    if not dumped:
        print("  skipped: core dumps (this machine makes none)")
        return
    place.sink.delay = lambda step: 5 if step == "reply" else 0
    command, environment = place.campaign.command(
        "send", "--confirm", str(ROWS), "--not-before", "2022-07-20")
    environment["LSAN_OPTIONS"] = "detect_leaks=0"
    # the password is in libcurl's hands, and the server has seen it
    check(not crash(command, environment,
                    lambda process: wait_for(place, 1, process)),
          "a core was dumped")
    check(place.sink.accepted, "no password was used")
    # from a file it comes into no environment
    (folder / "password").write_text("\ufeff" + campaigns.PASSWORD + "\r\n")
    ready = [row["state"] for row in place.campaign.states().values()
             ].count("ready")
    command, environment = place.campaign.command(
        "send", "--confirm", str(ready), "--not-before", "2022-07-20",
        "--password-file", folder / "password")
    del environment["LETTERMILL_MAIL_PASSWORD"]
    environment["LSAN_OPTIONS"] = "detect_leaks=0"
    before = place.sink.accepted
    check(not crash(command, environment,
                    lambda process: wait_for(place, before + 1, process)),
          "a core was dumped")


# --- interrupts -------------------------------------------------------------------

@test
def an_interrupt_lets_those_in_flight_finish(place):
    place.sink.delay = lambda step: 0.1 if step in ("dot", "reply") else 0
    process = place.campaign.start("send", "--confirm", str(ROWS))
    wait_for(place, 3, process)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)
    check(process.returncode == 130, process.returncode, error)
    arrived = place.arrived()
    check(3 <= len(arrived) < ROWS, len(arrived), "arrived")
    for code, row in place.campaign.states().items():
        check(row["state"] == ("accepted" if code in arrived else "ready"),
              code, row)
    place.sink.delay = lambda step: 0
    place.send("--confirm", ROWS - len(arrived), expect=0)
    place.check_all_arrived_once()


@test
def an_interrupt_ends_the_wait_for_a_server_that_hangs(place):
    place.sink.fail("rcpt", "hang", times=2,
                    when=lambda _: place.sink.accepted >= 3)
    process = place.campaign.start("send", "--confirm", str(ROWS))
    wait_for(place, 3, process)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    check(process.returncode == 130, process.returncode)
    states = [row["state"] for row in place.campaign.states().values()]
    check(states.count("accepted") == len(place.arrived()), states)
    check(states.count("ready") == ROWS - len(place.arrived()), states)


@test
def an_interrupt_ends_a_wait(place):
    place.sink.fail("rcpt", "reply", "451 4.7.1 Later", times=1)
    process = place.campaign.start("send", "--confirm", str(ROWS), "--retry",
                                   "600", "--wait", "3600")
    wait_for(place, ROWS - 1, process)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    check(process.returncode == 130, process.returncode)


# --- a full disk -----------------------------------------------------------------

@test
def a_full_disk_keeps_letters_back(place):
    """No letter leaves that the ledger could not mark as in flight."""
    small = place.campaign.output.parent / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs",
                       small], stderr=subprocess.DEVNULL).returncode:
        print("  skipped: a full disk (no right to mount a tmpfs)")
        return
    try:
        shutil.copytree(place.campaign.output, small / "output")
        place.campaign.output = small / "output"

        def fill(_):
            with open(small / "filler", "ab", buffering=0) as file:
                try:
                    while True:
                        file.write(bytes(4096))
                except OSError:
                    return False

        place.sink.fail("mail", "drop", times=1,
                        when=lambda line: place.sink.accepted >= 2 and
                        fill(line))
        result = place.send("--confirm", ROWS)
        check(result.returncode == 75, result.returncode, result.stderr)
        arrived = place.arrived()
        check(2 <= len(arrived) < ROWS, len(arrived))
        (small / "filler").unlink()
        states = place.campaign.states()
        for code, row in states.items():
            check(code in arrived or row["state"] != "accepted", code, row)
            check(row["state"] in ("accepted", "unknown", "ready"), code, row)
            check(row["state"] != "ready" or code not in arrived, code, row)
        left = sum(row["state"] == "ready" for row in states.values())
        place.sink.faults.clear()
        place.send("--confirm", left, expect=0)
        place.check_all_arrived_once()
    finally:
        subprocess.run(["umount", small], check=True)


def run_test(function, folder):
    place = Place(folder)
    try:
        function(place)
        print(f"  {function.__name__.replace('_', ' ')}")
        return True
    except (Failure, SystemExit) as failure:
        print(f"FAILED {function.__name__}: {failure}")
        return False
    finally:
        if not place.sink.stopping.is_set():
            place.sink.close()


def main():
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        Place.model = Model(sys.argv[1], folder)
        chosen = [function for function in tests if word in function.__name__]
        for function in chosen:
            part = folder / function.__name__
            part.mkdir()
            failed += not run_test(function, part)
    print(f"{len(chosen)} tests, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
