#!/usr/bin/env python3
"""A mail-out of 400 letters to a real server: Exim, on loopback.

usage: server.py ROOT PROGRAM [ROWS]

TLS with a certificate made here, AUTH, delivery into a maildir by Exim itself.
What the maildir holds in the end is held against manifest.csv and
councils.csv: each letter once for each of its row's addresses, and its
attachment's hash the manifest's.

Exim is Debian's own (exim4-daemon-light): the one that is installed, else the
one that `./dev test` has unpacked to build/exim, so that no machine becomes a
mail server for the sake of a test. It runs as whoever runs the test, or as
nobody where that is root, with all its files in a folder of the test's; as it
insists on a user of its own, nss_wrapper shows it one. Skips (77) where there
is no Exim or no nss_wrapper.
"""
import collections
import email
import email.policy
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import campaign as campaigns  # noqa: E402
import sink  # noqa: E402

SETTINGS = """
spool_directory = {folder}/spool
log_file_path = {folder}/spool/%slog
pid_file_path = {folder}/spool/pid
primary_hostname = server.lettermill.example
keep_environment = ^LD_PRELOAD$ : ^NSS_WRAPPER
local_interfaces = 127.0.0.1
daemon_smtp_ports = {smtps} : {smtp}
tls_on_connect_ports = {smtps}
tls_advertise_hosts = *
tls_certificate = {folder}/certificates/good.pem
tls_privatekey = {folder}/certificates/good.key
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
acl_smtp_rcpt = rcpt
acl_smtp_data = data
deliver_drop_privilege = true
never_users =
message_size_limit = 20M
host_lookup =
rfc1413_hosts =
# as many servers do: so many messages, and the connection is over
smtp_accept_max_per_connection = 50
smtp_accept_queue_per_connection = 0
begin acl
rcpt:
  deny condition = ${{if eq{{$tls_in_cipher}}{{}}}}
       message = Encryption required
  require authenticated = *
  accept
data:
  accept
begin routers
here:
  driver = accept
  transport = keep
begin transports
keep:
  driver = appendfile
  directory = {folder}/mail
  maildir_format
  create_directory
  envelope_to_add
  return_path_add
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{mailer}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
"""

failed = []


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def check(holds, *what):
    if not holds:
        failed.append(what)
        print("FAILED:", *what)


def find_exim(root):
    for place in (shutil.which("exim4", path="/usr/sbin:/usr/bin"),
                  root / "build/exim/usr/sbin/exim4"):
        if place and os.access(place, os.X_OK):
            return pathlib.Path(place)
    return skip("no Exim; ./dev test unpacks one")


class Exim:
    """The server, with everything of it below one folder."""

    def __init__(self, program, folder):
        self.folder = folder
        self.smtps, self.smtp = sink.free_port(), sink.free_port()
        self.log = folder / "exim.log"
        # A copy: the installed one has the setuid bit, and would not be shown
        # another user.
        self.program = folder / "exim4"
        shutil.copy(program, self.program)
        self.program.chmod(0o755)
        sink.make_certificates(folder / "certificates")
        for name in ("spool", "mail"):
            (folder / name).mkdir()
        (folder / "exim.conf").write_text(SETTINGS.format(
            folder=folder, smtps=self.smtps, smtp=self.smtp,
            password=campaigns.PASSWORD))
        self.owner = (pwd.getpwnam("nobody") if os.geteuid() == 0
                      else pwd.getpwuid(os.geteuid()))
        self.hand_over()
        self.start()

    def hand_over(self):
        """As root, gives everything to nobody; shows Exim a user it is."""
        user, group = self.owner.pw_uid, self.owner.pw_gid
        (self.folder / "passwd").write_text(
            "root:x:0:0::/nonexistent:/bin/false\n"
            f"Debian-exim:x:{user}:{group}::/nonexistent:/bin/false\n")
        (self.folder / "group").write_text(
            f"root:x:0:\nDebian-exim:x:{group}:\n")
        if os.geteuid() != 0:
            return
        self.folder.chmod(0o755)
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, user, group)

    def start(self):
        environment = {
            "PATH": "/usr/bin:/bin", "LD_PRELOAD": "libnss_wrapper.so",
            "NSS_WRAPPER_PASSWD": str(self.folder / "passwd"),
            "NSS_WRAPPER_GROUP": str(self.folder / "group")}
        as_whom = {} if os.geteuid() != 0 else {
            "user": self.owner.pw_uid, "group": self.owner.pw_gid,
            "extra_groups": []}
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [self.program, "-C", self.folder / "exim.conf", "-bdf"],
                stdout=log, stderr=log, env=environment, **as_whom)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.smtps)).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
            time.sleep(0.1)
        words = self.log.read_text()
        self.close()
        if "nss_wrapper" in words:
            skip("no nss_wrapper (Debian: libnss-wrapper)")
        if "error while loading shared libraries" in words:
            skip(words.strip())
        raise SystemExit(f"Exim does not start:\n{words}")

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def delivered(self, count, patience=60):
        """@return what the maildir holds, once there are @count or no more"""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            paths = list(self.folder.glob("mail/new/*"))
            if len(paths) >= count:
                break
            time.sleep(0.2)
        time.sleep(0.5)  # one too many would come now
        return [path.read_bytes()
                for path in self.folder.glob("mail/new/*")]


def gather(files):
    """Puts copies of one message together. @return envelope and bytes"""
    together = collections.defaultdict(list)
    for content in files:
        message = email.message_from_bytes(content,
                                           policy=email.policy.default)
        together[message["message-id"]].append((message["envelope-to"],
                                                content))
    return [([to for to, _ in copies], copies[0][1])
            for copies in together.values()]


def mail_out(campaign, exim, rows):
    result = campaign.run("send", "--confirm", str(rows))
    check(result.returncode == 0, result.returncode, result.stderr[:2000])
    print(" ", result.stdout.splitlines()[0])
    addresses = campaign.expected()
    copies = sum(len(to) for to in addresses.values())
    times, wrong = campaigns.arrivals(campaign,
                                      gather(exim.delivered(copies)))
    for words in wrong:
        check(False, words)
    check(times == dict.fromkeys(campaign.rows(), 1), "not each once")
    check(len(exim.delivered(copies)) == copies, "copies:",
          len(exim.delivered(copies)), "of", copies)
    states = campaign.states()
    check(all(row["state"] == "accepted" and row["queue_id"]
              for row in states.values()), "no queue id")
    # Exim's own log knows each by the queue id that the ledger has
    log = (exim.folder / "spool/mainlog").read_text()
    check(all(f"{row['queue_id']} <= " in log for row in states.values()),
          "queue ids that Exim does not know")
    print(f"  {len(times)} letters in {copies} copies, each once, each "
          f"attachment as in the manifest")


def samples_by_starttls(campaign, exim):
    """The same server by the other door, and through a wrong one."""
    before = len(exim.delivered(0))
    campaign.settings(server=f"smtp://localhost:{exim.smtp}")
    campaign.run("render", "-q", expect=0)
    result = campaign.run("send", "--to-self", "me@lettermill.example",
                          "--sample", "3")
    check(result.returncode == 0, result.stderr)
    check(len(exim.delivered(before + 3)) == before + 3, "samples by STARTTLS")
    result = campaign.run("send", "--to-self", "me@lettermill.example",
                          env={"LETTERMILL_MAIL_PASSWORD": "wrong"})
    check(result.returncode == 2 and "535" in result.stderr, result.stderr)
    check(len(exim.delivered(0)) == before + 3, "sent with a wrong password")


def main():
    root = pathlib.Path(sys.argv[1])
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    program = find_exim(root)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        (folder / "server").mkdir()
        exim = Exim(program, folder / "server")
        try:
            campaign = campaigns.Campaign(
                sys.argv[2], folder, rows,
                url=f"smtps://localhost:{exim.smtps}")
            campaign.trust = folder / "server/certificates/root.pem"
            campaign.ready()
            mail_out(campaign, exim, rows)
            samples_by_starttls(campaign, exim)
        finally:
            exim.close()
    return 1 if failed else 0


sys.exit(main())
