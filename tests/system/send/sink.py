#!/usr/bin/env python3
"""A mail server for tests that keeps what it accepts, and fails where told to.

usage: sink.py FOLDER PORT-FILE   (serves until standard input ends)

It is the witness: each message it takes responsibility for is written to
FOLDER/accepted.jsonl and FOLDER/<number>.eml and fsynced before the reply that
accepts it leaves. TLS with certificates made by certificates.sh, AUTH PLAIN and
LOGIN.

A fault is (step, action): the step at which it strikes, one of STEPS, and what
then happens, one of

    ("reply", "451 4.3.0 Later")  that is answered (and 421 also hangs up)
    ("hang",)                     nothing is answered any more
    ("drop",)                     the connection is reset
    ("close",)                    the connection is closed as is proper
    ("half", "250 2.0.0 Ok: qu")  that is sent without its line end, then reset
    ("keep-drop",)                at "dot": accepted, logged, reset
    ("late", seconds)             answered well, but late
    ("joined", "250 2.0.0 Ok")    at "data": that comes with the 354, and no
                                  more; the message is read to its end
    ("early", "250 2.0.0 Ok")     at "body": the same, once the message's first
                                  bytes are read
    ("early-twice", "250 ...")    likewise, and the dot is answered too
    ("early-close", "250 ...")    at "body": that is said, then close
"""
import base64
import contextlib
import hashlib
import json
import os
import pathlib
import random
import re
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import warnings

STEPS = ("connect", "tls", "banner", "ehlo", "starttls", "auth", "mail",
         "rcpt", "data", "body", "dot", "after", "quit")


class Gone(Exception):
    """The talk is over."""


class Sink:
    """Listens on loopback; every connection has a thread."""

    def __init__(self, folder, certificates, *, implicit=True,
                 certificate="good", starttls=True, auth=True, user="mailer",
                 password="a password", versions=None, per_session=0,
                 delay=None, port=0, window=0):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.certificates = pathlib.Path(certificates)
        self.implicit, self.starttls, self.auth = implicit, starttls, auth
        self.user, self.password = user, password
        self.certificate, self.versions = certificate, versions
        self.per_session = per_session
        self.delay = delay or (lambda step: 0)
        self.faults = []
        self.dialogue = []     # every line both ways, AUTH's left out
        self.connections = 0
        self.lock = threading.Lock()
        self.accepted = 0
        self.log = open(self.folder / "accepted.jsonl", "ab")
        self.stopping = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", port),
                                             backlog=64)
        if window:  # bytes the system may take before they are read
            self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF,
                                     window)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"{'smtps' if self.implicit else 'smtp'}://localhost:{self.port}"

    def fail(self, step, *action, times=1, when=None):
        """From now on, @times at @step; @when judges the line or message."""
        assert step in STEPS
        self.faults.append([step, action, times, when])

    def close(self):
        self.stopping.set()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def messages(self):
        """What was accepted, as the log on the disk has it."""
        return [json.loads(line) for line in
                (self.folder / "accepted.jsonl").read_text().splitlines()]

    def arrived(self):
        """@return pairs of envelope recipients and bytes, of all accepted"""
        return [(message["recipients"],
                 (self.folder / message["file"]).read_bytes())
                for message in self.messages()]

    def listen(self):
        while not self.stopping.is_set():
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(peer,),
                             daemon=True).start()

    def serve(self, peer):
        self.connections += 1
        with contextlib.suppress(Gone, OSError, ssl.SSLError):
            Session(self, peer).run()
        with contextlib.suppress(OSError):
            peer.close()

    def context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if self.versions:
                context.set_ciphers("ALL:@SECLEVEL=0")
                context.minimum_version, context.maximum_version = self.versions
        context.load_cert_chain(
            self.certificates / f"{self.certificate}.pem",
            self.certificates / f"{self.certificate}.key")
        return context

    def fault(self, step, what):
        with self.lock:
            for fault in self.faults:
                if fault[0] == step and fault[2] > 0 and (
                        fault[3] is None or fault[3](what)):
                    fault[2] -= 1
                    return fault[1]
        return None

    def keep(self, sender, recipients, message):
        """Writes a message down for good. @return its queue id"""
        with self.lock:
            self.accepted += 1
            number = self.accepted
            path = self.folder / f"{os.getpid()}-{number:06}.eml"
            with open(path, "wb") as file:
                file.write(message)
                file.flush()
                os.fsync(file.fileno())
            ident = re.search(rb"^Message-ID:\s*(<[^>]*>)", message,
                              re.I | re.M)
            self.log.write(json.dumps({
                "number": number, "file": path.name, "sender": sender,
                "recipients": recipients, "bytes": len(message),
                "sha256": hashlib.sha256(message).hexdigest(),
                "id": ident.group(1).decode() if ident else "",
            }).encode() + b"\n")
            self.log.flush()
            os.fsync(self.log.fileno())
            return f"SINK{number:06}"


class Session:
    """One connection."""

    def __init__(self, sink, peer):
        self.sink, self.peer = sink, peer
        self.pending = b""
        self.encrypted = self.known = False
        self.taken = 0
        self.spoken = False  # before the message had ended
        peer.settimeout(60)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def reset(self):
        """Hangs up with RST, so that nothing lingers."""
        self.peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                             struct.pack("ii", 1, 0))
        if isinstance(self.peer, ssl.SSLSocket):
            # no close_notify: the plain socket below goes at once
            descriptor = self.peer.detach()
            os.close(descriptor)
        else:
            self.peer.close()
        raise Gone

    def wait_out(self):
        while not self.sink.stopping.wait(0.05):
            self.peer.settimeout(0.05)
            try:
                if not self.peer.recv(65536):
                    raise Gone
            except (TimeoutError, ssl.SSLWantReadError):
                continue
        raise Gone

    def send(self, text):
        self.note("S", text)
        self.peer.sendall(text.encode("latin-1") + b"\r\n")

    def note(self, who, text):
        with self.sink.lock:
            self.sink.dialogue.append(f"{who}: {text}")

    def answer(self, step, what, text):
        """The answer to a step, or its fault. @return whether it was well"""
        time.sleep(self.sink.delay(step))
        fault = self.sink.fault(step, what)
        if fault is None:
            if text is not None:
                self.send(text)
            return True
        if fault[0] == "reply":
            self.send(fault[1])
            if fault[1].startswith("421"):
                raise Gone
            return False
        if fault[0] == "late":
            time.sleep(fault[1])
            self.send(text)
            return True
        if fault[0] == "hang":
            self.wait_out()
        if fault[0] == "close":
            raise Gone
        if fault[0] == "joined":
            self.spoken = True
            self.send(text + "\r\n" + fault[1])
            return True
        if fault[0] == "half":
            self.peer.sendall(fault[1].encode())
            time.sleep(0.05)
        self.reset()
        return False

    def line(self):
        while b"\n" not in self.pending:
            piece = self.peer.recv(65536)
            if not piece:
                raise Gone
            self.pending += piece
        line, self.pending = self.pending.split(b"\n", 1)
        return line.rstrip(b"\r").decode("latin-1")

    def encrypt(self):
        fault = self.sink.fault("tls", "")
        if fault:
            self.wait_out() if fault[0] == "hang" else self.reset()
        self.peer = self.sink.context().wrap_socket(self.peer,
                                                    server_side=True)
        self.encrypted, self.pending = True, b""

    def run(self):
        self.answer("connect", "", None)
        if self.sink.implicit:
            self.encrypt()
        if not self.answer("banner", "", "220 sink.example ESMTP"):
            raise Gone
        while True:
            line = self.line()
            verb = line.split(" ")[0].upper()
            self.note("C", "AUTH" if verb == "AUTH" else line)
            handler = getattr(self, f"on_{verb.lower()}", None)
            if handler is None:
                self.send("500 5.5.1 What?")
            else:
                handler(line)

    def on_ehlo(self, _):
        words = ["sink.example", "SIZE 20000000", "8BITMIME",
                 "ENHANCEDSTATUSCODES"]
        if self.sink.starttls and not self.encrypted:
            words.append("STARTTLS")
        if self.sink.auth and self.encrypted:
            words.append("AUTH PLAIN LOGIN")
        self.sender, self.recipients = None, []
        lines = [f"250-{word}" for word in words[:-1]] + [f"250 {words[-1]}"]
        self.answer("ehlo", "", "\r\n".join(lines))

    def on_helo(self, _):
        self.sender, self.recipients = None, []
        self.answer("ehlo", "", "250 sink.example")

    def on_starttls(self, _):
        if self.answer("starttls", "", "220 2.0.0 Go ahead"):
            self.encrypt()

    def ask(self, prompt):
        self.send("334 " + base64.b64encode(prompt).decode())
        return base64.b64decode(self.line())

    def on_auth(self, line):
        if not self.encrypted:
            return self.send("538 5.7.11 Encryption required")
        words = line.split(" ")
        if words[1].upper() == "PLAIN":
            given = (base64.b64decode(words[2]) if len(words) > 2
                     else self.ask(b"")).split(b"\0")[1:]
        else:
            given = [self.ask(b"Username:"), self.ask(b"Password:")]
        self.known = given == [self.sink.user.encode(),
                               self.sink.password.encode()]
        self.answer("auth", "", "235 2.7.0 Welcome" if self.known
                    else "535 5.7.8 Wrong user or password")

    def on_mail(self, line):
        if self.sink.auth and not self.known:
            return self.send("530 5.7.0 Authentication required")
        if self.sink.per_session and self.taken >= self.sink.per_session:
            self.send("421 4.7.0 Too many messages on this connection")
            raise Gone
        if self.answer("mail", line, "250 2.1.0 Ok"):
            self.sender = re.search(r"<(.*?)>", line).group(1)
            self.recipients = []

    def on_rcpt(self, line):
        if self.answer("rcpt", line, "250 2.1.5 Ok"):
            self.recipients.append(re.search(r"<(.*?)>", line).group(1))

    def on_data(self, _):
        if not self.recipients:
            return self.send("503 5.5.1 No recipients")
        if not self.answer("data", "", "354 End with a dot"):
            return None
        return self.take_message()

    def take_message(self):
        fault = self.sink.fault("body", "")
        if fault and fault[0].startswith("early"):
            if not self.pending:
                self.pending = self.peer.recv(1024)
            self.send(fault[1])
            if fault[0] == "early-close":
                raise Gone
            self.spoken = fault[0] == "early"
        elif fault:
            time.sleep(self.sink.delay("body"))
            self.reset()
        # a line break in front, so that the first line is like any other
        given, seen = bytearray(b"\r\n" + self.pending), 0
        while (end := given.find(b"\r\n.\r\n", seen)) < 0:
            seen = max(0, len(given) - 4)
            piece = self.peer.recv(65536)
            if not piece:
                raise Gone
            given += piece
        self.pending = bytes(given[end + 5:])
        message = bytes(given[:end + 2]).replace(b"\r\n.", b"\r\n")[2:]
        if self.spoken:
            return
        fault = self.sink.fault("dot", message)
        time.sleep(self.sink.delay("dot"))
        if fault and fault[0] == "reply":
            self.send(fault[1])
            if fault[1].startswith("421"):
                raise Gone
            return
        if fault and fault[0] not in ("keep-drop", "half", "late"):
            self.wait_out() if fault[0] == "hang" else self.reset()
        name = self.sink.keep(self.sender, self.recipients, message)
        self.taken += 1
        if fault and fault[0] == "late":
            time.sleep(fault[1])
        elif fault:
            if fault[0] == "half":
                self.peer.sendall(fault[1].encode())
                time.sleep(0.05)
            self.reset()
        time.sleep(self.sink.delay("reply"))
        self.send(f"250 2.0.0 Ok: queued as {name}")
        if self.sink.fault("after", message):
            self.reset()

    def on_rset(self, _):
        self.sender, self.recipients = None, []
        self.send("250 2.0.0 Ok")

    def on_noop(self, _):
        self.send("250 2.0.0 Ok")

    def on_quit(self, _):
        if self.answer("quit", "", "221 2.0.0 Bye"):
            raise Gone


def free_port():
    """@return a port that nobody listens on, now"""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def make_certificates(folder):
    """@return the folder, filled by certificates.sh"""
    script = pathlib.Path(__file__).parent / "certificates.sh"
    subprocess.run(["sh", str(script), str(folder)], check=True)
    return pathlib.Path(folder)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    sink = Sink(folder, make_certificates(folder / "certificates"))
    pathlib.Path(sys.argv[2]).write_text(sink.url + "\n")
    sys.stdin.read()
    sink.close()
