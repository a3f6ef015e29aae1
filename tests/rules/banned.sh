#!/bin/sh
# Calls that the house does not make. usage: banned.sh ROOT
set -eu
cd "$1"
calls='sprintf|vsprintf|strcpy|strcat|strncpy|strncat|strtok|strtok_r|atoi|atol'
calls="$calls|atof|gets|scanf|sscanf|fscanf|localtime|gmtime|longjmp|setjmp|rand"
calls="$calls|srand|time|alloca|system|popen|tmpnam|mktemp"
sources=$(find src -name "*.[ch]")
failed=0
if grep -nE "(^|[^A-Za-z0-9_>.])($calls)[ ]*\(" $sources | grep -vE '^[^:]*:[0-9]+: *(/?\*|//)'; then
    echo "banned calls, above"
    failed=1
fi
if grep -nE '\bsetlocale[ ]*\(' $sources | grep -v '^src/cli/main[a-z_]*.c:'; then
    echo "setlocale outside main.c"
    failed=1
fi
if grep -nE '^typedef ' $sources | grep -vE '\(|worker_pool_task'; then
    echo "typedefs are for functions only"
    failed=1
fi
if grep -nE '(TODO|FIXME)' $sources tests/unit/*/*.c; then
    echo "unfinished work"
    failed=1
fi
exit $failed
