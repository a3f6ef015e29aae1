"""A campaign to be mailed by tests: made-up councils, rendered and approved."""
import csv
import email
import email.policy
import functools
import hashlib
import io
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
PASSWORD = "a password"


class Campaign:
    """A folder with a campaign and the output of the commands on it."""

    def __init__(self, program, folder, rows, *, url="smtps://localhost:1",
                 rate="1000/s", connections=2, user="mailer"):
        self.program = pathlib.Path(program).resolve()
        self.folder = pathlib.Path(folder) / "campaign"
        self.output = pathlib.Path(folder) / "output"
        self.trust = None
        subprocess.run([sys.executable, ROOT / "tests/support/campaign.py",
                        str(rows), self.folder], check=True,
                       stdout=subprocess.DEVNULL)
        self.drop("not_before")
        self.settings(server=url, user=user, rate=rate,
                      connections=connections)
        self.dates("2022-07-20", "2022-07-27")

    def settings(self, **values):
        """Sets keys of `mail:`; user is added where the sample has none."""
        path = self.folder / "campaign.yaml"
        text = path.read_text()
        for key, value in values.items():
            line = f"  {key}: {value}"
            text, found = re.subn(rf"(?m)^  {key}: .*$", line, text)
            if not found:
                text = text.replace("\nmail:\n", f"\nmail:\n{line}\n")
        path.write_text(text)

    def drop(self, key):
        """Leaves a key of `mail:` out."""
        path = self.folder / "campaign.yaml"
        path.write_text(re.sub(rf"(?m)^  {key}: .*\n", "", path.read_text()))

    def dates(self, letter, publication):
        path = self.folder / "campaign.yaml"
        text = re.sub(r"letter: 2\d{3}-\d\d-\d\d", f"letter: {letter}",
                      path.read_text())
        text = re.sub(r"publication: [\d-]+", f"publication: {publication}",
                      text)
        path.write_text(text)

    def command(self, *words, env=None):
        trust = ["--trust", self.trust] if (
            self.trust and words[0] == "send") else []
        return ([self.program, *words, self.folder, "-o", self.output,
                 *trust], {
                     "PATH": os.environ["PATH"], "HOME": "/nonexistent",
                     "LETTERMILL_MAIL_PASSWORD": PASSWORD, **(env or {})})

    def run(self, *words, env=None, expect=None):
        """Runs a command on the campaign. @return what became of it"""
        command, environment = self.command(*words, env=env)
        result = subprocess.run([str(word) for word in command],
                                capture_output=True, text=True,
                                env=environment)
        if expect is not None and result.returncode != expect:
            raise SystemExit(
                f"{' '.join(map(str, words))}: exit status {result.returncode}, not "
                f"{expect}\n{result.stdout}{result.stderr}")
        return result

    def start(self, *words, **options):
        """Starts a command on the campaign. @return the process"""
        command, environment = self.command(*words)
        return subprocess.Popen([str(word) for word in command],
                                stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True,
                                env=environment, **options)

    def ready(self):
        """Renders and approves."""
        self.run("render", "-q", expect=0)
        self.run("approve", "-q", "--by", "A Tester", expect=0)
        return self

    def rows(self):
        """@return the manifest's rows by code"""
        with open(self.output / "manifest.csv", newline="") as file:
            return {row["code"]: row for row in csv.DictReader(file)}

    def states(self):
        """@return code by code what the ledger says"""
        result = self.run("status", "--format", "csv")
        return {row["code"]: row for row in
                csv.DictReader(io.StringIO(result.stdout))
                if row["channel"] != "site"}

    def expected(self):
        """@return code by code the recipients of the row, from the CSV"""
        with open(self.folder / "councils.csv", newline="",
                  encoding="utf-8-sig") as file:
            return {row["code"]: [in_ascii(address) for address in
                                  (row["email"], row["link_officer"])
                                  if address]
                    for row in csv.DictReader(file)}


def in_ascii(address):
    """@return the address as a server takes it, by Python's idna codec"""
    if address.isascii():
        return address
    local, domain = address.split("@")
    return f"{local}@{domain.encode('idna').decode()}"


@functools.cache  # a witness is asked again after each kill
def letter_of(message):
    """@return the sha256 of the one PDF that a message carries"""
    parsed = email.message_from_bytes(message, policy=email.policy.strict)
    pdfs = [part.get_content() for part in parsed.iter_attachments()
            if part.get_content_type() == "application/pdf"]
    if len(pdfs) != 1:
        raise SystemExit(f"{len(pdfs)} PDFs in {parsed['message-id']}")
    return hashlib.sha256(pdfs[0]).hexdigest()


def arrivals(campaign, messages):
    """Holds what arrived against manifest and CSV.

    messages: pairs of envelope recipients and bytes
    @return codes by how often each arrived, and what is wrong
    """
    by_hash = {row["sha256"]: code for code, row in campaign.rows().items()
               if row["sha256"]}
    expected = campaign.expected()
    times, wrong = {}, []
    for recipients, message in messages:
        code = by_hash.get(letter_of(message))
        if code is None:
            wrong.append(f"{recipients} got a letter that is nobody's")
            continue
        times[code] = times.get(code, 0) + 1
        if sorted(recipients) != sorted(expected[code]):
            wrong.append(f"{code} went to {recipients}, "
                         f"not to {expected[code]}")
    return times, wrong
