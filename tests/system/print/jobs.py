#!/usr/bin/env python3
"""What print makes of approved letters, read by other programs than its own.

usage: jobs.py PROGRAM FONTS
"""
import hashlib
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from office import CAMPAIGN, ROWS, Office, pixels_of, text_of  # noqa: E402

program, fonts = sys.argv[1:3]
WINDOW = (24.6, 39.5, 95.4, 26.8)  # GOV.UK Notify's address area
faults = []


def hold(what, is_so):
    if not is_so:
        faults.append(what)


def letter_of(office, code):
    return next((office.output / "letters").glob(code.lower() + "*.pdf"))


def only_what_was_approved_is_printed():
    office = Office(program, fonts)
    office.run("render", "-q", "--fsync=none")
    said = office.run("print", code=2).stderr
    hold("nothing is approved, and print does not say so",
         "nothing has been approved" in said and not office.print.exists())
    office.run("approve", "--by", "Jo Bloggs")
    row = list(ROWS[1])
    row[5] = "3 High Street"
    office.write([ROWS[0], row, *ROWS[2:]])
    said = office.run("print", code=2).stderr
    hold("the address changed, and print does not say so",
         "render it again" in said)
    office.run("render", "-q", "--fsync=none")
    said = office.run("print", code=2).stderr
    hold("a letter that was rendered anew is printed",
         "not the one that was approved" in said and
         not office.print.exists())
    office.close()


def a_job_is_what_its_list_says():
    office = Office(program, fonts)
    office.approve()
    said = office.run("print").stdout
    pdf = office.print / "2022-1.pdf"
    # pages: 1 and a blank back, 2, 3 and a blank back; sheets 1, 1, 2
    hold("counts: " + said,
         "3 letters, 8 pages (2 blank), 4 sheets" in said)
    pieces = office.pieces("2022-1")
    hold(f"pieces: {pieces}",
         [(p["piece"], p["code"], p["first_page"], p["pages"], p["sheets"],
           p["postcode"]) for p in pieces] ==
         [("1", "E07000992", "1", "1", "1", "SY1 1AA"),
          ("2", "E07000993", "3", "2", "1", "LA1 1AB"),
          ("3", "E07000994", "5", "3", "2", "AB1 1AD")])
    totals = (office.print / "2022-1.txt").read_text()
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    for line in (f"SHA-256             {digest}", "letters             3",
                 "pages               8", "blank pages         2 of these",
                 "sheets              4", "records read        4",
                 "LA                   1       1"):
        hold(f"the totals lack: {line}", line in totals)
    subprocess.run(["qpdf", "--check", pdf], check=True, capture_output=True)
    fonts_of = subprocess.run(["pdffonts", pdf], check=True, text=True,
                              capture_output=True).stdout.splitlines()[2:]
    names = [line.split()[0].split("+")[1] for line in fonts_of]
    hold(f"a face is there twice: {names}", len(set(names)) == len(names))
    for piece in pieces:
        check_piece(office, pdf, piece)
    for page in (2, 8):
        width, height, grey = pixels_of(pdf, page)
        hold(f"page {page} is not blank", grey == b"\xff" * (width * height))
    labels = subprocess.run(["qpdf", "--json", "--json-key=pagelabels", pdf],
                            check=True, capture_output=True, text=True).stdout
    hold("page labels: " + labels, all(f'"u:{n}-"' in labels or f'"{n}-"' in
                                       labels for n in "123"))
    office.close()


def check_piece(office, pdf, piece):
    """Its pages are the letter's, pixel by pixel, but for the mark; what shows
    in the window is the row's address."""
    letter = letter_of(office, piece["code"])
    first, sheets = int(piece["first_page"]), int(piece["sheets"])
    hold(f"{piece['code']}: sha256", piece["sha256"] ==
         hashlib.sha256(letter.read_bytes()).hexdigest())
    row = next(row for row in ROWS if row[0] == piece["code"])
    lines = [row[2], row[1], row[5], row[6], row[7]]
    shown = text_of(pdf, first, WINDOW)
    hold(f"in the window of {piece['code']}: {shown}, not {lines}",
         shown == lines)
    hold(f"{piece['code']}: {piece['address']}",
         piece["address"] == ", ".join(lines))
    for page in range(int(piece["pages"])):
        width, height, printed = pixels_of(pdf, first + page)
        _, _, own = pixels_of(letter, page + 1)
        mark = round(height * (297 - 7 - 5) / 297)  # 7 mm above the bottom
        hold(f"{piece['code']}, page {page + 1}: another picture than the "
             "letter's", printed[:mark * width] == own[:mark * width])
        words = f"{piece['piece']} · {page // 2 + 1} / {sheets}"
        found = words in text_of(pdf, first + page)
        hold(f"{piece['code']}, page {page + 1}: the mark {words}",
             found == (page % 2 == 0))


def nothing_is_posted_twice():
    office = Office(program, fonts)
    office.approve()
    office.run("print", "--only", "E07000993")
    hold("--only prints others", len(office.pieces("2022-1")) == 1)
    office.run("print")
    hold("the second job: " + str(office.pieces("2022-2")),
         [(p["piece"], p["code"]) for p in office.pieces("2022-2")] ==
         [("2", "E07000992"), ("3", "E07000994")])
    said = office.run("print").stdout
    hold("a third time: " + said, "nothing to print" in said)
    hold("files: ", len(list(office.print.iterdir())) == 6)
    office.run("print", "--reprint", "E07000994,1")
    hold("reprints: ",
         [p["piece"] for p in office.pieces("2022-1-R1")] == ["1"] and
         [p["piece"] for p in office.pieces("2022-2-R1")] == ["3"])
    office.run("print", "--reprint", "3", "-q")
    hold("the second reprint", (office.print / "2022-2-R2.pdf").exists())
    said = office.run("print", "--reprint", "E07000991", code=2).stderr
    hold("a letter that goes by e-mail is printed again: " + said,
         "no piece was printed" in said)
    said = office.run("status").stdout
    hold("status: " + said, "printed      3" in said and
         "piece 3 of job 2022-2-R2" in said and "ready        1" in said)
    office.close()


def what_came_back_is_on_record():
    office = Office(program, fonts)
    office.approve()
    office.run("print")
    back = office.folder / "back.csv"
    back.write_text("piece,reason\n2,gone away\n7,moved\nx,moved\n")
    said = office.run("print", "--returned", back, code=2)
    hold("returns: " + said.stderr,
         "back.csv:3:1: error: piece: no piece 7 was printed" in said.stderr
         and "back.csv:4:1: error" in said.stderr and
         "1 piece came back" in said.stdout)
    said = office.run("status", "-q", code=1).stdout
    hold("status of what came back: " + said,
         "piece 2 came back: gone away" in said and "E07000992" not in said)
    # A letter that has left stays as it is; one that came back may go anew.
    changed = list(ROWS[1])
    changed[5] = "9 New Street"
    office.write([ROWS[0], changed, *ROWS[2:]])
    office.run("render", "-q", "--fsync=none")
    said = office.run("approve", "--by", "Jo", code=2).stderr
    hold("another letter is approved after printing: " + said,
         "was printed to be posted" in said)
    anew = list(ROWS[2])
    anew[5] = "8 New Street"
    office.write([ROWS[0], ROWS[1], anew, ROWS[3]])
    office.approve()
    office.run("print", "--reprint", "2")
    piece = office.pieces("2022-1-R1")[0]
    hold(f"the new address: {piece}", "8 New Street" in piece["address"])
    hold("status after printing again",
         "returned" not in office.run("status").stdout)
    office.close()


def a_specimen_is_of_anything_and_counts_for_nothing():
    office = Office(program, fonts)
    office.run("print", "--proof")
    pdf = office.print / "2022-proof.pdf"
    for page in (1, 3, 4, 5, 6, 7):
        hold(f"page {page} of the specimen says nothing of it",
             text_of(pdf, page).count("SPECIMEN") == 2)
    hold("a specimen is in the ledger",
         not (office.output / "ledger.db").exists())
    office.close()


def orders_sides_and_sizes_are_those_asked_for():
    for more, codes, counts in (
            ("  order: postcode\n", "432", "8 pages (2 blank), 4 sheets"),
            ("  order: sheets\n", "234", "8 pages (2 blank), 4 sheets"),
            ("  sides: simplex\n", "234", "6 pages (0 blank), 6 sheets")):
        office = Office(program, fonts, CAMPAIGN + more)
        office.approve()
        said = office.run("print").stdout
        got = "".join(p["code"][-1] for p in office.pieces("2022-1"))
        hold(f"{more.strip()}: {got} {said}", got == codes and counts in said)
        office.close()
    office = Office(program, fonts, CAMPAIGN + "  max_letters: 2\n"
                                               "  max_sheets: 1\n")
    office.approve()
    office.run("print")
    hold("jobs of at most two letters",
         [len(office.pieces(f"2022-{n}")) for n in (1, 2)] == [2, 1])
    totals = (office.print / "2022-2.txt").read_text()
    hold("thick pieces: " + totals,
         "piece 3, E07000994: 2 sheets" in totals)
    office.close()


def the_same_inputs_give_the_same_job():
    digests = set()
    for threads in ("1", "2"):
        office = Office(program, fonts)
        office.approve()
        office.run("print", "-j", threads)
        digests.add(tuple((office.print / f"2022-1{end}").read_bytes()
                          for end in (".pdf", ".csv", ".txt")))
        office.close()
    hold("two runs, other bytes", len(digests) == 1)


for test in (only_what_was_approved_is_printed, a_job_is_what_its_list_says,
             nothing_is_posted_twice, what_came_back_is_on_record,
             a_specimen_is_of_anything_and_counts_for_nothing,
             orders_sides_and_sizes_are_those_asked_for,
             the_same_inputs_give_the_same_job):
    test()
for fault in faults:
    print(fault)
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
