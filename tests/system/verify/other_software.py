"""Seals of other software, and other software on our seals: pyHanko.

usage: venv.sh CACHE others.py ROOT PROGRAM

pyHanko signs a letter in every way it knows, and `verify` has to say what is
true of it; letters that the program sealed, with and without a time stamp, have
to hold before pyHanko's validation of PAdES, which follows ETSI EN 319 102-1.
"""
import asyncio
import datetime
import http.server
import json
import logging
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.validation import ades, validate_pdf_signature
from pyhanko.sign.validation.policy_decl import SignatureValidationSpec
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy
from pyhanko_certvalidator.policy_decl import NO_REVOCATION

sys.dont_write_bytecode = True  # no litter beside the sources
import specimen

root, program = pathlib.Path(sys.argv[1]), sys.argv[2]
logging.disable(logging.CRITICAL)
work = pathlib.Path(tempfile.mkdtemp())
ca = specimen.authority(root, work / "ca")
passphrase = (ca / "passphrase").read_bytes().strip()
faults = []
for name in list(os.environ):
    if name.lower() in ("http_proxy", "https_proxy", "lettermill_passphrase"):
        del os.environ[name]


def fault(message):
    print("FAIL:", message)
    faults.append(message)


def render(out, *options):
    done = subprocess.run([program, "render", root / "input/2022", "-o", out,
                           "-q", "--only", "E06000032", *options],
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"render {options}: {done.stderr}")
    (path,) = out.glob("letters/*.pdf")
    return path


def verify(path, *options):
    done = subprocess.run([program, "verify", "--format", "json", "--sealed",
                           "--trust", ca / "root.pem", *options, path],
                          capture_output=True, text=True)
    if "Sanitizer" in done.stderr or "runtime error" in done.stderr:
        fault(f"{path.name}: {done.stderr}")
    return done.returncode, json.loads(done.stdout)


# --- their seals, our verdict -----------------------------------------------

letter = render(work / "plain")


def certificate(name):
    return load_cert_from_pemder(str(ca / f"{name}.pem"))


def signer(name, **more):
    return signers.SimpleSigner.load_pkcs12(str(ca / f"{name}.p12"),
                                            passphrase=passphrase, **more)


def stamper(at=None, who="tsa"):
    known = SimpleCertificateStore()
    known.register(certificate("intermediate"))
    key = load_private_key_from_pemder(str(ca / f"{who}.key"), None)
    return timestamps.DummyTimeStamper(certificate(who), key,
                                       certs_to_embed=known, fixed_dt=at)


def sign(title, before, who="rsa", stamps=None, field="Seal", **more):
    """A file sealed by pyHanko."""
    path = work / f"{title}.pdf"
    more.setdefault("subfilter", fields.SigSeedSubFilter.PADES)
    details = signers.PdfSignatureMetadata(field_name=field,
                                           md_algorithm="sha256", **more)
    with open(before, "rb") as file, open(path, "wb") as out:
        signers.PdfSigner(details, signer(who), timestamper=stamps).sign_pdf(
            IncrementalPdfFileWriter(file), output=out)
    return path


def expect(path, status, word, *seals, words=""):
    """The verdict: exit status, word, the seals' signers and levels."""
    code, verdict = verify(path)
    told = [f"{one['claim']}: {one['message']}" for one in verdict["faults"]]
    found = [(one.get("signer"), one.get("level")) for one in verdict["seals"]]
    if (code, verdict["seal"]) != (status, word) or found != list(seals):
        fault(f"{path.stem}: {code}, {verdict['seal']}, {found}: {told}")
    if words and not any(words in line for line in told):
        fault(f"{path.stem}: {told}, not «{words}»")
    return verdict


RSA, ECDSA = "RSA signer", "P-256 signer"
one = sign("B-B", letter, reason="A reason", location="A place", name="A name")
seal = expect(one, 0, "trusted", (RSA, "PAdES B-B"))["seals"][0]
if (seal["reason"], seal["location"], seal["stated_name"]) != (
        "A reason", "A place", "A name"):
    fault(f"B-B: {seal}")
expect(sign("B-B by ECDSA", letter, "ecdsa"), 0, "trusted",
       (ECDSA, "PAdES B-B"))
now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
stamped = sign("B-T", letter, stamps=stamper(now))
seal = expect(stamped, 0, "trusted", (RSA, "PAdES B-T"))["seals"][0]
if (seal["timestamp"], seal["timestamp_by"], seal["timestamp_chain"]) != (
        now.strftime("%Y-%m-%dT%H:%M:%SZ"), "Test timestamps", "known"):
    fault(f"B-T: {seal}")
then = datetime.datetime(2021, 6, 1, tzinfo=datetime.timezone.utc)
expect(sign("B-T, since expired", letter, "expired", stamper(then)), 0,
       "trusted", ("Expired signer", "PAdES B-T"))
expect(sign("B-B, expired", letter, "expired"), 1, "untrusted",
       ("Expired signer", "PAdES B-B"), words="expired on 2021-12-31")
late = datetime.datetime(2023, 6, 1, tzinfo=datetime.timezone.utc)
expect(sign("B-T, stamped too late", letter, "expired", stamper(late)), 1,
       "untrusted", ("Expired signer", "PAdES B-T"),
       words="expired on 2021-12-31")
expect(sign("B-T by a signer of letters", letter, stamps=stamper(now, "rsa")),
       1, "untrusted", (RSA, "PAdES B-B"),
       words="seal: its time stamp: its extended key usage is not time stamps")
expect(sign("B-T by an expired one", letter, stamps=stamper(then, "old-tsa")),
       1, "untrusted", (RSA, "PAdES B-B"), words="seal: its time stamp: the "
       "certificate of Old timestamps expired on 2021-12-31")
expect(sign("certified", letter, certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES), 0, "trusted",
       (RSA, "PAdES B-B"))
expect(sign("before PAdES", letter,
            subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED), 0,
       "trusted", (RSA, "CMS"))
expect(sign("by a foreigner", letter, "foreign"), 1, "untrusted",
       ("Foreign signer", "PAdES B-B"))
SECOND = 'the form: a signature field "Second" was added'
two = sign("two", one, "ecdsa", field="Second")
seals = expect(two, 1, "broken", (RSA, "PAdES B-B"), (ECDSA, "PAdES B-B"),
               words=SECOND)["seals"]
if [(seal["whole_file"], seal["holds"]) for seal in seals] != [
        (False, False), (True, True)]:
    fault(f"two: {seals}")
expect(sign("three", two, "rsa", field="Third"), 1, "broken",
       (RSA, "PAdES B-B"), (ECDSA, "PAdES B-B"), (RSA, "PAdES B-B"),
       words=SECOND)
with open(one, "rb") as file, open(work / "stamped.pdf", "wb") as out:
    signers.PdfTimeStamper(stamper(now)).timestamp_pdf(
        IncrementalPdfFileWriter(file), "sha256", output=out)
expect(work / "stamped.pdf", 0, "trusted", (RSA, "PAdES B-B"),
       ("Test timestamps", "time stamp"))

# A byte here and there of the time stamp itself.
whole = stamped.read_bytes()
_, hole, after, _ = specimen.pieces(whole)
token = bytes.fromhex(whole[hole + 1:after - 1].decode())
size = next(specimen.parts(token))[3]
paths = []
for at in range(size - 2500, size, 29):
    bent = bytearray(token)
    bent[at] ^= 1 << at % 8
    paths.append(work / f"bent-{at}.pdf")
    paths[-1].write_bytes(whole[:hole + 1] + bent.hex().encode() +
                          whole[after - 1:])
done = subprocess.run([program, "verify", "--format", "json", "--trust",
                       ca / "root.pem", *paths], capture_output=True)
for line in done.stdout.decode().splitlines():
    if json.loads(line).get("verdict") == "holds":
        fault(f"{json.loads(line)['file']}: not seen")

# --- our seals, their verdict -----------------------------------------------


class Authority(http.server.BaseHTTPRequestHandler):
    """RFC 3161 over HTTP: `openssl ts`."""

    def do_POST(self):
        (work / "query").write_bytes(
            self.rfile.read(int(self.headers["Content-Length"])))
        specimen.openssl("ts", "-reply", "-config", ca / "tsa.cnf",
                         "-queryfile", work / "query", "-out", work / "answer")
        body = (work / "answer").read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Authority)
threading.Thread(target=server.serve_forever, daemon=True).start()
tsa = ("--tsa", f"http://127.0.0.1:{server.server_port}/")
policy = SignatureValidationSpec(CertValidationPolicySpec(
    trust_manager=SimpleTrustManager.build([certificate("root")]),
    revinfo_policy=CertRevTrustPolicy(NO_REVOCATION)))


def judge(path, level):
    """pyHanko's two verdicts: its own, and that of EN 319 102-1."""
    with open(path, "rb") as file:
        (seal,) = PdfFileReader(file).embedded_signatures
        status = validate_pdf_signature(seal, ValidationContext(
            trust_roots=[certificate("root")]))
        if not (status.bottom_line and status.intact and status.valid and
                status.trusted):
            fault(f"{path}: pyHanko: {status.pretty_print_details()}")
        if status.coverage.name != "ENTIRE_FILE":
            fault(f"{path}: pyHanko: covers {status.coverage}")
        check = (ades.ades_basic_validation if level == "B-B"
                 else ades.ades_with_time_validation)
        result = asyncio.run(check(seal.signed_data, policy,
                                   raw_digest=seal.compute_digest()))
        if result.ades_subindic.status != AdESStatus.PASSED:
            fault(f"{path}: EN 319 102-1: {result.ades_subindic}, "
                  f"{result.failure_msg}")
    return status


for kind in ("rsa", "ecdsa"):
    seal = ("--seal", ca / f"{kind}.p12", "--passphrase-file",
            ca / "passphrase")
    ours = render(work / kind, *seal)
    judge(ours, "B-B")
    expect(ours, 0, "trusted", (RSA if kind == "rsa" else ECDSA, "PAdES B-B"))
    ours = render(work / f"{kind}-stamped", *seal, *tsa)
    status = judge(ours, "B-T")
    if not status.timestamp_validity or not status.timestamp_validity.valid:
        fault(f"{ours}: pyHanko sees no time stamp")
    expect(ours, 0, "trusted", (RSA if kind == "rsa" else ECDSA, "PAdES B-T"))
    # Theirs upon ours.
    expect(sign(f"upon {kind}", ours, "ecdsa", field="Second"), 1, "broken",
           (RSA if kind == "rsa" else ECDSA, "PAdES B-T"),
           (ECDSA, "PAdES B-B"), words=SECOND)
server.shutdown()

shutil.rmtree(work)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
