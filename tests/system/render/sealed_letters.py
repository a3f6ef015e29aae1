#!/usr/bin/env python3
"""Sealed letters: same bytes, same pages, made again only where they must be.

usage: letters.py ROOT PROGRAM

What a seal says and where its field lies is read back with qpdf; signatures are
checked by `openssl cms`, which knows nothing of PDF.
"""
import csv
import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import termios

root, program = pathlib.Path(sys.argv[1]), sys.argv[2]
for tool in ("openssl", "qpdf"):
    if not shutil.which(tool):
        print(f"{tool} is not here")
        sys.exit(77)
work = pathlib.Path(tempfile.mkdtemp())
ca = work / "ca"
campaign = work / "campaign"
faults = []
os.environ.pop("LETTERMILL_PASSPHRASE", None)
shutil.copytree(root / "input/2022", campaign, copy_function=shutil.copyfile)
settings = (campaign / "campaign.yaml").read_text()


def fault(message):
    print("FAIL:", message)
    faults.append(message)


def run(*command, **options):
    done = subprocess.run([str(word) for word in command],
                          capture_output=True, text=True, **options)
    if "Sanitizer" in done.stderr or "runtime error" in done.stderr:
        fault(done.stderr)
    return done


def render(out, *options, expect=0, **more):
    done = run(program, "render", campaign, "-o", out, *options, **more)
    if done.returncode != expect:
        fault(f"{options}: exit {done.returncode}: {done.stderr}")
    return done.stdout


def seal(name="rsa"):
    return ("--seal", ca / f"{name}.p12", "--passphrase-file",
            ca / "passphrase")


def letters(out):
    return {path.name: path.read_bytes()
            for path in sorted(out.glob("letters/*.pdf"))}


def check_signature(name, data):
    """The hole is all that is not signed, and the signature is of the rest."""
    match = re.search(rb"/ByteRange\[([ \d]+)\]/Contents<([0-9A-F]+)>", data)
    numbers = [int(number) for number in match[1].split()]
    if numbers != [0, match.start(2) - 1, match.end(2) + 1,
                   len(data) - match.end(2) - 1]:
        fault(f"{name}: ByteRange is {numbers}")
    cms = bytes.fromhex(match[2].decode())
    (work / "cms").write_bytes(cms)
    (work / "signed").write_bytes(data[:match.start(2) - 1]
                                  + data[match.end(2) + 1:])
    done = run("openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in",
               work / "cms", "-content", work / "signed", "-binary", "-CAfile",
               ca / "root.pem", "-purpose", "any", "-out", "/dev/null")
    if done.returncode:
        fault(f"{name}: openssl cms: {done.stderr}")


def objects(path):
    """A file's objects by "obj:7 0 R", its catalogue, its signature field."""
    done = run("qpdf", "--json=2", "--json-key=qpdf", path)
    table = json.loads(done.stdout)["qpdf"][1]
    values = {name: value.get("value", value.get("stream", {}).get("dict"))
              for name, value in table.items()}
    catalog = values["obj:" + values["trailer"]["/Root"]]
    form = catalog["/AcroForm"]
    if isinstance(form, str):
        form = values["obj:" + form]
    if form["/SigFlags"] != 3 or len(form["/Fields"]) != 1:
        fault(f"{path.name}: the form is {form}")
    return values, catalog, values["obj:" + form["/Fields"][0]]


def one_letter(name, expect_words, more=""):
    """The first letter, sealed with these settings."""
    (campaign / "campaign.yaml").write_text(settings + more)
    out = work / name
    render(out, *seal(), "--only", "E06000032")
    (path,) = out.glob("letters/*.pdf")
    check_signature(name, path.read_bytes())
    values, catalog, field = objects(path)
    signature = values["obj:" + field["/V"]]
    said = {key: signature.get(key) for key in expect_words}
    if said != expect_words:
        fault(f"{name}: says {said}")
    return values, catalog, field, signature


run("sh", root / "tests/support/authority.sh", ca)

# RSA: the same bytes however they are made, and little larger.
plain, one, two = work / "plain", work / "one", work / "two"
render(plain)
render(one, *seal(), "-j1")
render(two, *seal(), "-j4")
sealed = letters(one)
if sealed != letters(two):
    fault("RSA: two runs differ")
for name, data in letters(plain).items():
    growth = len(sealed[name]) - len(data)
    if not 1000 < growth <= 12 * 1024:
        fault(f"{name} grows by {growth} bytes")
for name, data in sealed.items():
    check_signature(name, data)
with open(one / "manifest.csv", encoding="utf-8-sig") as rows:
    count = len(list(csv.DictReader(rows)))
if len(sealed) != count:
    fault(f"{len(sealed)} letters, {count} in the manifest")
record = json.loads((one / "run.json").read_text())
if record.get("sealed_by") != "CN=RSA signer,O=Test ombudsman,C=GB":
    fault(f"run.json says {record.get('sealed_by')}")
if "sealed_by" in (plain / "run.json").read_text():
    fault("run.json of unsealed letters says who sealed them")

# What is made again: all that is sealed otherwise, and nothing else.
for options, words in [
        (seal(), f"{count} made, 0 unchanged"),
        (seal(), f"0 made, {count} unchanged"),
        (seal("ecdsa"), f"{count} made, 0 unchanged"),
        (seal("ecdsa"), f"0 made, {count} unchanged"),
        ((), f"{count} made, 0 unchanged")]:
    said = render(plain, *options)
    if words not in said:
        fault(f"{options[1:2]}: {said}, not {words}")
if letters(plain) != letters(work / "plain") or any(
        b"/ByteRange" in data for data in letters(plain).values()):
    fault("unsealed again: a seal is left")

# ECDSA, and parts that are joined.
for name, data in letters(two).items():
    if b"ETSI.CAdES.detached" not in data:
        fault(f"{name}: no CAdES")
parts = work / "parts"
for part in ("1/2", "2/2"):
    render(parts, *seal("ecdsa"), "--shard", part)
done = run(program, "merge-manifest", parts)
if done.returncode:
    fault(f"merge-manifest: {done.stderr}")
for name, data in letters(parts).items():
    check_signature(name, data)
if json.loads((parts / "run.json").read_text()).get("sealed_by") != \
        "CN=P-256 signer,O=Test ombudsman,C=GB":
    fault("merge-manifest forgets who sealed")
mixed = work / "mixed"
render(mixed, *seal("ecdsa"), "--shard", "1/2")
render(mixed, *seal("rsa"), "--shard", "2/2")
if run(program, "merge-manifest", mixed).returncode != 2:
    fault("parts sealed by two are joined")

# What a seal says, and where it lies.
values, catalog, field, signature = one_letter("as it is", {
    "/Type": "/Sig", "/Filter": "/Adobe.PPKLite",
    "/SubFilter": "/ETSI.CAdES.detached", "/M": "u:D:20220720000000Z",
    "/Name": "u:RSA signer", "/Reason": None, "/Location": None,
    "/ContactInfo": None, "/Reference": None})
if field["/FT"] != "/Sig" or field["/F"] != 132 or \
        field["/TU"] != "u:Electronic seal of RSA signer":
    fault(f"the field is {field}")
left, bottom, right, top = field["/Rect"]
if not (50 < left < right < 300 and 50 < bottom < top < 800):
    fault(f"the field lies at {field['/Rect']}")
if field["/P"] not in values["obj:" + catalog["/Pages"]]["/Kids"] or \
        not any(field is values["obj:" + name] for name in
                values["obj:" + field["/P"]]["/Annots"]):
    fault("the field is on no page")
forms = [value for value in values.values() if isinstance(value, dict)
         and value.get("/S") == "/Form"]
if len(forms) != 1 or forms[0]["/K"].get("/Type") != "/OBJR" or \
        values["obj:" + forms[0]["/K"]["/Obj"]] is not field:
    fault(f"the field is tagged {forms}")
if "/Perms" in catalog:
    fault("certified unasked")

values, catalog, field, signature = one_letter("in words", {
    "/Name": "u:Yr Ombwdsm\u0175n", "/Reason": "u:Annual (letter)",
    "/Location": "u:Coventry", "/ContactInfo": "u:a@example.org"}, f"""
seal:
  certificate: {ca}/ecdsa.p12
  name: Yr Ombwdsm\u0175n
  reason: Annual (letter)
  location: Coventry
  contact: a@example.org
  certify: true
  appearance: hidden
""")
if field["/Rect"][0] != field["/Rect"][2] or \
        field["/Rect"][1] != field["/Rect"][3]:
    fault(f"the hidden field lies at {field['/Rect']}")
transform = signature["/Reference"][0]
if values["obj:" + catalog["/Perms"]["/DocMDP"]] is not signature or \
        transform["/TransformMethod"] != "/DocMDP" or \
        transform["/TransformParams"]["/P"] != 1:
    fault(f"not certified: {catalog.get('/Perms')}, {transform}")

# The settings alone; a relative path; a PEM pair; the chain by itself.
for name in ("rsa.pem", "rsa-locked.key", "intermediate.pem"):
    shutil.copyfile(ca / name, campaign / name)
(campaign / "campaign.yaml").write_text(settings + """
seal: {certificate: rsa.pem, key: rsa-locked.key, chain: intermediate.pem}
""")
pem = work / "pem"
render(pem, "--only", "E06000032", "--passphrase-file", ca / "passphrase")
for name, data in letters(pem).items():
    check_signature(f"PEM pair: {name}", data)
    if data != sealed[name]:
        fault("PEM and PKCS#12: two letters of one key differ")

# Whoever approves need not have the key, and sees that a row has changed.
(campaign / "campaign.yaml").write_text(settings)
approved = work / "approved"
render(approved, *seal())
run(program, "proof", campaign, "-o", approved, "-q")
done = run(program, "approve", campaign, "-o", approved, "--by", "A Name")
if done.returncode or "stale" in done.stderr:
    fault(f"approve: exit {done.returncode}: {done.stderr}")
figures = (campaign / "figures.csv").read_text()
(campaign / "figures.csv").write_text(
    figures.replace("E06000032,17,", "E06000032,18,"))
done = run(program, "approve", campaign, "-o", approved, "--by", "A Name")
if not done.returncode or "changed since" not in done.stderr:
    fault(f"approve, changed row: exit {done.returncode}: {done.stderr}")
(campaign / "figures.csv").write_text(figures)
(campaign / "campaign.yaml").write_text(settings + """
seal: {certificate: rsa.pem, key: rsa-locked.key, chain: intermediate.pem}
""")

# check: what can be known without a passphrase.
done = run(program, "check", campaign)
if done.returncode or "seal" in done.stderr:
    fault(f"check: exit {done.returncode}: {done.stderr}")
done = run(program, "check", campaign, env=os.environ | {
    "LETTERMILL_PASSPHRASE": "wrong"})
if done.returncode != 2 or "the passphrase is wrong" not in done.stderr:
    fault(f"check, wrong passphrase: {done.stderr}")
shutil.copyfile(ca / "expired.pem", campaign / "rsa.pem")
done = run(program, "check", campaign)
if done.returncode != 2 or "expired on 2021-12-31" not in done.stderr:
    fault(f"check, expired: exit {done.returncode}: {done.stderr}")
(campaign / "campaign.yaml").write_text(settings)

# A letter without a signature block has its seal out of sight.
text = (campaign / "letter.md").read_text()
(campaign / "letter.md").write_text(text.replace("```signature\n```\n", ""))
values, catalog, field, signature = one_letter("no block", {"/Type": "/Sig"})
if field["/Rect"][0] != field["/Rect"][2]:
    fault(f"no block: the field lies at {field['/Rect']}")
(campaign / "letter.md").write_text(text)


def ask(passphrase):
    """A run at a terminal: its status and all that the terminal showed."""
    child, terminal = pty.fork()
    if not child:
        os.execv(program, [program, "render", str(campaign), "-o",
                           str(work / "asked"), "--only", "E06000032",
                           "--seal", str(ca / "rsa.p12")])
    shown = b""
    typed = hidden = restored = False
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        echo = termios.tcgetattr(terminal)[3] & termios.ECHO
        hidden = hidden or not echo
        restored = hidden and bool(echo)
        if not typed and shown.endswith(b": "):
            typed = True
            os.write(terminal, passphrase.encode() + b"\n"
                     if passphrase else b"half\x03")
    if not restored:
        fault("the terminal's echo is not what it was")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


right = (ca / "passphrase").read_text().strip()
for passphrase, status in ((right, 0), ("open sesame", 2), ("", 2)):
    code, shown = ask(passphrase)
    if code != status or "Passphrase of" not in shown or \
            (passphrase or "half") in shown:
        fault(f"asked at the terminal: exit {code}: {shown}")

# Many letters: more than the caches of lines hold. Each is laid out twice, once
# for its content, and the seal's page must not point into what was trimmed.
many = work / "many"
run(sys.executable, root / "tests/support/campaign.py", "--letters-only",
    "1000", many)
done = run(program, "render", many, "-o", work / "many-out", "-j1",
           "--fsync=none", "-q", *seal("ecdsa"))
if done.returncode:
    fault(f"1,000 sealed letters: exit {done.returncode}: {done.stderr[-500:]}")

shutil.rmtree(work)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
