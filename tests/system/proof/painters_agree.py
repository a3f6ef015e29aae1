#!/usr/bin/env python3
"""The two painters check each other: cairo's pictures of the pages against
poppler's pictures of the PDFs that libharu wrote.

usage: painters_agree.py ROOT PROGRAM PICTURES [CAMPAIGN...]

Both paint the same marks, but soften edges differently; so single pixels may
differ, and what is compared is the mean over a page, and blots: squares of
eight by eight pixels whose mean colour differs, joined where they
touch. A glyph that is missing, moved by a point or painted in another colour
is a blot.
"""

import operator
import pathlib
import subprocess
import sys
import tempfile

DPI = 144  # poppler moves a large glyph by up to half a pixel
SIDE = 8  # of a square, pixels
MEAN_MOST = 3.5  # of 255, over a page; seen: 2.5
SQUARE_MOST = 50  # of 255, over a square; seen: 47
BLOT_MOST = 1  # squares


def read_ppm(path):
    """A binary form: P6, width, height, 255, pixels."""
    data = path.read_bytes()
    magic, width, height, depth = data.split(None, 4)[:4]
    assert (magic, depth) == (b"P6", b"255"), path
    width, height = int(width), int(height)
    return width, height, data[-width * height * 3:]


def squares(width, height, pixels):
    """Sums over squares, channel by channel: {(x, y, channel): sum}."""
    across = width // SIDE
    sums = []
    for top in range(0, height - SIDE + 1, SIDE):
        lines = [pixels[y * width * 3:(y + 1) * width * 3]
                 for y in range(top, top + SIDE)]
        column = list(map(sum, zip(*lines)))
        row = []
        for channel in range(3):
            plane = column[channel::3][:across * SIDE]
            row.append(list(map(sum, zip(*[plane[i::SIDE]
                                           for i in range(SIDE)]))))
        sums.append(row)
    return sums


def largest_blot(a, b):
    """The most squares that differ and touch, and where one of them is."""
    limit = SQUARE_MOST * SIDE * SIDE
    marked = {(x, y)
              for y, (left, right) in enumerate(zip(a, b))
              for first, second in zip(left, right)
              for x, gap in enumerate(map(operator.sub, first, second))
              if abs(gap) > limit}
    largest, place = 0, None
    while marked:
        start = marked.pop()
        stack, size = [start], 0
        while stack:
            x, y = stack.pop()
            size += 1
            for near in [(x + i, y + j) for i in (-1, 0, 1)
                         for j in (-1, 0, 1)]:
                if near in marked:
                    marked.remove(near)
                    stack.append(near)
        if size > largest:
            largest, place = size, start
    return largest, place


def crop(picture, width, height):
    """poppler rounds a page's size up, cairo to the nearest."""
    wide, high, pixels = picture
    if not (width <= wide <= width + 1 and height <= high <= height + 1):
        return picture
    return width, height, b"".join(
        pixels[y * wide * 3:(y * wide + width) * 3] for y in range(height))


def compare(cairo, poppler):
    """@return mean difference, largest blot, its place in points"""
    poppler = crop(poppler, *cairo[:2])
    if cairo[:2] != poppler[:2]:
        return 255, 0, f"{cairo[:2]} and {poppler[:2]} pixels"
    total = sum(map(abs, map(operator.sub, cairo[2], poppler[2])))
    size, place = largest_blot(squares(*cairo), squares(*poppler))
    where = place and [round((i + 0.5) * SIDE * 72 / DPI) for i in place]
    return total / len(cairo[2]), size, where


def paint(program, pictures, fonts, campaign, output):
    subprocess.run([program, "render", campaign, "-o", output, "-q", "--fonts",
                    fonts, "--fsync", "none"], check=True)
    (output / "cairo").mkdir()
    subprocess.run([pictures, campaign, fonts, output / "cairo", str(DPI)],
                   check=True)


def pages_of(output):
    """Each page as (its name, cairo's picture, poppler's picture)."""
    pictures = output / "poppler"
    pictures.mkdir()
    for letter in sorted((output / "letters").glob("*.pdf")):
        subprocess.run(["pdftoppm", "-r", str(DPI), letter,
                        pictures / letter.stem], check=True)
    yield from ((ours.stem, ours, pictures / ours.name)
                for ours in sorted((output / "cairo").glob("*.ppm")))


def main(words):
    root, program, pictures = pathlib.Path(words[1]), words[2], words[3]
    campaigns = words[4:] or [root / "input/2020", root / "input/2022"]
    worst_mean, worst_blot, pages, faults = 0, 0, 0, []
    for campaign in campaigns:
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder)
            paint(program, pictures, root / "fonts", campaign, output)
            for name, ours, theirs in pages_of(output):
                pages += 1
                if not theirs.exists():
                    faults.append(f"{name}: the PDF has no such page")
                    continue
                mean, blot, where = compare(read_ppm(ours), read_ppm(theirs))
                worst_mean = max(worst_mean, mean)
                worst_blot = max(worst_blot, blot)
                if mean > MEAN_MOST or blot > BLOT_MOST:
                    faults.append(f"{name}: mean {mean:.2f}, blot of {blot} "
                                  f"squares at {where}")
    for fault in faults:
        print(fault)
    print(f"{pages} pages, {len(faults)} differ; largest mean difference "
          f"{worst_mean:.2f} of 255, largest blot {worst_blot} squares")
    return 1 if faults or not pages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
