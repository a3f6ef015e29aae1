"""Reads a folder of public pages, for the tests of publish."""
import hashlib
import html.parser
import os
import re
import urllib.parse


def files(site):
    return {str(path.relative_to(site)): path
            for path in sorted(site.rglob("*")) if path.is_file()}


def digests(site):
    return {name: hashlib.sha256(path.read_bytes()).hexdigest()
            for name, path in files(site).items()}


def inodes(site):
    return {name: path.stat().st_ino for name, path in files(site).items()}


class Page(html.parser.HTMLParser):
    """A page's links, ids, tables, and the blocks of its letter."""

    BLOCKS = {"p", "li", "h2", "h3", "h4"}
    VOID = {"meta", "link", "br"}

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.loads = [], set(), []
        self.tables, self.blocks = [], []
        self.open, self.words = [], []
        self.cell = None
        self.sender = ""  # where the letter has a logo
        self.feed(text)

    def handle_starttag(self, tag, pairs):
        facts = dict(pairs)
        if tag not in self.VOID:
            self.open.append(tag)
        if "id" in facts:
            self.ids.add(facts["id"])
        if tag == "a":
            self.links.append(facts["href"])
        if tag == "script" and facts.get("type") != "application/ld+json":
            self.loads.append(tag)
        if "src" in facts or tag in {"iframe", "object", "embed", "img"}:
            self.loads.append(f"{tag} {facts}")
        if tag == "link" and facts["rel"] == "stylesheet":
            self.links.append(facts["href"])
        self.loads += [key for key in facts if key.startswith("on")]
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in {"td", "th"}:
            self.cell = []
        if tag in self.BLOCKS and "article" in self.open:
            self.words = []
        if tag == "br":
            self.words.append(" ")

    def handle_endtag(self, tag):
        if tag in {"td", "th"}:
            self.tables[-1][-1].append("".join(self.cell))
            self.cell = None
        if tag in self.BLOCKS and "article" in self.open:
            self.blocks.append("".join(self.words))
            self.sender = self.sender or self.blocks[0]
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)
        self.words.append(data)


def squeezed(text):
    """Without what line breaks change: spaces, hyphens; quotes are straight."""
    for curly, straight in ("‘'", "’'", '“"', '”"', "–-"):
        text = text.replace(curly, straight)
    return re.sub(r"[\s\-\u00ad\u2011]+", "", text)


def pages_of(site):
    return {name: Page(path.read_text(encoding="utf-8"))
            for name, path in files(site).items() if name.endswith(".html")}


def follow_links(site, pages, hold):
    """Every link leads to a file of the site, or away; nothing is loaded."""
    known = files(site)
    for name, page in pages.items():
        hold(f"{name} loads", not page.loads, str(page.loads))
        for link in page.links:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme:
                hold(f"{name} leads to {link}", parts.scheme in {"http",
                                                                 "https"})
                continue
            target = os.path.normpath(os.path.join(
                os.path.dirname(name), urllib.parse.unquote(parts.path))) \
                if parts.path else name
            hold(f"{name} leads nowhere: {link}", target in known)
            if parts.fragment and target in pages:
                hold(f"{name}: no such place: {link}",
                     parts.fragment in pages[target].ids)
