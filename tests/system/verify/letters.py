#!/usr/bin/env python3
"""`verify` says what is true of letters, and of letters that were tampered with.

usage: verify.py ROOT PROGRAM

The samples are rendered and verified as they are; renamed, flipped byte by
byte, broken one claim at a time, cut short and scrambled. Where
$LETTERMILL_CORPUS names a folder with veraPDF's corpus, no file that it says
conforms to PDF/UA-1 or to PDF/A-1 to 3 may be accused of anything but damage
and seals; those have tests/system/verify/seals.py.
"""
import collections
import csv
import hashlib
import io
import json
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import zlib

root, program = pathlib.Path(sys.argv[1]), sys.argv[2]
work = pathlib.Path(tempfile.mkdtemp())
faults = []


def fault(message):
    print("FAIL:", message)
    faults.append(message)


def run(*command, **options):
    return subprocess.run([str(word) for word in command],
                          capture_output=True, **options)


def verify(*arguments):
    """The exit status, the verdicts by file, standard error."""
    done = run(program, "verify", "--format", "json", *arguments)
    said = done.stderr.decode()
    if "Sanitizer" in said or "runtime error" in said:
        fault(f"{arguments}: {said}")
    lines = done.stdout.decode().splitlines()
    return done.returncode, [json.loads(line) for line in lines
                             if not line.startswith('{"summary"')], said


def faults_of(verdict):
    return [f"{one['claim']}: {one['message']}" for one in verdict["faults"]]


def expect(name, path, status, *expected, options=()):
    """The verdict on one file: its exit status and words among its faults."""
    code, verdicts, said = verify(*options, path)
    told = faults_of(verdicts[0]) if verdicts else [said]
    if code != status:
        fault(f"{name}: exit status {code}, not {status}: {told}")
    for words in expected:
        if not any(words in line for line in told):
            fault(f"{name}: {told}, not «{words}»")
    if not expected and told:
        fault(f"{name}: {told}")
    return verdicts[0] if verdicts else None


# --- the samples as they are ------------------------------------------------

def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


for year in ("2022", "2020"):
    done = run(program, "render", root / "input" / year, "-o", work / year, "-q")
    if done.returncode:
        sys.exit(f"render {year}: {done.stderr.decode()}")
letters = sorted(work.glob("*/letters/*.pdf"))
code, verdicts, _ = verify(*letters)
if code != 0 or len(verdicts) != len(letters):
    fault(f"the samples: exit status {code}, {len(verdicts)} verdicts")
listed = {row["sha256"]: row for year in ("2022", "2020")
          for row in rows(work / year / "manifest.csv")}
for path, verdict in zip(letters, verdicts):
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    row = listed[digest]
    found = (verdict["file"], verdict["verdict"], verdict["sha256"],
             verdict["manifest"], verdict["code"], verdict["name"],
             verdict["campaign"], verdict["pages"], verdict["bytes"],
             verdict["claims"], verdict["seal"], verdict["tagged"],
             [one["name"] for one in verdict["attachments"]])
    expected = (str(path), "holds", digest, "matches", row["code"],
                row["name"], f"Annual Review letter {path.parts[-3]}",
                int(row["pages"]), int(row["bytes"]),
                "PDF/UA-1 and PDF/A-3a", "none", True, ["figures.csv"])
    if found != expected:
        fault(f"{path.name}: {found}, not {expected}")


def printed_numbers(path):
    """Numbers on the letter's last page, as they are printed."""
    text = run("pdftotext", "-f", "4", path, "-").stdout.decode()
    return set(re.findall(r"\d[\d,]*%?", text.replace("Page 4 of 4", "")))


def alternatives(path):
    """What the letter's charts say to those who cannot see them."""
    described = run("qpdf", "--json", "--json-key=qpdf", path).stdout.decode()
    return " ".join(re.findall(r'"/Alt": "u:(.*)"', described))


for path in letters:
    target = work / "figures.csv"
    run("pdfdetach", "-savefile", "figures.csv", "-o", target, path, check=True)
    text = target.read_bytes()
    if not text.startswith(b"\xef\xbb\xbfstatistic,") or b"\r\n" not in text:
        fault(f"{path.name}: figures.csv does not open in a spreadsheet")
    figures = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    numbers = {number.rstrip(",") for number in printed_numbers(path)}
    for row in figures:
        if row["total"] == "0":
            continue
        count, total = (f"{int(row[key]):,}" for key in ("count", "total"))
        wanted = {total, row["rate"], row["average"]} - {""}
        if not wanted <= numbers:
            fault(f"{path.name}: {row['statistic']} of figures.csv, "
                  f"{wanted - numbers} is not printed")
        if f"{count} of {total} " not in alternatives(path):
            fault(f"{path.name}: {row['statistic']} of figures.csv, "
                  f"no chart is described as {count} of {total}")
    if len(figures) != 3:
        fault(f"{path.name}: {len(figures)} statistics")

# --- where the manifest tells -----------------------------------------------

luton = next(path for path in letters if "luton" in path.name)
other = next(path for path in letters if "merrow" in path.name)
bare = work / "bare" / "x"
bare.mkdir(parents=True)
beside = work / "beside" / "letters"
beside.mkdir(parents=True)
shutil.copy(work / "2022" / "manifest.csv", beside.parent)
shutil.copy(luton, bare / "any name.pdf")
if expect("no manifest", bare / "any name.pdf", 0)["manifest"] != "none":
    fault("a manifest where there is none")
manifest = ("--manifest", work / "2022" / "manifest.csv")
expect("saved under another name", bare / "any name.pdf", 0, options=manifest)
expect("of another campaign", next(iter(work.glob("2020/letters/*"))), 1,
       "manifest: not listed", options=manifest)
shutil.copy(luton, beside / other.name)
expect("renamed", beside / other.name, 1,
       "manifest: not the bytes that were made for E07000991",
       "manifest: the letter of E06000032 is where that of E07000991",
       'manifest: the name is "Merrow Vale District Council" there')
expect("renamed, with a manifest", beside / other.name, 1,
       "manifest: not the bytes", options=manifest)
shutil.copy(luton, beside / "copy.pdf")
expect("one too many", beside / "copy.pdf", 1,
       f"manifest: listed under another name: letters/{luton.name}")
(beside.parent / "manifest.csv").write_text("a,b\n1,2\n")
expect("a manifest that is not ours", beside / "copy.pdf", 1,
       "manifest: cannot be read")
shutil.copy(beside.parent / "manifest.csv", bare.parent)
expect("somebody's manifest", bare / "any name.pdf", 0)
(bare.parent / "manifest.csv").unlink()
for name in ("nothing.csv", bare, beside.parent / "manifest.csv"):
    if verify("--manifest", name, luton)[0] != 2:
        fault(f"--manifest {name}: not refused")
shutil.copy(work / "2022" / "manifest.csv", beside.parent)

original = luton.read_bytes()
flipped = beside / luton.name
places = {0, 1, len(original) // 2, len(original) - 2, len(original) - 1}
random.seed(5)
places |= {random.randrange(len(original)) for _ in range(55)}
for place in sorted(places):
    damaged = bytearray(original)
    damaged[place] ^= 1 << random.randrange(8)
    flipped.write_bytes(damaged)
    code, verdicts, _ = verify(flipped)
    if code not in (1, 2) or verdicts[0]["manifest"] != "differs":
        fault(f"byte {place} flipped: not seen: {verdicts}")
flipped.unlink()

# --- what is claimed and does not hold --------------------------------------

clear = run("qpdf", "--qdf", "--object-streams=disable", luton, "-").stdout
broken = bare / "broken.pdf"


def break_letter(name, status, pattern, replacement, *expected):
    """Breaks one thing in the letter with its streams in clear."""
    edited, times = re.subn(pattern, replacement, clear)
    if not times:
        fault(f"{name}: the letter has nothing to break")
    broken.write_bytes(run("fix-qdf", input=edited).stdout)
    expect(name, broken, status, *expected)


break_letter("in clear", 0, rb"^%PDF", rb"%PDF")
break_letter("such a language", 1, rb"/Lang \(en-GB\)", rb"/Lang (en_GB)",
             "letter: /Lang and XMP's dc:language are not the same")
break_letter("another title", 1, rb"/Title \(Annual Review letter 2022 - L",
             rb"/Title (Annual Review letter 2022 - X",
             "letter: /Title and XMP's dc:title are not the same")
break_letter("attachment not associated", 1, rb"/AF \[", rb"/AX [",
             "letter: attachment figures.csv: not associated")
break_letter("another council in XMP", 1, rb"<lettermill:Council>Luton",
             rb"<lettermill:Council>Leeds",
             "letter: the title is not that of Leeds Borough Council's letter")
break_letter("no code in XMP", 1,
             rb"<lettermill:Code>E06000032</lettermill:Code>\n", rb"",
             "letter: XMP lacks one of code, council and campaign")
break_letter("two codes in XMP", 1, rb"(<lettermill:Code>)(E06000032)(</.*>\n)",
             rb"\1\2\3\1E07000991\3",
             "XMP gives two values of Code")
break_letter("XMP that does not end", 1, rb"</x:xmpmeta>", rb"<x:xmpmeta>",
             "metadata: XMP cannot be read: ")
# What is claimed is told as a claim, whatever is behind it.
break_letter("not tagged", 0, rb"/StructTreeRoot \d+ 0 R", rb"")
break_letter("other claims", 0, rb"(<pdf)(u?a)(id:part>)\d", rb"\1\2\g<3>7")
told = run(program, "verify", broken).stdout.decode()
if "PDF/UA-7 and PDF/A-7a (what the file says; not checked)" not in told:
    fault(f"other claims: {told}")

# --- scripts and launches, wherever they hang -------------------------------

JS = rb"<</S/JavaScript/JS(app.alert\(1\))>>"
LAUNCH = rb"<</S/Launch/F(calc.exe)>>"
SCRIPT, START = "runs a script (JavaScript)", "starts a program"
ACTIONS = (
    ("the document", rb"/Type /Catalog", rb"/OpenAction " + JS,
     "the catalogue: /OpenAction " + SCRIPT),
    ("a launch", rb"/Type /Catalog", rb"/OpenAction " + LAUNCH,
     "the catalogue: /OpenAction " + START),
    ("closing", rb"/Type /Catalog", rb"/AA<</WC " + JS + rb">>",
     "the catalogue: /AA " + SCRIPT),
    ("a name", rb"/Names <<", rb"/JavaScript<</Names[(a)" + JS + rb"]>>",
     "the name tree: /JavaScript " + SCRIPT),
    ("a name below", rb"/Names <<",
     rb"/JavaScript<</Kids[<</Names[(a)" + JS + rb"]>>]>>",
     "the name tree: /JavaScript " + SCRIPT),
    ("a page", rb"/Type /Page\b", rb"/AA<</O " + JS + rb">>",
     "page 1: /AA " + SCRIPT),
    ("a page's launch", rb"/Type /Page\b", rb"/AA<</C " + LAUNCH + rb">>",
     "page 4: /AA " + START),
    ("a link", rb"/Subtype /Link", rb"/PA " + JS, ": a Link annotation " + SCRIPT),
    ("an annotation", rb"/Type /Page\b", rb"/Annots[<</Subtype/Screen/Rect"
     rb"[0 0 9 9]/AA<</E " + LAUNCH + rb">>>>]",
     "page 1: a Screen annotation " + START),
    ("a field", rb"/Type /Catalog", rb"/AcroForm<</Fields[<</FT/Btn/T(b)/A " +
     JS + rb">>]>>", 'the form: field "b" ' + SCRIPT),
    ("a field below", rb"/Type /Catalog",
     rb"/AcroForm<</Fields[<</T(b)/Kids[<</FT/Tx/AA<</K " + JS +
     rb">>>>]>>]>>", 'the form: field "b" ' + SCRIPT),
    ("a form of scripts", rb"/Type /Catalog", rb"/AcroForm<</XFA[]>>",
     "the form holds a form with scripts"),
    ("a bookmark", rb"/Type /Outlines", rb"/A " + JS,
     "the outline " + SCRIPT),
    ("an action after another", rb"/Type /Catalog",
     rb"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[" + LAUNCH + rb"]>>",
     "the catalogue: /OpenAction " + START),
    ("a script of its own kind", rb"/Type /Catalog",
     rb"/OpenAction<</S/Rendition/JS(x)>>", "plays something"),
    ("another file", rb"/Type /Catalog",
     rb"/OpenAction<</S/GoToR/F(b.pdf)/D[0/Fit]>>", "opens another file"),
    ("an address that is a script", rb"/Type /Catalog",
     rb"/OpenAction<</S/URI/URI(javascript:x)>>", "no web address"),
    ("a sending form", rb"/Type /Catalog",
     rb"/OpenAction<</S/SubmitForm/F(http://a.example)>>", "sends data away"),
)
for name, where, more, expected in ACTIONS:
    break_letter("actions of " + name, 1, where,
                 lambda match: match[0] + more.replace(b"\\(", b"(")
                 .replace(b"\\)", b")") if not match.string[match.end():]
                 .startswith(b"s") else match[0], "actions: ", expected)
break_letter("a figures.csv that is a program", 1, rb"\(figures\.csv\)",
             rb"(figures.exe)", "actions: attachment figures.exe is a program")
break_letter("a figure retyped", 1, rb"upheld,12,17,71%", rb"upheld,13,17,71%",
             'figures: figures.csv: line 2: Complaints upheld: rate "71%" where 13 of 17 '
             "is 76%")
break_letter("a count over its total", 1, rb"upheld,12,17,71%",
             rb"upheld,18,17,71%", "figures: figures.csv: line 2: Complaints upheld: "
             "count 18 is over total 17")
break_letter("a figure with a digit more", 1, rb"upheld,12,17,71%",
             rb"upheld,120,170,71%",
             "attachments: figures.csv has ")
break_letter("other columns", 1, rb"statistic,count", rb"count,statistic",
             "figures: figures.csv: its columns are not those of a letter")
break_letter("a signature", 1, rb"/Type /Catalog",
             rb"/AcroForm << /Fields [<< /FT /Sig /T (s) /V << /Type /Sig "
             rb"/ByteRange [0 1 2 3] /Contents <00> >> >>] >> /Type /Catalog",
             "seal: its ByteRange leaves no room for its Contents")
break_letter("a blank for a signature", 0, rb"/Type /Catalog",
             rb"/AcroForm << /Fields [<< /FT /Sig /T (s) >>] >> /Type /Catalog")
break_letter("no claims, no letter", 0, rb"/Metadata \d+ 0 R", rb"")

run("qpdf", "--encrypt", "", "owner", "256", "--", luton, broken, check=True)
if not expect("encrypted", broken, 0)["encrypted"]:
    fault("encrypted: not told")
run("qpdf", "--encrypt", "user", "owner", "256", "--", luton, broken,
    check=True)
expect("with a password", broken, 2, "file: needs a password")

# --- what is no letter, or hardly one ---------------------------------------

broken.write_bytes(b"")
expect("an empty file", broken, 2, "file: is not a PDF file")
broken.write_bytes(b"Dear Mr Porter")
expect("no PDF file", broken, 2, "file: is not a PDF file")
expect("a missing file", bare / "nothing.pdf", 2, "file: no such file")
expect("a folder", bare, 2, "file: is a folder, not a file")
broken.write_bytes(b"%PDF-1.7\n")
expect("nothing but a header", broken, 1, "file: damaged: ")
for place in range(1, 40):
    broken.write_bytes(original[:place * len(original) // 40])
    expect(f"cut at {place}/40", broken, 1, "file: damaged")

# --- what could keep it waiting ---------------------------------------------

pipe = bare / "pipe.pdf"
os.mkfifo(pipe)
expect("a pipe", pipe, 2, "file: is a pipe or a device, not a file")
if run(program, "verify", "--manifest", pipe, luton, timeout=60).returncode != 2:
    fault("a pipe as manifest: not refused")
expect("a device", "/dev/zero", 2, "file: is a pipe or a device, not a file")
(bare / "campaign").mkdir()
os.mkfifo(bare / "campaign" / "campaign.yaml")
done = run(program, "check", bare / "campaign", timeout=60)
if done.returncode != 2 or b"is a pipe or a device" not in done.stderr:
    fault(f"a pipe as campaign.yaml: {done.returncode}, {done.stderr}")


def nested(size):
    """Noughts, deflated twice: a thousandth of a thousandth."""
    inner, outer = zlib.compressobj(9), zlib.compressobj(9)
    packed = b"".join(outer.compress(inner.compress(bytes(1 << 24)))
                      for _ in range(size >> 24))
    return packed + outer.compress(inner.flush()) + outer.flush()


packed = nested(4 << 30)
broken.write_bytes(b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                   b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj"
                   b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents "
                   b"[4 0 R 4 0 R 4 0 R 4 0 R]>>endobj\n4 0 obj<</Filter"
                   b"[/FlateDecode/FlateDecode]/Length %d>>stream\n%b\n"
                   b"endstream endobj\ntrailer<</Root 1 0 R>>\n" %
                   (len(packed), packed))
started = resource.getrusage(resource.RUSAGE_CHILDREN)
expect("gigabytes of noughts", broken, 1, "file: ")
ended = resource.getrusage(resource.RUSAGE_CHILDREN)
if ended.ru_utime - started.ru_utime > 15:
    fault(f"gigabytes of noughts: {ended.ru_utime - started.ru_utime} seconds")

if verify()[0] != 2 or run(program, "verify", "--manifest").returncode != 2:
    fault("usage: not refused")
code, verdicts, _ = verify(luton, bare / "nothing.pdf", broken)
if code != 2 or [one["verdict"] for one in verdicts] != [
        "holds", "unreadable", "fails"]:
    fault(f"three files: {code}, {verdicts}")


def build(objects):
    """A PDF file of numbered objects."""
    file = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(file)
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table, size = len(file), max(objects) + 1
    file += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        file += b"%010d 00000 n \n" % places[number]
    file += b"trailer\n<</Size %d/Root 1 0 R>>\n" % size
    file += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(file)


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
broken.write_bytes(build({1: b"<</Type/Catalog/Pages 2 0 R>>",
                          2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
                          3: PAGE}))
verdict = expect("a plain file of any program", broken, 0)
if verdict["code"] is not None or verdict["claims"] != "":
    fault(f"a plain file: {verdict}")
DEPTH = 20000
broken.write_bytes(build(
    {1: b"<</Type/Catalog/Pages 2 0 R>>"} |
    {number: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 1)
     for number in range(2, DEPTH)} | {DEPTH: PAGE}))
expect("a page tree without end", broken, 1, "its page tree is too deep")
broken.write_bytes(build({
    1: b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo"
       b"<</Marked true>>/AcroForm<</Fields[7 0 R]>>/Names"
       b"<</EmbeddedFiles 6 0 R>>>>",
    2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources 8 0 R"
       b"/Annots[7 0 R]>>",
    4: b"<</K 5 0 R/RoleMap<</A/B/B/A>>>>",
    5: b"<</S/A/K[5 0 R 4 0 R 5 0 R 0]/P 5 0 R>>",
    6: b"<</Kids[6 0 R]/Names[(a)6 0 R]>>",
    7: b"<</Kids[7 0 R]/Parent 7 0 R/FT 7 0 R/V 7 0 R/AP 7 0 R/N 7 0 R>>",
    8: b"<</XObject<</A 9 0 R>>/Font<</F 10 0 R>>/Pattern 8 0 R>>",
    9: b"<</Subtype/Form/Resources 8 0 R/Length 0>>stream\n\nendstream",
    10: b"<</Type/Font/Subtype/Type0/BaseFont/X/DescendantFonts[10 0 R]"
        b"/FontDescriptor 10 0 R/FontFile2 10 0 R>>"}))
expect("rings", broken, 1, "attachments: without a name cannot be read")
broken.write_bytes(build({
    1: b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)"
       b"<</F(\x1b[2J\xff)/EF<</F 4 0 R>>>>]>>>>>>",
    2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>", 3: PAGE,
    4: b"<</Length 0>>stream\n\nendstream"}))
if b"\x1b" in run(program, "verify", broken).stdout:
    fault("a control of the terminal is printed as it is")

# --- scrambled --------------------------------------------------------------

random.seed(300)


def cut_short(data):
    del data[random.randrange(len(data)):]


def flip(data):
    for _ in range(random.choice((1, 3, 20, 200))):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def overwrite(data):
    for _ in range(random.choice((1, 3, 20, 200))):
        data[random.randrange(len(data))] = random.randrange(256)


def leave_out(data):
    start = random.randrange(len(data))
    del data[start:start + random.randrange(1, 4000)]


def renumber(data):
    """References then lead elsewhere."""
    digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    for _ in range(random.choice((1, 5, 50, 300))):
        data[random.choice(digits)] = 48 + random.randrange(10)


ways = (cut_short, flip, overwrite, leave_out, renumber)
variants = []
for number in range(300):
    data = bytearray(random.choice((original, clear)))
    ways[number % len(ways)](data)
    variants.append(bare / f"variant-{number:03}.pdf")
    variants[-1].write_bytes(data)
code, verdicts, said = verify(*variants)
words = collections.Counter(one["verdict"] for one in verdicts)
if code not in (1, 2) or len(verdicts) != len(variants):
    fault(f"scrambled: exit status {code}, {len(verdicts)} verdicts")
for one in verdicts:
    if any("cannot be read back" in line for line in faults_of(one)):
        fault(f"{one['file']} brought the reader down")

# --- forms of output --------------------------------------------------------

table = run(program, "verify", *letters).stdout.decode().splitlines()
if len(table) != len(letters) + 2 or not table[0].startswith("verdict "):
    fault(f"the table: {table}")
if not all(line.startswith("holds ") for line in table[1:-1]):
    fault(f"the table: {table}")
if run(program, "verify", "-q", *letters).stdout:
    fault("-q speaks of files that hold")
table = list(csv.DictReader(io.StringIO(
    run(program, "verify", "--format", "csv", luton, bare / "nothing.pdf")
    .stdout.decode())))
if [(row["verdict"], row["code"]) for row in table] != [
        ("holds", "E06000032"), ("unreadable", "")]:
    fault(f"CSV: {table}")

# --- somebody else's corpus -------------------------------------------------

corpus = os.environ.get("LETTERMILL_CORPUS")
passes = [path for flavour in ("UA-1", "A-1a", "A-1b", "A-2a", "A-2b", "A-2u",
                               "A-3b")
          for path in pathlib.Path(corpus or work / "none").glob(
              f"PDF_{flavour}/**/*-pass-*.pdf")]
if corpus:
    _, verdicts, _ = verify(*passes)
    for one in verdicts:
        for line in faults_of(one):
            if not re.match("file: damaged|seal: ", line):
                fault(f"{one['file']}: {line}")

shutil.rmtree(work)
print(f"{len(letters)} letters, {len(variants)} variants {dict(words)}, "
      f"{len(passes)} files of the corpus, {len(faults)} faults")
sys.exit(1 if faults else 0)
