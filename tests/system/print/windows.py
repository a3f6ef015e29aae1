#!/usr/bin/env python3
"""Whatever way a sheet lies in its envelope, the window shows the address and
nothing else: read with pdftotext from the page of the job, and seen on its
picture.

usage: windows.py PROGRAM FONTS [PICTURES]

PICTURES: a folder for pictures of each page under its window, to be looked at.
"""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from office import CAMPAIGN, ROWS, Office, pixels_of, text_of  # noqa: E402

program, fonts = sys.argv[1:3]
pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
DPI = 72


def windows_over(envelope, window, panel):
    """Where a window is over the page: the sheet, folded to a panel that is
    panel[1] high, lies in any corner of the envelope. Millimetres; a window is
    x from the envelope's left, y from its bottom, width, height."""
    play = (envelope[0] - panel[0], envelope[1] - panel[1])
    for right in (0, play[0]):
        for up in (0, play[1]):
            top = panel[1] - (window[1] + window[3]) + up
            yield (window[0] - right, top, window[2], window[3])


# BS 4264's windows in ISO 269's envelopes; DIN 5008's and Notify's areas are
# of the page.
WINDOWS = {
    "dl": list(windows_over((220, 110), (20, 18, 90, 35), (210, 99))),
    "c5": list(windows_over((229, 162), (20, 60, 90, 35), (210, 148.5))),
    "din-5008-b": [(20, 45, 85, 45)],
    "notify": [(24.6, 39.5, 95.4, 26.8)],
    "{x: 30, y: 50, width: 80, height: 30}": [(30, 50, 80, 30)],
}
FREE = 5  # millimetres around the window where nothing else is printed
faults = []


def is_white(page, box):
    width, height, grey = page
    x, y, w, h = (round(value * DPI / 25.4) for value in box)
    x, y = max(x, 0), max(y, 0)
    return all(set(grey[line * width + x:line * width + min(x + w, width)])
               <= {255} for line in range(y, min(y + h, height)))


def look_at(name, pdf, first, lines):
    page = pixels_of(pdf, first, DPI)
    for x, y, width, height in WINDOWS[name]:
        shown = text_of(pdf, first, (x, y, width, height))
        if shown != lines:
            faults.append(f"{name}: the window at {x:g}, {y:g} shows {shown}, "
                          f"not {lines}")
        if name not in ("notify", "din-5008-b") and not name.startswith("{"):
            continue
        for frame in ((x - FREE, y - FREE, width + 2 * FREE, FREE),
                      (x - FREE, y + height, width + 2 * FREE, FREE),
                      (x - FREE, y, FREE, height),
                      (x + width, y, FREE, height)):
            if not is_white(page, frame):
                faults.append(f"{name}: something is printed in {frame}")


def draw(name, pdf, first):
    """The page under its window, in each position."""
    stem = pictures / f"window-{name[:10].strip('{:')}"
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "100", "-f",
                    str(first), "-l", str(first), pdf, stem], check=True)
    from PIL import Image, ImageDraw
    picture = Image.open(f"{stem}.png").convert("RGB")
    drawing = ImageDraw.Draw(picture)
    for x, y, width, height in WINDOWS[name]:
        drawing.rectangle([value * 100 / 25.4 for value in
                           (x, y, x + width, y + height)], outline="red")
    picture.crop((0, 0, picture.width, picture.height // 2)).save(
        f"{stem}.png")


for name in WINDOWS:
    office = Office(program, fonts, CAMPAIGN + f"  window: {name}\n"
                                               "  fold_marks: true\n")
    office.approve()
    office.run("print")
    pdf = office.print / "2022-1.pdf"
    for piece in office.pieces("2022-1"):
        row = next(row for row in ROWS if row[0] == piece["code"])
        look_at(name, pdf, int(piece["first_page"]),
                [row[2], row[1], row[5], row[6], row[7]])
    if pictures:
        draw(name, pdf, 1)
    office.close()
for fault in faults:
    print(fault)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
