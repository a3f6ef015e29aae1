"""What the tests of print share: a campaign of letters by e-mail and by post,
taken to its approval, and what poppler says of a job."""
import csv
import pathlib
import shutil
import subprocess
import tempfile

CAMPAIGN = """title: Annual Review letter 2022
letter: letter.md
data: [councils.csv]
dates: {letter: 2022-07-20}
addressee: ["((chief))", "((name))"]
delivery: {email: By email, post: By post}
sender: {wordmark: [Example, OMBUDSMAN]}
mail:
  from: Ombudsman <letters@ombudsman.example>
  to: ((chief)) <((email))>
  subject: Annual Review letter for ((name))
  body: mail.md
  server: smtps://mail.example.org:465
post:
  when: ((by_post))
  address: [street, town, postcode]
"""
LETTER = """Dear ((chief))

# Annual Review letter

I write to ((name)) once a year.

((#long))

***

## A second page

It has a few words more.

((/long))

((#longer))

***

## A third page

It has a few words more.

((/longer))
"""
# code, name, chief, email, by_post, street, town, postcode, long, longer
ROWS = [
    ("E07000991", "Merrow Vale District Council", "Ms Ellery",
     "ellery@merrowvale.example", "", "", "", "", "", ""),
    ("E07000992", "Thornmere District Council", "Mr Oyelaran", "", "",
     "1 High Street", "Thornmere", "SY1 1AA", "", ""),
    ("E07000993", "Tarn Edge Borough Council", "Ms Ashgrove",
     "ashgrove@tarnedge.example", "yes", "2 High Street", "Tarn Edge",
     "LA1 1AB", "yes", ""),
    ("E07000994", "Glan Dŵr Borough Council", "Ms Prydderch", "", "",
     "Heol yr Afon", "Glan Dŵr", "AB1 1AD", "yes", "yes"),
]
COLUMNS = ("code,name,chief,email,by_post,street,town,postcode,long,longer"
           .split(","))


class Office:
    """A campaign in a folder of its own."""

    def __init__(self, program, fonts, settings=CAMPAIGN, rows=ROWS):
        self.program, self.fonts = program, fonts
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.campaign = self.folder / "2022"
        self.campaign.mkdir()
        self.output = self.folder / "output"
        self.print = self.output / "print"
        (self.campaign / "letter.md").write_text(LETTER)
        (self.campaign / "mail.md").write_text("The letter is attached.\n")
        self.write(rows, settings)

    def write(self, rows, settings=CAMPAIGN):
        (self.campaign / "campaign.yaml").write_text(settings)
        with (self.campaign / "councils.csv").open("w", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *rows])

    def run(self, command, *options, code=0, **more):
        if command != "status":
            options = ("--fonts", self.fonts, *options)
        done = subprocess.run(
            [self.program, command, self.campaign, "-o", self.output,
             *options], capture_output=True, text=True, **more)
        if code is not None and done.returncode != code:
            raise AssertionError(f"{command} {' '.join(map(str, options))}: exit status "
                                 f"{done.returncode}, not {code}\n"
                                 f"{done.stdout}{done.stderr}")
        return done

    def approve(self):
        self.run("render", "-q", "--fsync=none")
        self.run("approve", "--by", "Jo Bloggs")

    def pieces(self, job):
        text = (self.print / f"{job}.csv").read_text(encoding="utf-8-sig")
        return list(csv.DictReader(text.splitlines()))

    def close(self):
        shutil.rmtree(self.folder)


def text_of(pdf, page, box=None):
    """The lines on a page, within (x, y, width, height) in millimetres."""
    words = ["pdftotext", "-raw", "-f", str(page), "-l", str(page)]
    if box:
        points = [round(value * 72 / 25.4) for value in box]
        words += [word for pair in zip(("-x", "-y", "-W", "-H"),
                                       map(str, points)) for word in pair]
    done = subprocess.run([*words, pdf, "-"], check=True, capture_output=True,
                          text=True)
    return [line.strip() for line in done.stdout.replace("\f", "").splitlines()
            if line.strip()]


def pixels_of(pdf, page, dpi=72):
    """A page's picture: width, height, bytes of grey."""
    done = subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), "-f", str(page),
                           "-l", str(page), pdf], check=True,
                          capture_output=True)
    _, size, _, rest = done.stdout.split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, rest
