#!/usr/bin/env python3
"""Executes ARCHITECTURE.md's module table against the sources.

usage: layers.py ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
table = {}
foreign_homes = {}
for line in (root / "ARCHITECTURE.md").read_text().splitlines():
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    if len(cells) == 4 and (root / "src" / cells[0]).is_dir() and cells[0]:
        module, may, foreign, _ = cells
        table[module] = set(may.split())
        for name in foreign.split():
            foreign_homes.setdefault(name, set()).add(module)

faults = []
folders = {path.name for path in (root / "src").iterdir() if path.is_dir()}
for module in sorted(folders - set(table)):
    faults.append(f"src/{module}: not in ARCHITECTURE.md's table")

include = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')
seen = set()
for path in sorted((root / "src").rglob("*.[ch]")):
    module = path.relative_to(root / "src").parts[0]
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = include.match(line)
        if not match:
            continue
        place = f"{path.relative_to(root)}:{number}"
        quote, name = match.groups()
        top = name.split("/")[0]
        if quote == '"':
            if "/" not in name:
                faults.append(f'{place}: "{name}" does not carry its folder')
            elif top != module and top not in table.get(module, set()):
                faults.append(f"{place}: {module} may not include {name}")
            continue
        for prefix, homes in foreign_homes.items():
            if top == prefix or re.match(rf"{prefix}([-_.]|$)", top):
                seen.add((prefix, module))
                if module not in homes:
                    faults.append(f"{place}: <{name}> belongs to "
                                  + " and ".join(sorted(homes)))

# CMake's module map must say the same.
cmake = (root / "src" / "CMakeLists.txt").read_text()
for match in re.finditer(r"^module\((\w+)(.*?)\)", cmake, re.S | re.M):
    module, body = match.groups()
    linked = re.search(r"MODULES\s+([\w\s]+?)(IMPORTS|$)", body, re.S)
    for name in linked.group(1).split() if linked else []:
        if name not in table.get(module, set()):
            faults.append(f"src/CMakeLists.txt: {module} links {name}")

for name, homes in sorted(foreign_homes.items()):
    for home in sorted(homes):
        if (name, home) not in seen:
            faults.append(f"ARCHITECTURE.md: {home} includes no {name}")

if not table:
    faults.append("ARCHITECTURE.md: no module table found")
for fault in faults:
    print(fault)
print(f"{len(table)} modules, {len(faults)} faults")
sys.exit(1 if faults else 0)
