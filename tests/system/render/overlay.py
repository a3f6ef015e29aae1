#!/usr/bin/env python3
"""Two painters, one letter: poppler's view of the PDF against cairo's picture.

usage: overlay.py SAMPLE FONTS

The marks are painted twice, by libharu and by cairo. Where a mean of any 6 by 6
dots differs by more than rasterisers do, one of the painters has misplaced,
forgotten or miscoloured something.
"""
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

DPI = 50
BLOCK = 6
SLACK = 33  # of 255, for the mean of a block; text shifted by a dot gives more

sample, fonts = sys.argv[1:]


def read_png(path):
    """Width, height and rows of red, green and blue; 8 bits, not interlaced."""
    data = path.read_bytes()
    at, compressed = 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
        if kind == b"IDAT":
            compressed += body
        at += size + 12
    if depth != 8 or colour not in (2, 6):
        sys.exit(f"{path}: not RGB of 8 bits")
    step = 3 if colour == 2 else 4
    raw, rows, above = zlib.decompress(compressed), [], bytes(width * step)
    for y in range(height):
        start = y * (width * step + 1)
        row = unfilter(raw[start], bytearray(raw[start + 1:start + 1 + width * step]),
                       above, step)
        rows.append([sum(row[i:i + 3]) // 3 for i in range(0, len(row), step)])
        above = row
    return width, height, rows


def paeth(a, b, c):
    p = a + b - c
    distances = (abs(p - a), abs(p - b), abs(p - c))
    return (a, b, c)[distances.index(min(distances))]


def unfilter(kind, row, above, step):
    """Undoes the five filters of a PNG's row."""
    for i in range(len(row)):
        left = row[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        guess = (0, left, above[i], (left + above[i]) // 2,
                 paeth(left, above[i], corner))[kind]
        row[i] = (row[i] + guess) & 255
    return row


def means(picture):
    """The mean of each block, by row of blocks."""
    width, height, rows = picture
    return [[sum(sum(row[x:x + BLOCK]) for row in rows[y:y + BLOCK]) / BLOCK ** 2
             for x in range(0, width - BLOCK, BLOCK)]
            for y in range(0, height - BLOCK, BLOCK)]


def compare(name, one, other):
    """Says which blocks differ."""
    worst = 0
    bad = []
    for y, (left, right) in enumerate(zip(means(one), means(other))):
        for x, (a, b) in enumerate(zip(left, right)):
            worst = max(worst, abs(a - b))
            if abs(a - b) > SLACK:
                bad.append((x * BLOCK, y * BLOCK))
    print(f"{name}: the farthest blocks are {worst:.0f} of 255 apart")
    if bad:
        print(f"{name}: {len(bad)} blocks differ, the first at {bad[0]}")
    return not bad


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    subprocess.run([sample, fonts, work / "letter.pdf",
                    'Łódź ✓ q̃uay O’Brien "x" Council', "0", work / "cairo"],
                   check=True)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", work / "letter.pdf",
                    work / "poppler"], check=True)
    fine = True
    for page in range(1, 5):
        fine &= compare(f"page {page}", read_png(work / f"poppler-{page}.png"),
                        read_png(work / f"cairo-{page}.png"))
sys.exit(0 if fine else 1)
