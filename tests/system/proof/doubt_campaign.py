#!/usr/bin/env python3
"""Writes a campaign of four hundred councils as they are: figures of two years
that differ as chance and the councils have it; then makes one kind of mistake
in the rows of twenty-five.

usage: doubt_campaign.py FOLDER KIND

KIND is one of KINDS below. The codes of those rows go to FOLDER/planted.txt.
"""

import csv
import pathlib
import random
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
# cases a council, by group: the median
SIZES = {"county": 70, "district": 9, "metropolitan": 38, "unitary": 28,
         "london": 42, "park": 4}
UPHELD = {"county": 0.68, "district": 0.5, "metropolitan": 0.66,
          "unitary": 0.63, "london": 0.7, "park": 0.45}
NAMES = ("investigations", "upheld", "compliance_outcomes", "complied",
         "satisfactory_remedies")
STATISTICS = (("upheld", "upheld", "investigations"),
              ("compliance", "complied", "compliance_outcomes"),
              ("remedy", "satisfactory_remedies", "upheld"))
PLANTED = 25
chance = random.Random(21)


def binomial(total, share):
    return sum(chance.random() < share for _ in range(total))


def poisson(mean):
    trials = int(20 * mean) + 20
    return binomial(trials, mean / trials)


def year(nature):
    size, upheld, remedy = nature
    investigations = poisson(size)
    found = binomial(investigations, upheld)
    outcomes = binomial(found, 0.9)
    return {"investigations": investigations, "upheld": found,
            "compliance_outcomes": outcomes,
            "complied": binomial(outcomes, 0.985),
            "satisfactory_remedies": binomial(found, remedy)}


def nature(group):
    """What a council is like: its size, its shares."""
    size = SIZES[group] * chance.lognormvariate(0, 0.45)
    upheld = min(0.95, max(0.1, chance.gauss(UPHELD[group], 0.05)))
    return size, upheld, min(0.5, max(0.02, chance.gauss(0.12, 0.03)))


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames, list(reader)


def write(path, names, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# --- mistakes: each changes the row, or returns False: it would not show ------

def swap_digits(row, *_):
    for name in chance.sample(NAMES[:2], 2):
        text = str(row[name])
        if len(text) > 1 and text[0] != text[1] and text[1] != "0":
            row[name] = int(text[1] + text[0] + text[2:])
            return True
    return False


def exchange(row, rows, *_):
    other = chance.choice(rows)
    if other is row or other["investigations"] == row["investigations"]:
        return False
    for name in NAMES:
        row[name], other[name] = other[name], row[name]
    return other


def paste_last_year(row, _, before):
    if before == {name: row[name] for name in NAMES}:
        return False
    row.update(before)
    return True


def exchange_count_and_total(row, *_):
    if row["upheld"] == row["investigations"]:
        return False
    row["upheld"], row["investigations"] = row["investigations"], row["upheld"]
    return True


def times_ten(row, *_):
    name = chance.choice(NAMES[:2])
    if not row[name]:
        return False
    row[name] *= 10
    return True


def wrong_group(row, *_):
    row["type"] = chance.choice([group for group in SIZES
                                 if group not in (row["type"], "park")])
    return True


KINDS = {"digits swapped": swap_digits,
         "two councils exchanged": exchange,
         "last year's row": paste_last_year,
         "count and total exchanged": exchange_count_and_total,
         "a factor of ten": times_ten,
         "a wrong group": wrong_group}


def plant(kind, rows, before):
    planted = set()
    while len(planted) < PLANTED:
        row = chance.choice(rows)
        if row["code"] in planted or row["type"] == "park":
            continue
        done = KINDS[kind](row, rows, before[row["code"]])
        if done:
            planted.add(row["code"])
        if isinstance(done, dict):
            planted.add(done["code"])
    return sorted(planted)


def main(folder, kind):
    subprocess.run([sys.executable, HERE.parents[1] / "support/campaign.py",
                    "--letters-only", "400", folder], check=True,
                   stdout=subprocess.DEVNULL)
    names, councils = read(folder / "councils.csv")
    rows, before, history = [], {}, []
    for council in councils:
        like = nature(council["type"])
        past = before[council["code"]] = year(like)
        rows.append({"code": council["code"], "type": council["type"],
                     **year(like)})
        history += [{"code": council["code"], "year": 2021,
                     "statistic": statistic, "count": past[count],
                     "total": past[total]}
                    for statistic, count, total in STATISTICS]
    (folder / "planted.txt").write_text(
        "\n".join(plant(kind, rows, before)) + "\n")
    for council, row in zip(councils, rows):
        council["type"] = row.pop("type")
    write(folder / "councils.csv", names, councils)
    write(folder / "figures.csv", ["code", *NAMES], rows)
    write(folder / "history.csv",
          ["code", "year", "statistic", "count", "total"], history)
    settings = folder / "campaign.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") +
                        "history: {from: history.csv}\n", encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
