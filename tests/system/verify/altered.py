"""Sealed letters, altered after the seal: what `verify --sealed` says of each.

usage: venv.sh CACHE altered.py ROOT PROGRAM

A table of alterations: those that people make with tools, those that the
literature tells of (shadow attacks, evil annotations, sneaky signatures,
incremental saving), and those that aim at how readers find objects. Each row
has what is expected. Only validation data and time stamps that nobody sees may
follow a seal.

pyHanko writes most updates, pikepdf writes files anew, and specimen.py writes
what no library would.
"""
import asyncio
import datetime
import hashlib
import io
import json
import logging
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zlib

import pikepdf
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

sys.dont_write_bytecode = True  # no litter beside the sources
import specimen

root, program = pathlib.Path(sys.argv[1]), sys.argv[2]
logging.disable(logging.CRITICAL)
work = pathlib.Path(tempfile.mkdtemp())
ca = specimen.authority(root, work / "ca")
passphrase = (ca / "passphrase").read_bytes().strip()
rows = []    # name, file, status, word, what is said
faults = []


def row(name, data, word, *said, status=None):
    """A line of the table."""
    path = work / f"{len(rows):03}.pdf"
    path.write_bytes(data)
    if status is None:
        status = "holds" if word == "trusted" else "fails"
    rows.append((name, path, status, word, said))


CHANGED = "seal: the file was changed after it was sealed: "


def changed(name, data, *said):
    row(name, data, "broken", "the file was changed after it was sealed: ",
        *said)


# --- the letter -------------------------------------------------------------

done = subprocess.run([program, "render", root / "input/2022", "-o",
                       work / "out", "-q", "--only", "E06000032", "--seal",
                       ca / "rsa.p12", "--passphrase-file", ca / "passphrase"],
                      capture_output=True, text=True)
if done.returncode:
    sys.exit(f"render: {done.stderr}")
(path,) = (work / "out").glob("letters/*.pdf")
letter = path.read_bytes()
subprocess.run([program, "render", root / "input/2022", "-o", work / "plain",
                "-q", "--only", "E06000032"], check=True)
(path,) = (work / "plain").glob("letters/*.pdf")
plain = path.read_bytes()


def certificate(name):
    return load_cert_from_pemder(str(ca / f"{name}.pem"))


known = SimpleCertificateStore()
known.register(certificate("intermediate"))
stamper = timestamps.DummyTimeStamper(
    certificate("tsa"), load_private_key_from_pemder(str(ca / "tsa.key"), None),
    certs_to_embed=known, fixed_dt=datetime.datetime.now(datetime.timezone.utc))


def updated(data, change):
    """What pyHanko writes behind a file once it was changed."""
    file = IncrementalPdfFileWriter(io.BytesIO(data))
    change(file)
    out = io.BytesIO()
    file.write(out)
    return out.getvalue()


def signed(data, who="rsa", field="Second", box=None, **more):
    out = io.BytesIO()
    more.setdefault("subfilter", fields.SigSeedSubFilter.PADES)
    new = fields.SigFieldSpec(field, box=box, on_page=3) if box else None
    signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256",
                                     **more),
        signers.SimpleSigner.load_pkcs12(str(ca / f"{who}.p12"),
                                         passphrase=passphrase),
        new_field_spec=new).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(data)), output=out)
    return out.getvalue()


def stamped(data):
    out = io.BytesIO()
    signers.PdfTimeStamper(stamper).timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(data)), "sha256", output=out)
    return out.getvalue()


def stored(data, names=("rsa", "intermediate", "root")):
    """With a store of certificates."""
    return updated(data, lambda file: DocumentSecurityStore.supply_dss_in_writer(
        file, None, certs=[certificate(name) for name in names], ocsps=(),
        crls=()))


def archived(data):
    """Sealed as PAdES B-LTA: validation data, a time stamp, its own data."""
    out = io.BytesIO()
    roots = ValidationContext(trust_roots=[certificate("root")],
                              allow_fetching=False,
                              revocation_mode="soft-fail")
    signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name="Seal", md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES, use_pades_lta=True,
            embed_validation_info=True, validation_context=roots),
        signers.SimpleSigner.load_pkcs12(str(ca / "ecdsa.p12"),
                                         passphrase=passphrase),
        timestamper=stamper).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(data)), output=out)
    return out.getvalue()


# Numbers of the letter's objects.
with pikepdf.open(io.BytesIO(letter)) as pdf:
    catalog = pdf.Root.objgen[0]
    info = pdf.trailer.Info.objgen[0]
    size = int(pdf.trailer.Size)
    metadata = pdf.Root.Metadata.objgen[0]
    tree = pdf.Root.StructTreeRoot.objgen[0]
    outlines = pdf.Root.Outlines.objgen[0]
    pages = [page.objgen[0] for page in pdf.pages]
    contents = [page.Contents.objgen[0] for page in pdf.pages]
    resources = pdf.pages[0].Resources.objgen[0]
    field = pdf.Root.AcroForm.Fields[0].objgen[0]
    seal_name = str(pdf.Root.AcroForm.Fields[0].T).encode()
    figures = pdf.Root.AF[0].EF.F.objgen[0]
    specification = pdf.Root.AF[0].objgen[0]
    bodies = {number: pdf.get_object(number, 0).unparse(resolved=True)
              for number in (catalog, pages[0], pages[3], info, field)}
    element = next(number for number in range(1, size)
                   if isinstance(pdf.get_object(number, 0), pikepdf.Dictionary)
                   and "/Alt" in pdf.get_object(number, 0))
    parent = pdf.Root.Pages.objgen[0]
startxref = int(re.findall(rb"startxref\s+(\d+)", letter)[-1])


def append(before, objects, table=None, trailer=b"", root=None, prev=None,
           place=None, between=b"", generation=0, head=b"", end=b"%%EOF\n"):
    """An update, written by hand: what a test wants to be wrong is handed in.

    table  entries of the cross-references in place of the true ones
    """
    file = bytearray(before + head)
    places = {}
    for number, body in objects.items():
        places[number] = len(file)
        file += b"%d %d obj\n%b\nendobj\n" % (number, generation, body) + between
    at = len(file)
    file += b"xref\n"
    if table is None:
        table = {number: b"%010d %05d n \n" % (where, generation)
                 for number, where in places.items()}
    for number, entry in table.items():
        if callable(entry):
            entry = entry(places)
        file += b"%d 1\n%b" % (number, entry)
    prev = int(re.findall(rb"startxref\s+(\d+)", before)[-1]) if prev is None \
        else prev
    file += b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/Prev %d%b>>\n" % (
        max([size, *objects]) + 1, root or catalog, info, prev, trailer)
    file += b"startxref\n%d\n%b" % (at if place is None else place, end)
    return bytes(file)


def with_entry(number, more):
    """An object of the letter with more entries."""
    assert bodies[number].endswith(b">>")
    return bodies[number][:-2] + more + b">>"


def der(name):
    return specimen.openssl("x509", "-in", ca / f"{name}.pem", "-outform",
                            "DER")


def stream(data, more=b""):
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), more, data)


NEW = size + 10  # a number that is free


def store(before=letter, body=b"<</Certs[%d 0 R]>>" % (NEW + 1), cert=None,
          objects=None, extra=b"", **how):
    """A store of certificates, written by hand."""
    return append(before, {
        catalog: with_entry(catalog, b"/DSS %d 0 R%b" % (NEW, extra)),
        NEW: body, NEW + 1: stream(der("rsa")) if cert is None else cert,
        **(objects or {})}, **how)


# --- what is admitted -------------------------------------------------------

row("as it was sealed", letter, "trusted")
DATA = "validation data were added ("
lt = stored(letter)
row("validation data", lt, "trusted", DATA)
row("validation data twice", stored(lt, ("tsa",)), "trusted", DATA)
row("a document time stamp", stamped(letter), "trusted",
    "a document time stamp was added (")
row("both", stamped(lt), "trusted",
    "validation data and a document time stamp were added (")
row("both, then more", stored(stamped(lt), ("tsa",)), "trusted",
    "validation data and a document time stamp were added (")
row("two document time stamps", stamped(stamped(letter)), "trusted",
    "document time stamps were added (")
row("sealed for the archive", archived(plain), "trusted",
    "validation data and a document time stamp were added (")
row("validation data by hand", store(), "trusted", DATA)
row("validation data by hand, twice", append(store(), {
    NEW: b"<</Certs[%d 0 R %d 0 R]>>" % (NEW + 1, NEW + 2),
    NEW + 2: stream(der("tsa"))}), "trusted", DATA)
row("validation data, deflated", store(cert=stream(
    zlib.compress(der("rsa")), b"/Filter/FlateDecode")), "trusted", DATA)
row("validation data by signature", store(
    body=b"<</Type/DSS/Certs[%d 0 R]/VRI<</%b<</Type/VRI/Cert[%d 0 R]/TU"
         b"(D:20260101000000Z)>>>>>>" % (NEW + 1, b"0A" * 20, NEW + 1)),
    "trusted", DATA)
row("validation data, and which extension it is", store(
    extra=b"/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 5>>>>"),
    "trusted", DATA)
row("validation data, and which extensions these are", store(
    extra=b"/Extensions<</ISO_[<</BaseVersion/2.0/ExtensionLevel 32002"
          b"/URL(https://www.iso.org/)>>]>>"), "trusted", DATA)
row("a program that names itself", store().replace(
    b">>\nstartxref", b">>\n%iText-9.0\nstartxref"), "trusted", DATA)


def packed(before, objects, index=None):
    """An update of an object stream and a stream of cross-references."""
    file = bytearray(before)
    streams = {n: body for n, body in objects.items() if b"stream\n" in body}
    rest = {n: body for n, body in objects.items() if n not in streams}
    head, data, number = b"", b"", NEW + 50
    for key, body in rest.items():
        head += b"%d %d " % (key, len(data))
        data += body + b"\n"
    streams[number] = stream(
        head + data, b"/Type/ObjStm/N %d/First %d" % (len(rest), len(head)))
    entries = {}
    for key, body in streams.items():
        entries[key] = (1, len(file), 0)
        file += b"%d 0 obj\n%b\nendobj\n" % (key, body)
    for at, key in enumerate(rest):
        entries[key] = (2, number, at)
    entries.update(index or {})
    entries[number + 1] = (1, len(file), 0)
    at = len(file)
    listed = b"".join(b"%d 1 " % key for key in entries)
    body = b"".join(bytes([kind]) + one.to_bytes(4, "big") +
                    two.to_bytes(2, "big")
                    for kind, one, two in entries.values())
    prev = int(re.findall(rb"startxref\s+(\d+)", before)[-1])
    file += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        number + 1, stream(zlib.compress(body), b"/Type/XRef/W[1 4 2]/Index[%b]"
                           b"/Size %d/Root %d 0 R/Info %d 0 R/Prev %d/Filter"
                           b"/FlateDecode" % (listed, number + 2, catalog, info,
                                              prev)), at)
    return bytes(file)


PACKED = {catalog: with_entry(catalog, b"/DSS %d 0 R" % NEW),
          NEW: b"<</Certs[%d 0 R]>>" % (NEW + 1), NEW + 1: stream(der("rsa"))}
row("validation data in an object stream", packed(letter, PACKED), "trusted",
    DATA)


def token(data):
    """A time stamp on bytes."""
    digest = hashlib.sha256(data).digest()
    return asyncio.run(stamper.async_timestamp(digest, "sha256")).dump()


def stamp_by_hand(widget=b"", value=b"", box=b"[0 0 0 0]", kind=b"DocTimeStamp",
                  form=b"ETSI.RFC3161", page=3, extra=None, in_form=True,
                  sign=None, base=letter, more=b"", name=b"Stamp"):
    """A document time stamp of which anything may be wrong."""
    listed = bodies[catalog]
    if in_form:
        listed = re.sub(rb"(/Fields ?\[[^]]*)\]", rb"\1 %d 0 R ]" % NEW, listed)
    objects = {
        catalog: listed[:-2] + more + b">>",
        pages[page]: with_entry(pages[page], b"/Annots[%d 0 R]" % NEW)
        if b"/Annots" not in bodies[pages[page]] else re.sub(
            rb"(/Annots ?\[[^]]*)\]", rb"\1 %d 0 R ]" % NEW,
            bodies[pages[page]]),
        NEW: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(%b)/F 132/Rect%b/P %d 0 R"
             b"/V %d 0 R%b>>" % (name, box, pages[page], NEW + 1, widget),
        NEW + 1: b"<</Type/%b/Filter/Adobe.PPKLite/SubFilter/%b%b%b%b>>" % (
            kind, form, value, specimen.RANGE, specimen.HOLE),
        **(extra or {})}
    wide = b"/Contents <" + b"0" * 16384 + b">"
    objects[NEW + 1] = objects[NEW + 1].replace(specimen.HOLE, wide)
    file = append(base, objects)
    at = file.rindex(wide)
    return specimen.fill(file[:at] + specimen.HOLE + file[at + len(wide):],
                         sign or token, room=8192)


EMPTY = {NEW + 2: stream(b"", b"/Type/XObject/Subtype/Form/BBox[0 0 0 0]")}
ADDED = "a document time stamp was added ("
row("a time stamp by hand", stamp_by_hand(), "trusted", ADDED)
row("a time stamp with an empty appearance", stamp_by_hand(
    b"/AP<</N %d 0 R>>" % (NEW + 2), extra=EMPTY), "trusted", ADDED)
row("a time stamp at some point", stamp_by_hand(box=b"[72.5 9 72.5 9]"),
    "trusted", ADDED)

# --- time stamps that are more ----------------------------------------------

STAMP = 'a signature field "Stamp"'
SEEN = STAMP + " that is seen on the page was added"
paint = {NEW + 2: stream(b"1 g 0 0 595 842 re f",
                         b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")}
changed("a time stamp that is seen", stamp_by_hand(box=b"[72 72 300 300]"), SEEN)
changed("a time stamp that paints", stamp_by_hand(
    b"/AP<</N %d 0 R>>" % (NEW + 2), box=b"[0 0 595 842]", extra=paint), SEEN)
changed("a time stamp that paints from nowhere", stamp_by_hand(
    b"/AP<</N %d 0 R>>" % (NEW + 2), extra=paint), STAMP)
changed("a time stamp that looks otherwise pressed", stamp_by_hand(
    b"/AP<</N %d 0 R/D %d 0 R>>" % (NEW + 2, NEW + 2), extra=EMPTY), STAMP)
changed("a time stamp whose appearance is the sealed page's", stamp_by_hand(
    b"/AP<</N %d 0 R>>" % contents[0]), STAMP)
for name, more in (
        ("acts", b"/AA<</E<</S/URI/URI(http://a.example)>>>>"),
        ("leads away", b"/A<</S/URI/URI(http://a.example)>>"),
        ("has kids", b"/Kids[<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]>>]"),
        ("has a parent", b"/Parent %d 0 R" % field),
        ("has a border", b"/MK<</BG[1]>>"), ("has a popup", b"/Popup %d 0 R"
                                             % pages[0]),
        ("has contents", b"/Contents(71% is wrong)"),
        ("locks fields", b"/Lock<</Type/SigFieldLock/Action/All>>")):
    changed("a time stamp that " + name, stamp_by_hand(more), STAMP)
changed("a time stamp named as the seal", stamp_by_hand(name=seal_name),
        "a signature field ")
changed("a time stamp that is not in the form", stamp_by_hand(in_form=False),
        STAMP)
changed("a time stamp that is a signature", stamp_by_hand(
    kind=b"Sig", form=b"ETSI.CAdES.detached",
    sign=lambda data: specimen.cms(ca, "rsa", data)), STAMP)
changed("a time stamp that says it is a signature", stamp_by_hand(kind=b"Sig"),
        STAMP)
changed("a time stamp with a reference", stamp_by_hand(
    value=b"/Reference[<</TransformMethod/DocMDP>>]"), STAMP)
changed("a time stamp and an action", stamp_by_hand(
    more=b"/OpenAction[%d 0 R/Fit]" % pages[0]), "the catalogue: /OpenAction")
row("a time stamp by nobody", stamp_by_hand(sign=lambda data: b"\x30\x00"),
    "broken", "document time stamp: it cannot be read")
row("a time stamp of something else", stamp_by_hand(
    sign=lambda data: token(b"x")), "untrusted",
    "document time stamp: ")
row("a time stamp, then a byte", stamped(letter) + b"\n", "broken",
    CHANGED)
row("a time stamp alone", stamped(plain), "none", "seal: there is none",
    status="fails")

# --- annotations of every kind ----------------------------------------------

KINDS = ("Text Link FreeText Line Square Circle Polygon PolyLine Highlight "
         "Underline Squiggly StrikeOut Stamp Caret Ink Popup FileAttachment "
         "Sound Movie Widget Screen PrinterMark TrapNet Watermark 3D Redact "
         "Projection RichMedia").split()


def annotated(kind, as_field, base=letter):
    def change(file):
        appearance = file.add_object(generic.StreamObject(
            {pdf_name("/Type"): pdf_name("/XObject"),
             pdf_name("/Subtype"): pdf_name("/Form"),
             pdf_name("/BBox"): generic.ArrayObject(
                 map(generic.NumberObject, (0, 0, 99, 99)))},
            stream_data=b"1 g 0 0 99 99 re f"))
        annotation = generic.DictionaryObject({
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/" + kind),
            pdf_name("/Rect"): generic.ArrayObject(
                map(generic.NumberObject, (72, 72, 171, 171))),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/AP"): generic.DictionaryObject(
                {pdf_name("/N"): appearance})})
        if as_field:
            annotation["/FT"] = pdf_name("/Sig")
            annotation["/T"] = pdf_string("Mark")
        file.register_annotation(
            generic.IndirectObject(pages[3], 0, file), file.add_object(
                annotation))
    return updated(base, change)


for kind in KINDS:
    changed(f"a {kind} annotation", annotated(kind, False),
            f"page 4: a {kind} annotation was added")
    changed(f"a {kind} annotation that says it is a signature",
            annotated(kind, True), 'page 4: a signature field "Mark" that is '
            "seen on the page was added")

# --- signatures -------------------------------------------------------------

SECOND = 'the form: a signature field "Second"'
changed("a second signature", signed(letter), SECOND)
changed("a second signature by somebody else", signed(letter, "ecdsa"), SECOND)
changed("a second signature that is seen", signed(
    letter, "ecdsa", box=(72, 72, 300, 300)), SECOND)
changed("a second signature by a foreigner", signed(letter, "foreign"), SECOND)
changed("three signatures", signed(signed(letter), field="Third"), SECOND)
changed("a second signature and validation data", stored(signed(letter)),
        SECOND)
changed("validation data and a second signature", signed(lt), SECOND)
for level in fields.MDPPerm:
    certified = signed(plain, field="Seal", certify=True,
                       docmdp_permissions=level)
    row(f"certified at {level.value}", certified, "trusted")
    row(f"certified at {level.value}, with validation data", stored(certified),
        "trusted", DATA)
    changed(f"certified at {level.value}, then a note",
            annotated("FreeText", False, certified),
            "page 4: a FreeText annotation was added")
    if level != fields.MDPPerm.NO_CHANGES:
        changed(f"certified at {level.value}, then signed",
                signed(certified, "ecdsa"), SECOND)


def prepared(appearance=None):
    """A letter with a blank field that is sealed."""
    def change(file):
        fields.append_signature_field(file, fields.SigFieldSpec(
            "Blank", on_page=3, box=(72, 72, 300, 300)))
    return signed(updated(plain, change), field="Seal")


blank = prepared()
with pikepdf.open(io.BytesIO(blank)) as pdf:
    (hole,) = [one.objgen[0] for one in pdf.Root.AcroForm.Fields
               if str(one.T) == "Blank"]
row("a blank field", blank, "trusted")
changed("a blank field that is signed", signed(blank, "ecdsa", "Blank"),
        "page 4: a Widget annotation was replaced")


def refield(**entries):
    def change(file):
        one = generic.IndirectObject(hole, 0, file.prev).get_object()
        for key, value in entries.items():
            one["/" + key] = value
        file.mark_update(generic.Reference(hole, 0, file))
    return updated(blank, change)


REPLACED = "page 4: a Widget annotation was replaced"
changed("a blank field with another look", updated(blank, lambda file: (
    generic.IndirectObject(hole, 0, file.prev).get_object().update({
        pdf_name("/AP"): generic.DictionaryObject({
            pdf_name("/N"): file.add_object(generic.StreamObject(
                {pdf_name("/Subtype"): pdf_name("/Form")},
                stream_data=b"1 g 0 0 9 9 re f"))})}),
    file.mark_update(generic.Reference(hole, 0, file)))), REPLACED)
changed("a blank field that is shown", refield(F=generic.NumberObject(4)),
        REPLACED)
changed("a blank field elsewhere", refield(Rect=generic.ArrayObject(
    map(generic.NumberObject, (0, 0, 595, 842)))), REPLACED)
changed("a blank field that is a text", refield(
    FT=pdf_name("/Tx"), V=pdf_string("3%")), REPLACED)
changed("the seal's own field", append(letter, {
    field: with_entry(field, b"/AP<</N %d 0 R>>" % contents[0])}),
    " annotation was replaced")

# --- streams, trees, dictionaries -------------------------------------------


def replaced(name, number, body, *said):
    changed(name, append(letter, {number: body}), *said)


WHITE = stream(b"1 g 0 0 595 842 re f")
for at in range(4):
    replaced(f"the content of page {at + 1}", contents[at], WHITE,
             f"page {at + 1}: /Contents was replaced")
replaced("the fonts", resources, b"<<>>", "page 1: /Resources was replaced")
replaced("figures.csv", figures, stream(b"statistic,count\r\n"),
         "was replaced")
replaced("what figures.csv is called", specification,
         b"<</Type/Filespec/F(a.csv)/UF(a.csv)/EF<</F %d 0 R>>>>" % figures,
         "the catalogue: /AF was replaced")
replaced("a description", element, b"<</S/Figure/Alt(3%%)/P %d 0 R>>" % tree,
         "the structure tree was replaced")
replaced("the structure tree", tree, b"<</Type/StructTreeRoot>>",
         "the structure tree was replaced")
replaced("the bookmarks", outlines, b"<</Type/Outlines>>",
         "the outline was replaced")
replaced("the page tree", parent,
         b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % pages[0],
         "the page tree was replaced")
replaced("the metadata", metadata, stream(
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", b"/Type/Metadata/Subtype/XML"),
    "the metadata says something else")
replaced("the title", info, re.sub(rb"Luton", b"Leeds", bodies[info]),
         "the document information: /Title was changed")
for name, number, more, said in (
        ("a page that is turned", pages[3], b"/Rotate 180",
         "page 4: /Rotate was added"),
        ("a page that is cut", pages[3], b"/CropBox[0 0 300 842]",
         "page 4: /CropBox was added"),
        ("annotations that are no list", pages[3], b"/Annots<<>>",
         "page 4 has another list"),
        ("a page that acts", pages[0], b"/AA<</O<</S/URI/URI(a)>>>>",
         "page 1: /AA was added"),
        ("an action", catalog, b"/OpenAction[%d 0 R/Fit]" % pages[1],
         "the catalogue: /OpenAction was added"),
        ("a script", catalog, b"/OpenAction<</S/JavaScript/JS(1)>>",
         "the catalogue: /OpenAction was added"),
        ("actions", catalog, b"/AA<</WC<</S/JavaScript/JS(1)>>>>",
         "the catalogue: /AA was added"),
        ("layers", catalog, b"/OCProperties<</OCGs[]/D<<>>>>",
         "the catalogue: /OCProperties was added"),
        ("another version", catalog, b"/Version/2.0",
         "the catalogue: /Version was added"),
        ("permissions", catalog, b"/Perms<</UR3 %d 0 R>>" % field,
         "the catalogue: /Perms was added"),
        ("a page mode", catalog, b"/PageMode/FullScreen",
         "the catalogue: /PageMode was added"),
        ("an extension that is a page", catalog,
         b"/Extensions<</X %d 0 R>>" % pages[0],
         "the catalogue: /Extensions was changed"),
        ("an extension that is a long text", catalog,
         b"/Extensions<</X(" + b"A" * 1024 + b")>>",
         "the catalogue: /Extensions was changed")):
    changed(name, append(letter, {number: with_entry(number, more)}), said)
for name, pattern, text, said in (
        ("no tags", rb"/StructTreeRoot \d+ 0 R", b"",
         "the catalogue: /StructTreeRoot was taken away"),
        ("another language", rb"/Lang ?\(en-GB\)", b"/Lang(cy)",
         "the catalogue: /Lang was changed"),
        ("another tree of pages", rb"/Pages \d+ 0 R",
         b"/Pages %d 0 R" % pages[0], "the catalogue: /Pages was changed"),
        ("appearances made anew", rb"/Fields",
         b"/NeedAppearances true/Fields", "the form: /NeedAppearances was added"),
        ("a form of scripts", rb"/Fields", b"/XFA[]/Fields",
         "the form: /XFA was added"),
        ("a form without its seal", rb"/Fields ?\[[^]]*\]", b"/Fields[]",
         "the form lost or changed what was in it"),
        ("another field first", rb"/Fields ?\[", b"/Fields[%d 0 R " % pages[0],
         "the form lost or changed what was in it"),
        ("a text field", rb"(/Fields ?\[[^]]*)\]", rb"\1<</FT/Tx/T(a)/V(b)>>]",
         'the form: a form field "a" was added'),
        ("another form", rb"/AcroForm ?<<.*?>>", b"/AcroForm %d 0 R" % field,
         "the form is another"),
        ("no form", rb"/AcroForm ?<<.*?>>", b"", "the form is another")):
    body, times = re.subn(pattern, text, bodies[catalog], flags=re.S)
    assert times == 1, (name, bodies[catalog])
    changed(name, append(letter, {catalog: body}), said)

# --- stores that are more than stores ---------------------------------------

FOREIGN = "the validation data: /DSS holds something else than validation data"
changed("a store with something in it", store(
    body=b"<</Certs[%d 0 R]/X %d 0 R>>" % (NEW + 1, pages[0])), FOREIGN)
changed("a store of no certificate", store(cert=stream(b"Dear reader")), FOREIGN)
changed("a certificate and more", store(cert=stream(der("rsa") + b"\n")),
        FOREIGN)
changed("a certificate that is a picture", store(cert=stream(
    der("rsa"), b"/Type/XObject/Subtype/Image")), FOREIGN)
changed("a certificate of another coding", store(cert=stream(
    der("rsa").hex().encode() + b">", b"/Filter/ASCIIHexDecode")), FOREIGN)
changed("a page in the store", store(
    body=b"<</Certs[%d 0 R]>>" % pages[0]), FOREIGN)
changed("a page's content in the store", store(
    body=b"<</Certs[%d 0 R]>>" % contents[0]), FOREIGN)
changed("a content that is a certificate", store(
    body=b"<</Certs[%d 0 R]>>" % contents[0],
    objects={contents[0]: stream(der("rsa"))}), "/DSS")
changed("a certificate among the revocations", store(
    body=b"<</CRLs[%d 0 R]>>" % (NEW + 1)), FOREIGN)
changed("a store by no signature", store(
    body=b"<</VRI<</Page<</Cert[%d 0 R]>>>>>>" % (NEW + 1)), FOREIGN)
changed("a store by signature, and more", store(
    body=b"<</VRI<</%b<</Cert[%d 0 R]/P %d 0 R>>>>>>" % (
        b"0A" * 20, NEW + 1, pages[0])), FOREIGN)
changed("a store that is a page", append(letter, {
    catalog: with_entry(catalog, b"/DSS %d 0 R" % pages[0])}), FOREIGN)
changed("a store of another kind", store(
    body=b"<</Type/Page/Certs[%d 0 R]>>" % (NEW + 1)), FOREIGN)
changed("a store that refers to nothing", store(
    body=b"<</Certs[%d 0 R %d 0 R]>>" % (NEW + 1, NEW + 5)), "/DSS")
changed("something beside the store", store(objects={NEW + 3: b"(x)"}),
        f"object {NEW + 3} was added")
changed("a note beside the store", store(objects={
    pages[3]: with_entry(pages[3], b"/Annots[%d 0 R]" % (NEW + 3))
    if b"/Annots" not in bodies[pages[3]] else re.sub(
        rb"(/Annots ?\[[^]]*)\]", rb"\1 %d 0 R]" % (NEW + 3), bodies[pages[3]]),
    NEW + 3: b"<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]/Contents(3%)"
             b"/DA(/F 9 Tf)>>"}), "page 4: a FreeText annotation was added")
changed("another producer, and nothing else", append(letter, {info: re.sub(
    rb"/Producer ?\([^)]*\)", b"/Producer(Other)", bodies[info])}),
    "adds no validation data")
row("nothing at all", append(letter, {}), None, "file: damaged")

# --- how objects are found --------------------------------------------------

FOLLOW = "the update cannot be followed: "
offsets = {int(m[1]): m.start() for m in
           re.finditer(rb"(?m)^(\d+) 0 obj\b", letter)}
aim = offsets[contents[3]]


def entry(place, generation=0, kind=b"n"):
    return b"%010d %05d %b \n" % (place, generation, kind)


row("the sealed objects, exchanged", append(letter, {}, table={
    contents[0]: entry(offsets[contents[3]])}), "broken", FOLLOW,
    status="fails")
changed("a store and an exchange", store(table={
    catalog: lambda at: entry(at[catalog]), NEW: lambda at: entry(at[NEW]),
    NEW + 1: lambda at: entry(at[NEW + 1]), contents[0]: entry(aim)}),
    FOLLOW + "its cross-references point at other objects")
changed("a store and an exchange, packed", packed(letter, PACKED, {
    contents[0]: (1, aim, 0)}),
    FOLLOW + "its cross-references point at other objects")
changed("a store and another index, packed", packed(letter, PACKED, {
    NEW: (2, NEW + 50, 0)}), FOLLOW)
changed("an object of an earlier stream, at another index", packed(
    letter, PACKED, {element: (2, 30, 7)}), FOLLOW)
changed("an object taken away", store(table={
    catalog: lambda at: entry(at[catalog]), NEW: lambda at: entry(at[NEW]),
    NEW + 1: lambda at: entry(at[NEW + 1]), contents[0]: entry(0, 1, b"f")}),
    FOLLOW)
changed("an object that is not listed", store(
    objects={contents[3]: WHITE}, table={
        catalog: lambda at: entry(at[catalog]), NEW: lambda at: entry(at[NEW]),
        NEW + 1: lambda at: entry(at[NEW + 1])}),
    FOLLOW + "its cross-references do not fit its objects")
changed("a later generation", append(letter, {contents[3]: WHITE},
                                     generation=1), FOLLOW)
changed("a hybrid", store(trailer=b"/XRefStm %d" % startxref),
        "the trailer: /XRefStm was added")
changed("another root", append(letter, {NEW: bodies[catalog]}, root=NEW),
        "the catalogue is another")
row("a root that is none", store(root=NEW), None, "file: damaged")
row("no way back", store(prev=0), None, "file: damaged")
changed("a way past the sealed part", store(before=store(), prev=startxref),
        "changed after it was sealed")
row("encryption", store(trailer=b"/Encrypt<</Filter/Standard/V 1/R 2/O()/U()"
                        b"/P -4>>"), None, "file: needs a password",
    status="unreadable")
changed("a size that hides what was sealed", store(trailer=b"").replace(
    b"<</Size %d/Root %d 0 R/Info %d 0 R/Prev %d>>" % (
        NEW + 2, catalog, info, startxref),
    b"<</Size 4/Root %d 0 R/Info %d 0 R/Prev %d>>" % (catalog, info, startxref)),
    "the trailer: /Size leaves objects out")
changed("an object inside a text", append(letter, {
    catalog: with_entry(catalog, b"/DSS %d 0 R" % NEW),
    NEW: b"<</Certs[%d 0 R]/VRI<</%b<</TU(D:\n%d 0 obj\n<<>>\nendobj\n)>>>>>>" %
    (NEW + 1, b"0A" * 20, contents[3]), NEW + 1: stream(der("rsa"))}), FOLLOW)
changed("another identifier", store(trailer=b"/ID[<00><01>]"),
        "the trailer: /ID was changed")
changed("cross-references elsewhere", store(place=startxref),
        FOLLOW + "its startxref points elsewhere")
changed("words between the objects", store(between=b"Dear reader\n"),
        FOLLOW + "there is something between its objects")
changed("a comment between the objects", store(between=b"% 4 0 obj\n"), FOLLOW)
changed("an object inside a comment", store(
    head=b"%%\r%d 0 obj\n%b\nendobj\n" % (contents[3], WHITE)), FOLLOW)
changed("an object twice", append(
    letter, {NEW: b"<</Certs[]>>", catalog: with_entry(
        catalog, b"/DSS %d 0 R" % NEW)}, head=b"%d 0 obj\n<<>>\nendobj\n" % NEW),
    FOLLOW + "an object occurs twice in it")
changed("an entry twice", store(
    body=b"<</Certs[]/Certs[%d 0 R]>>" % (NEW + 1)), "")
changed("a stream of another length", store(cert=stream(der("rsa")).replace(
    b"/Length ", b"/Length 1")), FOLLOW)
changed("a stream whose length is elsewhere", store(cert=re.sub(
    rb"/Length \d+", b"/Length %d 0 R" % (NEW + 3), stream(der("rsa"))),
    objects={NEW + 3: b"%d" % len(der("rsa"))}), FOLLOW)
changed("two ends", store(end=b"%%EOF\n%%EOF\n"), "")
changed("an end and words", store() + b"Dear reader\n", "")
changed("an update without an end", store(end=b""), FOLLOW)
changed("objects alone", letter + b"%d 0 obj\n%b\nendobj\n" % (contents[3],
                                                               WHITE),
        "bytes behind its end")
changed("objects and a trailer", letter + b"%d 0 obj\n%b\nendobj\ntrailer\n<<"
        b"/Root %d 0 R>>\n" % (contents[3], WHITE, catalog),
        "bytes behind its end")
changed("a line end", letter + b"\n", "1 byte behind its end")
changed("an end of file", letter + b"%%EOF\n", "6 bytes behind its end")
row("a file behind the file", letter + plain, None, "file: damaged")
changed("an annotation by a program that states lengths elsewhere", append(
    letter, {pages[3]: with_entry(pages[3], b"/Rotate 90"),
             NEW: stream(b"x").replace(b"/Length 1", b"/Length %d 0 R" % (
                 NEW + 1)), NEW + 1: b"1"}), FOLLOW, "page 4 was changed")
many = letter
for number in range(40):
    many = store(before=many) if not number else append(many, {
        NEW: b"<</Certs[%d 0 R %d 0 R]>>" % (NEW + 1, NEW + 1 + number),
        NEW + 1 + number: stream(der("tsa"))})
changed("forty updates", many, "more updates than can be looked at")

# --- how an update is written -----------------------------------------------

TRUE = {catalog: lambda at: entry(at[catalog]), NEW: lambda at: entry(at[NEW]),
        NEW + 1: lambda at: entry(at[NEW + 1])}


def moved(by, number=NEW):
    """The entries of a store, one of which points beside its object."""
    return TRUE | {number: lambda at: entry(at[number] + by)}


def doctored(old, new, data=None):
    """A store with a change that keeps every offset before it."""
    data = store() if data is None else data
    at = data.rindex(old)
    return data[:at] + new + data[at + len(old):]


changed("an entry that points before its object", store(table=moved(-1)),
        FOLLOW + "its cross-references do not fit its objects")
changed("an entry without its last byte", store(table=TRUE | {
    NEW: lambda at: entry(at[NEW])[:-2] + b"\n"}), FOLLOW)
changed("an entry listed twice", doctored(
    b"trailer", b"%d 1\n%btrailer" % (NEW, entry(store().index(
        b"%d 0 obj" % NEW)))), FOLLOW)
row("a count of more entries than there are", doctored(
    b"%d 1\n" % (NEW + 1), b"%d 2\n" % (NEW + 1)), None, "file: damaged")
changed("NUL between two words", store(body=b"<</Certs\0[%d 0 R]>>" % (NEW + 1)),
        FOLLOW + "an object is not valid PDF")
changed("a length in two spellings", store(cert=stream(
    der("rsa"), b"/L#65ngth 4")), "")
changed("a stream after a carriage return alone", store(cert=stream(
    der("rsa")).replace(b"stream\n", b"stream\r", 1)), FOLLOW)
changed("an object without its end", doctored(
    b"endstream\nendobj", b"endstream\n      "), FOLLOW)
changed("a header between two updates", store(head=b"%PDF-1.7\n"), FOLLOW)
changed("a sign before startxref's number", doctored(
    b"startxref\n", b"startxref\n+"), FOLLOW)
changed("a reference to a later generation", store(
    body=b"<</Certs[%d 1 R]>>" % (NEW + 1)), FOLLOW)
changed("a time stamp listed twice", append(stamp_by_hand(), {catalog: re.sub(
    rb"(/Fields ?\[[^]]*)\]", rb"\1 %d 0 R %d 0 R]" % (NEW, NEW),
    bodies[catalog])}), STAMP)


def container(body, more=b"", count=2):
    """A store whose object stream holds what a test wants it to hold."""
    numbers = {catalog: PACKED[catalog], NEW: PACKED[NEW]}
    first = PACKED[catalog]
    head = b"%d 0 %d %d " % (catalog, NEW, len(first) + 1)
    inner = body(first, numbers[NEW])
    at = len(letter)
    file = bytearray(letter)
    places = {NEW + 50: at}
    file += b"%d 0 obj\n%b\nendobj\n" % (NEW + 50, stream(
        head + inner, b"/Type/ObjStm/N %d/First %d%b" % (count, len(head), more)))
    places[NEW + 1] = len(file)
    file += b"%d 0 obj\n%b\nendobj\n" % (NEW + 1, PACKED[NEW + 1])
    at = len(file)
    rows = {catalog: (2, NEW + 50, 0), NEW: (2, NEW + 50, 1),
            NEW + 1: (1, places[NEW + 1], 0), NEW + 50: (1, places[NEW + 50], 0),
            NEW + 51: (1, at, 0)}
    index = b"".join(b"%d 1 " % number for number in rows)
    data = b"".join(bytes([kind]) + one.to_bytes(4, "big") +
                    two.to_bytes(2, "big") for kind, one, two in rows.values())
    file += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        NEW + 51, stream(data, b"/Type/XRef/W[1 4 2]/Index[%b]/Size %d/Root %d 0 R"
                         b"/Info %d 0 R/Prev %d" % (index, NEW + 52, catalog,
                                                    info, startxref)), at)
    return bytes(file)


row("an object stream by hand", container(
    lambda one, two: one + b"\n" + two), "trusted", DATA)
changed("an object stream with one more at its end", container(
    lambda one, two: one + b"\n" + two + b" <</Type/Page>>"), FOLLOW)
changed("an object stream that extends another", container(
    lambda one, two: one + b"\n" + two, b"/Extends %d 0 R" % (NEW + 1)), FOLLOW)
changed("an object stream that counts one less", container(
    lambda one, two: one + b"\n" + two, count=1), FOLLOW)
changed("an object stream whose objects are not where it says", container(
    lambda one, two: one + b" \n" + two), FOLLOW)

# --- bytes that were sealed -------------------------------------------------

row("bytes before it", b"\n" + letter, "broken", "seal: ")
row("a byte of a page", letter[:aim + 90] + bytes([letter[aim + 90] ^ 1]) +
    letter[aim + 91:], "broken", "seal: what was signed has been changed")
for name, change in (
        ("saved anew", lambda pdf: None),
        ("saved anew with another title", lambda pdf: pdf.docinfo.update(
            {"/Title": "Leeds"})),
        ("saved anew with a page less", lambda pdf: pdf.pages.__delitem__(3)),
        ("saved anew with another text", lambda pdf: pdf.pages[3].contents_add(
            b"BT ET"))):
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    row(name, out.getvalue(), "broken", "seal: ")
row("without its seal", plain, "none", "seal: there is none", status="fails")

# --- the table --------------------------------------------------------------

done = subprocess.run([program, "verify", "--format", "json", "--sealed",
                       "--trust", ca / "root.pem",
                       *[path for _, path, *_ in rows]], capture_output=True)
if b"Sanitizer" in done.stderr or b"runtime error" in done.stderr:
    print(done.stderr.decode())
    faults.append("sanitizers")
verdicts = [json.loads(line) for line in done.stdout.decode().splitlines()
            if not line.startswith('{"summary"')]
if len(verdicts) != len(rows):
    faults.append(f"{len(verdicts)} verdicts of {len(rows)}")
for (name, path, status, word, said), verdict in zip(rows, verdicts):
    told = [f"{one['claim']}: {one['message']}" for one in verdict["faults"]]
    told += [one["added"] for one in verdict.get("seals", []) if one["added"]]
    if (verdict["verdict"], verdict.get("seal")) != (status, word) or \
            (status == "holds" and verdict["faults"]) or \
            not all(any(words in line for line in told) for words in said):
        print(f"FAIL: {name}: {verdict['verdict']}, {verdict.get('seal')}, "
              f"{told}, not {status}, {word}, {said}")
        faults.append(name)
    if "-v" in sys.argv:
        print(f"{name:50} {verdict['verdict']:6} {verdict.get('seal')} "
              f"{'; '.join(told)}")

shutil.rmtree(work)
print(f"{len(rows)} letters, {len(faults)} faults")
sys.exit(1 if faults else 0)
