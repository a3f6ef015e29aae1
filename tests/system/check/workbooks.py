#!/usr/bin/env python3
"""Tables in workbooks (.xlsx): what spreadsheets do to a table is told with the
cell; golden cases whose tables are put into workbooks give the diagnostics that
they give as CSV, each at its cell; archives that are made to grow are refused
soon and in little memory.

usage: workbooks.py ROOT PROGRAM
"""
import csv
import datetime
import json
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

import openpyxl
from openpyxl.utils import get_column_letter

ROOT = pathlib.Path(sys.argv[1]).resolve()
PROGRAM = str(pathlib.Path(sys.argv[2]).resolve())
GOLDEN = ROOT / "tests" / "golden"
failures = []

YAML = """title: Annual Review letter 2022
letter: letter.md
data: [{data}]
dates: {{letter: 2022-07-20, period_start: 2021-04-01, period_end: 2022-03-31}}
addressee: ["((chief_executive))", "((name))"]
sender: {{wordmark: [An, OMBUDSMAN]}}
signatory: {{name: Alex Specimen}}
statistics:
  upheld: {{count: upheld, total: investigations}}
"""
LETTER = """Dear ((chief_executive))

# Annual Review letter 2022

((name)): ((upheld.count)) of ((upheld.total)); ((note?)).

Yours sincerely,

```signature
```
"""
HEADER = ["code", "name", "chief_executive", "investigations", "upheld", "note"]
ROWS = [["E07000991", "Merrow Vale", "Ms Ellery", 4, 3, "one"],
        ["E07000992", "Thornmere", "Mr Oyelaran", 6, 2, None],
        ["E07000993", "Ashcombe", "Dr Raman", 12, 12, "three"]]


def check(well, what):
    if not well:
        failures.append(what)
        print(f"FAIL: {what}")


def run_check(folder, *options):
    """@return exit status, diagnostics, standard error"""
    done = subprocess.run([PROGRAM, "check", "--format", "json", "campaign",
                           *options], cwd=folder, capture_output=True,
                          text=True, errors="replace", timeout=120)
    found = [json.loads(line) for line in done.stderr.splitlines()
             if line.startswith("{")]
    return done.returncode, found, done.stderr


def cell_of(diagnostic):
    if not diagnostic["line"]:
        return ""
    if not diagnostic["column"]:
        return str(diagnostic["line"])
    return f"{get_column_letter(diagnostic['column'])}{diagnostic['line']}"


def write_campaign(folder, data="figures.xlsx"):
    campaign = folder / "campaign"
    campaign.mkdir()
    (campaign / "campaign.yaml").write_text(YAML.format(data=data))
    (campaign / "letter.md").write_text(LETTER)
    return campaign


def book_of(rows):
    book = openpyxl.Workbook()
    book.active.title = "Figures"
    for row in rows:
        book.active.append(row)
    return book


# --- the table of cases: what is done to the workbook, the exit status, and
# the diagnostics as (cell, rule) -----------------------------------------------

def cell(place, value, number_format=None):
    def change(book):
        at = book.active[place]
        at.value = value
        if number_format:
            at.number_format = number_format
    return change


def both(*changes):
    def change(book):
        for one in changes:
            one(book)
    return change


def hide_row(book):
    book.active.row_dimensions[3].hidden = True


def hide_column(book):
    book.active.column_dimensions["F"].hidden = True


def add_sheet(state):
    def change(book):
        book.create_sheet("Notes")["A1"] = "made in July"
        book["Notes"].sheet_state = state
    return change


def hide_sheet(book):
    add_sheet("visible")(book)
    book["Figures"].sheet_state = "hidden"


def merge(area):
    return lambda book: book.active.merge_cells(area)


def insert_title(book):
    book.active.insert_rows(1)
    book.active["A1"] = "Figures for 2022"


def rich_text(book):
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    book.active["B2"] = CellRichText("Merrow ", TextBlock(InlineFont(b=True),
                                                          "Vale"))


def epoch_1904(book):
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["F2"] = datetime.date(2022, 7, 20)


WORDS = "words"  # a case's third part: words that the letters must hold
CASES = {
    "as it should be": (lambda book: None, 0, []),
    "a number among codes": (cell("A3", 7000992), 1, [("A3", "cell-number")]),
    "a code that became a power": (cell("A3", 7e3), 1,
                                   [("A3", "cell-number")]),
    "no code at all": (cell("A3", None), 1, [("A3", "code-missing")]),
    "a code with spaces": (cell("A3", " E07000992 "), 0, []),
    "a code twice": (cell("A3", "E07000991"), 1, [("A3", "code-duplicate")]),
    "a code in small letters": (cell("A3", "e07000991"), 1,
                                [("A2", "code-case"), ("A3", "code-case")]),
    "a number among postcodes": (
        both(cell("G1", "postcode"), cell("G3", 1234)), 1,
        [("G3", "cell-number")]),
    "a count as text": (cell("D3", "6"), 0, []),
    "a count with decimals": (cell("E3", 2.5), 1, [("E3", "value-not-count")]),
    "decimals that the style hides": (cell("E3", 2.4, "0"), 1,
                                      [("E3", "value-not-count")]),
    "a count with a noise digit": (cell("E3", 2.0000000000000001), 0, []),
    "a negative count": (cell("E3", -2), 1, [("E3", "value-not-count")]),
    "a percentage for a count": (cell("E3", 0.33, "0%"), 1,
                                 [("E3", "value-not-count")]),
    "a date for a count": (cell("E3", datetime.date(2022, 7, 20)), 1,
                           [("E3", "value-not-count")]),
    "a word for a count": (cell("E3", "two"), 1, [("E3", "value-not-count")]),
    "thousands by style": (both(cell("D3", 6000, "#,##0"), cell("E3", 2)), 0,
                           []),
    "a count over its total": (cell("E3", 7), 1, [("E3", "count-over-total")]),
    "no count": (cell("E3", None), 1, [("E3", "value-missing")]),
    "a true value": (cell("F3", True), 0, []),
    "an error value": (cell("E3", "#DIV/0!"), 1,
                       [("E3", "cell-without-value")]),
    "an error value beside the figures": (cell("F3", "#N/A"), 1,
                                          [("F3", "cell-without-value")]),
    "two errors in a row": (both(cell("A3", 5), cell("F3", "#REF!")), 1,
                            [("A3", "cell-number"),
                             ("F3", "cell-without-value")]),
    "a formula without value": (cell("E3", "=1+1"), 1,
                                [("E3", "cell-without-value")]),
    "a formula for a name": (cell("B3", '="Thorn"&"mere"'), 1,
                             [("B3", "cell-without-value")]),
    "a formula in the header": (cell("E1", '="up"&"held"'), 2,
                                [("E1", "cell-without-value")]),
    "cells merged over rows": (both(cell("F4", None), merge("F2:F4")), 1,
                               [("F2", "cell-merged"), ("F3", "cell-merged"),
                                ("F4", "cell-merged")]),
    "cells merged in a row": (both(cell("C3", None), merge("B3:C3")), 1,
                              [("B3", "cell-merged")]),
    "cells merged in the header": (both(cell("F1", None), merge("E1:F1"),
                                        *(cell(f"F{i}", None)
                                          for i in (2, 3, 4))), 2,
                                   [("E1", "cell-merged")]),
    "a hidden row": (hide_row, 0, [("3", "sheet-hidden")]),
    "a hidden column": (hide_column, 0, [("F1", "sheet-hidden")]),
    "a second sheet": (add_sheet("visible"), 2, [("", "sheet-missing")]),
    "a second sheet that is hidden": (add_sheet("hidden"), 0, []),
    "a sheet that is very hidden": (add_sheet("veryHidden"), 0, []),
    "a title above": (insert_title, 2, [("A1", "csv-title-row")]),
    "an empty row above": (lambda book: book.active.insert_rows(1), 0, []),
    "an empty row between": (lambda book: book.active.insert_rows(3), 0, []),
    "an empty column before": (lambda book: book.active.insert_cols(1), 0, []),
    "a value without a column": (cell("G3", "left over"), 1,
                                 [("G3", "csv-ragged-row")]),
    "a column without a name": (both(cell("F1", None), cell("G1", "other")), 2,
                                [("F2", "column-unnamed")]),
    "a column twice": (cell("F1", "Upheld"), 2, [("F1", "column-duplicate")]),
    "no column of codes": (cell("A1", "id"), 2, [("1", "column-missing")]),
    "no rows": (lambda book: book.active.delete_rows(2, 3), 2,
                [("A1", "csv-no-rows")]),
    "nothing": (lambda book: book.active.delete_rows(1, 4), 2,
                [("A1", "csv-empty")]),
    "rich text": (rich_text, 0, []),
    "a line break": (cell("F3", "two\nlines"), 0, []),
    "line breaks of Windows": (cell("F2", "a_x000D_\nb"), 0, []),
    "quotes, commas": (cell("F3", 'a "b", c'), 0, []),
    "a very long text": (cell("F3", "w " * 16000), 0, []),
    "a date by style": (cell("F3", datetime.date(2022, 7, 20)), 0, []),
    "a date from 1904": (epoch_1904, 0, []),
    "a name of spaces": (cell("B3", "  "), 1, [("B3", "name-missing")]),
}
WORDS_OF = {  # as the sheet shows them; dates as in any other table
    "a date by style": "2022-07-20", "a date from 1904": "2022-07-20",
    "rich text": "Merrow Vale", "a true value": "TRUE",
    "quotes, commas": 'a "b", c', "thousands by style": "2 of 6,000",
}


def look_at_cases(work):
    for name, (change, status, expected) in CASES.items():
        folder = work / re.sub(r"\W", "-", name)
        folder.mkdir()
        campaign = write_campaign(folder)
        book = book_of([HEADER, *ROWS])
        change(book)
        book.save(campaign / "figures.xlsx")
        code, found, said = run_check(folder)
        got = sorted((cell_of(one), one["rule"]) for one in found
                     if one["rule"] not in ("column-unused", "cell-date"))
        unmatched = [one for one in found if one["rule"] == "layout-too-long"]
        check(code == status or unmatched, f"{name}: {code}, {said}")
        check(unmatched or got == sorted(expected), f"{name}: {got}")
        for one in found:
            check(one["file"].startswith("campaign/"), f"{name}: {one}")
        if name in WORDS_OF:
            look_at_words(folder, WORDS_OF[name], name)


def look_at_words(folder, words, name):
    subprocess.run([PROGRAM, "render", "-q", "campaign", "-o", "out"],
                   cwd=folder, capture_output=True)
    text = "".join(subprocess.run(["pdftotext", path, "-"], text=True,
                                  capture_output=True).stdout
                   for path in sorted((folder / "out/letters").glob("*.pdf")))
    check(words in re.sub(r"\s+", " ", text), f"{name}: no {words!r} in letters")


def look_at_places(work):
    """How a place is printed for people, and the words about lost zeros."""
    folder = work / "places"
    folder.mkdir()
    campaign = write_campaign(folder, '"figures.xlsx#Figures"')
    book = book_of([HEADER, *ROWS])
    book.create_sheet("Notes")
    book["Figures"]["A3"] = 7000992
    book["Figures"]["E4"] = "x"
    book.save(campaign / "figures.xlsx")
    done = subprocess.run([PROGRAM, "check", "campaign"], cwd=folder,
                          capture_output=True, text=True)
    check("campaign/figures.xlsx:Figures!A3: error: code: lost zeros: 7000992 "
          "may be E07000992; " in done.stderr, done.stderr)
    check('campaign/figures.xlsx:Figures!E4: error: upheld: "x" is not a whole '
          "number" in done.stderr, done.stderr)
    (campaign / "campaign.yaml").write_text(
        YAML.format(data='"figures.xlsx#Figurs"'))
    done = subprocess.run([PROGRAM, "check", "campaign"], cwd=folder,
                          capture_output=True, text=True)
    check(done.returncode == 2 and "no sheet Figurs; there is: Figures, Notes"
          in done.stderr, done.stderr)


def look_at_letters(work):
    """Letters from a workbook have the bytes of those from the same CSV."""
    sums = []
    for name in ("figures.xlsx", "figures.csv"):
        folder = work / ("letters-" + name)
        folder.mkdir()
        campaign = write_campaign(folder, name)
        if name.endswith(".csv"):
            with open(campaign / name, "w", newline="") as file:
                csv.writer(file).writerows([HEADER, *ROWS])
        else:
            book_of([HEADER, *ROWS]).save(campaign / name)
        subprocess.run([PROGRAM, "render", "-q", "campaign", "-o", "out"],
                       cwd=folder, check=True, capture_output=True)
        sums.append({path.name: path.read_bytes()
                     for path in (folder / "out/letters").glob("*.pdf")})
    check(len(sums[0]) == 3 and sums[0] == sums[1], "letters differ from CSV's")


def look_at_cached_values(work):
    """A formula has the value that was worked out; the file is changed by hand,
    for openpyxl writes formulas without."""
    folder = work / "cached"
    folder.mkdir()
    campaign = write_campaign(folder)
    book = book_of([HEADER, *ROWS])
    book.active["D3"] = "=3+3"
    book.save(campaign / "figures.xlsx")
    change_part(campaign / "figures.xlsx", "xl/worksheets/sheet1.xml",
                lambda text: re.sub(r"<f>3\+3</f><v ?/?>(</v>)?",
                                    "<f>3+3</f><v>6</v>", text))
    code, found, said = run_check(folder)
    check(code == 0 and not found, f"cached value: {code} {said}")


def change_part(path, part, change):
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


# --- damage and bombs ----------------------------------------------------------

SHEET = "xl/worksheets/sheet1.xml"
FILL = "<row r='9'><c r='A9' t='inlineStr'><is><t>%s</t></is></c></row>"


def damaged(part, change):
    def write(path):
        book_of([HEADER, *ROWS]).save(path)
        change_part(path, part, change)
    return write


def without(part):
    def write(path):
        book_of([HEADER, *ROWS]).save(path)
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()
                     if name != part}
        with zipfile.ZipFile(path, "w") as new:
            for name, data in parts.items():
                new.writestr(name, data)
    return write


def cut(length):
    def write(path):
        book_of([HEADER, *ROWS]).save(path)
        path.write_bytes(path.read_bytes()[:length])
    return write


def bomb(piece, count, part=SHEET, before="", after=""):
    """A part that deflates well; it is written piece by piece."""
    def write(path):
        book_of([HEADER, *ROWS]).save(path)
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED,
                             compresslevel=9) as new:
            for name, data in parts.items():
                if name != part:
                    new.writestr(name, data)
            with new.open(part, "w", force_zip64=True) as out:
                out.write(before.encode())
                block = (piece * 4096).encode()
                for _ in range(count // 4096):
                    out.write(block)
                out.write(after.encode())
    return write


MAIN = ("<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/"
        "2006/main'><sheetData>")
BROKEN = {
    "nothing": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("code,name\n"),
    "an old .xls": lambda path: path.write_bytes(
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + b"\0" * 2000),
    "a ZIP of other things": lambda path: zipfile.ZipFile(
        path, "w").writestr("a.txt", "a"),
    "half of it": cut(3000),
    "its first kilobyte": cut(1000),
    "no sheet": without(SHEET),
    "no list of sheets": without("xl/workbook.xml"),
    "no relations": without("xl/_rels/workbook.xml.rels"),
    "XML that ends early": damaged(SHEET, lambda text: text[:-30]),
    "a document type": damaged(SHEET, lambda text: text.replace(
        "<worksheet", '<!DOCTYPE x [<!ENTITY a "aa">]><worksheet', 1)),
    "a cell in another row": damaged(SHEET, lambda text: text.replace(
        'r="B3"', 'r="B4"')),
    "cells out of order": damaged(SHEET, lambda text: text.replace(
        'r="B3"', 'r="E3"')),
    "a cell beyond the last": damaged(SHEET, lambda text: text.replace(
        'r="F2"', 'r="XFE2"')),
    "a row beyond the last": damaged(SHEET, lambda text: text.replace(
        'row r="4"', 'row r="9999999"')),
    "spaces without end": bomb(" " * 64, 5 << 20),
    "elements without end": bomb("<c/>", 1 << 20, before=MAIN + "<row>"),
    "depth without end": bomb("<a>", 1 << 20),
    "strings without end": bomb("<si><t/></si>", 21 << 20,
                                part="xl/sharedStrings.xml", before="<sst>"),
    "text without end": bomb("abcdefgh", 40 << 20, before=MAIN +
                             "<row><c t='inlineStr'><is><t>"),
    "merges without end": bomb("<mergeCell ref='A1:A1048576'/>", 1 << 20,
                               before=MAIN + "<row r='1'><c t='inlineStr'><is>"
                               "<t>code</t></is></c></row><row r='1048576'><c>"
                               "<v>1</v></c></row></sheetData><mergeCells>",
                               after="</mergeCells></worksheet>"),
}


def limit_memory():
    limit = 3 << 30
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def look_at_damage(work):
    sanitized = b"__asan_init" in pathlib.Path(PROGRAM).read_bytes()
    for name, write in BROKEN.items():
        folder = work / ("broken-" + re.sub(r"\W", "-", name))
        folder.mkdir()
        campaign = write_campaign(folder)
        write(campaign / "figures.xlsx")
        size = (campaign / "figures.xlsx").stat().st_size
        start = time.monotonic()
        done = subprocess.run([PROGRAM, "check", "campaign"], cwd=folder,
                              capture_output=True, text=True, timeout=100,
                              preexec_fn=None if sanitized else limit_memory)
        took = time.monotonic() - start
        check(done.returncode == 2 and "figures.xlsx" in done.stderr,
              f"{name}: {done.returncode} {done.stderr[:500]}")
        check(took < (60 if sanitized else 15),
              f"{name} ({size} bytes): {took:.1f} seconds")
        shutil.rmtree(folder)


# --- golden cases as workbooks -------------------------------------------------

def starts_of(text):
    """For each record of a CSV text its line, its cells, and the columns where
    they begin; None where a reader that is strict would refuse it."""
    records, line, at = [], 1, 0
    while at < len(text):
        first, cells, columns, begin = line, [], [], at
        line_start = at
        while True:
            columns.append((line, at - line_start + 1))
            if text[at:at + 1] == '"':
                at += 1
                value = ""
                while True:
                    end = text.find('"', at)
                    if end < 0:
                        return None
                    value += text[at:end]
                    at = end + 1
                    if text[at:at + 1] != '"':
                        break
                    value += '"'
                    at += 1
                if text[at:at + 1] not in ("", ",", "\n"):
                    return None
                line += value.count("\n")
                if "\n" in value:
                    line_start = text.rfind("\n", begin, at) + 1
            else:
                end = min(i for i in (text.find(",", at), text.find("\n", at),
                                      len(text)) if i >= 0)
                value, at = text[at:end], end
                if '"' in value:
                    return None
            cells.append(value)
            if text[at:at + 1] != ",":
                break
            at += 1
        records.append((first, cells, columns))
        at, line = at + 1, line + 1
    return records


def convert(path):
    """Writes a CSV file as a workbook. @return records, or None"""
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    records = starts_of(text.replace("\r", "\n"))
    if records is None or any(ord(c) < 32 and c not in "\n\t" for c in text):
        return None
    book = openpyxl.Workbook()
    book.active.title = "T"
    for line, cells, _ in records:
        for column, value in enumerate(cells, 1):
            if value:
                at = book.active.cell(line, column, value)
                at.data_type = "s"
    book.save(path.with_suffix(".xlsx"))
    path.unlink()
    return records


# What a workbook cannot have, or says in another way.
OTHER_RULES = {"file-unused", "csv-separator-line"}


def place_in(records, diagnostic):
    """@return the cell of a diagnostic of a CSV file"""
    for line, _, columns in records:
        if (diagnostic["line"], diagnostic["column"]) in columns:
            return line, 1 + columns.index((diagnostic["line"],
                                            diagnostic["column"]))
    return diagnostic["line"], 0


def look_at_golden(work):
    compared = rules = 0
    seen = set()
    for case in sorted(GOLDEN.glob("*/campaign/campaign.yaml")):
        source = case.parent
        name = source.parent.name
        yaml = case.read_bytes()
        tables = [path for path in source.glob("*.csv")
                  if path.name.encode() in yaml]
        if b"encoding:" in yaml or b"data_folder" in yaml or not tables or \
                name.startswith(("csv-", "text-", "file-", "quoted-")):
            continue
        folder = work / ("golden-" + name)
        shutil.copytree(source, folder / "campaign")
        arguments = source.parent / "arguments"
        options = arguments.read_text().split() if arguments.exists() else []
        _, before, _ = run_check(folder, *options)
        if any(one["rule"] == "csv-ragged-row" for one in before):
            continue
        records = {}
        try:
            for table in tables:
                records[table.name] = convert(folder / "campaign" / table.name)
        except UnicodeDecodeError:
            continue
        if None in records.values():
            continue
        for table in tables:
            yaml = re.sub(rb"\b" + re.escape(table.name.encode()) + rb"\b",
                          table.with_suffix(".xlsx").name.encode(), yaml)
        (folder / "campaign/campaign.yaml").write_bytes(yaml)
        _, after, said = run_check(folder, *options)
        expected = []
        for one in before:
            file = pathlib.Path(one["file"]).name
            if file in records:
                line, column = place_in(records[file], one)
                file = file.replace(".csv", ".xlsx:T")
            elif "campaign.yaml" in file:
                continue  # its columns differ by one letter
            else:
                line, column = one["line"], one["column"]
            expected.append((one["rule"], one["severity"], one["code"],
                             one["field"], file, line, column))
        got = [(one["rule"], one["severity"], one["code"], one["field"],
                pathlib.Path(one["file"]).name, one["line"], one["column"])
               for one in after if "campaign.yaml" not in one["file"]]
        expected = sorted(one for one in expected if one[0] not in OTHER_RULES)
        got = sorted(one for one in got if one[0] not in OTHER_RULES)
        check(got == expected, f"{name}: as CSV {set(expected) - set(got)}, as "
              f"workbook {set(got) - set(expected)} {said[:300]}")
        compared += 1
        seen |= {one[0] for one in expected}
    check(compared >= 60 and len(seen) >= 30,
          f"only {compared} cases with {len(seen)} rules were compared")
    print(f"{len(CASES)} workbooks, {len(BROKEN)} damaged; {compared} golden "
          f"cases with {len(seen)} rules")


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    look_at_cases(work)
    look_at_places(work)
    look_at_cached_values(work)
    look_at_letters(work)
    look_at_golden(work)
    look_at_damage(work)
sys.exit(1 if failures else 0)
