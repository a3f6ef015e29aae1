#!/usr/bin/env python3
"""Sealed letters as poppler sees them, and as `verify` does: whole, and with
one byte flipped, one thing added, one certificate swapped.

usage: pdfsig.py ROOT PROGRAM RELEASED

poppler finds the authority in a database of NSS, made here. Three things it
does not look at, and `verify` does: what stands in the hole behind the
signature, which certificate was signed with, and the frame of the CMS; bytes
are flipped where both have to see it, and there for `verify` alone.

Some thousand files have one byte flipped; the released program judges them all,
and PROGRAM, which may have sanitizers, every eighth, in the same words.
"""
import concurrent.futures
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
released = sys.argv[3] if shutil.which(sys.argv[3]) else program
EVERY = 8  # PROGRAM judges each eighth of the flipped files
for tool in ("openssl", "pdfsig", "certutil", "qpdf", "pdfinfo"):
    if not shutil.which(tool):
        print(f"{tool} is not here")
        sys.exit(77)
work = pathlib.Path(tempfile.mkdtemp())
ca = specimen.authority(root, work / "ca")
trust = ("--trust", ca / "root.pem")
faults = []


def fault(message):
    print("FAIL:", message)
    faults.append(message)


def run(*command, **options):
    return subprocess.run([str(word) for word in command],
                          capture_output=True, **options)


def database(name, certificate):
    """An NSS database that trusts one authority."""
    folder = work / name
    folder.mkdir()
    for words in (("-N", "--empty-password"),
                  ("-A", "-n", "root", "-t", "CT,C,C", "-i", ca / certificate)):
        run("certutil", words[0], "-d", f"sql:{folder}", *words[1:], check=True)
    return f"sql:{folder}"


ours = database("ours", "root.pem")
theirs = database("theirs", "foreign-root.pem")


def pdfsig(path, nss=ours):
    """What poppler says of each signature, a line each."""
    return run("pdfsig", "-nssdir", nss, path).stdout.decode(errors="replace")


GOOD = ("Signature is Valid", "Certificate is Trusted", "Total document signed")


def poppler_sees(path):
    """Whether poppler has something against it."""
    return any(words not in pdfsig(path) for words in GOOD)


def verify(*paths, options=(*trust, "--sealed"), judge=program):
    """The exit status, and the verdicts by name."""
    done = run(judge, "verify", "--format", "json", *options, *paths)
    said = done.stderr.decode()
    if "Sanitizer" in said or "runtime error" in said:
        fault(said)
    verdicts = (json.loads(line) for line in done.stdout.decode().splitlines()
                if not line.startswith('{"summary"'))
    return done.returncode, {pathlib.Path(one["file"]).name: one
                             for one in verdicts}


def believed_of(paths):
    """Which of these `verify` lets pass. Both builds give one verdict."""
    _, verdicts = verify(*paths, judge=released)
    _, again = verify(*paths[::EVERY])
    for path in paths[::EVERY]:
        one, other = again.get(path.name), verdicts.get(path.name)
        if one != other:
            fault(f"{path.name}: {one}, and the released program: {other}")
    return {name for name, one in verdicts.items()
            if one["verdict"] == "holds"}


def both(paths):
    """Which of these poppler lets pass, and which `verify` does."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        seen = list(pool.map(poppler_sees, paths))
    return ({path.name for path, sees in zip(paths, seen) if not sees},
            believed_of(paths))


# --- as they are ------------------------------------------------------------

bare = work / "bare"  # no manifest tells there what was changed
bare.mkdir()
letters = {}
for kind in ("rsa", "ecdsa"):
    done = run(program, "render", root / "input/2022", "-o", work / kind, "-q",
               "--seal", ca / f"{kind}.p12", "--passphrase-file",
               ca / "passphrase")
    if done.returncode:
        sys.exit(f"render: {done.stderr.decode()}")
    paths = sorted((work / kind / "letters").iterdir())
    for path in paths:
        said = pdfsig(path)
        if said.count("Signature #") != 1 or not all(
                words in said for words in GOOD):
            fault(f"{kind}: {path.name}: pdfsig says {said}")
        if "ETSI.CAdES.detached" not in said or "SHA-256" not in said:
            fault(f"{kind}: {path.name}: pdfsig says {said}")
        if "issuer" not in pdfsig(path, theirs):
            fault(f"{kind}: {path.name}: trusted without our authority")
        for tool in (("qpdf", "--check"), ("pdfinfo",)):
            done = run(*tool, path)
            if done.returncode or done.stderr:
                fault(f"{kind}: {path.name}: {tool[0]}: {done.stderr}")
    code, verdicts = verify(*paths)
    if code or any((one["seal"], one["seals"][0]["level"]) !=
                   ("trusted", "PAdES B-B") for one in verdicts.values()):
        fault(f"{kind}: verify: {code}, {verdicts}")
    code, verdicts = verify(*paths, options=("--trust", ca / "foreign-root.pem"))
    if code != 1 or any(one["seal"] != "untrusted" for one in verdicts.values()):
        fault(f"{kind}: verify trusts without our authority")
    letters[kind] = next(path.read_bytes() for path in paths
                         if "luton" in path.name)

# --- one byte ---------------------------------------------------------------


def flip(data, place):
    """One bit, chosen so that a hexadecimal digit becomes another one."""
    bits = [bit for bit in range(8)
            if bit != 5 or not chr(data[place]).isalpha()]
    flipped = bytearray(data)
    flipped[place] ^= 1 << random.choice(bits)
    return bytes(flipped)


def spread(number, start, end):
    """So many places, spread evenly, each somewhere in its stretch."""
    width = (end - start) / number
    return [start + int((index + random.random()) * width)
            for index in range(number)]


random.seed(200)
for kind, data in letters.items():
    _, hole, after, _ = specimen.pieces(data)
    der = bytes.fromhex(data[hole + 1:after - 1].decode())
    *_, size = next(specimen.parts(der))
    substance = [hole + 1 + 2 * at + half
                 for start, end in specimen.substance(der)
                 for at in range(start, end) for half in (0, 1)]
    numbers = data.index(b"/ByteRange") + len(b"/ByteRange[0 ")
    # Before it, its range, the signature, and all that comes behind.
    places = (spread(12, 0, hole) + spread(4, numbers, numbers + 4) +
              [substance[at] for at in spread(60, 0, len(substance))] +
              spread(124, after, len(data)))
    assert len(places) == 200
    paths = []
    for place in places:
        paths.append(bare / f"{kind}-{place:06}.pdf")
        paths[-1].write_bytes(flip(data, place))
    unseen, believed = both(paths)
    if unseen:
        fault(f"{kind}: poppler does not see {sorted(unseen)}")
    if believed:
        fault(f"{kind}: verify does not see {sorted(believed)}")
    for path in paths:
        path.unlink(missing_ok=True)
    # The frame, and what is behind the signature: for verify alone.
    frame = set(range(hole, hole + 1 + 2 * size)) - set(substance)
    places = sorted(frame | {after - 1} |
                    set(spread(100, hole + 1 + 2 * size, after)))
    paths = []
    for place in places:
        paths.append(bare / f"{kind}-{place:06}.pdf")
        paths[-1].write_bytes(flip(data, place))
    for name in believed_of(paths):
        fault(f"verify does not see {name}")
    for path in paths:
        path.unlink()

# --- more than a byte -------------------------------------------------------


def update(data, objects):
    """Objects written behind a file, as a reader takes them in."""
    catalog = re.search(rb"/Root (\d+) 0 R", data).group(1)
    return specimen.write(objects, data, root=catalog)


def swap(name, data):
    """Another certificate in rsa's place."""
    one, other = (specimen.openssl("x509", "-in", ca / f"{who}.pem",
                                   "-outform", "DER").hex().upper().encode()
                  for who in ("rsa", name))
    if len(one) != len(other) or data.count(one) != 1:
        fault(f"{name}: cannot be put in rsa's place")
    return data.replace(one, other)


data = letters["rsa"]
_, hole, after, _ = specimen.pieces(data)
catalog = re.search(rb"/Root (\d+) 0 R", data).group(1)
for name, changed, poppler, words in (
        ("a byte more", data + b"\n", True, "1 byte behind its end"),
        ("text more", data + b"% more\n%%EOF\n", True, "13 bytes behind"),
        ("an update", update(data, {900: b"(nothing)"}), True,
         "changed after it was sealed"),
        ("another catalogue", update(data, {int(catalog): b"<</Type/Catalog>>"}),
         True, ""),
        ("cut", data[:-300], True, ""),
        ("cut in the middle", data[:len(data) // 2], True, ""),
        ("another key's certificate", swap("impostor", data), True,
         "not by the key of the certificate"),
        ("another certificate of the key", swap("twin", data), False,
         "made with another certificate"),
        ("no seal", data[:hole + 1] + b"0" * (after - hole - 2) +
         data[after - 1:], True, "it cannot be read")):
    path = bare / "changed.pdf"
    path.write_bytes(changed)
    unseen, believed = both([path])
    if believed:
        fault(f"{name}: verify does not see it")
    if poppler and unseen:
        fault(f"{name}: poppler does not see it")
    told = [one["message"] for one in
            verify(path)[1]["changed.pdf"]["faults"]]
    if not any(words in message for message in told):
        fault(f"{name}: {told}, not «{words}»")

shutil.rmtree(work)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
