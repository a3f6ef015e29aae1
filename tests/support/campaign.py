#!/usr/bin/env python3
"""Writes a campaign of made-up councils, for tests and measurements.

usage: campaign.py [--letters-only] ROWS FOLDER [SEED]

The letter text, its included cases, the averages and the settings are those of
input/2022; councils and figures are drawn at random and are hard on purpose:
long names, Welsh, apostrophes, nothing investigated, thousands investigated.
The same ROWS and SEED (0 where none is given) write the same bytes. With
--letters-only nothing is there to be mailed: no addresses, no `mail:`.
"""

import csv
import pathlib
import random
import re
import shutil
import sys
import unicodedata

MODEL = pathlib.Path(__file__).resolve().parents[2] / "input" / "2022"

COUNCILS = ["code", "name", "type", "noun", "chief_executive", "job_title",
            "leader", "scrutiny", "remark", "stands_alone", "performance",
            "sample"]
ADDRESSES = ["email", "link_officer"]
FIGURES = ["code", "investigations", "upheld", "compliance_outcomes",
           "complied", "satisfactory_remedies"]

# group: prefix of its codes, weight, the word it is called by
GROUPS = {
    "district": ("E07", 50, "Council"),
    "unitary": ("E06", 18, "Council"),
    "metropolitan": ("E08", 11, "Council"),
    "london": ("E09", 10, "Council"),
    "county": ("E10", 7, "Council"),
    "park": ("E26", 4, "Authority"),
}

HEADS = ("Ash", "Black", "Brack", "Calder", "Chid", "Dun", "Elm", "Fal",
         "Gor", "Hal", "Ing", "Kes", "Lang", "Mar", "Nor", "Oak", "Pen",
         "Quen", "Rush", "Sal", "Thorn", "Ux", "Wald", "West", "Yar")
MIDDLES = ("", "", "", "ing", "er", "en", "le", "ches", "min", "ster")
TAILS = ("borough", "bridge", "bury", "combe", "dale", "fold", "ford", "ham",
         "hurst", "ley", "mere", "moor", "port", "sea", "shire", "stead",
         "stoke", "ton", "wick", "worth")
WELSH = ("Glan Dŵr", "Ynys Wen", "Pont-y-Môr", "Bryn Cêl", "Cwm Tŷ Gwyn",
         "Llan-yr-Afon", "Tŷ'r Ŵyl", "Dyffryn Ïal")
SAINTS = ("St Aldhelm's", "St Osyth's", "King's", "Bishop's", "Queen's",
          "St Mary's")
TITLES = ("Mr", "Ms", "Mrs", "Dr", "Mx", "Professor", "Councillor")
PEOPLE = ("Porter", "Ellery", "Oyelaran", "Tolland", "Nwosu", "Ashgrove",
          "Lindqvist", "D'Arcy", "O'Shaughnessy", "Prydderch", "van den Berg",
          "Fotheringham-Carmichael", "Ó Briain", "Šimková", "Li", "Raman",
          "Müller", "Siân Môn-Parry")
JOBS = ("Chief Executive", "Chief Executive", "Head of Paid Service",
        "Managing Director",
        "Interim Chief Executive and Director of Corporate Resources")
SCRUTINY = ("", "", "Overview and Scrutiny", "Corporate Scrutiny",
            "Communities, Planning and Environment Scrutiny")
REMARKS = ("", "", "", "", "Thank you for the candour of your officers.",
           "I was glad to meet your complaints team in March, and glad to see "
           "how closely it works with the services that people complain of.")


class Dice:
    """Draws that stay the same from one Python to the next."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def below(self, count):
        return int(self.random() * count)

    def pick(self, items):
        return items[self.below(len(items))]

    def chance(self, share):
        return self.random() < share

    def weighted(self, weights):
        left = self.below(sum(weights.values()))
        for item, weight in weights.items():
            if left < weight:
                return item
            left -= weight
        raise AssertionError("weights do not add up")


def draw_place(dice):
    kind = dice.below(20)
    if kind == 0:
        return dice.pick(WELSH)
    word = dice.pick(HEADS) + dice.pick(MIDDLES) + dice.pick(TAILS)
    if kind == 1:
        return dice.pick(SAINTS) + " " + word
    if kind == 2:
        return word + "-on-" + dice.pick(HEADS) + dice.pick(TAILS)
    if kind == 3:
        return word + " & " + draw_place(dice)
    return word


def draw_name(dice, group):
    place = draw_place(dice)
    if dice.chance(0.06):
        place = ", ".join([place, draw_place(dice)]) + " and " + \
            draw_place(dice)
    elif dice.chance(0.1):
        place += " and " + draw_place(dice)
    return {
        "county": "{} County Council",
        "district": dice.pick(("{} District Council", "{} Borough Council",
                               "{} City Council")),
        "unitary": dice.pick(("{} Council", "{} Borough Council")),
        "metropolitan": "{} Metropolitan Borough Council",
        "london": "London Borough of {}",
        "park": "{} National Park Authority",
    }[group].format(place)


def draw_new_name(dice, group, taken):
    """A name that no other council has."""
    while True:
        name = draw_name(dice, group)
        if len(taken) > 20000:
            name = dice.pick(HEADS) + dice.pick(TAILS) + " " + name
        if name not in taken:
            taken.add(name)
            return name


def draw_total(dice):
    return dice.weighted({
        0: 6, 1: 4, 2: 4,
        3 + dice.below(17): 50,
        20 + dice.below(30): 24,
        50 + dice.below(350): 10,
        1000 + dice.below(8999): 2,
    })


def draw_share(dice, total):
    """None, all, or any number of them."""
    kind = dice.below(10)
    if kind == 0:
        return 0
    if kind == 1:
        return total
    return dice.below(total + 1)


def make_address(local, name, code):
    """One that nobody has: .example is kept for such use."""
    plain = unicodedata.normalize("NFKD", name).lower()
    domain = "".join(c for c in plain if c.isascii() and c.isalnum())[:50]
    return f"{local}.{code.lower()}@{domain}.example"


def draw_council(dice, group, code, taken, cases):
    name = draw_new_name(dice, group, taken)
    return {
        "code": code,
        "name": name,
        "type": group,
        "noun": GROUPS[group][2],
        "chief_executive": dice.pick(TITLES) + " " + dice.pick(PEOPLE),
        "job_title": dice.pick(JOBS),
        "leader": dice.pick(("Leader", "Leader", "Elected Mayor", "Chair")),
        "scrutiny": dice.pick(SCRUTINY),
        "remark": dice.pick(REMARKS),
        "stands_alone": "yes" if group == "park" else "",
        "performance": dice.pick(cases) if dice.chance(0.2) else "",
        "sample": "yes",
        "email": make_address("chief", name, code),
        "link_officer": (make_address("link", name, code)
                         if code[-1] in "02468" else ""),
    }


def draw_figures(dice, code):
    investigations = draw_total(dice)
    upheld = draw_share(dice, investigations)
    outcomes = draw_total(dice)
    complied = outcomes if dice.chance(0.7) else draw_share(dice, outcomes)
    return {
        "code": code,
        "investigations": investigations,
        "upheld": upheld,
        "compliance_outcomes": outcomes,
        "complied": complied,
        "satisfactory_remedies": min(upheld, dice.below(upheld // 4 + 2)),
    }


def drop_mail(folder):
    """Settings without `mail:` and what is indented under it."""
    settings = folder / "campaign.yaml"
    text = re.sub(r"(?m)^mail:\n(?:[ #].*\n)*", "",
                  settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")
    (folder / "mail.md").unlink()


def copy_model(folder, mail):
    """The text around the rows. @return the files a row may include"""
    (folder / "performance").mkdir(parents=True, exist_ok=True)
    for path in sorted(MODEL.iterdir()):
        if path.is_file() and path.name not in ("councils.csv", "figures.csv"):
            shutil.copyfile(path, folder / path.name)
    if not mail:
        drop_mail(folder)
    return ["performance/" + path.name
            for path in sorted((MODEL / "performance").glob("*.md"))]


def write_campaign(rows, folder, seed, mail):
    cases = copy_model(folder, mail)
    dice = Dice(seed)
    weights = {group: facts[1] for group, facts in GROUPS.items()}
    taken = set()
    included = set()
    with open(folder / "councils.csv", "w", encoding="utf-8",
              newline="") as councils_file, \
            open(folder / "figures.csv", "w", encoding="utf-8",
                 newline="") as figures_file:
        councils = csv.DictWriter(councils_file,
                                  COUNCILS + (ADDRESSES if mail else []),
                                  extrasaction="ignore", lineterminator="\n")
        figures = csv.DictWriter(figures_file, FIGURES, lineterminator="\n")
        councils.writeheader()
        figures.writeheader()
        for row in range(rows):
            # the first rows show every group, however few rows there are
            group = (list(GROUPS)[row] if row < len(GROUPS)
                     else dice.weighted(weights))
            code = "{}{:06}".format(GROUPS[group][0], row + 1)
            council = draw_council(dice, group, code, taken, cases)
            councils.writerow(council)
            figures.writerow(draw_figures(dice, code))
            included.add(council["performance"])
    for name in cases:
        if name in included:
            shutil.copyfile(MODEL / name, folder / name)


def main(words):
    mail = "--letters-only" not in words
    words = [word for word in words if word != "--letters-only"]
    if len(words) not in (3, 4) or not words[1].isdigit():
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    write_campaign(int(words[1]), pathlib.Path(words[2]),
                   int(words[3]) if len(words) == 4 else 0, mail)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
