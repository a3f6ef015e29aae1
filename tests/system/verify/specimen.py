"""Small PDF files with signatures, well or ill made; OpenSSL signs them.

One page, one field. What a test wants to be wrong is handed in.
"""
import re
import subprocess

HOLE = b"/Contents <>"
RANGE = b"/ByteRange [0 0000000000 0000000000 0000000000]"


def openssl(*words, **options):
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True,
                          **options)
    if done.returncode:
        raise RuntimeError(f"openssl {words[0]}: {done.stderr.decode()}")
    return done.stdout


def authority(root, folder):
    """The test authority, made in a folder. @return the folder"""
    subprocess.run(["sh", str(root / "tests/support/authority.sh"), str(folder)],
                   check=True, capture_output=True)
    return folder


def cms(ca, name, data, *more, cades=True, chain=True):
    """A detached signature over bytes, in DER."""
    words = ["cms", "-sign", "-binary", "-outform", "DER", "-md", "sha256",
             "-signer", ca / f"{name}.pem", "-inkey", ca / f"{name}.key"]
    if cades:
        words.append("-cades")
    if chain:
        words += ["-certfile", ca / "intermediate.pem"]
    return openssl(*words, *more, input=data)


def document(field=b"", form=b"", page=b"", catalog=b"", text=b"Dear reader"):
    """The objects of a file with a field for a signature."""
    shown = b"BT /F 12 Tf 72 720 Td (%b) Tj ET" % text
    return {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[5 0 R]"
           b"%b>>%b>>" % (form, catalog),
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
           b"/Resources<</Font<</F 7 0 R>>>>/Annots[5 0 R]%b>>" % page,
        4: b"<</Length %d>>stream\n%b\nendstream" % (len(shown), shown),
        5: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Seal)/Rect[0 0 0 0]/F 132"
           b"/P 3 0 R%b>>" % field,
        7: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }


def write(objects, before=b"", root=b"1"):
    """A file of objects; or, behind an earlier one, an update to it."""
    file = bytearray(before or b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(file)
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(file)
    file += b"xref\n"
    if not before:
        file += b"0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        file += b"%d 1\n%010d 00000 n \n" % (number, place)
    numbers = map(int, re.findall(rb"^(\d+) 0 obj$", file, re.M))
    file += b"trailer\n<</Size %d/Root %b 0 R" % (max(numbers) + 1, root)
    if before:
        last = re.findall(rb"startxref\n(\d+)\n", before)[-1]
        file += b"/Prev " + last
    file += b">>\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(file)


def dictionary(form=b"/ETSI.CAdES.detached", more=b"", span=RANGE):
    """A signature's dictionary, with room for range and contents."""
    return (b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter%b"
            b"/M(D:20220720120000Z)%b%b%b>>" % (form, more, span, HOLE))


def pieces(file):
    """What is signed of a file with a filled hole."""
    *_, found = re.finditer(rb"/ByteRange *\[ *(\d+) +(\d+) +(\d+) +(\d+)",
                            file)
    first, length, second, rest = map(int, found.groups())
    return first, length, second, rest


def fill(file, sign, room=4096, span=None, hole=None):
    """Makes room in the last signature of a file, signs, puts it in.

    sign  gives DER for the bytes to sign
    span  turns the four numbers of the range into what is written
    hole  turns the hexadecimal digits into what is written
    """
    at = file.rindex(HOLE) + len(HOLE) - 2
    file = file[:at] + b"<" + b"0" * room * 2 + b">" + file[at + 2:]
    end = at + room * 2 + 2
    numbers = [0, at, end, len(file) - end]
    text = span(numbers) if span else b"[%d %d %d %d]" % tuple(numbers)
    where = file.find(RANGE)
    if where >= 0:
        slot = RANGE[RANGE.index(b"["):]
        where = file.rindex(RANGE) + RANGE.index(b"[")
        file = (file[:where] + text.ljust(len(slot)) +
                file[where + len(slot):])
    digits = sign(file[:at] + file[end:]).hex().encode()
    digits = digits.ljust(room * 2, b"0")
    if hole:
        digits = hole(digits)
    return file[:at + 1] + digits + file[end - 1:]


def sealed(sign, objects=None, before=b"", room=4096, **how):
    """A file with a signature that covers all of it, or an update to one.

    One of the objects is the signature's dictionary; where none is, it is
    added as object 6.
    """
    objects = dict(objects or document(field=b"/V 6 0 R"))
    if not any(HOLE in body for body in objects.values()):
        objects[6] = dictionary()
    # The hole is as wide as it will be while the places are written.
    wide = b"/Contents <" + b"0" * room * 2 + b">"
    file = write({number: body.replace(HOLE, wide)
                  for number, body in objects.items()}, before)
    at = file.rindex(wide)
    return fill(file[:at] + HOLE + file[at + len(wide):], sign, room=room,
                **how)


def parts(der, start=0, end=None):
    """The values in a piece of DER: tag, where it begins, its contents, its
    end."""
    end = len(der) if end is None else end
    while start < end:
        length, inside = der[start + 1], start + 2
        if length & 0x80:
            inside += length & 0x7f
            length = int.from_bytes(der[start + 2:inside], "big")
        yield der[start], start, inside, inside + length
        start = inside + length


def substance(der):
    """Where certificates, signed attributes and signature lie in CMS: what
    is signed, or signs. The rest is a frame around them."""
    _, _, start, end = next(parts(der))
    _, (_, _, start, end) = parts(der, start, end)
    (_, _, start, end), = parts(der, start, end)
    signed = list(parts(der, start, end))
    (_, _, start, end), = parts(der, signed[-1][2], signed[-1][3])
    signer = list(parts(der, start, end))
    found = [place for place in signed if place[0] == 0xA0]
    found += [place for place in signer if place[0] in (0xA0, 0x04)]
    return [(inside, end) for _, _, inside, end in found]
