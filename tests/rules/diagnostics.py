#!/usr/bin/env python3
"""Every diagnostic has a golden case, or a reason why not.

usage: diagnostics.py ROOT

A case counts for a rule if it is named after it, or if a line of its
expected.places names it. EXEMPT lists the rules that no campaign can trigger,
each with the test that covers it.
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
golden = root / "tests" / "golden"
rules = re.findall(r'^RULE\(\w+, "([a-z0-9-]+)"',
                   (root / "src/base/rule.def").read_text(), re.M)
covered = {path.parent.name for path in golden.glob("*/campaign")}
for places in golden.glob("*/expected.places"):
    for line in places.read_text().splitlines():
        if line.strip():
            covered.add(line.split()[-1])
exempt = {}
for line in (golden / "EXEMPT").read_text().splitlines():
    if line.strip() and not line.startswith("#"):
        rule, test = line.split(None, 2)[:2]
        exempt[rule] = test
faults = [f"{rule}: no case in tests/golden" for rule in rules
          if rule not in covered and rule not in exempt]
faults += [f"EXEMPT names {rule}, which is no rule" for rule in exempt
           if rule not in rules]
faults += [f"EXEMPT: {test} is not there" for test in exempt.values()
           if not (root / test).exists()]
faults += [f"{rule} stands twice in rule.def" for rule in set(rules)
           if rules.count(rule) > 1]
for fault in sorted(faults):
    print(fault)
print(f"{len(rules)} rules, {len(faults)} faults")
sys.exit(1 if faults else 0)
