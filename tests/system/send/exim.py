"""Exim on loopback, for tests.

TLS with a certificate made here, AUTH, delivery into a maildir by Exim itself.

Exim is Debian's own (exim4-daemon-light): the one that is installed, else the
one that `./dev test` has unpacked to build/exim, so that no machine becomes a
mail server for the sake of a test. It runs as whoever runs the test, or as
nobody where that is root, with all its files in a folder of the test's; as it
insists on a user of its own, nss_wrapper shows it one. Skips (77) where there
is no Exim or no nss_wrapper.
"""
import os
import pathlib
import pwd
import re
import shutil
import subprocess

import mail_campaign as campaigns
import daemon

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


def find_exim(root):
    for place in (shutil.which("exim4", path="/usr/sbin:/usr/bin"),
                  root / "build/exim/usr/sbin/exim4"):
        if place and os.access(place, os.X_OK):
            return pathlib.Path(place)
    return daemon.skip("no Exim; ./dev test unpacks one")


class Exim(daemon.Daemon):
    """The server, with everything of it below one folder."""

    name = "Exim"
    arrived_for = "envelope-to"

    def __init__(self, root, folder):
        program = find_exim(root)
        super().__init__(folder)
        self.log = self.folder / "exim.log"
        # A copy: the installed one has the setuid bit, and would not be shown
        # another user.
        self.program = self.folder / "exim4"
        shutil.copy(program, self.program)
        self.program.chmod(0o755)
        for name in ("spool", "mail"):
            (self.folder / name).mkdir()
        (self.folder / "exim.conf").write_text(SETTINGS.format(
            folder=self.folder, smtps=self.smtps, smtp=self.smtp,
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
        if self.is_up():
            return
        words = self.log.read_text()
        self.close()
        if "nss_wrapper" in words:
            daemon.skip("no nss_wrapper (Debian: libnss-wrapper)")
        if "error while loading shared libraries" in words:
            daemon.skip(words.strip())
        raise SystemExit(f"Exim does not start:\n{words}")

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def accepted(self):
        """@return the recipients served by queue id, as the log has it"""
        log = self.folder / "spool/mainlog"
        if not log.exists():
            return {}
        words = log.read_text()
        served = {queue_id: [] for queue_id in
                  re.findall(r"(?m)^\S+ \S+ (\S+) <= ", words)}
        for queue_id, to in re.findall(
                r"(?m)^\S+ \S+ (\S+) [=-]> \S+ <([^>]*)> R=here T=keep",
                words):
            served[queue_id].append(to)
        return served
