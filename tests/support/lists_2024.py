#!/usr/bin/env python3
"""Writes the lists of input/2024: complaints by subject, and public reports.

usage: lists_2024.py FOLDER    reads its figures.csv, councils.csv, history.csv

The subjects of a year sum to the complaints received. The last year stays
empty where a council has no history. Drawn with a fixed seed.
"""

import csv
import pathlib
import random
import sys

SUBJECTS = {  # their share in a hundred complaints
    "unitary": (("Adult care", 17), ("Benefits and tax", 11),
                ("Children's services and education", 24),
                ("Environment and waste", 13), ("Highways and transport", 10),
                ("Housing", 14), ("Planning", 8), ("Other", 3)),
    "county": (("Adult care", 29), ("Children's services and education", 43),
               ("Highways and transport", 19), ("Waste sites", 4),
               ("Other", 5))}
REPORTS = (  # who has one, its number, date, subject; what it found
    ("U101", "24-0117", "14 March 2024", "Adult care",
     "Eleven weeks without care at home after a stay in hospital"),
    ("U104", "23-1908", "2 November 2023", "Housing",
     "A family of five left in one room through the winter"),
    ("U104", "24-0052", "8 February 2024", "Housing",
     "No reply to four requests for a review"),
    ("U112", "23-2210", "19 December 2023", "Planning",
     "An objection lost before the committee met"),
    ("U123", "23-1544", "21 September 2023", "Benefits and tax",
     "Bailiffs sent for a debt that had been paid"),
    ("C203", "23-1377", "17 August 2023", "Children's services and education",
     "Two terms without a school place"),
    ("C203", "23-1961", "9 November 2023", "Adult care",
     "Charges taken for care that nobody gave"),
    ("C203", "24-0203", "21 March 2024", "Highways and transport",
     "A school bus withdrawn by a letter that came too late"),
    ("C209", "24-0088", "22 February 2024", "Children's services and education",
     "A plan that was reviewed eighteen months late"))


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(chance, total, weights):
    """Puts each of so many complaints under a subject."""
    counts = [0] * len(weights)
    for index in chance.choices(range(len(weights)), weights, k=total):
        counts[index] += 1
    return counts


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    folder = pathlib.Path(sys.argv[1])
    chance = random.Random(17)
    last = {row["code"]: int(row["count"])
            for row in rows_of(folder / "history.csv")
            if row["statistic"] == "received" and row["year"] == "2023"}
    now = {row["code"]: int(row["received"])
           for row in rows_of(folder / "figures.csv")}
    subjects = []
    for council in rows_of(folder / "councils.csv"):
        code = council["code"]
        names, weights = zip(*SUBJECTS[council["type"]])
        before = split(chance, last.get(code, 0), weights)
        for name, new, old in zip(names, split(chance, now[code], weights),
                                  before):
            if new or old:
                subjects.append([code, name, new, old])
    write(folder / "subjects.csv", ["code", "subject", "received", "last_year"],
          subjects)
    write(folder / "reports.csv",
          ["code", "number", "date", "about", "finding", "link"],
          [[*row, f"https://www.complaints.example/reports/{row[1]}"]
           for row in REPORTS])


if __name__ == "__main__":
    main()
