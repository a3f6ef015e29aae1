"""What charts cost: the same letters with ring and marks, and with the figure,
its peers and its years, in turns on one thread."""
import csv
import random
import re
import shutil

KINDS = ("ring marks", "figure peers trend")
STATISTICS = {"upheld": ("upheld", "investigations"),
              "compliance": ("complied", "compliance_outcomes"),
              "remedy": ("satisfactory_remedies", "upheld")}
YEARS = range(2018, 2022)  # before that of input/2022


def replace(path, *pairs):
    text = path.read_text(encoding="utf-8")
    for pattern, words in pairs:
        text, count = re.subn(pattern, words, text, flags=re.MULTILINE)
        assert count, f"{path} has no {pattern}"
    path.write_text(text, encoding="utf-8")


def write_history(folder):
    """Each year, counts and totals a fifth more or less than this year's."""
    draw = random.Random(0).random

    def near(number):
        return round(int(number) * (0.8 + 0.4 * draw()))

    with open(folder / "figures.csv", encoding="utf-8", newline="") as rows, \
            open(folder / "history.csv", "w", encoding="utf-8",
                 newline="") as history:
        lines = csv.writer(history, lineterminator="\n")
        lines.writerow(["code", "year", "statistic", "count", "total"])
        for row in csv.DictReader(rows):
            for statistic, (count, total) in STATISTICS.items():
                for year in YEARS:
                    cases = near(row[total])
                    lines.writerow([row["code"], year, statistic,
                                    min(near(row[count]), cases), cases])


def make_campaign(campaign, folder, charts):
    shutil.copytree(campaign, folder)
    replace(folder / "letter.md", (r"^charts: .*$", f"charts: {charts}"))
    averages = "averages: {method: pooled}\n"
    if "trend" in charts:
        averages += "history: {from: history.csv}\n"
        write_history(folder)
    replace(folder / "campaign.yaml", (r"^averages: .*\n", averages))
    return folder


def say_charts(bench, campaign, say, spread):
    campaigns = {kind: make_campaign(campaign,
                                     bench.work / kind.replace(" ", "-"), kind)
                 for kind in KINDS}
    rounds = [{kind: bench.render(campaigns[kind], 1) for kind in KINDS}
              for _ in range(bench.options.rounds)]
    for kind in KINDS:
        count = len(list(rounds[0][kind].letters.iterdir()))
        say(f"{kind}, letters a second",
            spread([count / each[kind].seconds for each in rounds]))
        say(f"{kind}, a second of work",
            spread([count / each[kind].work for each in rounds]))
    ring, trend = KINDS
    say(f"{trend}, of the rate with {ring}", spread(
        [each[ring].work / each[trend].work for each in rounds], "{:.2f}"))
