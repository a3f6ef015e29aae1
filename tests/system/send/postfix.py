"""Postfix on loopback, for tests.

An instance of its own beside whatever mail system the machine has: its
configuration, queue, data, log and maildir are in a folder of the test's, and
it listens to two ports of loopback alone. It sends nothing on: what it accepts
it delivers into the maildir. TLS with a certificate made here, AUTH by Cyrus
SASL with a user database made here.

No package list asks for Postfix, as a package of it makes its machine a mail
server. On a machine that may become one, as root:

    apt-get install postfix libsasl2-modules sasl2-bin
    ctest --test-dir build/dev -R mail.postfix

Skips (77) where it is not installed, and for others than root: Postfix's
master starts as root only.
"""
import os
import pwd
import re
import shutil
import subprocess

import mail_campaign as campaigns
import daemon

PLACES = "/usr/sbin:/usr/bin:/sbin:/bin"
NEEDED = ("postfix", "saslpasswd2")

# Postfix takes no settings by `include`; all that is not here is as delivered.
SETTINGS = """
compatibility_level = 3.6
config_directory = {folder}/etc
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
import_environment = MAIL_CONFIG TZ LANG=C
myhostname = server.lettermill.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_peername_lookup = no
biff = no
alias_maps =
alias_database =
# nothing leaves: every domain is delivered here, and no other way is open
virtual_mailbox_domains = static:all
virtual_mailbox_base = {folder}
virtual_mailbox_maps = static:mail/
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{group}
default_transport = error:nothing leaves
relay_transport = error:nothing leaves
local_transport = error:nothing leaves
enable_long_queue_ids = yes
message_size_limit = 20000000
smtpd_tls_chain_files = {folder}/certificates/good.key,
    {folder}/certificates/good.pem
smtpd_tls_auth_only = yes
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = cyrus
smtpd_sasl_path = lettermill
smtpd_sasl_local_domain = lettermill.example
smtpd_sasl_security_options = noanonymous
# Debian's looks in config_directory/sasl whatever stands here
cyrus_sasl_config_path = {folder}/etc/sasl
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
"""

USERS = """
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: {folder}/etc/sasl/users
mech_list: PLAIN LOGIN
"""

# service, type, private, unprivileged, chroot, wakeup, most processes, command
SERVICES = """
127.0.0.1:{smtps} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes -o smtpd_tls_security_level=encrypt
127.0.0.1:{smtp} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def require():
    """Skips where Postfix cannot run."""
    if os.geteuid() != 0:
        daemon.skip("not root, as Postfix must be started")
    for program in NEEDED:
        if not shutil.which(program, path=PLACES):
            daemon.skip(f"no {program} (see {os.path.basename(__file__)})")


class Postfix(daemon.Daemon):
    """The server, with everything of it below one folder."""

    name = "Postfix"
    arrived_for = "x-original-to"

    def __init__(self, _root, folder):
        require()
        super().__init__(folder)
        self.log = self.folder / "postfix.log"
        for name in ("etc", "etc/sasl", "queue", "data", "mail"):
            (self.folder / name).mkdir()
        self.hand_over()
        self.configure()
        self.add_user()
        self.start()

    def hand_over(self):
        """To Postfix what it writes as itself, to nobody the maildir."""
        self.folder.chmod(0o755)
        keeper = pwd.getpwnam("postfix")
        os.chown(self.folder / "data", keeper.pw_uid, keeper.pw_gid)
        self.owner = pwd.getpwnam("nobody")
        os.chown(self.folder / "mail", self.owner.pw_uid, self.owner.pw_gid)

    def configure(self):
        for name, text in (("etc/main.cf", SETTINGS),
                           ("etc/master.cf", SERVICES),
                           ("etc/sasl/lettermill.conf", USERS)):
            (self.folder / name).write_text(text.format(
                folder=self.folder, smtps=self.smtps, smtp=self.smtp,
                user=self.owner.pw_uid, group=self.owner.pw_gid))

    def add_user(self):
        users = self.folder / "etc/sasl/users"
        subprocess.run(
            [shutil.which("saslpasswd2", path=PLACES), "-p", "-c", "-f",
             users, "-u", "lettermill.example", "mailer"],
            input=campaigns.PASSWORD.encode(), check=True)
        os.chown(users, 0, pwd.getpwnam("postfix").pw_gid)
        users.chmod(0o640)

    def command(self, *words):
        return [shutil.which("postfix", path=PLACES), "-c",
                self.folder / "etc", *words]

    def start(self):
        said = self.folder / "said"
        with open(said, "wb") as output:
            self.process = subprocess.Popen(
                self.command("start-fg"), stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, env={"PATH": PLACES})
            # Stops it at the end, also where the test is killed: then as
            # well the pipe ends.
            self.stopper = subprocess.Popen(
                ["sh", "-c", 'read -r _; exec "$@"', "sh",
                 *self.command("stop")], stdin=subprocess.PIPE,
                stdout=output, stderr=output, env={"PATH": PLACES})
        if self.is_up():
            return
        self.close()
        words = said.read_text()
        if self.log.exists():
            words += self.log.read_text()
        raise SystemExit(f"Postfix does not start:\n{words}")

    def close(self):
        self.stopper.stdin.close()
        self.stopper.wait()
        self.process.wait()

    def accepted(self):
        """@return the recipients served by queue id, as the log has it"""
        log = self.log.read_text()
        served = {queue_id: [] for queue_id in
                  re.findall(r"smtpd\[\d+\]: (\w+): client=", log)}
        for queue_id, to, state in re.findall(
                r"virtual\[\d+\]: (\w+): to=<([^>]*)>.* status=(\w+)", log):
            if state == "sent":
                served[queue_id].append(to)
        return served
