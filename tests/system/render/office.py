#!/usr/bin/env python3
"""The office's name: what stands for the logo, and who made the letter.

usage: office.py ROOT PROGRAM

Read from the PDF by qpdf. The signatory never passes for the office.
"""
import html
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

root, program = pathlib.Path(sys.argv[1]), sys.argv[2]
if not shutil.which("qpdf"):
    print("qpdf is not here")
    sys.exit(77)
case = root / "tests/golden/good-logo-title/campaign"
work = pathlib.Path(tempfile.mkdtemp())
faults = []


def letter(sender):
    """The alternatives of figures, and the creators by XMP and by /Info."""
    campaign, out = work / "campaign", work / "out"
    for folder in (campaign, out):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(case, campaign)
    settings = campaign / "campaign.yaml"
    settings.write_text(re.sub(r"(?m)^sender:.*", sender, settings.read_text()))
    made = subprocess.run([program, "render", campaign, "-o", out, "-q"],
                          capture_output=True, text=True)
    if made.returncode:
        return made.stderr
    path = next(out.glob("letters/*.pdf"))
    plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path,
                            "-"], capture_output=True).stdout.decode("latin-1")
    return (re.findall(r"/Alt \((.*)\)", plain),
            [html.unescape(name) for name in re.findall(
                r"<dc:creator><rdf:Seq><rdf:li>(.*?)</rdf:li>", plain)],
            re.findall(r"/Author \((.*)\)", plain))


for sender, name in {
        "sender: {logo: logo.svg, logo_alt: The Alternative, "
        "wordmark: [The, Wordmark]}": "The Alternative",
        "sender: {logo: logo.svg, wordmark: [The, Wordmark]}": "The Wordmark",
        "sender: {logo: logo.svg}": "Example Ombudsman"}.items():
    found = letter(sender)
    if isinstance(found, str) or found[0][:1] != [name] or \
            found[1:] != ([name], [name]):
        faults.append(f"{sender}: {found}")
for sender, names in {"sender: {wordmark: [The, Wordmark]}": ["The Wordmark"],
                      "": []}.items():
    found = letter(sender)
    if isinstance(found, str) or found[1:] != (names, names):
        faults.append(f"{sender}: {found}")
shutil.rmtree(work)
for fault in faults:
    print("FAIL:", fault)
sys.exit(1 if faults else 0)
