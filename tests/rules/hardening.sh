#!/bin/sh
# The released program is hardened, as readelf shows it: loaded at any address
# (PIE), what the linker fills in read-only once it is filled in (full RELRO), no
# stack that is executable, stacks with a canary, and calls of the C library that
# know how much room there is (FORTIFY). usage: hardening.sh PROGRAM
set -u
program=$1
[ -x "$program" ] || {
    echo "skipped: no $program"
    exit 77
}
failed=0
# shows WHAT PATTERN OPTIONS...: a line of readelf's matches.
shows() {
    what=$1 pattern=$2
    shift 2
    readelf -W "$@" "$program" | grep -qE "$pattern" || {
        echo "FAIL: $what: readelf $* shows no $pattern"
        failed=1
    }
}
shows "position independent" '^ *Type: +DYN' -h
shows "position independent" 'FLAGS_1.* PIE' -d
shows "bound at the start" 'FLAGS.*(BIND_NOW| NOW)' -d
shows "read-only relocations" '^ *GNU_RELRO ' -l
shows "a stack that runs nothing" '^ *GNU_STACK .* RW  *0x' -l
shows "stack protector" ' __stack_chk_fail@' --dyn-syms
shows "FORTIFY" ' __(mem|str|f?printf|v?snprintf|read)[a-z]*_chk@' --dyn-syms
[ "$failed" = 0 ] && echo "hardened"
exit $failed
