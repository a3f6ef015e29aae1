#!/usr/bin/env python3
"""Composes messages and reads them back with other people's parsers.

usage: compose.py ROOT PROGRAM COMPOSING

What is expected comes from the CSV files and the manifest, read here, and not
from anything that the messages say of themselves. Python's parser is asked to
be strict; munpack, where it is installed, takes the messages apart again.
"""
import csv
import email
import email.policy
import hashlib
import html.parser
import os
import pathlib
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

root = pathlib.Path(sys.argv[1]).resolve()
program, composing = (os.path.abspath(path) for path in sys.argv[2:4])
work = pathlib.Path(tempfile.mkdtemp())
NOW = 1658300000
DATE = "Wed, 20 Jul 2022 06:53:20 +0000"
faults = []


def fault(words):
    faults.append(words)


def expect(held, words):
    if not held:
        fault(words)


def run(*command):
    return subprocess.run([str(word) for word in command], cwd=work,
                          capture_output=True, text=True, encoding="utf-8")


def render(campaign, output):
    done = run(program, "render", campaign, "-o", output, "-q", "--fsync=none")
    return done


def compose(campaign, output, now=NOW, *more):
    return run(composing, root / "fonts", campaign, output, now, *more)


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} has no {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- what a message has to be -----------------------------------------------

def percent(count, total):
    """Halves up; 100 and 0 only where they are exact (README)."""
    whole = (200 * count + total) // (2 * total)
    if count < total:
        whole = min(whole, 99)
    return max(whole, 1) if count else 0


def figures_of(row):
    """What the settings of input/2022 say the three statistics are."""
    for name, count, total in (
            ("Complaints upheld", "upheld", "investigations"),
            ("Compliance with our recommendations", "complied",
             "compliance_outcomes"),
            ("Satisfactory remedies", "satisfactory_remedies", "upheld")):
        count, total = int(row[count]), int(row[total])
        rate = f"{percent(count, total)}%" if total else "No rate"
        yield name, rate, f"{count:,} of {total:,}"


class Page(html.parser.HTMLParser):
    """Checks that elements close, and gathers what is asked about."""

    EMPTY = {"meta", "br"}

    def __init__(self, text):
        super().__init__()
        self.open, self.faults, self.text = [], [], ""
        self.seen, self.attributes, self.cells = [], [], []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        if tag == "br" and self.cells:
            self.cells[-1] += "|"
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in self.EMPTY:
            self.open.append(tag)
        if tag in ("th", "td"):
            self.cells.append("")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.text += data
        if "th" in self.open or "td" in self.open:
            self.cells[-1] += data


def check_page(code, text, language, row):
    page = Page(text)
    for words in page.faults:
        fault(f"{code}: html: {words}")
    for tag in ("html", "title", "h1", "main", "table", "caption"):
        expect(page.seen.count(tag) == 1, f"{code}: html: not one <{tag}>")
    expect(("html", "lang", language) in page.attributes,
           f"{code}: html: no language")
    expect(not {"img", "link", "script", "iframe", "object", "form"}
           & set(page.seen), f"{code}: html: something to be fetched")
    expect("url(" not in text and "@import" not in text,
           f"{code}: html: a style that fetches")
    expect(not any(name in ("src", "background") or name.startswith("on")
                   for _, name, _ in page.attributes),
           f"{code}: html: an attribute that fetches or runs")
    expect(page.seen.count("th") == sum(
        name == "scope" for tag, name, _ in page.attributes if tag == "th"),
        f"{code}: html: a heading of no column or row")
    for name, rate, cases in figures_of(row):
        at = page.cells.index(name) if name in page.cells else -1
        expect(at >= 0 and page.cells[at + 1].startswith(
            f"{rate}|{cases} "),
               f"{code}: html: not {name}: {rate}, {cases}")


def check_text(code, text, row):
    for line in text.splitlines():
        # a word that is wider than the measure has a line to itself
        expect(len(line) <= 72 or " " not in line.strip(),
               f"{code}: text: a line of {len(line)}: {line}")
        expect(line == line.rstrip(), f"{code}: text: space at a line's end")
    lines = [re.sub(" {2,}", "|", line) for line in text.splitlines()]
    for name, rate, cases in figures_of(row):
        # a long title goes on below its first line
        expect(any((name + " ").startswith(line.split("|")[0] + " ")
                   and f"{line}|".startswith(
                       f"{line.split('|')[0]}|{rate}|{cases}|")
                   for line in lines), f"{code}: text: not {name}: {rate}")


def check_wire(code, raw):
    expect(raw.count(b"\r") == raw.count(b"\n") == raw.count(b"\r\n"),
           f"{code}: a line that does not end in CR LF")
    expect(raw.endswith(b"\r\n"), f"{code}: the last line does not end")
    lines = raw.split(b"\r\n")
    expect(max(map(len, lines)) <= 998, f"{code}: a line over 998")
    expect(not any(byte > 126 for byte in raw), f"{code}: a byte that is not "
           "ASCII")
    head = raw.split(b"\r\n\r\n")[0].split(b"\r\n")
    # what has no space to fold at may be longer than 78
    expect(all(len(line) <= 78 or b" " not in line[12:].strip()
               for line in head),
           f"{code}: a header's line of {max(map(len, head))}")
    names = [line.split(b":")[0].lower() for line in head
             if line[:1] not in b" \t"]
    expect(len(names) == len(set(names)), f"{code}: a header twice")
    expect(set(names) <= {
        b"date", b"from", b"reply-to", b"subject", b"to", b"cc", b"message-id",
        b"content-language", b"x-lettermill-code", b"mime-version",
        b"content-type"}, f"{code}: headers {names}")


def defects_of(message):
    found = list(message.defects)
    for name, value in message.items():
        found += [(name, defect) for defect in value.defects]
    for part in message.iter_parts() if message.is_multipart() else ():
        found += defects_of(part)
    return found


def parse(raw):
    """Strictly: the parser raises at the first defect."""
    strict = email.policy.SMTP.clone(raise_on_defect=True)
    message = email.message_from_bytes(raw, policy=strict)
    return message, defects_of(message)


def check_message(raw, row, entry, subject):
    code = row["code"]
    check_wire(code, raw)
    message, defects = parse(raw)
    expect(not defects, f"{code}: {defects}")
    to, = message["to"].addresses
    # Python's parser doubles a space that begins an encoded word.
    expect((" ".join(to.display_name.split()), to.addr_spec)
           == (" ".join(row["chief_executive"].split()), row["email"]),
           f"{code}: to {to!r}, not {row['chief_executive']}")
    copies = [a.addr_spec for a in message["cc"].addresses] \
        if message["cc"] else []
    expect(copies == ([row["link_officer"]] if row["link_officer"] else []),
           f"{code}: cc {copies}")
    sender, = message["from"].addresses
    expect(sender.addr_spec == "annual.letters@ombudsman.example",
           f"{code}: from {sender}")
    expect(message["subject"] == subject,
           f"{code}: subject {message['subject']!r}, not {subject!r}")
    expect(message["date"] == DATE, f"{code}: date {message['date']}")
    expect(message["x-lettermill-code"] == code, f"{code}: x-lettermill-code")
    expect(re.fullmatch(r"<[0-9a-f]{32}\.[a-z0-9-]+@ombudsman\.example>",
                        message["message-id"]),
           f"{code}: message-id {message['message-id']}")
    expect([part.get_content_type() for part in message.walk()]
           == ["multipart/mixed", "multipart/alternative", "text/plain",
               "text/html", "application/pdf"], f"{code}: other parts")
    text = message.get_body(("plain",)).get_content()
    page = message.get_body(("html",)).get_content()
    for words in (text, page):
        expect("\ufffd" not in words, f"{code}: a character lost")
    check_text(code, text, row)
    check_page(code, page, "en-GB", row)
    pdf, = message.iter_attachments()
    expect(hashlib.sha256(pdf.get_content()).hexdigest() == entry["sha256"],
           f"{code}: the attachment is not the letter on record")
    name = pdf.get_filename()
    expect(re.fullmatch(r"annual-review-letter-2022-[a-z0-9-]+\.pdf", name)
           and len(name) <= 64 and b"filename*" not in raw, f"{code}: the attachment is called {name}")
    return message["message-id"]


def rows_of(campaign):
    figures = {row["code"]: row for row in read_csv(campaign / "figures.csv")}
    return {row["code"]: {**row, **figures[row["code"]]}
            for row in read_csv(campaign / "councils.csv")}


def manifest_of(output):
    return {entry["code"]: entry
            for entry in read_csv(work / output / "manifest.csv")}


def outbox_of(output):
    return {path.stem: path.read_bytes()
            for path in sorted((work / output / "outbox").glob("*.eml"))}


# --- four hundred letters, and odd ones among them ---------------------------

ODD_NAMES = (
    "Cyngor Sir Ynys Môn (Tŷ'r Ŵyl, Pont-y-Cŵn)",
    'Borough of "Quoted" Sands',
    "Ash, Oak & Elm; and Thorn: a Council, Ltd.",
    "O’Brien’s-in-the-Marsh d’Été Straße Łódź Council",
    "Question = ? Council",
    "Council of " + "Very Long Names and " * 9 + "Such",
    "Longwordcouncil" * 12,
    "a@b <c@d.example> Parish",
)
ODD_PEOPLE = (
    "Siân Môn-Parry", 'Dame Ann "Nan" Field', "Smith, John", "Mr. A. B. Dot",
    "Ó Briain (Chair)", "= ? Person", "Žofie " * 20 + "Šimková",
    "Backslash \\ Person",
)
ODD_TAGS = ("🦉 owls", "שלום", "= ?x? =", "tab\tbed", "日本語" * 30, "'\"<>&;",
            "x" * 300, "")


def make_odd(campaign):
    rows = read_csv(campaign / "councils.csv")
    for row in rows:
        row["tag"] = ""
    for at, (name, person, tag) in enumerate(
            zip(ODD_NAMES, ODD_PEOPLE, ODD_TAGS)):
        rows[20 + at]["name"] = name
        rows[20 + at]["chief_executive"] = person
        rows[20 + at]["tag"] = tag
    write_csv(campaign / "councils.csv", rows)
    edit(campaign / "campaign.yaml", "2022: ((name))",
         "2022: ((name)) ((tag?))")


def subject_of(row):
    words = f"Your annual review letter 2022: {row['name']} {row['tag']}"
    return re.sub(r"\s+", " ", words).strip()


def check_many():
    campaign = work / "many"
    run("python3", root / "tests/support/campaign.py", 400, campaign)
    make_odd(campaign)
    done = render("many", "many-out")
    expect(done.returncode in (0, 1), f"render: {done.stderr[-500:]}")
    done = compose("many", "many-out")
    expect(done.returncode == 0, f"compose: {done.stderr[-2000:]}")
    rows, manifest = rows_of(campaign), manifest_of("many-out")
    made = {code for code, entry in manifest.items()
            if entry["status"] == "made"}
    outbox = outbox_of("many-out")
    expect(set(outbox) == made, "the outbox holds other messages than letters")
    expect(len(made) >= 398, f"only {len(made)} letters were made")
    identities = {
        check_message(raw, rows[code], manifest[code], subject_of(rows[code]))
        for code, raw in outbox.items()}
    expect(len(identities) == len(outbox), "a Message-ID stands twice")
    table = done.stdout.splitlines()
    expect(len(table) == len(made) and all(
        line == f"{code} outbox/{code}.eml"
        for line, code in zip(table, sorted(made))),
        "the table is not a line a letter")
    check_again(outbox)
    check_second_parser(outbox, manifest)


def check_again(outbox):
    """Another time changes the header Date and nothing else."""
    compose("many", "many-out", NOW + 86400)
    for code, raw in outbox_of("many-out").items():
        later = raw.replace(b"Thu, 21 Jul 2022", b"Wed, 20 Jul 2022", 1)
        expect(raw != later == outbox[code], f"{code}: differs the next day")


def check_second_parser(outbox, manifest):
    if not shutil.which("munpack"):
        print("munpack is not here: no second parser was asked")
        return
    for code in sorted(outbox)[::20]:
        folder = work / "unpacked"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        subprocess.run(["munpack", "-q", "-t", "-C", str(folder)],
                       input=outbox[code], capture_output=True, check=False)
        pdfs = list(folder.glob("*.pdf"))
        expect(len(pdfs) == 1 and hashlib.sha256(
            pdfs[0].read_bytes()).hexdigest() == manifest[code]["sha256"],
            f"{code}: munpack finds another letter")


# --- the samples ------------------------------------------------------------

def check_samples():
    for year in ("2020", "2022"):
        output = f"sample-{year}"
        render(root / "input" / year, output)
        done = compose(root / "input" / year, output)
        expect(done.returncode == 0, f"{year}: {done.stderr}")
        for code, raw in outbox_of(output).items():
            message, defects = parse(raw)
            expect(not defects, f"{year} {code}: {defects}")
            check_wire(code, raw)
    luton = parse(outbox_of("sample-2022")["E06000032"])[0]
    pdf, = luton.iter_attachments()
    expect(pdf.get_filename()
           == "annual-review-letter-2022-luton-borough-council.pdf",
           "Luton's letter has another name")
    harrow = parse(outbox_of("sample-2020")["E09000015"])[0]
    text = harrow.get_body(("plain",)).get_content()
    # 24 of 33 is 72.7, 21 of 21 is all, 2 of 24 is 8.3 per cent
    for line in ("Complaints upheld                   73%  24 of 33      70%",
                 "Compliance with recommendations    100%  21 of 21      99%",
                 "Satisfactory remedies                8%   2 of 24      15%"):
        expect(line in text, f"Harrow's text has no line {line}")
    expect(text.count("8%") >= 2, "Harrow's panels are not said in words")
    done = compose(root / "input" / "2022", "sample-2022", NOW,
                   "me@ombudsman.example")
    sample = parse(done.stdout.replace("\n", "\r\n").encode())[0]
    expect(sample["subject"].startswith("[SAMPLE for Luton Borough Council] "),
           "a sample is not marked in its subject")
    expect(sample["to"] == "me@ombudsman.example" and sample["cc"] is None,
           "a sample goes to somebody else")
    expect(sample["message-id"] != luton["message-id"],
           "a sample has the identity of the message")
    for kind in ("plain", "html"):
        expect("SAMPLE" in sample.get_body((kind,)).get_content(),
               f"a sample's {kind} does not say so")
    expect("luton.example" not in done.stdout, "a sample names a recipient")
    render(root / "input" / "2025-cy", "sample-2025")
    done = compose(root / "input" / "2025-cy", "sample-2025", NOW,
                   "me@ombudsman.example")
    sample = parse(done.stdout.replace("\n", "\r\n").encode())[0]
    expect(sample["subject"].startswith(
        "[SAMPL ar gyfer Bwrdd Iechyd Dyffryn Enion] Eich")
           and " / [SAMPLE for Dyffryn Enion Health Board] Your"
           in sample["subject"], f"two languages: {sample['subject']}")
    for kind in ("plain", "html"):
        said = sample.get_body((kind,)).get_content()
        expect("SAMPL:" in said and "SAMPLE:" in said
               and said.count("me@ombudsman.example") == 2,
               f"a sample's {kind} does not say so in both languages")
    done = compose(root / "input" / "2022", "sample-2022", NOW, "nobody")
    expect(done.returncode == 2 and '"nobody" is not an e-mail address'
           in done.stderr, "a sample to nobody is not refused")


# --- what is refused ----------------------------------------------------------

def fresh(name):
    folder = work / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "input" / "2022", folder)
    return folder


def expect_said(done, status, *words):
    for word in words:
        expect(done.returncode == status and word in done.stderr,
               f"{done.args[0].split('/')[-1]}: {done.returncode}, not "
               f"{status} with {word!r}: {done.stderr[-800:]}")


def check_injection():
    """A header cannot be begun by a cell."""
    campaign = fresh("hostile")
    rows = read_csv(campaign / "councils.csv")
    for at, (key, value) in enumerate((
            ("name", "Luton\r\nBcc: a@b.example"),
            ("name", "Merrow Vale\rBcc: a@b.example"),
            ("chief_executive", "Mr X\nBcc: a@b.example"),
            ("chief_executive", "Mr X\u2028Bcc: a@b.example"),
            ("chief_executive", "Mr X\x85Bcc: a@b.example"),
            ("email", "a@calderfold.example\nBcc: a@b.example"),
            ("email", "a@tarnedge.example, b@tarnedge.example"),
            ("email", "a@hallin.example> <b@hallin.example"),
            ("link_officer", "a@wealdshire.example\r\n\r\nbody"),
            ("link_officer", '"a b"@northmarch.example'),
            ("chief_executive", "=?utf-8?q?Bob?="))):
        rows[at][key] = value
    hostile = {row["code"] for row in rows[:11]}
    write_csv(campaign / "councils.csv", rows)
    expect_said(run(program, "check", "hostile"), 1, "a line end or a control "
                "character, which no header of an e-mail can have")
    render("hostile", "hostile-out")
    compose("hostile", "hostile-out")
    outbox = outbox_of("hostile-out")
    expect(set(outbox) == {row["code"] for row in rows} - hostile,
           "a hostile row got its message")
    for code, raw in outbox.items():
        expect(b"a@b.example" not in raw, f"{code}: somebody else's address")


def check_stale():
    campaign = fresh("stale")
    render("stale", "stale-out")
    edit(campaign / "councils.csv", "Overview and Scrutiny", "Oversight")
    expect_said(compose("stale", "stale-out"), 2, "stale/councils.csv:4:1: ",
                "changed since the letter was made; render it again")
    expect(not (work / "stale-out" / "outbox").exists(),
           "messages were filed all the same")
    edit(campaign / "councils.csv", "Oversight", "Overview and Scrutiny")
    expect(compose("stale", "stale-out").returncode == 0,
           "the row is as it was, and is refused")
    with open(campaign / "councils.csv", "a", encoding="utf-8") as file:
        file.write("E07009999,Newly Added Council,district,Council,Ms N,Chief "
                   "Executive,Leader,,,,,yes,n@newly.example,\n")
    with open(campaign / "figures.csv", "a", encoding="utf-8") as file:
        file.write("E07009999,1,1,1,1,0\n")
    expect_said(compose("stale", "stale-out"), 2,
                "no letter was made of this row; render it")
    shutil.rmtree(work / "stale-out")
    expect_said(compose("stale", "stale-out"), 2,
                "no letters are on record; render them first")


def check_twice():
    campaign = fresh("twice")
    edit(campaign / "councils.csv", "ellery@merrowvale.example",
         "Chief.Executive@luton.example")
    done = render("twice", "twice-out")
    expect_said(done, 1, "twice/councils.csv:3:",
                "error: email: \"chief.executive@luton.example\" is "
                "already at")
    expect_said(compose("twice", "twice-out"), 2, "twice/councils.csv:3:",
                "error: email: \"chief.executive@luton.example\" is already "
                "at twice/councils.csv:2:",
                "; if one person is to have both councils' letters, set "
                "mail.shared_recipients: true\n")


def check_gone():
    campaign = fresh("gone")
    render("gone", "gone-out")
    compose("gone", "gone-out")
    for name in ("councils.csv", "figures.csv"):
        rows = read_csv(campaign / name)
        write_csv(campaign / name, [row for row in rows
                                    if row["code"] != "E07000991"])
    render("gone", "gone-out")
    compose("gone", "gone-out")
    outbox = outbox_of("gone-out")
    expect("E07000991" not in outbox and len(outbox) == 12,
           "the message of a row that is gone is still there")


def check_unmailed():
    campaign = fresh("unmailed")
    text = (campaign / "campaign.yaml").read_text(encoding="utf-8")
    (campaign / "campaign.yaml").write_text(text.split("mail:\n")[0],
                                            encoding="utf-8")
    render("unmailed", "unmailed-out")
    expect_said(compose("unmailed", "unmailed-out"), 2,
                "unmailed/campaign.yaml: error: mail: ")


# --- large ones ---------------------------------------------------------------

def noise(path, side):
    """A PNG that does not compress: a letter of its size."""
    dice = random.Random(8)
    lines = b"".join(b"\0" + dice.randbytes(side * 3) for _ in range(side))

    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(lines, 1)) + chunk(b"IEND", b""))


def check_large():
    campaign = fresh("large")
    noise(campaign / "logo.png", 690)
    edit(campaign / "campaign.yaml", "sender:\n", "sender:\n  logo: logo.png\n")
    render("large", "large-out")
    done = compose("large", "large-out")
    expect(done.returncode == 0, f"large: {done.stderr}")
    rows, manifest = rows_of(campaign), manifest_of("large-out")
    for code, raw in outbox_of("large-out").items():
        expect(1_500_000 < len(raw) < 2_500_000,
               f"{code}: a large message of {len(raw)}")
        check_message(raw, rows[code], manifest[code],
                      f"Your annual review letter 2022: {rows[code]['name']}")


try:
    for check in (check_many, check_samples, check_injection, check_stale,
                  check_twice, check_gone, check_unmailed, check_large):
        check()
finally:
    shutil.rmtree(work, ignore_errors=True)
for words in faults[:40]:
    print(words)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
