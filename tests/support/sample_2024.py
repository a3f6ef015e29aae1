#!/usr/bin/env python3
"""Writes the tables of input/2024: forty made-up councils and their five years.

usage: sample_2024.py FOLDER

Sampleton's figures are fixed; those of the other councils are drawn with a
fixed seed, again and again until the averages of the unitary councils are the
ones that YEARS asks for. The averages are those of all complaints of a group
taken together; that of the complaints received is the mean of its councils.
"""

import csv
import pathlib
import random
import sys
from fractions import Fraction

UNITARY = """Sampleton Borough;Averley City;Brackmere Borough;Calderwick
Dunfold Vale;Elmsworth Borough;Farrowgate City;Glimmerton;Hartsmoor Borough
Ingledene;Kestrel Bay;Larkhaven Borough;Mallowby;Nethercombe;Oxmarch
Pellingham City;Quarrydown Borough;Rookhurst;Silverthwaite;Tarnbeck Borough
Underwold;Vellingford Borough;Wexmoor;Yarrowmouth City;Cinderhill Borough
Foxmere;North Orrin;South Orrin""".replace("\n", ";").split(";")
COUNTY = """Ambershire;Brackenshire;Cressetshire;Dellshire;Eastmarch;Fennshire
Greyshire;Holmeshire;Larkshire;Marrowshire;Northfells
Westmarch""".replace("\n", ";").split(";")
PEOPLE = """Ms Adeyemi;Mr Bellamy;Mrs Castellane;Dr Dhaliwal;Mx Easterby
Mr Fennimore;Ms Grzelak;Mrs Haverstock;Mr Iqbal;Ms Jessop;Dr Kowalczyk
Mr Lacey;Ms Mbeki-Thorne;Mrs Nightingale;Mr O'Rourke;Ms Pemberley;Mr Quill
Dr Ravenscroft;Ms Sandhu;Mr Thackeray;Mrs Umarova;Mr Vane;Ms Winterbourne
Dr Xu;Mr Yelland;Ms Zielinska;Mr Ashdown;Mrs Birtwhistle;Ms Corrigan
Mr Delacroix;Dr Ekwueme;Ms Fairweather;Mr Gillespie;Mrs Hawksmoor;Ms Ibarra
Mr Jolliffe;Ms Kinsella;Dr Larkin;Mr Merriweather;Mrs Nakamura"""
PEOPLE = PEOPLE.replace("\n", ";").split(";")

KINDS = {"unitary": "unitary councils", "county": "county councils"}
YEARS = {  # per cent upheld, carried out, put right: the unitary councils'
    2020: (58, 99, 11), 2021: (59, 99, 11), 2022: (61, 99, 10),
    2023: (62, 99, 11), 2024: (64, 99, 12)}
SAMPLETON = {  # received, investigations, upheld, checked, complied, remedies
    2020: (71, 12, 7, 8, 8, 1), 2021: (94, 31, 20, 12, 11, 2),
    2022: (78, 15, 9, 10, 10, 1), 2023: (83, 19, 12, 9, 9, 1),
    2024: (86, 17, 12, 11, 11, 0)}
RESIDENTS = 214300
NEW = {"North Orrin", "South Orrin", "Westmarch"}  # since April 2023
GAPS = {("Hartsmoor Borough", 2021), ("Greyshire", 2022)}
FIGURES = ["received", "investigations", "upheld", "checks", "complied",
           "remedies", "residents", "unmet"]


def draw(chance, residents, year):
    """One council's counts of a year."""
    upheld_in_ten, _, remedy = YEARS[year]
    received = round(residents / 2600 * chance.uniform(0.7, 1.4))
    total = max(2, round(received * chance.uniform(0.13, 0.24)))
    rate = min(0.95, max(0.2, chance.gauss(upheld_in_ten / 100, 0.14)))
    upheld = sum(chance.random() < rate for _ in range(total))
    checks = max(2, upheld - chance.choice((0, 0, 1, 1, 2, 3)))
    unmet = sum(chance.random() < 0.011 for _ in range(checks))
    remedies = sum(chance.random() < remedy / 100 for _ in range(upheld))
    return received, total, upheld, checks, checks - unmet, remedies


def pooled(rows, count, total):
    return Fraction(sum(row[count] for row in rows),
                    sum(row[total] for row in rows))


def whole(value):
    return int(value * 100 + Fraction(1, 2))


def draw_year(chance, councils, year):
    """The counts of every council that has any, by name."""
    while True:
        rows = {name: draw(chance, residents, year)
                for name, kind, residents in councils
                if (name, year) not in GAPS
                and (year == 2024 or name not in NEW)}
        rows["Sampleton Borough"] = SAMPLETON[year]
        if year == 2024:  # nothing to check, nothing investigated
            rows["Mallowby"] = (41, 2, 0, 0, 0, 0)
            rows["South Orrin"] = (4, 0, 0, 2, 2, 0)
        group = [rows[name] for name, kind, _ in councils
                 if kind == "unitary" and name in rows]
        rates = [pooled(group, 2, 1), pooled(group, 4, 3), pooled(group, 5, 2)]
        if tuple(map(whole, rates)) == YEARS[year]:
            return rows


def averages(rows, councils, kinds):
    group = [(*rows[name], residents) for name, kind, residents in councils
             if kind in kinds and name in rows]
    rates = [f"{float(100 * pooled(group, count, total)):.1f}"
             for count, total in ((2, 1), (4, 3), (5, 2))]
    per_head = f"{float(100000 * pooled(group, 2, 6)):.2f}"
    mean = f"{sum(row[0] for row in group) / len(group):.1f}"
    return [*rates, per_head, mean]


def council_row(chance, number, name, kind):
    code = ("C2%02d" if kind == "county" else "U1%02d") % number
    suffix = " County Council" if kind == "county" else " Council"
    host = name.lower().replace(" ", "").replace("borough", "")
    leader = chance.choice(("Leader", "Leader", "Leader", "Mayor"))
    scrutiny = chance.choice(("", "", "Overview and Scrutiny", "Scrutiny"))
    job = ("Interim Chief Executive" if name in NEW
           else chance.choice(("Chief Executive", "Chief Executive",
                               "Managing Director")))
    return [code, name + suffix, kind, KINDS[kind], PEOPLE.pop(0), job, leader, scrutiny,
            "yes" if name in NEW else "",
            f"chief.executive@{host}.example",
            chance.choice(("", f"complaints@{host}.example"))]


def history_rows(code, residents, year, counts):
    received, total, upheld, checks, complied, remedies = counts
    yield code, year, "received", received, ""
    yield code, year, "upheld", upheld, total
    yield code, year, "compliance", complied, checks
    yield code, year, "remedy", remedies, upheld
    yield code, year, "per_head", upheld, residents


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    folder = pathlib.Path(sys.argv[1])
    chance = random.Random(2024)
    councils = [(name, "unitary", chance.randrange(90, 420) * 1000
                 + chance.randrange(10) * 100) for name in UNITARY]
    councils[0] = (councils[0][0], "unitary", RESIDENTS)
    councils += [(name, "county", chance.randrange(420, 1300) * 1000)
                 for name in COUNTY]
    rows = []
    for number, (name, kind, _) in enumerate(councils, 1):
        place = number if kind == "unitary" else number - len(UNITARY)
        rows.append(council_row(chance, place, name, kind))
    code = {name: row[0] for (name, _, _), row in zip(councils, rows)}
    years = {year: draw_year(chance, councils, year) for year in YEARS}

    write(folder / "councils.csv",
          ["code", "name", "type", "kinds", "chief_executive", "job_title",
           "leader", "scrutiny", "new_council", "email", "link_officer"], rows)
    write(folder / "figures.csv", ["code", *FIGURES],
          [[code[name], *years[2024][name], residents,
            years[2024][name][3] - years[2024][name][4]]
           for name, _, residents in councils])
    write(folder / "averages.csv",
          ["group", "year", "upheld", "compliance", "remedy", "per_head",
           "received"],
          [[label, "" if year == 2024 else year,
            *averages(years[year], councils, kinds)]
           for year in sorted(YEARS, reverse=True)
           for label, kinds in (("unitary", ["unitary"]),
                                ("county", ["county"]),
                                ("all", ["unitary", "county"]))])
    write(folder / "history.csv",
          ["code", "year", "statistic", "count", "total"],
          [row for name, _, residents in councils for year in sorted(YEARS)
           if year != 2024 and name in years[year]
           for row in history_rows(code[name], residents, year,
                                   years[year][name])])


if __name__ == "__main__":
    main()
