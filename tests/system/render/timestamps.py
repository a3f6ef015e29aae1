#!/usr/bin/env python3
"""Letters with time stamps, from a real authority that sometimes fails.

usage: timestamps.py ROOT PROGRAM

`openssl ts` answers over HTTP on this machine. What the program sends and what
it keeps is checked by `openssl ts -verify` and `openssl cms -verify`; each kind
of failure has to stop its letter, not the batch, and to leave nothing unsealed.
"""
import csv
import http.server
import os
import pathlib
import re
import select
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

root, program = pathlib.Path(sys.argv[1]), sys.argv[2]
if not shutil.which("openssl"):
    print("openssl is not here")
    sys.exit(77)
work = pathlib.Path(tempfile.mkdtemp())
ca = work / "ca"
faults = []
for name in list(os.environ):
    if name.lower() in ("http_proxy", "https_proxy", "no_proxy",
                        "lettermill_passphrase"):
        del os.environ[name]


def fault(message):
    print("FAIL:", message)
    faults.append(message)


def run(*command, **options):
    return subprocess.run([str(word) for word in command],
                          capture_output=True, **options)


def answer(query, config="tsa.cnf"):
    """The authority's answer to a query, both DER."""
    (work / "query").write_bytes(query)
    run("openssl", "ts", "-reply", "-config", ca / config, "-queryfile",
        work / "query", "-out", work / "answer", "-passin", "pass:")
    return (work / "answer").read_bytes()


def other_query(nonce):
    """A query about something else, or with another number."""
    (work / "else").write_bytes(b"something else")
    run("openssl", "ts", "-query", "-data", work / "else", "-sha256", "-cert",
        *([] if nonce else ["-no_nonce"]), "-out", work / "else.tsq")
    return (work / "else.tsq").read_bytes()


def broken(body):
    """An answer whose signature does not hold: its last byte is another."""
    return body[:-1] + bytes([body[-1] ^ 1])


class Authority(http.server.BaseHTTPRequestHandler):
    plan = []        # what to do about each request; good when used up
    requests = []    # what came
    good = "application/timestamp-reply"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        what = self.plan.pop(0) if self.plan else "good"
        self.requests.append((self.path, self.headers["Content-Type"], what))
        if what == "hang":
            time.sleep(13)
            return
        if what == "hang up":
            return
        if what == "error" or isinstance(what, int):
            self.send_response(500 if what == "error" else what)
            self.send_header("Location", url)
            self.end_headers()
            return
        reply = {"good": lambda: answer(body),
                 "refuse": lambda: answer(body, "strict.cnf"),
                 "expired": lambda: answer(body, "old.cnf"),
                 "sha1": lambda: answer(body, "sha1.cnf"),
                 "replay": lambda: answer(other_query(True)),
                 "no nonce": lambda: answer(other_query(False)),
                 "broken": lambda: broken(answer(body)),
                 "garbage": lambda: b"\x30\x82\x01\x00" + b"x" * 256,
                 "huge": lambda: b"\x30\x83\x02\x00\x00" + b"x" * 0x20000,
                 "page": lambda: b"<html>no</html>"}[what]()
        self.send_response(200)
        self.send_header("Content-Type",
                         "text/html" if what == "page" else self.good)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        try:
            self.wfile.write(reply if what != "half" else reply[:100])
        except OSError:
            pass

    def log_message(self, *_):
        pass


class Proxy(http.server.BaseHTTPRequestHandler):
    """Passes requests on to this machine, and tunnels by CONNECT."""
    seen = []        # what was asked for
    refuses = False

    def do_CONNECT(self):
        self.seen.append(f"CONNECT {self.path}")
        if self.refuses:
            self.send_error(403)
            return
        port = int(self.path.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as far:
            self.send_response(200)
            self.end_headers()
            ends = {self.connection: far, far: self.connection}
            while True:
                for end in select.select(list(ends), [], [])[0]:
                    piece = end.recv(65536)
                    if not piece:
                        return
                    ends[end].sendall(piece)

    def do_POST(self):
        self.seen.append(f"POST {self.path}")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = urllib.request.Request(
            self.path, body, {"Content-Type": self.headers["Content-Type"]})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request) as reply:
            answer = reply.read()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.headers["Content-Type"])
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


run("sh", root / "tests/support/authority.sh", ca)
(ca / "strict.cnf").write_text(
    (ca / "tsa.cnf").read_text().replace("digests = sha256,", "digests ="))
(ca / "old.cnf").write_text(
    (ca / "tsa.cnf").read_text().replace("/tsa.", "/old-tsa."))
(ca / "sha1-bundle.pem").write_text((ca / "sha1-intermediate.pem").read_text())
(ca / "sha1.cnf").write_text(
    (ca / "tsa.cnf").read_text().replace("bundle.pem", "sha1-bundle.pem"))
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Authority)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/tsa?who=test"
with open(root / "input/2022/councils.csv", encoding="utf-8-sig") as rows:
    codes = [row["code"] for row in csv.DictReader(rows)][:3]
out = work / "out"


def render(*plan, fresh=True, url=url, **environment):
    """One run, one thread: status, what it said."""
    if fresh:
        shutil.rmtree(out, ignore_errors=True)
    Authority.plan[:] = plan
    Authority.requests.clear()
    done = run(program, "render", root / "input/2022", "-o", out, "-j1",
               "--only", ",".join(codes), "--seal", ca / "rsa.p12",
               "--passphrase-file", ca / "passphrase", "--tsa", url,
               env=os.environ | environment)
    said = done.stderr.decode()
    if "Sanitizer" in said or "runtime error" in said:
        fault(said)
    return done.returncode, said


def letters():
    return sorted(out.glob("letters/*.pdf"))


def parts(path):
    """What is signed, and the signature, by its own ByteRange."""
    data = path.read_bytes()
    numbers = re.search(rb"/ByteRange\[([ \d]+)\]", data)[1].split()
    start, first, second, last = map(int, numbers)
    if start or second + last != len(data):
        fault(f"{path.name}: not all of the file is signed")
    hole = bytes.fromhex(data[first + 1:second - 1].decode())
    if hole[1] != 0x82:
        fault(f"{path.name}: strange signature")
    return data[:first] + data[second:], hole[:4 + (hole[2] << 8) + hole[3]]


def contents(der, at):
    """The contents of the value at an offset, and where it ends."""
    length, first = der[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        length = int.from_bytes(der[first:first + count], "big")
        first += count
    return der[first:first + length], first + length


def check_stamp(path):
    signed, cms = parts(path)
    (work / "signed").write_bytes(signed)
    (work / "cms").write_bytes(cms)
    done = run("openssl", "cms", "-verify", "-inform", "DER", "-in",
               work / "cms", "-content", work / "signed", "-binary",
               "-CAfile", ca / "root.pem", "-purpose", "any", "-out",
               "/dev/null")
    if done.returncode:
        fault(f"{path.name}: openssl cms: {done.stderr.decode()}")
    oid = bytes.fromhex("060B2A864886F70D010910020E")
    at = cms.find(oid)
    if at < 0:
        fault(f"{path.name}: no time stamp")
        return
    token, end = contents(cms, at + len(oid))
    if end != len(cms):
        fault(f"{path.name}: something behind the time stamp")
    # RSA-2048: the signature is the 256 bytes before the unsigned attributes.
    head = cms.rindex(b"\xA1\x82", 0, at)
    (work / "token").write_bytes(token)
    (work / "value").write_bytes(cms[head - 256:head])
    done = run("openssl", "ts", "-verify", "-token_in", "-in", work / "token",
               "-data", work / "value", "-CAfile", ca / "root.pem",
               "-untrusted", ca / "intermediate.pem")
    if done.returncode:
        fault(f"{path.name}: openssl ts: {done.stdout.decode()}"
              f"{done.stderr.decode()}")


code, said = render()
if code or len(letters()) != 3:
    fault(f"a good server: exit {code}: {said}")
for path in letters():
    check_stamp(path)
if [one[:2] for one in Authority.requests] != [
        ("/tsa?who=test", "application/timestamp-query")] * 4:
    fault(f"what was asked: {Authority.requests}")

# Nothing to do: nobody is asked.
before = {path: path.read_bytes() for path in letters()}
code, said = render(fresh=False)
if code or Authority.requests:
    fault(f"again: exit {code}, {len(Authority.requests)} questions: {said}")

for plan, words in {
        "refuse": "the server refuses, status 2",
        "replay": "the answer is to another question",
        "no nonce": "the answer is to another question",
        "broken": "the answer's signature is not valid",
        "expired": "the certificate of Old timestamps expired on 2021-12-31",
        "sha1": "the certificate of Test intermediate is signed with SHA1",
        307: "the server redirects to another address",
        "garbage": "the answer cannot be read"}.items():
    code, said = render("good", "good", plan)
    if code != 1 or words not in said:
        fault(f"{plan}: exit {code}: {said}")
    if len(letters()) != 2 or len(Authority.requests) != 4:
        fault(f"{plan}: {len(letters())} letters, "
              f"{len(Authority.requests)} questions")
    with open(out / "rejected.csv", encoding="utf-8-sig") as rows:
        rejected = list(csv.DictReader(rows))
    if [row["code"] for row in rejected] != [codes[1]] or \
            words not in rejected[0]["reason"]:
        fault(f"{plan}: rejected.csv is {rejected}")
    for path in letters():
        check_stamp(path)

# What may pass is asked again, and no further question is lost.
for plan in ("error", "hang up", "page", "huge"):
    code, said = render("good", plan)
    if code or len(letters()) != 3 or len(Authority.requests) != 5:
        fault(f"{plan}: exit {code}, {len(Authority.requests)} questions: "
              f"{said}")
    code, said = render("good", "good", *[plan] * 3)
    if code != 1 or len(letters()) != 2 or "cannot be asked" not in said:
        fault(f"{plan}, three times: exit {code}: {said}")

# A server that is gone is not waited for by every letter.
started = time.monotonic()
code, said = render("good", "hang")
if code != 1 or len(letters()) != 2 or not 8 < time.monotonic() - started < 30:
    fault(f"hang: exit {code} after {time.monotonic() - started:.0f} s: {said}")
code, said = render("good", *["error"] * 9)
if code != 1 or letters() or "3 letters in a row" in said:
    fault(f"three failed: exit {code}: {said}")

# The first question decides whether the run begins.
for plan, status in {"refuse": 2, "garbage": 2, "error": 75, "expired": 2,
                     "sha1": 2, 301: 2, 302: 2, 303: 2, 307: 2, 308: 2,
                     404: 2, 429: 75, 503: 75}.items():
    code, said = render(*[plan] * 3)
    if code != status or any(out.rglob("*.*")):
        fault(f"first {plan}: exit {code}, {list(out.rglob('*'))}: {said}")

# An unsealed letter does not stay where a sealed one was asked for.
shutil.rmtree(out)
run(program, "render", root / "input/2022", "-o", out, "--only",
    ",".join(codes))
growth = [len(before[path]) - path.stat().st_size for path in letters()]
if not 5000 < max(growth) <= 12 * 1024:
    fault(f"a time-stamped seal takes {growth} bytes")
code, said = render("good", "good", "refuse", fresh=False)
unsealed = [path.name for path in letters()
            if b"/ByteRange" not in path.read_bytes()]
if code != 1 or unsealed:
    fault(f"left unsealed: {unsealed}, exit {code}: {said}")

# Over TLS: a server that is trusted, one that is not, one of another name.
run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
    "-keyout", work / "tls.key", "-out", work / "tls.pem")
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(work / "tls.pem", work / "tls.key")
secure = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Authority)
secure.socket = context.wrap_socket(secure.socket, server_side=True)
threading.Thread(target=secure.serve_forever, daemon=True).start()
for host, trusted, status in (("localhost", str(work / "tls.pem"), 0),
                              ("127.0.0.1", str(work / "tls.pem"), 75),
                              ("localhost", str(ca / "root.pem"), 75)):
    code, said = render(url=f"https://{host}:{secure.server_port}/",
                        SSL_CERT_FILE=trusted)
    if code != status or (code and letters()):
        fault(f"https {host}, {trusted}: exit {code}: {said}")

# Through a proxy, which the environment names, to either server; past it to a
# host that no_proxy names; not at all where the proxy refuses.
proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
threading.Thread(target=proxy.serve_forever, daemon=True).start()
through = f"http://127.0.0.1:{proxy.server_port}"
plain = f"localhost:{server.server_port}"
tunnel = f"localhost:{secure.server_port}"
trust = {"SSL_CERT_FILE": str(work / "tls.pem")}
for target, names, refuses, status, asked in (
        (f"http://{plain}/tsa", {"http_proxy": through}, False, 0,
         f"POST http://{plain}/tsa"),
        (f"https://{tunnel}/", trust | {"https_proxy": through}, False, 0,
         f"CONNECT {tunnel}"),
        (f"https://{tunnel}/", {"https_proxy": through}, False, 75,
         f"CONNECT {tunnel}"),
        (f"https://{tunnel}/", trust | {"https_proxy": through,
                                        "no_proxy": "localhost"}, False, 0,
         None),
        (f"https://{tunnel}/", trust | {"https_proxy": through}, True, 75,
         f"CONNECT {tunnel}")):
    Proxy.seen.clear()
    Proxy.refuses = refuses
    code, said = render(url=target, **names)
    if code != status or (code and letters()) or \
            set(Proxy.seen) != ({asked} if asked else set()):
        fault(f"proxy, {target}, {names}: exit {code}, asked {Proxy.seen}: "
              f"{said}")
proxy.shutdown()
secure.shutdown()
server.shutdown()
shutil.rmtree(work)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
