#!/bin/sh
# E-mails and the outbox in a browser. usage: readable.sh ROOT PROGRAM COMPOSING
# Skips (77) where there is no browser to ask.
set -eu
root=$1
program=$2
composing=$3

. "$root/tests/support/browser.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$root/input/2022" "$work/cy"
sed -i 's/^language: .*/language: cy/' "$work/cy/campaign.yaml"
mkdir "$work/pages"
for campaign in "$root/input/2020" "$root/input/2022" "$work/cy"; do
    year=$(basename "$campaign")
    "$program" render "$campaign" -o "$work/out-$year" --fsync none -q
    "$composing" "$root/fonts" "$campaign" "$work/out-$year" 1658300000 \
        >"$work/table"
done
cp "$work/out-2022/outbox/index.html" "$work/pages/outbox.html"
"$composing" "$root/fonts" "$root/input/2022" "$work/out-2022" 1658300000 \
    me@ombudsman.example >"$work/out-2022/outbox/sample.eml"
python3 - "$work" <<'END'
import email, email.policy, pathlib, sys
work = pathlib.Path(sys.argv[1])
# Figures of all three states, one not compared, panels, Welsh, a long name.
wanted = {"E06000032-2022", "E07000991-2022", "E26000991-2022", "sample-2022",
          "E07000995-2022", "E09000015-2020", "E07000991-cy"}
for path in sorted(work.glob("out-*/outbox/*.eml")):
    message = email.message_from_bytes(path.read_bytes(),
                                       policy=email.policy.default)
    page = message.get_body(("html",)).get_content()
    year = path.parts[-3].removeprefix("out-")
    if f"{path.stem}-{year}" in wanted:
        (work / "pages" / f"{path.stem}-{year}.html").write_text(page)
END
LETTERMILL_WORK=$work node --test "$root/tests/system/send/readable.mjs"
