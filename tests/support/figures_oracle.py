#!/usr/bin/env python3
"""Works out every figure that the letters of a campaign may print.

usage: figures_oracle.py CAMPAIGN    writes CSV: code,statistic,attribute,text
       figures_oracle.py --test      holds the intervals against published ones

Shares no code with the program: whole numbers, exact fractions, and decimals
of forty digits where the intervals need a square root.
"""

import csv
import decimal
import pathlib
import re
import sys
from decimal import Decimal
from fractions import Fraction

import yaml

decimal.getcontext().prec = 40
Z = Decimal("1.959963984540054")
ATTRIBUTES = ["value", "rate", "count", "total", "average", "national",
              "previous.value", "previous.rate", "previous.count",
              "previous.total", "change", "difference", "peers", "higher",
              "low", "high", "parts"]


def exact(value):
    """A decimal as the fraction that it is."""
    return Fraction(value)


def rounded(value, decimals):
    """Halves up, as a fraction of so many decimals; no value is negative."""
    scale = 10 ** decimals
    return Fraction(int(exact(value) * scale + Fraction(1, 2)), scale)


def digits(value, decimals):
    """12345.6 -> "12,345.6"; the value has no more decimals than that."""
    whole = int(value * 10 ** decimals)
    text = f"{whole // 10 ** decimals:,}"
    if decimals:
        text += "." + str(whole % 10 ** decimals).zfill(decimals)
    return text


class Form:
    """A statistic's settings and how its values are printed."""

    def __init__(self, name, setting):
        self.name = name
        self.setting = setting
        self.kind = ("parts" if "parts" in setting else
                     "per_head" if "population" in setting else
                     "amount" if "amount" in setting else
                     "rate" if "total" in setting else "count")
        self.decimals = int(setting.get("decimals", 0))
        self.unit = setting.get("unit", "")
        self.minimum = int(setting.get("minimum", 0))
        self.shown = setting.get("shown", True)
        self.count = setting.get("amount", setting.get("count"))
        self.total = setting.get("population", setting.get("total"))
        self.scale = (100 if self.kind == "rate" else
                      int(setting.get("per", 1)) if self.kind == "per_head"
                      else 1)

    def value(self, pair):
        """The exact value of (count, total), in what is printed; or None."""
        if pair is None or self.kind == "parts":
            return None
        count, total = pair
        if self.kind in ("rate", "per_head"):
            return count * self.scale / total if total else None
        return count

    def step(self, value):
        """A value as it is printed: 99.7% of cases is not 100%."""
        shown = rounded(value, self.decimals)
        least = Fraction(1, 10 ** self.decimals)
        if self.kind == "rate" and shown == 100 and value != 100:
            return shown - least
        if self.kind == "rate" and shown == 0 and value != 0:
            return least
        return shown

    def text(self, shown):
        sign = "%" if self.kind == "rate" else ""
        unit = self.unit if self.kind == "amount" else ""
        return unit + digits(shown, self.decimals) + sign

    def printed(self, value):
        return "" if value is None else self.text(self.step(value))

    def withheld(self, pair):
        """Of nothing there is no rate to withhold: its count of 0 is known. The
        minimum is one of cases: of the total, or where that counts heads, of
        the count."""
        if pair is None:
            return False
        cases = pair[1] if self.kind in ("rate", "parts") else pair[0]
        return cases is not None and 0 < cases < self.minimum


def number(text):
    """A cell: "1,234", "£1,250.50", "17.0"; None where it is empty."""
    text = re.sub(r"[^0-9.]", "", text or "")
    return Fraction(text) if text else None


def read(folder, names):
    for name in names:
        with open(folder / name, encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def wilson(count, total):
    """The 95% interval of a proportion (Wilson 1927), in per cent."""
    n, p = Decimal(int(total)), Decimal(int(count)) / Decimal(int(total))
    middle = p + Z * Z / (2 * n)
    half = Z * (p * (1 - p) / n + Z * Z / (4 * n * n)).sqrt()
    below = 1 + Z * Z / n
    low = Decimal(0) if count == 0 else (middle - half) / below
    high = Decimal(1) if count == total else (middle + half) / below
    return 100 * low, 100 * high


def byar(count):
    """The 95% interval of a count (Byar's approximation)."""
    o = Decimal(int(count))
    low = Decimal(0)
    if o:
        low = o * (1 - 1 / (9 * o) - Z / (3 * o.sqrt())) ** 3
    o += 1
    return low, o * (1 - 1 / (9 * o) + Z / (3 * o.sqrt())) ** 3


class Campaign:
    def __init__(self, folder):
        folder = pathlib.Path(folder)
        with open(folder / "campaign.yaml", encoding="utf-8") as file:
            settings = yaml.safe_load(file)
        self.forms = [Form(name, setting)
                      for name, setting in settings["statistics"].items()]
        self.year = int(str(settings["dates"]["period_end"])[:4])
        groups = settings.get("groups", {})
        self.column = groups.get("column")
        self.compared = groups.get("compared", [])
        averages = settings.get("averages", {})
        self.method = averages.get("method")
        self.given = {}
        if "from" in averages:
            for row in read(folder, [averages["from"]]):
                if (row.get("year") or str(self.year)) == str(self.year):
                    self.given[row["group"]] = row
        self.rows = {}
        for row in read(folder, settings["data"]):
            self.rows.setdefault(row["code"], {}).update(row)
        history = settings.get("history", {})
        self.breaks = [int(year) for year in history.get("breaks", {})]
        self.past = {}
        if history:
            for row in read(folder, [history["from"]]):
                if not row.get("part"):
                    key = row["code"], row["statistic"], int(row["year"])
                    self.past[key] = number(row["count"]), number(row["total"])

    def pair(self, form, row):
        if form.kind == "parts":
            return None
        return number(row[form.count]), number(row.get(form.total or "", ""))

    def members(self, group):
        return [row for row in self.rows.values()
                if group == "all" or row.get(self.column) == group]

    def average(self, form, group):
        """The exact average of a group, or of all; None where none is."""
        if form.kind == "parts":
            return None
        if self.method is None:
            cell = self.given.get(group, {}).get(form.name, "")
            return number(cell) if cell != "none" else None
        pairs = [self.pair(form, row) for row in self.members(group)]
        values = [form.value(pair) for pair in pairs]
        values = [value for value in values if value is not None]
        if len(values) < 2:  # a group of one is compared with nobody
            return None
        if self.method == "pooled" and form.kind in ("rate", "per_head"):
            return form.value((sum(count for count, _ in pairs),
                               sum(total for _, total in pairs)))
        return sum(values) / len(values)


def points(form, by):
    return " point" if by == 1 and not form.decimals else " points"


def moved(form, shown, before):
    """The change between two printed values, in words."""
    by = abs(shown - before)
    if by == 0:
        return "no change"
    if form.kind == "rate":
        unit = points(form, by)
        return (("up " if shown > before else "down ")
                + digits(by, form.decimals) + unit)
    if form.kind == "per_head":
        return (("up " if shown > before else "down ")
                + digits(by, form.decimals))
    more = " more" if shown > before else " fewer"
    if form.kind == "amount" and more == " fewer":
        more = " less"
    return form.text(by) + more


def away(form, shown, average):
    """The distance of a printed value from the printed average, in words."""
    by = abs(shown - average)
    if by == 0:
        return "the same as the average"
    text = form.text(by).rstrip("%")
    if form.kind == "rate":
        text += points(form, by)
    return text + (" above" if shown > average else " below") + " the average"


def interval(form, pair):
    if form.kind == "rate":
        low, high = wilson(*pair)
    elif form.kind == "per_head":
        low, high = (limit * form.scale / Decimal(int(pair[1]))
                     for limit in byar(pair[0]))
    else:
        return "", ""
    return tuple(form.text(rounded(limit, form.decimals))
                 for limit in (low, high))


def parts(form, row):
    total = number(row[form.total])
    named = [(number(row[part["count"]]), part["label"])
             for part in form.setting["parts"]]
    if sum(count for count, _ in named) != total:
        raise SystemExit(f"{row['code']}: {form.name}: the parts do not sum")
    return ", ".join(f"{digits(count, 0)} {label[0].lower()}{label[1:]}"
                     for count, label in named)


def figure(campaign, form, code, row):
    """The texts of one statistic of one council, by attribute."""
    text = dict.fromkeys(ATTRIBUTES, "")
    if not form.shown:
        return text
    if form.kind == "parts":
        text["parts"] = parts(form, row) if number(row[form.total]) else ""
        text["total"] = digits(number(row[form.total]), 0)
        return text
    pair = campaign.pair(form, row)
    value = form.value(pair)
    group = row.get(campaign.column or "", "")
    average = national = None
    if group in campaign.compared:
        average = campaign.average(form, group)
    national = campaign.average(form, "all")
    text["average"] = form.printed(average)
    text["national"] = form.printed(national)
    if form.total:
        text["total"] = digits(pair[1], 0)
    before = campaign.past.get((code, form.name, campaign.year - 1))
    previous(form, before, text)
    peers = peers_of(campaign, form, group)
    text["peers"] = digits(len(peers), 0) if peers is not None else ""
    if form.withheld(pair):
        return text
    if form.kind != "amount":
        text["count"] = digits(pair[0], 0)
    text["value"] = form.printed(value)
    if value is None:
        return text
    if peers is not None:
        text["higher"] = digits(sum(peer > value for peer in peers), 0)
    shown = form.step(value)
    old = None if form.withheld(before) else form.value(before)
    if old is not None and campaign.year not in campaign.breaks:
        text["change"] = moved(form, shown, form.step(old))
    if average is not None:
        text["difference"] = away(form, shown, form.step(average))
    text["low"], text["high"] = interval(form, pair)
    if form.kind in ("rate", "per_head"):
        text["rate"] = text["value"]
    return text


def previous(form, before, text):
    if before is None:
        return
    if form.total and before[1] is not None:
        text["previous.total"] = digits(before[1], 0)
    if form.withheld(before):
        return
    if form.kind != "amount":
        text["previous.count"] = digits(before[0], 0)
    text["previous.value"] = form.printed(form.value(before))
    if form.kind in ("rate", "per_head"):
        text["previous.rate"] = text["previous.value"]


def peers_of(campaign, form, group):
    """The values of the group's councils that are not withheld; or None."""
    if group not in campaign.compared:
        return None
    pairs = [campaign.pair(form, row) for row in campaign.members(group)]
    values = [form.value(pair) for pair in pairs if not form.withheld(pair)]
    return [value for value in values if value is not None]


def test():
    """Published intervals: Wilson's of letters that were sent, to a whole per
    cent; exact Poisson limits of printed tables, which Byar's are close to."""
    for count, total, low, high in ((12, 17, 47, 87), (0, 12, 0, 24),
                                    (24, 33, 56, 85), (2, 24, 2, 26),
                                    (11, 11, 74, 100)):
        got = tuple(int(rounded(limit, 0)) for limit in wilson(count, total))
        assert got == (low, high), (count, total, got)
    for count, low, high in ((10, "4.795", "18.390"), (20, "12.217", "30.888"),
                             (50, "37.111", "65.919"),
                             (100, "81.364", "121.627")):
        for got, known in zip(byar(count), (low, high)):
            assert abs(got / Decimal(known) - 1) < Decimal("0.003"), count
    assert byar(0)[0] == 0
    form = Form("x", {"count": "a", "total": "b"})
    for value, text in (("100", "100%"), ("99.7", "99%"), ("99.5", "99%"),
                        ("12.5", "13%"), ("12.4", "12%"), ("0.3", "1%"),
                        ("0", "0%")):
        assert form.printed(Fraction(value)) == text, value


def main():
    if sys.argv[1:] == ["--test"]:
        test()
        return
    campaign = Campaign(sys.argv[1])
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["code", "statistic", "attribute", "text"])
    for code, row in campaign.rows.items():
        for form in campaign.forms:
            for attribute, text in figure(campaign, form, code, row).items():
                out.writerow([code, form.name, attribute, text])


if __name__ == "__main__":
    main()
