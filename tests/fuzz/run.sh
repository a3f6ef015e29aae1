#!/bin/sh
# ./dev fuzz [SECONDS [TARGET...]]: each fuzzer for a while, from its corpus.
# What it finds new goes to build/fuzz/corpus, a crash to build/fuzz.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- csv_table roster settings template svg signature_check bounce xmp \
    verify
here=$PWD
cd build/fuzz
for target in "$@"; do
    mkdir -p "corpus/$target"
    echo "fuzz: $target for $seconds s"
    "tests/fuzz_$target" -max_total_time="$seconds" -timeout=10 \
        -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
        "corpus/$target" "$here/tests/fuzz/$target" 2>&1 |
        grep -E 'ERROR|SUMMARY|stat::number_of_executed|stat::average_exec' || true
    if ls crash-* leak-* timeout-* oom-* >/dev/null 2>&1; then
        echo "fuzz: $target found something, in build/fuzz"
        exit 1
    fi
done
