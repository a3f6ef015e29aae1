#!/usr/bin/env python3
"""A letter in two languages: which language is each word in, for a reader?

usage: languages.py ROOT PROGRAM

The sample letters of 2025 in Welsh and English are rendered. qpdf reads their
structure tree, with the language of each element; pdfinfo reads the same tree
with its words. No word of one language may be in an element of the other: word
lists say which words those are. Then bookmarks, page numbers, the campaign's
one-language tables, and what a missing word is refused with.
"""

import email
import email.policy
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT, PROGRAM = pathlib.Path(sys.argv[1]), sys.argv[2]
CAMPAIGN = ROOT / "input/2025-cy"

PUBLISH = """publish:
  url: https://figures.example/
  licence: {name: Open Government Licence v3.0, url: "https://licence.example/"}
  withhold: {job_title: {cy: Pennaeth, en-GB: Head}}
"""

# Words that only one of the languages has, months among them.
WORDS = {
    "cy": """Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi
        Hydref Tachwedd Rhagfyr Tudalen yr yn yw mae ein eich cwynion cwyn gŵyn
        chŵyn llythyr blynyddol blwyddyn eleni llynedd cadarnhawyd derbyniwyd
        cyfartaledd pwynt bwynt phwynt pwnc chi uwch llofnod gyfer sefydliad
        cyngor bwrdd iechyd cynghorau byrddau annwyl gywir drwy fesul drigolion
        Prif Weithredwr Ombwdsmon dim newid ddim blynedd""",
    "en": """January February March April May June July August September October
        November December page the of and to your our complaints complaint
        letter annual year upheld received average point points subject you
        higher signature board boards council councils county dear yours by
        chief executive ombudsman no change with for each residents""",
}
WORDS = {language: {word.lower() for word in words.split()}
         for language, words in WORDS.items()}
# A noun changes after a number: CLDR's forms of "cwyn", one of each.
NUMBERED = {"b01": "9 cwyn a gadarnhawyd", "b02": "6 chŵyn a gadarnhawyd",
            "c01": "2 gŵyn a gadarnhawyd", "c02": "3 cwyn a gadarnhawyd",
            "c05": "1 gŵyn a gadarnhawyd"}
OUT_OF = {"b01": "9 o 31 cwyn", "c01": "2 o 3 cwyn", "c05": "1 o 6 chŵyn"}
faults = []


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, **options)


def elements_of(path):
    """The structure elements in reading order: type, language, alternate."""
    told = json.loads(run("qpdf", "--json=1", "--json-key=objects", path,
                          check=True).stdout)["objects"]
    listed = []

    def text(value):
        return value[2:] if str(value).startswith("u:") else value

    def walk(value, language):
        if isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            value = told[value]
        if isinstance(value, list):
            for kid in value:
                walk(kid, language)
        elif isinstance(value, dict) and "/S" in value:
            language = text(value.get("/Lang", language))
            listed.append((value["/S"][1:], language, text(value.get("/Alt"))))
            walk(value.get("/K"), language)

    catalog = told[told["trailer"]["/Root"]]
    walk(told[catalog["/StructTreeRoot"]]["/K"], text(catalog["/Lang"]))
    return listed


def texts_of(path):
    """The same elements with the words that are directly in them."""
    listed = []
    depths = []
    for line in run("pdfinfo", "-struct-text", path,
                    check=True).stdout.splitlines():
        depth = len(line) - len(line.lstrip())
        kind = re.fullmatch(r"(\w+)(?: \((?:block|inline)\))?:?", line.strip())
        if kind:
            while depths and depths[-1][0] >= depth:
                depths.pop()
            listed.append([kind[1], ""])
            depths.append((depth, listed[-1]))
        elif line.strip().startswith('"'):
            while depths[-1][0] >= depth:
                depths.pop()
            depths[-1][1][1] += " " + line.strip()[1:-1]
    return listed


def hold(condition, fault):
    if not condition:
        faults.append(fault)


def hold_words(letter, language, words):
    """@return how many words of the language's own list there are"""
    primary = language.split("-")[0]
    said = re.findall(r"[^\W\d_]+", words)
    for other in WORDS.keys() - {primary}:
        for word in said:
            hold(word.lower() not in WORDS[other] - WORDS[primary],
                 f"{letter.name}: {word!r} is {other}, under {language}: "
                 f"{words.strip()[:60]}")
    return sum(word.lower() in WORDS[primary] for word in said)


def hold_tree(letter):
    elements = elements_of(letter)
    texts = texts_of(letter)
    known = {"cy": 0, "en-GB": 0, "en": 0}
    # pdfinfo shows what a type is mapped to
    mapped = {"Strong": "Span", "Em": "Span"}
    hold([mapped.get(kind, kind) for kind, *_ in elements]
         == [kind for kind, _ in texts],
         f"{letter.name}: qpdf and pdfinfo read different trees")
    for (kind, language, alt), (_, words) in zip(elements, texts):
        known[language] += hold_words(letter, language, words)
        if alt:
            known[language] += hold_words(letter, language, alt)
    hold(known["cy"] > 80 and known["en-GB"] > 80 and known["en"],
         f"{letter.name}: too few known words: {known}")
    said = OUT_OF.get(letter.name[:3], "")
    hold(any(said in (alt or "") for *_, alt in elements),
         f"{letter.name}: no picture says {said}")
    sections = [language for kind, language, _ in elements if kind == "H1"]
    hold(sections == ["cy", "en-GB"], f"{letter.name}: headings: {sections}")


def hold_pages(letter):
    pages = run("pdftotext", "-layout", letter, "-",
                check=True).stdout.split("\f")[:-1]
    said = NUMBERED.get(letter.name[:3], "")
    hold(said in "".join(pages), f"{letter.name}: no {said}")
    second = next(i for i, page in enumerate(pages) if "Dear " in page)
    for i, page in enumerate(pages):
        wanted = (f"Tudalen {i + 1} o {len(pages)}" if i < second
                  else f"Page {i + 1} of {len(pages)}")
        hold((wanted in page) == (i not in (0, second)),
             f"{letter.name}: page {i + 1}: its number")
        hold(("Page " if i < second else "Tudalen") not in page,
             f"{letter.name}: page {i + 1}: the other language's number")


def descriptions_of(letter):
    """What attached files are, as their file specifications say."""
    told = json.loads(run("qpdf", "--json=1", "--json-key=attachments", letter,
                          check=True).stdout)["attachments"]
    return [file["description"] for file in told.values()] if told else []


def hold_outline(letter):
    told = json.loads(run("qpdf", "--json=1", "--json-key=outlines", letter,
                          check=True).stdout)["outlines"]
    hold([item["title"] for item in told] == ["Cymraeg", "English"],
         f"{letter.name}: bookmarks")
    hold([item["kids"][0]["title"] for item in told]
         == ["Llythyr blynyddol 2025", "Annual letter 2025"],
         f"{letter.name}: bookmarks of subjects")
    hold("Y ffigurau yn y llythyr hwn" in descriptions_of(letter),
         f"{letter.name}: what figures.csv is, is told in another language")
    title = re.search(r"^Title:\s*(.*)$", run("pdfinfo", letter).stdout, re.M)
    hold(title and title[1].startswith("Llythyr blynyddol 2025 - "),
         f"{letter.name}: title {title and title[1]}")


def hold_refusal(work, old, new, said):
    """A campaign that lacks something in one language is refused."""
    folder = work / "broken"
    shutil.copytree(CAMPAIGN, folder)
    settings = folder / "campaign.yaml"
    text = settings.read_text(encoding="utf-8")
    assert old in text, old
    settings.write_text(text.replace(old, new), encoding="utf-8")
    told = run(PROGRAM, "check", folder)
    hold(told.returncode == 2 and said in told.stderr,
         f"{new!r}: status {told.returncode}: {told.stderr}")
    shutil.rmtree(folder)


def hold_email(work):
    """The e-mail has both languages, in order, in each of its two forms."""
    out = work / "out"
    for command in (["approve", "--by", "A Tester", "-o", out, CAMPAIGN],
                    ["send", "-o", out, CAMPAIGN]):
        told = run(PROGRAM, *command)
        hold(told.returncode == 0, f"{command[0]}: {told.stderr}")
    messages = sorted((out / "outbox").glob("*.eml"))
    hold(len(messages) == 8, f"{len(messages)} messages")
    for path in messages:
        message = email.message_from_bytes(path.read_bytes(),
                                           policy=email.policy.default)
        welsh, english = message["Subject"].split(" / ")
        hold(welsh.startswith("Eich llythyr blynyddol 2025: ")
             and english.startswith("Your annual letter 2025: "),
             f"{path.name}: subject {message['Subject']}")
        hold(message["Content-Language"] == "cy, en-GB", path.name)
        text = message.get_body(("plain",)).get_content()
        hold_words(path, "cy", text[:text.index(english)])
        hold_words(path, "en-GB", text[text.index(english):])
        html = message.get_body(("html",)).get_content()
        parts = re.findall(r'<section lang="([\w-]+)">(.*?)</section>', html,
                           re.S)
        hold([language for language, _ in parts] == ["cy", "en-GB"],
             f"{path.name}: sections of the HTML")
        for language, part in parts:
            words = re.sub(r"<[^>]*>", " ", part)
            hold(hold_words(path, language, words) > 20, path.name)


def hold_site(work):
    """A public page has the letter in each language, and leads to both."""
    folder = work / "published"
    shutil.copytree(CAMPAIGN, folder)
    with open(folder / "campaign.yaml", "a", encoding="utf-8") as settings:
        settings.write(PUBLISH)
    out = work / "public"
    for command in (["render", "-q"], ["approve", "--by", "A Tester"],
                    ["publish", "-q"]):
        told = run(PROGRAM, *command, "-o", out, folder)
        hold(told.returncode == 0, f"{command[0]}: {told.stderr}")
    pages = [page for page in sorted((out / "site/council").rglob("*.html"))
             if "<article" in page.read_text(encoding="utf-8")]
    hold(len(pages) == 8, f"{len(pages)} pages")
    for page in pages:
        html = page.read_text(encoding="utf-8")
        parts = re.findall(r'<article lang="([\w-]+)" id="\1">(.*?)</article>',
                           html, re.S)
        hold([language for language, _ in parts] == ["cy", "en-GB"],
             f"{page}: articles")
        for language, part in parts:
            hold(f'href="#{language}" hreflang="{language}"' in html,
                 f"{page}: no switch to {language}")
            part = re.sub(r"<style.*?</style>|<span lang.*?</span>", " ", part,
                          flags=re.S)
            words = html_words(part)
            hold(hold_words(page, language, words) > 40, f"{page}: words")
        hold("Prif Weithredwr" not in html and "Chief Executive" not in html,
             f"{page}: a job title is withheld, in both languages")
    hold_overviews(out / "site")


def hold_overviews(site):
    """The pages about all councils are in one language each."""
    for folder in ("", "2025/", "2025/upheld/", "2025/per-head/"):
        for language, name in (("cy", "index.html"),
                               ("en-GB", "index.en-GB.html")):
            page = site / folder / name
            html = page.read_text(encoding="utf-8")
            below = folder or "2025/"
            for other, end in (("cy", ""), ("en-GB", "index.en-GB.html")):
                hold(f'<link rel="alternate" hreflang="{other}" href='
                     f'"https://figures.example/{below}{end}">' in html,
                     f"{page}: no alternate in {other}")
            hold(f'<html lang="{language}">' in html, f"{page}: language")
            for link in re.findall(r'href="([^":#]+)["#]', html):
                hold((page.parent / link).exists(), f"{page}: {link}")
            # without the licence's name, and the switch
            words = re.sub(r"<[^>]*>", " ", re.sub(
                r'<style.*?</style>|<script.*?</script>|<(a|li) [^>]*lang=.*?'
                r'</\1>|<a href="https://licence.*?</a>|href="[^"]*"', " ", html,
                flags=re.S))
            hold(hold_words(page, language, words) > 10, f"{page}: words")


def hold_domains(work):
    """An address is like the council's name in either language; no two
    councils have one name in either."""
    folder = work / "domains"
    shutil.copytree(CAMPAIGN, folder)
    bodies = folder / "bodies.csv"
    text = bodies.read_text(encoding="utf-8")
    bodies.write_text(text.replace("@glannaurgorllewin.", "@westernshores.")
                      .replace("@aberenion.", "@other."), encoding="utf-8")
    told = run(PROGRAM, "check", folder).stderr
    hold(told.count("has nothing of the council's name") == 1
         and '"chief.executive@other.example" has nothing' in told,
         f"domains: {told}")
    bodies.write_text(text.replace("Brynmadog County", "Aberenion County"),
                      encoding="utf-8")
    told = run(PROGRAM, "check", folder)
    hold(told.returncode == 1 and 'bodies.csv:6:26: error: name: "Aberenion '
         'County Council" is already' in told.stderr,
         f"names: {told.stderr}")
    shutil.rmtree(folder)


def html_words(part):
    """The words of elements and of attributes that are read out."""
    said = re.findall(r'(?:aria-label|alt|title)="([^"]*)"', part)
    return " ".join(said + [re.sub(r"<[^>]*>", " ", part)])


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        made = run(PROGRAM, "render", CAMPAIGN, "-o", work / "out", "-q",
                   "--fsync", "none")
        hold(made.returncode == 0 and not made.stderr, made.stderr)
        letters = sorted((work / "out/letters").glob("*.pdf"))
        hold(len(letters) == 8, f"{len(letters)} letters")
        for letter in letters:
            hold_tree(letter)
            hold_pages(letter)
            hold_outline(letter)
        hold_email(work)
        hold_site(work)
        hold_domains(work)
        hold_refusal(work, "{cy: Llythyr blynyddol 2025, en-GB: ", "{en-GB: ",
                     "title: has no words in cy")
        hold_refusal(work, "en-GB: letter.md", "en-GB: leter.md",
                     "leter.md")
        hold_refusal(work, "en-GB]", "en-GB, ga]",
                     'there are no words in "ga" for dates and page numbers; '
                     "there are for en and cy")
    for fault in faults[:30]:
        print(fault)
    sys.exit(bool(faults))


main()
