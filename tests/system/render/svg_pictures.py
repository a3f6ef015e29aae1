#!/usr/bin/env python3
"""SVG as drawing programs export it, drawn as rsvg-convert draws it.

usage: svg_pictures.py SVG_COMPARE

DRAWN are pictures that have to come out the same; REFUSED, what is refused and
what its words have to say. Then random pictures are made of the parts that are
read: each is drawn the same, or refused for what its clip paths or viewports
cut away.
"""
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

program = sys.argv[1]
if not shutil.which("rsvg-convert"):
    print("rsvg-convert is not here")
    sys.exit(77)
work = pathlib.Path(tempfile.mkdtemp())
faults = []
NS = ('xmlns="http://www.w3.org/2000/svg" '
      'xmlns:xlink="http://www.w3.org/1999/xlink"')


def svg(inside, head='viewBox="0 0 200 100"', before=""):
    return f'{before}<svg {NS} {head}>{inside}</svg>'


def compare(text, encoding="utf-8", declaration=""):
    """Thousandths of pixels that differ, or words."""
    path, picture = work / "a.svg", work / "a.png"
    path.write_bytes((declaration + text).encode(encoding))
    picture.unlink(missing_ok=True)
    plain = work / "plain.svg"
    plain.write_bytes(text.encode())
    made = subprocess.run(["rsvg-convert", "-w", "400", "--background-color",
                           "white", "-o", picture, plain], capture_output=True)
    if made.returncode or not picture.exists():
        picture.write_bytes(b"")
    done = subprocess.run([program, path, picture], capture_output=True,
                          text=True)
    said = done.stdout.strip()
    if done.returncode or done.stderr:
        return f"exit {done.returncode}: {done.stderr}"
    return int(said) if said.isdigit() else said


# name: document
DRAWN = {
    "illustrator, classes": svg(
        '<defs><style>.cls-1,.cls-2{stroke-width:0px;}.cls-1{fill:#d4351c;}'
        '.cls-2{fill:#1d70b8;}</style></defs><rect class="cls-1" width="90" '
        'height="60"/><circle class="cls-2" cx="150" cy="30" r="30"/>'),
    "illustrator, entities and switch": svg(
        '<switch><foreignObject requiredExtensions="&ns_ai;" x="0" y="0" '
        'width="1" height="1"><i:pgfRef xlink:href="#a"/></foreignObject>'
        '<g i:extraneous="self"><path style="fill:#E30613;" '
        'd="M10,10h80v80h-80V10z"/></g></switch>',
        head='xmlns:x="&ns_extend;" xmlns:i="&ns_ai;" viewBox="0 0 200 100" '
             'style="enable-background:new 0 0 200 100;" xml:space="preserve"',
        before='<?xml version="1.0" encoding="utf-8"?><!DOCTYPE svg PUBLIC '
               '"-//W3C//DTD SVG 1.1//EN" '
               '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" ['
               '<!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">'
               '<!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">'
               ']>'),
    "an entity in a value": svg(
        '<rect style="&st0;" width="90" height="60"/>',
        before='<!DOCTYPE svg [<!ENTITY st0 "fill:#00f;stroke:red;'
               'stroke-width:8">]>'),
    "illustrator, style with important whitespace": svg(
        '<style type="text/css">\n\t.st0{fill:#009FE3;}\n\t.st1{fill:none;'
        'stroke:#1D1D1B;stroke-width:5;stroke-miterlimit:10;}\n</style>'
        '<g id="Layer_2"><path class="st0" d="M20 20h60v60H20z"/></g><g>'
        '<polyline class="st1" points="100,20 140,80 180,20 "/></g>'),
    "illustrator, a clip that clips nothing": svg(
        '<g><defs><rect id="SVGID_1_" x="20" y="10" width="100" height="80"/>'
        '</defs><clipPath id="SVGID_2_"><use xlink:href="#SVGID_1_" '
        'style="overflow:visible;"/></clipPath><g style="clip-path:url('
        '#SVGID_2_);"><circle cx="70" cy="50" r="40" style="fill:#1d70b8"/>'
        '</g></g>'),
    "figma": svg(
        '<g clip-path="url(#clip0_1_2)"><rect width="90" height="60" rx="8" '
        'fill="#D4351C"/><path fill-rule="evenodd" clip-rule="evenodd" '
        'd="M150 0h30v60h-30zM155 10h20v40h-20z" fill="#1D70B8"/></g><defs>'
        '<clipPath id="clip0_1_2"><rect width="200" height="100" '
        'fill="white"/></clipPath></defs>',
        head='width="200" height="100" viewBox="0 0 200 100" fill="none"'),
    "figma, bleeding over its frame": svg(
        '<g clip-path="url(#c)"><circle cx="190" cy="90" r="50" fill="red"/>'
        '</g><defs><clipPath id="c"><path fill="#fff" d="M0 0h200v100H0z"/>'
        '</clipPath></defs>'),
    "figma, display-p3": svg(
        '<rect width="90" height="60" fill="#D9381E" style="fill:#D9381E;'
        'fill:color(display-p3 0.8 0.26 0.17);fill-opacity:1;"/>'),
    "sketch": svg(
        '<title>Logo</title><g id="Page-1" stroke="none" stroke-width="1" '
        'fill="none" fill-rule="evenodd"><g transform="translate(20, 10)" '
        'fill="#0B0C0C" fill-rule="nonzero"><polygon points="0 0 50 0 25 40"/>'
        '</g></g>', head='width="200px" height="100px" viewBox="0 0 200 100" '
                         'version="1.1"'),
    "inkscape": svg(
        '<sodipodi:namedview id="b"/><defs id="d"><linearGradient id="unused">'
        '<stop offset="0"/></linearGradient></defs><g inkscape:label="Layer 1" '
        'inkscape:groupmode="layer" transform="translate(5,5)" '
        'style="display:inline"><path style="color:#000000;font-style:normal;'
        'font-variant:normal;font-weight:normal;line-height:normal;'
        'font-family:sans-serif;text-indent:0;text-align:start;'
        'writing-mode:lr-tb;baseline-shift:baseline;white-space:normal;'
        'shape-padding:0;clip-rule:nonzero;display:inline;overflow:visible;'
        'visibility:visible;opacity:1;isolation:auto;mix-blend-mode:normal;'
        'color-interpolation:sRGB;solid-color:#000000;solid-opacity:1;'
        'vector-effect:none;fill:#008033;fill-opacity:1;fill-rule:nonzero;'
        'stroke:#000000;stroke-width:3;stroke-linecap:butt;'
        'stroke-linejoin:miter;stroke-miterlimit:4;stroke-dasharray:none;'
        'stroke-dashoffset:0;stroke-opacity:1;marker:none;'
        'paint-order:fill markers stroke;color-rendering:auto;'
        'image-rendering:auto;shape-rendering:auto;text-rendering:auto;'
        'enable-background:accumulate;-inkscape-stroke:none;inline-size:0" '
        'd="m 10,10 50,5 -10,60 z" sodipodi:nodetypes="cccc"/></g>',
        head='xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
             'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/'
             'sodipodi-0.dtd" viewBox="0 0 200 100"'),
    "coreldraw": svg(
        '<defs><style type="text/css"><![CDATA[ .fil0 {fill:#373435;'
        'fill-rule:nonzero} ]]></style></defs><g id="Layer_x0020_1">'
        '<metadata id="CorelCorpID_0Corel-Layer"/><path class="fil0" '
        'd="M0 0l100 0 0 50z"/></g>',
        head='width="200mm" height="100mm" version="1.1" style="shape-'
             'rendering:geometricPrecision; fill-rule:evenodd; '
             'clip-rule:evenodd" viewBox="0 0 200 100"'),
    "powerpoint": svg(
        '<defs><clipPath id="clip0"><rect x="100" y="50" width="200" '
        'height="100"/></clipPath></defs><g clip-path="url(#clip0)" '
        'transform="translate(-100 -50)"><rect x="110" y="60" width="90" '
        'height="70" fill="#4472C4"/></g>',
        head='width="200" height="100" overflow="hidden"'),
    "glyphs of a PDF": svg(
        '<defs><g><symbol overflow="visible" id="glyph0-0"><path '
        'style="stroke:none;" d="M 0 0 L 10 0 L 10 -20 Z"/></symbol></g></defs>'
        '<g style="fill:rgb(0%,20%,60%);fill-opacity:1;"><use '
        'xlink:href="#glyph0-0" x="50" y="50"/><use xlink:href="#glyph0-0" '
        'x="80" y="50"/></g>'),
    "symbols": svg(
        '<defs><symbol id="s" viewBox="0 0 10 10"><circle cx="5" cy="5" r="5"/>'
        '</symbol><rect id="r" width="40" height="60" fill="#d4351c"/></defs>'
        '<use xlink:href="#s" x="0" width="60" height="60" fill="#1d70b8"/>'
        '<use href="#r" x="80"/><use xlink:href="#r" transform="translate(140 '
        '0) scale(.5)"/>'),
    "a symbol that is not square": svg(
        '<symbol id="s" viewBox="0 0 10 20" preserveAspectRatio="xMinYMax">'
        '<rect width="10" height="20"/></symbol><use href="#s" x="10" y="10" '
        'width="80" height="60"/><use href="#s" x="110" y="10" width="20" '
        'height="80" fill="blue"/>'),
    "nested": svg(
        '<svg x="20" y="10" width="100" height="80" viewBox="0 0 10 10">'
        '<rect x="1" y="1" width="8" height="8" fill="#00703c"/><svg x="2" '
        'y="2" width="50%" height="4"><circle cx="2" cy="2" r="2" '
        'fill="gold"/></svg></svg>'),
    "percentages": svg('<rect width="100%" height="100%" fill="#eee"/>'
                       '<circle cx="50%" cy="50%" r="20%"/>'),
    "a rule for each name, class and id": svg(
        '<style>rect{fill:red}.a{fill:green}#x{fill:blue}g .b{fill:gold}'
        'svg > rect.c{fill:black}* {stroke:none} path, line{stroke:#808}'
        '</style><rect width="20" height="20"/><rect class="a" x="30" '
        'width="20" height="20"/><rect id="x" class="a" x="60" width="20" '
        'height="20"/><g><g><rect class="q b" x="90" width="20" height="20"/>'
        '</g></g><rect class="c" x="120" width="20" height="20" fill="red"/>'
        '<path class="a" style="stroke-width:5" d="M0 50h100v30z"/>'),
    "the attribute overrules the sheet, the sheet the property": svg(
        '<style>.a{fill:red}</style><rect class="a" fill="blue" width="40" '
        'height="40"/><rect class="a" style="fill:green" x="50" width="40" '
        'height="40"/>'),
    "a group's class": svg(
        '<style><!-- .a{fill:#903} .b{stroke:#090;stroke-width:4} --></style>'
        '<g class="a"><rect width="40" height="40"/><g class="b"><rect x="50" '
        'width="40" height="40"/></g></g>'),
    "the style sheet stands last": svg(
        '<rect class="a" width="40" height="40"/><style>/* {} */ .a{fill:red;}'
        '</style>'),
    "rules reach what is used, where it stands": svg(
        '<style>#g rect{fill:red} use rect{fill:blue}</style><defs><g id="g">'
        '<rect width="40" height="40"/></g></defs><use href="#g" x="10"/>'),
    "what is used inherits from the use": svg(
        '<defs><rect id="r" width="40" height="40"/></defs><g fill="red"><use '
        'href="#r" stroke="blue" stroke-width="6" x="20" y="20"/></g>'),
    "used twice over": svg(
        '<defs><rect id="a" width="10" height="10"/><g id="b"><use href="#a"/>'
        '<use href="#a" x="20"/></g></defs><use href="#b" x="5" y="5"/><use '
        'href="#b" x="60" y="5" transform="rotate(20)"/>'),
    "the stroke under the fill": svg(
        '<circle cx="50" cy="50" r="30" fill="gold" stroke="#000" '
        'stroke-width="20" paint-order="stroke"/>'),
    "colours": svg(
        '<rect width="40" height="40" fill="#f00f"/><rect x="50" width="40" '
        'height="40" fill="rgba(0,128,0,1)"/><rect x="100" width="40" '
        'height="40" fill="#12345678" fill-opacity="0"/><rect x="150" '
        'width="40" height="40" fill="rgb(10 20 200)"/><rect y="50" width="40" '
        'height="40" fill="peachpuff"/><rect x="50" y="50" width="40" '
        'height="40" fill="rgba(0,0,0,0)"/>'.replace("#12345678", "#123456")),
    "nothing where it is clear": svg(
        '<g opacity="0"><rect width="40" height="40"/></g><rect x="50" '
        'width="40" height="40"/>'),
    "a circle in a clip of a circle": svg(
        '<clipPath id="c"><circle cx="50" cy="50" r="50"/></clipPath><rect '
        'clip-path="url(#c)" x="20" y="20" width="60" height="60"/>'),
    "what a clip removes": svg(
        '<clipPath id="c"><rect width="50" height="50"/></clipPath><g '
        'clip-path="url(#c)"><rect x="10" y="10" width="20" height="20"/>'
        '<rect x="100" y="10" width="20" height="20" fill="red"/></g>'),
    "a link": svg('<a href="https://example.org/" target="_blank"><rect '
                  'width="40" height="40"/></a>'),
}

# name: inside, words that help
REFUSED = {
    "text": ("<text>a</text>", "convert text to outlines"),
    "image": ('<image href="a.png"/>', "drawn; trace the picture"),
    "gradient": ('<linearGradient id="g"/><rect fill="url(#g)" width="9" '
                 'height="9"/>', "use one plain colour"),
    "gradient in a class": (
        '<style>.a{fill:url(#g)}</style><rect class="a" width="9" '
        'height="9"/>', "use one plain colour"),
    "mask": ('<mask id="m"/><g mask="url(#m)"/>', "masks are not drawn"),
    "filter": ('<g filter="url(#m)"/>', "shadows and blurs"),
    "dash": ('<path stroke-dasharray="3 1" d="M0 0h9"/>',
             "convert the stroke to a path"),
    "opacity": ('<g opacity=".5"/>', "flatten it"),
    "rgba": ('<rect fill="rgba(1,2,3,.5)"/>', "flatten it"),
    "hex with opacity": ('<rect fill="#12345678"/>', "flatten it"),
    "marker": ('<path marker-end="url(#m)" d="M0 0h9"/>', "expand them"),
    "blend": ('<g style="mix-blend-mode:multiply"/>', "blending"),
    "clip": ('<clipPath id="c"><rect width="50" height="50"/></clipPath>'
             '<circle cx="30" r="40" clip-path="url(#c)"/>', "crop or intersect"),
    "clip in boxes": ('<clipPath id="c" clipPathUnits="objectBoundingBox"/>'
                      '<g clip-path="url(#c)"/>', "release the clipping"),
    "no clip": ('<g clip-path="url(#c)"/>', 'no element has the id "c"'),
    "viewport that cuts": ('<svg width="50" height="50"><circle r="90"/></svg>',
                           "crop or intersect"),
    "use of a file": ('<use href="a.svg#b"/>', "other files"),
    "use of nothing": ('<use href="#b"/>', 'no element has the id "b"'),
    "use of itself": ('<g id="a"><use href="#a"/></g>', "refer to themselves"),
    "clip of itself": ('<clipPath id="a" clip-path="url(#a)"/>'
                       '<g clip-path="url(#a)"/>', "refer to themselves"),
    "script": ("<script/>", "no script is run"),
    "animation": ('<rect><animate attributeName="x"/></rect>',
                  "nothing moves"),
    "foreign": ("<foreignObject/>", "foreignObject"),
    "selector": ("<style>rect:hover{fill:red}</style>", "a selector"),
    "at-rule": ("<style>@media print{rect{fill:red}}</style>", '"@"'),
    "important": ('<style>.a{fill:red !important}</style><g class="a"/>',
                  "!important"),
    "language": ('<switch><g systemLanguage="en"/></switch>', "language"),
}

for name, text in DRAWN.items():
    said = compare(text)
    if said != 0:
        faults.append(f"{name}: {said}")
for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"):
    said = compare(svg('<rect id="\u00e9\U0001F600" width="9" height="9"/>'),
                   encoding, '<?xml version="1.0" encoding="UTF-16"?>')
    if said != 0:
        faults.append(f"{encoding}: {said}")
for name, (inside, words) in REFUSED.items():
    said = compare(svg(inside))
    if not str(said).startswith("refused: ") or words not in said:
        faults.append(f"{name}: {said}")

for before, words in {
        '<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>': "plain text",
        '<!DOCTYPE svg [<!ENTITY a "<rect/>">]>': "plain text",
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>':
            "plain text",
        '<!DOCTYPE svg [<!ENTITY % a "x">%a;]>': "plain text",
        '<!DOCTYPE svg [<!ATTLIST rect fill CDATA "red">]>':
            "declares attributes",
        '<!DOCTYPE svg [<!ENTITY a "%s">]>' % ("x" * 999): "too large",
}.items():
    said = compare(svg("&a;" * 5000, before=before))
    if not str(said).startswith("refused: ") or words not in said:
        faults.append(f"{before[:60]}: {said}")

# ---- random pictures ----

dice = random.Random(14)
COLOURS = ["red", "#1d70b8", "gold", "rgb(0,90,60)", "#909", "none"]


def number(low, high):
    return round(dice.uniform(low, high), 1)


def properties():
    chosen = {}
    if dice.random() < .7:
        chosen["fill"] = dice.choice(COLOURS)
    if dice.random() < .4:
        chosen["stroke"] = dice.choice(COLOURS)
        chosen["stroke-width"] = str(number(1, 9))
    if dice.random() < .2:
        chosen["stroke-linejoin"] = dice.choice(["round", "miter"])
    if dice.random() < .2:
        chosen["fill-rule"] = dice.choice(["evenodd", "nonzero"])
    if dice.random() < .1:
        chosen["paint-order"] = dice.choice(["stroke", "markers", "normal"])
    if dice.random() < .05:
        chosen["visibility"] = dice.choice(["hidden", "visible"])
    return chosen


def dress():
    """Properties as attributes, as a style, as a class or two."""
    words = ""
    for kind in dice.sample(["attribute", "style", "class", "id"], 2):
        if kind == "attribute":
            words += "".join(f' {k}="{v}"' for k, v in properties().items())
        elif kind == "style":
            words += ' style="%s"' % ";".join(
                f"{k}: {v}" for k, v in properties().items())
        elif kind == "class":
            words += ' class="%s"' % " ".join(
                dice.sample(["a", "b", "c"], dice.randint(1, 2)))
    return words


def transform():
    return "" if dice.random() < .6 else ' transform="%s"' % dice.choice([
        f"translate({number(-20, 20)} {number(-20, 20)})",
        f"rotate({number(-40, 40)} 100 50)", f"scale({number(.5, 1.5)})",
        f"translate({number(0, 30)}) rotate({number(0, 90)})"])


def shape():
    x, y, w, h = number(0, 150), number(0, 70), number(5, 60), number(5, 40)
    return "<" + dice.choice([
        f'rect x="{x}" y="{y}" width="{w}" height="{h}"',
        f'rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{number(1, 9)}"',
        f'circle cx="{x}" cy="{y}" r="{w / 2}"',
        f'ellipse cx="{x}" cy="{y}" rx="{w}" ry="{h}"',
        f'polygon points="{x},{y} {x + w},{y} {x},{y + h}"',
        f'path d="M{x} {y}q{w} 0 {w} {h}t{-w} 9a{h} {h} 0 1 0 -9-9z"',
        f'path d="m{x},{y}c9,0 {w},{h} 3,{h}l-9,{-h}h{w}v{h}z"',
    ]) + dress() + transform() + "/>"


def content(depth, ids):
    parts = []
    for _ in range(dice.randint(1, 3)):
        kind = dice.random()
        if depth and kind < .25:
            parts.append(f"<g{dress()}{transform()}>"
                         f"{content(depth - 1, ids)}</g>")
        elif depth and kind < .35:
            parts.append(
                f'<svg x="{number(0, 50)}" y="{number(0, 30)}" '
                f'width="{number(50, 150)}" height="{number(30, 70)}" '
                f'viewBox="0 0 200 100" overflow="'
                f'{dice.choice(["visible", "hidden"])}" '
                f'preserveAspectRatio="{dice.choice(["none", "xMidYMid", "xMaxYMin slice", "xMinYMax meet"])}"'
                f'{dress()}>{content(depth - 1, ids)}</svg>')
        elif ids and kind < .55:
            parts.append(f'<use href="#{dice.choice(ids)}" '
                         f'x="{number(-20, 20)}" y="{number(-9, 9)}" '
                         f'width="{number(50, 200)}" height="{number(50, 90)}"'
                         f'{dress()}{transform()}/>')
        elif kind < .62:
            parts.append(f'<g clip-path="url(#{dice.choice(["k", "l"])})">'
                         f"{shape()}</g>")
        else:
            parts.append(shape())
    return "".join(parts)


def sheet():
    rules = ""
    for _ in range(dice.randint(0, 5)):
        selector = dice.choice([".a", ".b", ".c", "rect", "g .a", "g > .b",
                                ".a.b", "*", "svg rect", "#one", "path,.c",
                                "g g circle", "use"])
        rules += selector + "{" + ";".join(
            f"{k}:{v}" for k, v in properties().items()) + "}\n"
    return f"<style>{rules}</style>"


# rsvg-convert clips symbols that have a viewBox at other edges than theirs, so
# nothing in one reaches beyond.
def picture():
    ids = ["one", "two", "three"]
    return svg(
        sheet() + f'<defs><g id="one"{dress()}>{content(0, [])}</g>'
        f'<symbol id="two" viewBox="0 0 200 100"{dress()}><circle cx="90" '
        f'cy="50" r="40"{dress()}/>'
        f'</symbol><symbol id="three" overflow="visible">{content(1, [])}'
        '</symbol><clipPath id="k"><rect x="-300" y="-300" width="900" '
        'height="900"/></clipPath><clipPath id="l"><ellipse cx="100" cy="50" '
        f'rx="150" ry="150"/></clipPath></defs>{content(3, ids)}')


count = int(sys.argv[2]) if len(sys.argv) > 2 else 60
drawn = 0
for i in range(count):
    text = picture()
    said = compare(text)
    if isinstance(said, int):
        drawn += 1
    if said == 0 or "cuts part" in str(said) or \
            "wider one way" in str(said):
        continue
    faults.append(f"random {i}: {said}\n{text}")
if drawn < count / 3:
    faults.append(f"only {drawn} of {count} random pictures were drawn")
shutil.rmtree(work)
for fault in faults:
    print("FAIL:", fault)
print(f"{len(faults)} faults, {drawn} random pictures drawn")
sys.exit(1 if faults else 0)
