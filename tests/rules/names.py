#!/usr/bin/env python3
"""Names say where a thing is: a header's functions begin with its file's name,
and no file or identifier has a word that says nothing outside this house.

usage: names.py ROOT
"""
import pathlib
import re
import sys

# What the field has terms for: press -> engine, dossier -> PDF reader ...
FORBIDDEN = set("""
    hand crew press books earlier companion tenant standing dress pen tongue
    stray oddity doubts scrutiny assay witness dossier evidence verdict shelf
    plate""".split())
# In a file's name only: elsewhere they are a typographer's or a library's terms
# (keep with next, ink extents, a closing quote).
FORBIDDEN_FILES = FORBIDDEN | {"closing", "keep", "ink"}
# CSV's own term for a quote within an unquoted cell.
TERMS = re.compile("stray_quote", re.I)
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)
DECLARATION = re.compile(
    r"^(?!static|typedef|#|extern|struct [\w]+ \{|enum [\w]+ \{|return)"
    r"[a-z][\w \t\*\n]*?\b([a-z_]\w*)\([^;{]*?\)\s*(?:MUST_CHECK|"
    r"PRINTF_LIKE\([^)]*\)|NO_RETURN|__attribute__\(\(.*?\)\))*\s*;", re.M | re.S)


def words(name):
    return set(re.split(r"[_\W]+", name.lower()))


def stem(header):
    """@return what the names of the header's functions begin with"""
    name = re.sub(r"_internal$", "", header.stem)
    # commands.h declares what each cmd_*.c holds, geometry.h small types
    return {"commands": ("cmd_", "commands_"), "geometry": ("point_", "rect_", "matrix_",
                                              "geometry_")}.get(name, (name,))


def main():
    source = pathlib.Path(sys.argv[1]) / "src"
    faults = []
    headers = functions = 0
    for path in sorted(source.rglob("*.[ch]")):
        place = path.relative_to(source.parent)
        bad = words(path.stem) & FORBIDDEN_FILES
        if bad:
            faults.append(f"{place}: file name: {' '.join(sorted(bad))}")
        code = COMMENT.sub(" ", path.read_text())
        for name in sorted(set(re.findall(r"[A-Za-z_]\w*", code))):
            bad = words(TERMS.sub("", name)) & FORBIDDEN
            if bad:
                faults.append(f"{place}: {name}: {' '.join(sorted(bad))}")
        if path.suffix != ".h":
            continue
        headers += 1
        for match in DECLARATION.finditer(code):
            functions += 1
            if not match.group(1).startswith(stem(path)):
                faults.append(f"{place}: {match.group(1)}() does not begin "
                              f"with {' or '.join(stem(path))}")
    for fault in faults:
        print(fault)
    print(f"{headers} headers, {functions} functions, {len(faults)} faults")
    return 1 if faults or functions < 300 else 0


sys.exit(main())
