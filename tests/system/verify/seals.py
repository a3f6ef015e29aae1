#!/usr/bin/env python3
"""`verify` says what is true of seals, well and ill made, and of what was
changed after them.

usage: verify.py ROOT PROGRAM

The seals are OpenSSL's, over small files of specimen.py. Files that other
programs sealed have tests/system/verify/other_software.py, letters of this one
tests/system/render/sealed_letters.py.
"""
import csv
import io
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # no litter beside the sources
import specimen

root, program = pathlib.Path(sys.argv[1]), sys.argv[2]
if not shutil.which("openssl"):
    print("openssl is not here")
    sys.exit(77)
work = pathlib.Path(tempfile.mkdtemp())
ca = specimen.authority(root, work / "ca")
trust = ("--trust", ca / "root.pem")
file = work / "file.pdf"
faults = []


def fault(message):
    print("FAIL:", message)
    faults.append(message)


def verify(*arguments):
    """The exit status, the verdicts, standard error."""
    done = subprocess.run([program, "verify", "--format", "json",
                           *map(str, arguments)], capture_output=True)
    said = done.stderr.decode()
    if "Sanitizer" in said or "runtime error" in said:
        fault(f"{arguments}: {said}")
    lines = done.stdout.decode().splitlines()
    return done.returncode, [json.loads(line) for line in lines
                             if not line.startswith('{"summary"')], said


def faults_of(verdict):
    return [f"{one['claim']}: {one['message']}" for one in verdict["faults"]]


def expect(name, data, status, word, *expected, options=trust):
    """The verdict on a file: exit status, word for its seals, and words
    among its faults; without any there may be none."""
    file.write_bytes(data)
    code, verdicts, said = verify(*options, file)
    told = faults_of(verdicts[0])
    if (code, verdicts[0].get("seal")) != (status, word):
        fault(f"{name}: exit status {code}, {verdicts[0].get('seal')}, not "
              f"{status}, {word}: {told}")
    for words in expected:
        if not any(words in line for line in told):
            fault(f"{name}: {told}, not «{words}»")
    if not expected and told:
        fault(f"{name}: {told}")
    return verdicts[0]


def by(name, *more, **how):
    """Signs as somebody."""
    return lambda data: specimen.cms(ca, name, data, *more, **how)


# --- seals that are well ----------------------------------------------------

good = specimen.sealed(by("rsa"))
verdict = expect("RSA", good, 0, "trusted")
seal = verdict["seals"][0]
wanted = {"field": "Seal", "form": "ETSI.CAdES.detached", "holds": True,
          "intact": True, "genuine": True, "whole_file": True, "changes": None,
          "stated_date": "2022-07-20T12:00:00Z", "certifies": 0,
          "level": "PAdES B-B", "algorithm": "RSA 2048, SHA-256",
          "signer": "RSA signer",
          "subject": "CN=RSA signer,O=Test ombudsman,C=GB",
          "issuer": "CN=Test intermediate,O=Lettermill tests,C=GB",
          "valid_from": "2020-01-01T00:00:00Z",
          "valid_until": "2049-12-31T23:59:59Z", "chain": "trusted"}
for key, value in wanted.items():
    if seal.get(key) != value:
        fault(f"RSA: {key} is {seal.get(key)}, not {value}")
verdict = expect("ECDSA", specimen.sealed(by("ecdsa")), 0, "trusted")
if verdict["seals"][0]["algorithm"] != "ECDSA P-256, SHA-256":
    fault(f"ECDSA: {verdict['seals']}")
expect("SHA-512", specimen.sealed(by("ecdsa", "-md", "sha512")), 0, "trusted")
expect("PSS", specimen.sealed(by("rsa", "-keyopt", "rsa_padding_mode:pss")), 0,
       "trusted")
expect("named by its key", specimen.sealed(by("rsa", "-keyid")), 0, "trusted")
if expect("nobody asked whom to trust", good, 0, "valid",
          options=())["seals"][0]["chain"] != "not asked":
    fault("a chain was judged that nobody asked about")
old = specimen.document(field=b"/V 6 0 R")
old[6] = specimen.dictionary(b"/adbe.pkcs7.detached")
verdict = expect("what came before PAdES",
                 specimen.sealed(by("rsa", cades=False), old), 0, "trusted")
if verdict["seals"][0]["level"] != "CMS":
    fault(f"what came before PAdES: {verdict['seals']}")
stated = specimen.document(field=b"/V 6 0 R", catalog=b"/Perms<</DocMDP 6 0 R>>")
stated[6] = specimen.dictionary(
    more=b"/Name(A Name)/Reason(Sent)/Location(York)/Reference[<</Type/SigRef"
         b"/TransformMethod/DocMDP/TransformParams<</Type/TransformParams"
         b"/V/1.2/P 1>>>>]")
certified = specimen.sealed(by("rsa"), stated)
seal = expect("what it states", certified, 0, "trusted")["seals"][0]
if [seal[key] for key in ("stated_name", "reason", "location",
                          "certifies")] != ["A Name", "Sent", "York", 1]:
    fault(f"what it states: {seal}")
blank = specimen.write(specimen.document())
expect("a blank", blank, 0, "blank")
expect("a blank where a seal is wanted", blank, 1, "blank", "seal: there is none",
       options=("--sealed",))
plain = specimen.write({1: b"<</Type/Catalog/Pages 2 0 R>>",
                        2: specimen.document()[2],
                        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"})
expect("no seal", plain, 0, "none")
expect("no seal where one is wanted", plain, 1, "none", "seal: there is none",
       options=(*trust, "--sealed"))
expect("a seal where one is wanted", good, 0, "trusted",
       options=(*trust, "--sealed"))

# --- who is trusted ---------------------------------------------------------

foreign = specimen.sealed(by("foreign"))
NOBODY = "seal: its certificate: the issuer of Foreign signer is neither"
expect("a foreign authority", foreign, 1, "untrusted", NOBODY)
expect("a foreign authority, trusted too", foreign, 0, "trusted",
       options=(*trust, "--trust", ca / "foreign-root.pem"))
(work / "both.pem").write_bytes(b"Text\n" + (ca / "foreign-root.pem").read_bytes()
                                + b"\n" + (ca / "root.pem").read_bytes())
for data in (foreign, good):
    expect("two in one file", data, 0, "trusted",
           options=("--trust", work / "both.pem"))
expect("the intermediate", good, 0, "trusted",
       options=("--trust", ca / "intermediate.pem"))
expect("the signer's own", good, 0, "trusted",
       options=("--trust", ca / "rsa.pem"))
expect("another signer's", good, 1, "untrusted", "Test intermediate",
       options=("--trust", ca / "ecdsa.pem"))
expect("a chain with a gap", specimen.sealed(by("rsa", chain=False)), 1,
       "untrusted", "the issuer of RSA signer is neither trusted nor in the file")
expect("expired", specimen.sealed(by("expired")), 1, "untrusted",
       "its certificate: the certificate of Expired signer expired on 2021-12-31")
expect("expired, nobody asked", specimen.sealed(by("expired")), 1, "untrusted",
       "expired on 2021-12-31", options=())
expect("not yet in force", specimen.sealed(by("future")), 1, "untrusted",
       "the certificate of Future signer is not valid before 2048-01-01")
expect("not for signatures", specimen.sealed(by("unfit")), 1, "untrusted",
       "that of Unfit signer: its key usage allows no signatures")
expect("for timestamps alone", specimen.sealed(by("timestamp")), 1, "untrusted",
       "its extended key usage allows no signatures of documents")
expect("a small key", specimen.sealed(by("weak")), 1, "broken",
       "an RSA key of 1024 bits is too weak")
for name, text in (("nothing.pem", None), ("empty.pem", b""),
                   ("prose.pem", b"Dear reader\n"),
                   ("key.pem", (ca / "rsa.key").read_bytes()),
                   ("bad.pem", (ca / "root.pem").read_bytes()[:400] +
                    b"\n-----END CERTIFICATE-----\n"),
                   ("der.pem", specimen.openssl("x509", "-in", ca / "root.pem",
                                                "-outform", "DER"))):
    if text is not None:
        (work / name).write_bytes(text)
    code, verdicts, said = verify(*trust, "--trust", work / name, file)
    if code != 2 or verdicts or '"rule":"' not in said:
        fault(f"--trust {name}: exit status {code}, {said}")
    if text is not None and '"rule":"seal-trust"' not in said:
        fault(f"--trust {name}: {said}")
if verify("--trust", "", file)[0] != 2 or verify("--trust")[0] != 2:
    fault("--trust without a file: not refused")

# --- certificates that were swapped -----------------------------------------


def swapped(name):
    """rsa's signature, with another certificate in its place."""
    def sign(data):
        der = specimen.cms(ca, "rsa", data)
        one, other = (specimen.openssl("x509", "-in", ca / f"{who}.pem",
                                       "-outform", "DER")
                      for who in ("rsa", name))
        if len(one) != len(other) or one not in der:
            fault(f"{name}: cannot be put in rsa's place")
        return der.replace(one, other)
    return specimen.sealed(sign)


expect("another key of the same name", swapped("impostor"), 1, "broken",
       "seal: it is not by the key of the certificate",
       "seal: it was made with another certificate")
expect("another certificate of the same key", swapped("twin"), 1, "broken",
       "seal: it was made with another certificate")
expect("no certificate", specimen.sealed(by("rsa", "-nocerts", chain=False)), 1,
       "broken", "seal: the signer's certificate is not with it")

# --- signatures that are ill made -------------------------------------------

expect("no signing-certificate", specimen.sealed(by("rsa", cades=False)), 1,
       "broken", "seal: it has no attribute signing-certificate-v2")
expect("SHA-1", specimen.sealed(by("rsa", "-md", "sha1", cades=False)), 1,
       "broken", "its digest cannot be relied on, or is not known: sha1")
expect("nothing signed but the digest",
       specimen.sealed(by("rsa", "-noattr", cades=False)), 1, "broken",
       "the attributes that have to be signed are not")
expect("two at once",
       specimen.sealed(by("rsa", "-signer", ca / "ecdsa.pem", "-inkey",
                          ca / "ecdsa.key")), 1, "broken",
       "several have signed it at once")
expect("what was signed is in it", specimen.sealed(by("rsa", "-nodetach")), 1,
       "broken", "a signature over something else")
expect("something else was signed",
       specimen.sealed(lambda data: specimen.cms(ca, "rsa", b"x")), 1, "broken",
       "seal: what was signed has been changed")
expect("streamed", specimen.sealed(by("rsa", "-stream", "-indef")), 1, "broken",
       "it is not written as DER")
for name, der in (("nothing", b""), ("zeros", bytes(900)),
                  ("text", b"Dear reader"), ("a certificate", None),
                  ("no end", b"\x30\x80" * 2000),
                  ("too long", b"\x30\x84\x7f\xff\xff\xff\x06\x00")):
    if der is None:
        der = specimen.openssl("x509", "-in", ca / "rsa.pem", "-outform", "DER")
    verdict = expect(name, specimen.sealed(lambda data: der), 1, "broken",
                     "seal: it cannot be read")
    if verdict["seals"][0]["holds"] or "signer" in verdict["seals"][0]:
        fault(f"{name}: {verdict['seals']}")
for form, words in ((b"/adbe.pkcs7.sha1", '"adbe.pkcs7.sha1"'),
                    (b"/X", '"X"'), (b"(ETSI.CAdES.detached)", '""')):
    strange = specimen.document(field=b"/V 6 0 R")
    strange[6] = specimen.dictionary(form)
    expect(f"form {form}", specimen.sealed(by("rsa"), strange), 1, "broken",
           f"seal: its form is not known: {words}")

# --- ranges -----------------------------------------------------------------

BESIDE = "seal: its ByteRange leaves out something else than its Contents"


def ranged(text):
    return specimen.sealed(by("rsa"), span=text)


expect("two ranges of one", ranged(lambda n: b"[%d %d]" % (n[0], n[1])), 1,
       "broken", "seal: its ByteRange is not four numbers")
expect("six", ranged(lambda n: b"[%d %d %d %d 0 0]" % tuple(n)), 1, "broken",
       "seal: its ByteRange is not four numbers")
expect("words", ranged(lambda n: b"[/A %d %d %d]" % tuple(n[1:])), 1, "broken",
       "seal: its ByteRange is not four numbers")
expect("below nothing", ranged(lambda n: b"[0 -1 %d %d]" % tuple(n[2:])), 1,
       "broken", "seal: its ByteRange is not four numbers")
expect("beyond the end", ranged(lambda n: b"[0 %d %d %d]" % (
    n[1], n[2], n[3] + 1)), 1, "broken", "reaches beyond the file")
expect("far beyond the end", ranged(lambda n: b"[0 %d %d 9223372036854775807]" % (
    n[1], n[2])), 1, "broken", "reaches beyond the file")
expect("not from the start", ranged(lambda n: b"[1 %d %d %d]" % (
    n[1] - 1, n[2], n[3])), 1, "broken", "does not begin with the file")
expect("no hole", ranged(lambda n: b"[0 %d %d %d]" % (
    n[2], n[2], n[3])), 1, "broken", "leaves no room for its Contents")
expect("crossed", ranged(lambda n: b"[0 %d %d %d]" % (
    n[2], n[1], n[3])), 1, "broken", "leaves no room for its Contents")
expect("a hole that is too wide", ranged(lambda n: b"[0 %d %d %d]" % (
    n[1] - 9, n[2], n[3])), 1, "broken", BESIDE)
expect("a hole that is too narrow", ranged(lambda n: b"[0 %d %d %d]" % (
    n[1], n[2] - 2, n[3] + 2)), 1, "broken", BESIDE)
expect("the end left out", ranged(lambda n: b"[0 %d %d %d]" % (
    n[1], n[2], n[3] - 6)), 1, "broken", "what was signed has been changed",
    "the file was changed after it was sealed: 6 bytes behind its end")


expect("a hole that is not the Contents",
       specimen.sealed(by("rsa"), {
           **specimen.document(field=b"/V 6 0 R"),
           6: specimen.dictionary().replace(
               b"/Contents <>", b"/Contents <00>/X <</Contents <>>>")}), 1,
       "broken", BESIDE)
expect("blanks among the digits", specimen.sealed(
    by("rsa"), hole=lambda digits: digits[:-2] + b"\n "), 1, "broken",
    "seal: its Contents are not hexadecimal digits alone")
expect("a comment among the digits", specimen.sealed(
    by("rsa"), hole=lambda digits: digits[:-2] + b"%x"), 1, "broken",
    "seal: its Contents are not hexadecimal digits alone", "file: damaged")
expect("something behind the signature", specimen.sealed(
    by("rsa"), hole=lambda digits: digits[:-1] + b"1"), 1, "broken",
    "seal: there is something after the signature")
expect("small letters", specimen.sealed(by("rsa"), hole=bytes.upper), 0,
       "trusted")

# --- changes after it -------------------------------------------------------

for name, more, words in (
        ("a line end", b"\n", "1 byte behind its end"),
        ("text", b"% more\n", "7 bytes behind its end"),
        ("another end", b"%%EOF\n", "6 bytes behind its end")):
    expect(name, good + more, 1, "broken",
           f"seal: the file was changed after it was sealed: {words}")
for name, objects, words in (
        ("words on the page", {4: specimen.document(text=b"Dear fool")[4]},
         "page 1: /Contents was replaced"),
        ("another page", {2: b"<</Type/Pages/Count 2/Kids[3 0 R 8 0 R]>>",
                          8: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"},
         "the page tree was replaced"),
        ("a note on the page",
         {3: specimen.document(page=b"")[3].replace(b"[5 0 R]", b"[5 0 R 8 0 R]"),
          8: b"<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]"
             b"/Contents(No)/DA(/F 9 Tf)>>"},
         "page 1: a FreeText annotation was added"),
        ("the catalogue", {1: specimen.document(
            catalog=b"/OpenAction[3 0 R/Fit]")[1]},
         "the catalogue: /OpenAction was added"),
        ("nothing at all", {9: b"(nothing)"}, "object 9 was added")):
    verdict = expect(name, specimen.write(objects, good), 1, "broken",
                     "seal: the file was changed after it was sealed: " + words)
    seal = verdict["seals"][0]
    if seal["whole_file"] or not seal["genuine"] or not seal["intact"]:
        fault(f"{name}: {seal}")
expect("two updates", specimen.write({9: b"(b)"}, specimen.write({8: b"(a)"}, good)),
       1, "broken", "object 8 was added")


def resealed(before, who="ecdsa", **changes):
    """A second seal on a file; o4=... changes object 4 on the way."""
    objects = {
        1: specimen.document()[1].replace(b"[5 0 R]", b"[5 0 R 10 0 R]"),
        3: specimen.document()[3].replace(b"[5 0 R]", b"[5 0 R 10 0 R]"),
        10: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Second)/Rect[0 0 0 0]"
            b"/F 132/P 3 0 R/V 11 0 R>>",
        11: specimen.dictionary()}
    objects.update({int(key[1:]): value for key, value in changes.items()})
    return specimen.sealed(by(who), objects, before)


SECOND = 'changed after it was sealed: the form: a signature field "Second"'
two = resealed(good)
verdict = expect("two seals", two, 1, "broken", "seal 1 of 2: the file was ",
                 SECOND)
if [(one["signer"], one["whole_file"], one["holds"], one["chain"])
        for one in verdict["seals"]] != [
        ("RSA signer", False, False, "trusted"),
        ("P-256 signer", True, True, "known")]:
    fault(f"two seals: {verdict['seals']}")
expect("a second seal nobody trusts", resealed(good, "foreign"), 1, "broken",
       SECOND, "seal 2 of 2: its certificate: ")
expect("a second seal that changes words",
       resealed(good, o4=specimen.document(text=b"Dear fool")[4]), 1, "broken",
       SECOND, "page 1: /Contents was replaced")
expect("a second seal where none was permitted", resealed(
    certified, o1=stated[1].replace(b"[5 0 R]", b"[5 0 R 10 0 R]")), 1,
    "broken", SECOND)
dangling = specimen.document(field=b"/V 6 0 R")
dangling[3] = dangling[3].replace(b"/Contents 4 0 R",
                                  b"/Contents [4 0 R 12 0 R]")
expect("what was a reference to nothing", resealed(
    specimen.sealed(by("rsa"), dangling),
    o3=dangling[3].replace(b"[5 0 R]", b"[5 0 R 10 0 R]"), o12=dangling[4]), 1,
    "broken", "seal 1 of 2: the file was changed after it was sealed",
    "page 1: /Contents was ")
many = good
for number in range(40):
    many = specimen.write({9: b"(%d)" % number}, many)
expect("many updates", many, 1, "broken", "object 9 was added")

# --- flipped, cut and scrambled ---------------------------------------------

first, length, second, rest = specimen.pieces(good)
size = len(specimen.cms(ca, "rsa", b"x"))
random.seed(7)
places = sorted(random.sample(range(length), 60) +
                random.sample(range(length, length + 2 * size), 100) +
                random.sample(range(length + 2 * size, second), 20) +
                random.sample(range(second, len(good)), 60))
variants = []


def add_variant(name, data):
    variants.append(work / f"{name}.pdf")
    variants[-1].write_bytes(data)


for place in places:
    data = bytearray(good)
    data[place] ^= 1 << random.randrange(8)
    # A digit's other case is the same digit.
    if data.lower() != good.lower() or not length < place < second:
        add_variant(f"flipped-{place:05}", data)
for place in sorted(random.sample(range(len(good)), 60)):
    add_variant(f"cut-{place:05}", good[:place])
code, verdicts, _ = verify(*trust, "--sealed", *variants)
if len(verdicts) != len(variants):
    fault(f"variants: {len(verdicts)} verdicts of {len(variants)}")
for one in verdicts:
    if one["verdict"] == "holds":
        fault(f"{one['file']}: not seen")

# Every byte of the signature itself, in one bit each.
digits = good[length + 1:length + 1 + 2 * size]
for path in variants:
    path.unlink()
variants.clear()
for at in range(size):
    flipped = bytearray(bytes.fromhex(digits.decode()))
    flipped[at] ^= 1 << at % 8
    add_variant(f"signature-{at:04}", good[:length + 1] +
                flipped.hex().encode() + good[length + 1 + 2 * size:])
code, verdicts, _ = verify(*trust, *variants)
for one in verdicts:
    if one["verdict"] == "holds":
        fault(f"{one['file']}: not seen")
if len(verdicts) != size:
    fault(f"signatures: {len(verdicts)} verdicts of {size}")

for path in variants:
    path.unlink()
variants.clear()
for number in range(200):
    data = bytearray(random.choice((good, two, certified)))
    for _ in range(random.choice((1, 3, 30))):
        start = random.randrange(len(data))
        kind = number % 4
        if kind == 0:
            del data[start:start + random.randrange(400)]
        elif kind == 1:
            data[start] = random.randrange(256)
        elif kind == 2:
            data[start:start] = data[random.randrange(len(data)):][:300]
        elif data[start:start + 1].isalnum():
            data[start] = random.choice(b"0123456789abcdef")
    add_variant(f"scrambled-{number:03}", data)
code, verdicts, _ = verify(*trust, *variants)
if len(verdicts) != len(variants):
    fault(f"scrambled: {len(verdicts)} verdicts of {len(variants)}")
for one in verdicts:
    if any("cannot be read back" in line for line in faults_of(one)):
        fault(f"{one['file']} brought the reader down")

# --- hostile ----------------------------------------------------------------

crowd = specimen.document(form=b"/X 1", field=b"/V 6 0 R")
crowd[1] = crowd[1].replace(b"[5 0 R]", b"[" + b" ".join(
    b"<</FT/Sig/T(%d)/V<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange"
    b"[0 9 19 %d]/Contents<00>>>>>" % (number, number)
    for number in range(60)) + b"]")
expect("a crowd", specimen.write(crowd), 1, "broken",
       "seal: there are more than 32 of them")
ring = specimen.document(field=b"/V 5 0 R/Kids[5 0 R]/Parent 5 0 R"
                               b"/ByteRange 5 0 R/Contents 5 0 R")
lost = specimen.document(field=b"/V 6 0 R")
lost[1] = lost[1].replace(b"/Fields", b"/Fielda")
lost[3] = lost[3].replace(b"/Annots", b"/Annota")
expect("a seal that nothing leads to", specimen.sealed(by("rsa"), lost), 1,
       "none", "seal: the form says that there is one, and there is none")
expect("a ring", specimen.write(ring), 1, "broken", "seal: its ByteRange")

# --- forms of output --------------------------------------------------------

files = []
for name, data in (("good", good), ("foreign", foreign), ("plain", plain),
                   ("two", two)):
    files.append(work / f"{name}.pdf")
    files[-1].write_bytes(data)


def said(*arguments):
    return subprocess.run([program, "verify", *map(str, arguments)],
                          capture_output=True).stdout.decode()


table = said(*trust, *files).splitlines()
for line, words in zip(table[1:], (r"holds .* trusted +RSA signer ",
                                   r"fails .* untrusted +Foreign signer ")):
    if not re.match(words, line):
        fault(f"the table: {line}")
if not table[0].split()[4:8] == ["seal", "sealed", "by", "letter"]:
    fault(f"the table: {table[0]}")
if "4 files: 2 hold, 2 fail" not in table[-1]:
    fault(f"the table: {table[-1]}")
rows = list(csv.DictReader(io.StringIO(said(*trust, "--format", "csv", *files))))
if [(row["seal"], row["seals"], row["sealed_by"], row["chain"])
        for row in rows] != [
            ("trusted", "1", "RSA signer", "trusted"),
            ("untrusted", "1", "Foreign signer", "untrusted"),
            ("none", "0", "", ""), ("broken", "2", "RSA signer", "trusted")]:
    fault(f"CSV: {rows}")
block = said(*trust, files[3])
for words in ("seal         fails: RSA signer, PAdES B-B, RSA 2048, SHA-256",
              "seal         holds: P-256 signer, PAdES B-B, ECDSA P-256",
              "CN=RSA signer,O=Test ombudsman,C=GB", "; chain trusted",
              "states 2022-07-20T12:00:00Z", "covers the whole file",
              f"covers {len(good)} of {len(two)} bytes; after it: the form: "):
    if words not in block:
        fault(f"the block has no «{words}»: {block}")

shutil.rmtree(work)
print(f"{size} bytes of a signature, {len(faults)} faults")
sys.exit(1 if faults else 0)
