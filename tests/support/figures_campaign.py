#!/usr/bin/env python3
"""Writes campaigns of made-up bodies whose statistics have every form.

usage: figures_campaign.py housing|residents|random FOLDER [ROWS [SEED]]

housing    landlords: findings in five parts, compensation in pounds, orders
           completed in time, no rate below five
residents  bodies of a country: five years, for each 1,000 residents, averages
           of the group and of all
random     councils with hard figures; the letter prints every attribute in a
           line of its own, "[upheld.value|71%]". The seed chooses where the
           averages come from

The same words write the same bytes.
"""

import csv
import pathlib
import random
import sys

HEADS = "Ash Brack Calder Dun Elm Fal Gor Hal Ing Kes Lang Mar".split()
TAILS = "combe dale fold hurst mere moor port stead thorpe wick".split()
SETTINGS = """title: {title}
language: en-GB
letter: letter.md
data: [bodies.csv]
name: name
addressee: ["((name))"]
file_name: "((code))"
dates: {{letter: 2024-07-17, period_start: 2023-04-01, period_end: 2024-03-31, publication: 2024-07-24}}
sender: {{wordmark: ["Made-up", "OMBUDSMAN"]}}
signatory: {{name: Robin Specimen, roles: [Ombudsman], signature: signature.svg, signature_alt: A drawn specimen}}
groups: {{column: type, compared: [{groups}]}}
averages: {averages}
history: {{from: history.csv{breaks}}}
statistics:
"""
FINDINGS = ("Severe maladministration", "Maladministration", "Service failure",
            "Reasonable redress", "No maladministration")
RATE = ["value", "rate", "count", "total", "average", "national",
        "previous.value", "previous.rate", "previous.count", "previous.total",
        "change", "difference", "peers", "higher", "low", "high"]
COUNT = [name for name in RATE if not name.endswith(("rate", "total"))
         and name not in ("low", "high")]
AMOUNT = [name for name in COUNT if not name.endswith("count")]


class Writer:
    """Collects the rows of a campaign's tables."""

    def __init__(self, chance):
        self.chance = chance
        self.bodies = []
        self.history = []
        self.names = set()

    def name(self):
        while True:
            name = self.chance.choice(HEADS) + self.chance.choice(TAILS)
            name = self.chance.choice(("", "New ", "St ", "Over ")) + name
            if len(self.names) > 300:
                name += f" {len(self.names)}"
            if name not in self.names:
                self.names.add(name)
                return name

    def past(self, code, year, statistic, count, total="", part=""):
        self.history.append([code, year, statistic, count, total, part])


def table(path, rows, header=None):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header or rows[0])
        writer.writerows([row.values() if isinstance(row, dict) else row
                          for row in (rows if header else rows[1:])])


def part_counts(chance, total):
    cuts = sorted(chance.randint(0, total) for _ in FINDINGS[1:])
    return [b - a for a, b in zip([0, *cuts], [*cuts, total])]


def pounds(chance, value):
    """Money as spreadsheets write it."""
    return chance.choice((f"£{value:,.2f}", f"{value:.2f}", f"{value:,.2f}"))


def housing_statistics():
    parts = ", ".join(f"{{label: {label}, count: part_{number}}}"
                      for number, label in enumerate(FINDINGS, 1))
    return f"""  fault:
    {{label: Maladministration rate, count: at_fault, total: findings, minimum: 5, of: "finding | findings"}}
  findings:
    label: Findings
    total: findings
    parts: [{parts}]
  compensation: {{label: Compensation ordered, amount: compensation, unit: "£"}}
  orders:
    {{label: Orders completed in time, count: in_time, total: orders, minimum: 5, of: "order | orders"}}
"""


def housing_year(writer, code, year):
    chance = writer.chance
    total = chance.choice((0, 1, 4, 5, 6, chance.randint(7, 40),
                           chance.randint(20, 300)))
    counts = part_counts(chance, total)
    orders = chance.randint(0, 2 * total)
    in_time = sum(chance.random() < 0.93 for _ in range(orders))
    money = sum(chance.randint(0, 800) for _ in range(orders))
    if year != 2024:
        writer.past(code, year, "fault", sum(counts[:3]), total)
        writer.past(code, year, "orders", in_time, orders)
        writer.past(code, year, "compensation", money)
        for label, count in zip(FINDINGS, counts):
            writer.past(code, year, "findings", count, total, label)
        return {}
    return {"findings": total,
            **{f"part_{n}": count for n, count in enumerate(counts, 1)},
            "at_fault": sum(counts[:3]),
            "compensation": chance.choice((f"£{money:,}", money)),
            "orders": orders, "in_time": in_time}


HOUSING = """Dear ((name))

# Your landlord report

We made ((findings.total)) findings on complaints from your residents((findings.parts??: ((findings.parts)))).
We ordered compensation of ((compensation.value)) in all((compensation.previous.value??, after ((compensation.previous.value)) the year before)).

```signature
```

***

## Your year in figures

```panel findings
title: What we found
headline: We made **((findings.total))** findings.
charts: parts
```

```panel fault
title: Maladministration
headline: We found fault in **((fault.rate))** of our findings.
none: We made no findings this year.
few: We made fewer than five findings, too few for a rate.
charts: figure peers trend
```

```panel compensation
title: Compensation
headline: We ordered **((compensation.value))**.
charts: bar
```

```panel orders
title: Orders completed in time
headline: **((orders.rate))** of our orders were completed in time.
none: We made no orders this year.
few: We made fewer than five orders, too few for a rate.
charts: figure peers trend
```
"""


def residents_statistics():
    return """  received: {label: Complaints received, count: received}
  per_head: {label: "For each 1,000 residents", count: received, population: residents, per: 1000, decimals: 2}
  settled: {label: Settled early, count: settled, total: received, of: "complaint | complaints"}
"""


def residents_year(writer, code, year):
    chance = writer.chance
    residents = 40000 + 9000 * (int(code[1:]) % 29)
    received = chance.randint(residents // 4000, residents // 900)
    settled = chance.randint(0, received // 3)
    if year != 2024:
        writer.past(code, year, "received", received)
        writer.past(code, year, "per_head", received, residents)
        writer.past(code, year, "settled", settled, received)
        return {}
    return {"received": received, "residents": residents, "settled": settled}


RESIDENTS = """Dear ((name))

# Your annual letter

We received ((received.value)) complaints about you((received.previous.value??, after ((received.previous.value)) the year before)).
That is ((per_head.value)) for each 1,000 residents. The average of your group is ((per_head.average)), and that of all bodies is ((per_head.national)).

```signature
```

***

## Your year in figures

```panel received
title: Complaints received
headline: We received **((received.value))** complaints.
charts: columns
```

```panel per_head
title: For each 1,000 residents
headline: **((per_head.value))** complaints for each 1,000 residents.
none: We have no number of residents.
charts: bar peers trend
```

```panel settled
title: Settled early
headline: We settled **((settled.rate))** of them early.
none: We received no complaints.
charts: figure peers trend
```
"""


def random_statistics():
    parts = ", ".join(f"{{label: {label}, count: part_{number}}}"
                      for number, label in enumerate(FINDINGS, 1))
    return f"""  upheld: {{count: upheld, total: total}}
  few: {{count: few, total: few_total, minimum: 5, decimals: 1}}
  per_head: {{count: upheld, population: residents, per: 100000, decimals: 1}}
  sparse: {{count: few, population: residents, per: 1000, minimum: 5}}
  received: {{count: received}}
  paid: {{amount: paid, unit: "£", decimals: 2}}
  findings: {{total: total, parts: [{parts}]}}
"""


def random_year(writer, code, year):
    chance = writer.chance
    total = chance.choice((0, 1, 2, 4, 5, 8, 12, 17, 200, 1000, 12345,
                           chance.randint(0, 60), chance.randint(0, 60)))
    upheld = chance.choice((0, 1, total - 1, total, chance.randint(0, total),
                            chance.randint(0, total), total // 2))
    upheld = min(max(upheld, 0), total)
    few_total = chance.choice((0, 1, 4, 5, 6, chance.randint(0, 2000)))
    few = chance.randint(0, few_total)
    residents = chance.choice((900, 100000, chance.randint(20000, 9999999)))
    paid = chance.choice((0, chance.randint(0, 99999999))) / 100
    received = chance.choice((0, 1, total, chance.randint(0, 99999)))
    if year == 2024:
        counts = part_counts(chance, total)
        return {"total": total, "upheld": upheld, "residents": residents,
                "few": few, "few_total": few_total,
                "received": received, "paid": pounds(chance, paid),
                **{f"part_{n}": count for n, count in enumerate(counts, 1)}}
    if chance.random() < 0.85:
        writer.past(code, year, "upheld", upheld, total)
        writer.past(code, year, "few", few, few_total)
        writer.past(code, year, "per_head", upheld, residents)
        writer.past(code, year, "sparse", few, residents)
        writer.past(code, year, "received", received)
        writer.past(code, year, "paid", f"{paid:.2f}")
    return {}


def random_letter():
    names = [f"upheld.{name}" for name in RATE]
    names += [f"few.{name}" for name in RATE]
    names += [f"per_head.{name}" for name in RATE]
    names += [f"sparse.{name}" for name in RATE]
    names += [f"received.{name}" for name in COUNT]
    names += [f"paid.{name}" for name in AMOUNT]
    names += ["findings.parts", "findings.total"]
    lines = "\n\n".join(f"[{name}|((" + name + "?))]" for name in names)
    return f"Dear ((name))\n\n# Figures\n\n{lines}\n\n```signature\n```\n"


def random_averages(chance, path):
    """Given averages with up to two decimals more than what is printed."""
    rows = [["group", "upheld", "few", "per_head", "sparse", "received",
             "paid"]]
    for group in ("unitary", "county", "all"):
        rows.append([group, chance.choice(("64", "64%", "99.5", "0.4", "12.45")),
                     chance.choice(("63.96%", "99.95", "50")),
                     chance.choice(("4.75", "5.651", "4.7")),
                     chance.choice(("4", "5.5", "0.49")),
                     chance.choice(("104.50", "177", "1234.49")),
                     chance.choice(("£1,250.505", "1250.5", "£0.10"))])
    table(path, rows)


KINDS = {  # rows, groups, statistics, one year's figures, letter, averages
    "housing": (200, ["landlord"], housing_statistics, housing_year,
                lambda: HOUSING, ["{method: pooled}"]),
    "residents": (29, ["county", "health"], residents_statistics,
                  residents_year, lambda: RESIDENTS, ["{method: pooled}"]),
    "random": (100, ["unitary", "county"], random_statistics, random_year,
               random_letter, ["{from: averages.csv}", "{method: pooled}",
                               "{method: mean}"])}


def main():
    kind, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    rows, groups, statistics, year_of, letter, averages = KINDS[kind]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else rows
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    chance = random.Random(f"{kind} {seed}")
    writer = Writer(chance)
    averages = averages[seed % len(averages)]
    kinds = groups + ["park"] if kind == "random" else groups
    for number in range(1, rows + 1):
        code = f"B{number:04}"
        past = [] if number % 13 == 5 else range(2020, 2024)
        for year in past:
            if number % 11 != 3 or year != 2022:
                year_of(writer, code, year)
        writer.bodies.append({"code": code, "name": writer.name(),
                              "type": chance.choice(kinds),
                              **year_of(writer, code, 2024)})
    folder.mkdir(parents=True, exist_ok=True)
    broken = 2024 if seed % 3 == 1 else 2022
    breaks = {"random": f', breaks: {{{broken}: "A new way of counting"}}',
              "residents": ', breaks: {2021: "Nothing was counted in spring"}'}
    (folder / "campaign.yaml").write_text(SETTINGS.format(
        title=f"Figures {kind}", groups=", ".join(groups), averages=averages,
        breaks=breaks.get(kind, "")) + statistics(), encoding="utf-8")
    (folder / "letter.md").write_text(letter(), encoding="utf-8")
    table(folder / "bodies.csv", writer.bodies, list(writer.bodies[0]))
    table(folder / "history.csv", writer.history,
          ["code", "year", "statistic", "count", "total", "part"])
    if "averages.csv" in averages:
        random_averages(chance, folder / "averages.csv")
    model = pathlib.Path(__file__).resolve().parents[2] / "input/2024"
    (folder / "signature.svg").write_bytes(
        (model / "signature.svg").read_bytes())


if __name__ == "__main__":
    main()
