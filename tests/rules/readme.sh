#!/bin/sh
# README's commands are verbs of ./dev, and its files exist. usage: readme.sh ROOT
set -eu
cd "$1"
failed=0
for verb in $(grep -oE '\./dev [a-z]+' README.md ARCHITECTURE.md | awk '{print $2}' | grep -v '^help$' | sort -u); do
    ./dev help | grep -qE "^  $verb( |$)" || {
        echo "README names ./dev $verb, which is no verb"
        failed=1
    }
done
for file in $(grep -oE '\]\([A-Za-z0-9_./-]+\)' README.md | tr -d ']()'); do
    [ -e "$file" ] || {
        echo "README points to $file, which is not there"
        failed=1
    }
done
exit $failed
