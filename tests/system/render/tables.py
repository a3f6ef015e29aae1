#!/usr/bin/env python3
"""Random tables, a letter each: what is in them against what came out.

usage: tables.py ROOT PROGRAM TRACE [LETTERS [SEED]]

Tables of one to eight columns, all alignments, none to ninety rows, anywhere on
a page (100 letters where not given). In the PDF, poppler finds every cell in its
place, none lost or doubled, and no word over another or outside the page. In the
layout, no text leaves its column or its row, a page that begins within a table
has its head first, no row is alone, and a short table is on one page.
"""

import concurrent.futures
import csv
import itertools
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

ROOT, PROGRAM, TRACE = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
LETTERS = int(sys.argv[4]) if len(sys.argv) > 4 else 100
CHANCE = random.Random(int(sys.argv[5]) if len(sys.argv) > 5 else 1)
COLUMNS = 8
ALIGNS = ("--", ":--", ":-:", "--:")
# A4; the type area's edges, a millimetre of grace, in points
LEFT, RIGHT, TOP, BOTTOM = 82, 514, 60, 788
HEIGHT, SHORT = 630, 210
WORDS = """a the of council complaint report Penderfyniadau gŵynion am y
    accommodation O'Shaughnessy's | *late* **no** `x` <b> [a](b) \\ & £1,250.50
    24 0117 1,234,567 Llanfairpwllgwyngyll (twice) ((name)) "so" 3% #1 _it_"""
WORDS = WORDS.split()
NUMBERS = ("7", "2.5%", "1,250", "£3", "-0.25", "yes")
NARROW = ("7", "12%", "940", "£3", "-2", "yes")
HEADS = "Subject|Cases|A head of several words|%|Last year|x|Found|End"

SETTINGS = """title: Tables
letter: letter.md
data: [councils.csv]
lists: {cells: cells.csv, lines: lines.csv}
file_name: "((code))"
dates: {letter: 2024-07-17}
addressee: ["((name))"]
signatory: {name: Robin Specimen}
"""


def shapes():
    """Number, aligns, heads and caption of each table of the letter text."""
    for count in range(1, COLUMNS + 1):
        for variant in range(4):
            aligns = [CHANCE.choice(ALIGNS) for _ in range(count)]
            heads = HEADS.split("|")[:count]
            if variant % 2:
                heads[0] = ""
            yield f"t{count}{variant}", aligns, heads, variant > 1


def write_letter_text(path, tables):
    text = ["# Tables", "((#lines))", "((line))", "((/lines))"]
    for flag, aligns, heads, captioned in tables:
        columns = [f"((c{i + 1}?))" for i in range(len(aligns))]
        text += [f"((#{flag}))"]
        text += ["Table: All of ((name))"] if captioned else [""]
        text += [f"| {' | '.join(cells)} |" for cells in (heads, aligns)]
        text += ["((#cells))", f"| {' | '.join(columns)} |", "((/cells))"]
        text += [f"((/{flag}))"]
    text += ["((after?))", "", "```signature", "```", ""]
    path.write_text("\n".join(text), encoding="utf-8")


def draw_words(columns, count):
    longest = (30, 30, 15, 9, 8, 5, 4, 3)[columns - 1]
    return " ".join(CHANCE.choices(
        [word for word in WORDS if len(word) <= longest], k=count))


def draw_cell(columns):
    kind = CHANCE.random()
    if kind < 0.1:
        return ""
    if kind < 0.5:
        return CHANCE.choice(NARROW if columns > 5 else NUMBERS)
    if kind < 0.98 or columns > 5:
        return draw_words(columns, CHANCE.randint(1, 6))
    return draw_words(columns, 80)


def draw_rows(columns):
    count = CHANCE.choice((0, 1, 2, 3, 4, 8, CHANCE.randint(5, 90)))
    rows = [[draw_cell(columns) for _ in range(columns)] for _ in range(count)]
    for row in rows:
        row[0] = row[0] or "filled"
    return rows


def write_csv(path, heads, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])


def write_campaign(folder):
    """@return by code, the heads and the rows"""
    tables = list(shapes())
    flags = [table[0] for table in tables]
    wanted, councils, cells, lines = {}, [], [], []
    for number in range(LETTERS):
        code = f"E{number:05}"
        flag, aligns, heads, _ = CHANCE.choice(tables)
        rows = draw_rows(len(aligns))
        wanted[code] = (heads, rows)
        councils.append([code, f"Council {number}",
                         CHANCE.choice(("", "Words after it."))]
                        + ["yes" if flag == one else "" for one in flags])
        cells += [[code, *row, *[""] * (COLUMNS - len(row))] for row in rows]
        lines += [[code, f"Line {i}."]
                  for i in range(CHANCE.choice((1, CHANCE.randint(0, 30))))]
    CHANCE.shuffle(lines)
    (folder / "campaign.yaml").write_text(SETTINGS)
    write_letter_text(folder / "letter.md", tables)
    write_csv(folder / "councils.csv", ["code", "name", "after", *flags],
              councils)
    write_csv(folder / "cells.csv",
              ["code", *(f"c{i + 1}" for i in range(COLUMNS))], cells)
    write_csv(folder / "lines.csv", ["code", "line"], lines)
    return wanted


def run(*words):
    done = subprocess.run(list(map(str, words)), capture_output=True,
                          text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}: exit status "
                 f"{done.returncode}\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def plain(text):
    """White space is the line breaks', and so are hyphens, to poppler; quotes
    are printed as typographers have them."""
    text = text.translate(str.maketrans("‘’“”", "''\"\""))
    return re.sub(r"[\s­-]+", "", text)


def read_table(letter):
    """@return the kinds and the texts of its table's cells, row by row"""
    rows, depth = [], None
    for line in run("pdfinfo", "-struct-text", letter).splitlines():
        indent = len(line) - len(line.lstrip())
        name = re.match(r"\s*(\w*)", line)[1]
        if depth is not None and indent <= depth:
            depth = None
        if name == "TR":
            rows.append([])
        elif name in ("TH", "TD"):
            rows[-1].append([name, ""])
            depth = indent
        elif depth is not None and line.lstrip().startswith("/Scope"):
            rows[-1][-1][0] += line.split("/")[-1]
        elif depth is not None and line.lstrip().startswith('"'):
            rows[-1][-1][1] += line.strip()[1:-1]
    return [[(kind, plain(text)) for kind, text in row] for row in rows]


def expect_table(heads, rows):
    """A column's first cells name the rows where it has a head itself."""
    first = "THRow" if heads[0] else "TD"
    yield [("THColumn" if head else "TD", plain(head)) for head in heads]
    for row in rows:
        yield [("TD" if column else first, plain(cell))
               for column, cell in enumerate(row)]


def check_text(code, letter, heads, rows):
    found = read_table(letter)
    asked = expect_table(heads, rows) if rows else ()
    for number, (one, other) in enumerate(
            itertools.zip_longest(found, asked)):
        if one != other:
            yield f"{code}: row {number}: {one} printed, {other} in the list"
            return


def word_boxes(letter):
    """@return the words of each page with their boxes"""
    root = xml.etree.ElementTree.fromstring(
        re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "",
               run("pdftotext", "-bbox", letter, "-")))
    space = "{http://www.w3.org/1999/xhtml}"
    for page in root.iter(space + "page"):
        yield [tuple(float(word.get(key)) for key in
                     ("xMin", "yMin", "xMax", "yMax")) + (word.text,)
               for word in page.iter(space + "word")]


def check_boxes(code, letter):
    for number, words in enumerate(word_boxes(letter), 1):
        words.sort()
        for i, (left, top, right, bottom, text) in enumerate(words):
            if left < LEFT - 1 or right > RIGHT + 1:
                yield f'{code}: page {number}: "{text}" is in the margin'
            for other in itertools.takewhile(lambda word: word[0] < right - 0.3,
                                             words[i + 1:]):
                if other[1] < bottom - 3 and top < other[3] - 3:
                    yield (f'{code}: page {number}: "{text}" and '
                           f'"{other[4]}" overlap')


GLYPHS = re.compile(r"glyphs (\S+)(?: at| .*? at) ([-\d.]+) ([-\d.]+) wide "
                    r"([-\d.]+) (\S+) \S+ \S+ \"(.*)\"$")
RULE = re.compile(r"stroke \[decoration\] \S+ line [\d.]+ m [\d.]+ ([\d.]+) l ")


class Layout:
    """A letter's table as the layout trace has it."""

    def __init__(self):
        self.rows = []  # (row tag, page, top, bottom, {cell tag: (x, x)})
        self.heads = {}  # page: repeated heads before its first row
        self.faults = []
        self.bottom = 0
        self.current = {}
        self.spans = []

    def glyphs(self, page, tag, x, y, width):
        parts = tag.split("/")
        if tag == "[header]" and y > TOP + 20:
            self.heads.setdefault(page, 0)
            self.heads[page] += 1
            return
        if len(parts) < 4 or not parts[1].startswith("Table"):
            return
        if not parts[2].startswith("TR"):
            return
        row, cell = parts[2], parts[3]
        if row not in self.current:
            self.current = {row: {}}
            self.lines = []
        cells = self.current[row]
        left, right = cells.get(cell, (x, x + width))
        cells[cell] = (min(left, x), max(right, x + width))
        self.lines.append(y)

    def rule(self, page, y):
        if not self.current:
            self.bottom = y
            return
        row, cells = next(iter(self.current.items()))
        new_page = not self.rows or self.rows[-1][1] != page
        top = 0 if new_page else self.rows[-1][3]
        if new_page and self.rows:
            top = self.bottom
        if min(self.lines) - 9 < top or max(self.lines) + 3 > y:
            self.faults.append(f"text leaves the row that ends at {y}")
        self.rows.append((row, page, top, y, cells))
        self.current = {}


def read_layouts(text):
    """@return the layout of each letter's table by code"""
    layouts, layout, page = {}, None, 0
    for line in text.splitlines():
        if line.startswith("letter "):
            layout = layouts[line.split()[1]] = Layout()
        elif line.startswith("page "):
            page = int(line.split()[1])
            layout.bottom = 0
        elif line.startswith("glyphs "):
            found = GLYPHS.match(line)
            if found:
                tag, x, y, width, *_ = found.groups()
                layout.glyphs(page, tag, float(x), float(y), float(width))
        elif RULE.match(line):
            layout.rule(page, float(RULE.match(line)[1]))
    return layouts


def check_columns(layout):
    spans = {}
    for *_, cells in layout.rows:
        for column, (left, right) in enumerate(cells.values()):
            before = spans.get(column, (left, right))
            if right - left > 0:
                spans[column] = (min(before[0], left), max(before[1], right))
    for one, other in zip(sorted(spans), sorted(spans)[1:]):
        if spans[one][1] > spans[other][0] + 0.2:
            yield f"column {one + 1} reaches into column {other + 1}: {spans}"


def check_pages(layout, heads):
    rows = layout.rows
    pages = [page for _, page, *_ in rows[1:]]
    heights = [bottom - top for _, _, top, bottom, _ in rows]
    if pages and rows[0][1] != pages[0]:
        yield "the head is on another page than the first row"
    for page in sorted(set(pages)):
        if page != rows[0][1] and heads and not layout.heads.get(page):
            yield f"page {page} begins within the table and has no head"
        if pages.count(page) == 1 and len(pages) > 1:
            at = pages.index(page)
            beside = heights[1:][max(at - 1, 0):at + 2]
            if sum(beside) + 40 < HEIGHT / 2:
                yield f"a row is alone on page {page}"
    if rows and rows[0][1] in layout.heads:
        yield f"page {rows[0][1]} has the head and repeats it"
    if len({row[1] for row in rows}) > 1 and sum(heights) < SHORT - 10:
        yield "a short table is on two pages"


def check(work, code, heads, rows, layout):
    """@return what is wrong with a letter, a line each"""
    letter = work / "out/letters" / f"{code.lower()}.pdf"
    return [*check_text(code, letter, heads, rows), *check_boxes(code, letter),
            *(f"{code}: {fault}" for fault in
              [*layout.faults, *check_columns(layout), *check_pages(layout, any(heads))])]


def main():
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work) / "campaign"
        folder.mkdir()
        wanted = write_campaign(folder)
        fonts = ROOT / "fonts"
        run(PROGRAM, "render", folder, "-o", pathlib.Path(work) / "out",
            "--fonts", fonts, "--fsync", "none", "-q")
        layouts = read_layouts(run(TRACE, folder, fonts))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            checks = [pool.submit(check, folder.parent, code, *wanted[code],
                                  layouts[code]) for code in wanted]
            faults = [fault for one in checks for fault in one.result()]
    rows = [row for layout in layouts.values() for row in layout.rows]
    print("\n".join(faults[:40]))
    print(f"{len(wanted)} tables, {len(rows)} rows, heads among them: "
          f"{len(faults)} faults")
    return len(faults) > 0


sys.exit(main())
