#!/usr/bin/env bash
# Runs every fuzz target for some seconds: fuzz/run.sh [seconds per target] [target …]
#
# libFuzzer is linked in by a stable compiler; nothing has to be installed but a C++ compiler. What is
# found is kept in fuzz/artifacts, what led further in fuzz/corpus. `cargo fuzz` works here too.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-10}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    for path in fuzz_targets/*.rs; do targets+=("$(basename "$path" .rs)"); done
fi
command -v c++ >/dev/null || { echo "skipped: no C++ compiler to build libFuzzer with"; exit 0; }

# What `cargo fuzz build --sanitizer none` asks of the compiler, all of it stable. With --target the
# flags are for the targets alone, not for what builds them.
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares"
host=$(rustc -vV | sed -n 's/^host: //p')
"${CARGO:-cargo}" build --release --locked --target "$host" "${targets[@]/#/--bin=}"

files=$(mktemp -d "$([ -d /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/russet-fuzz.XXXXXX")
trap 'rm -rf "$files"' EXIT
export RUSSET_FUZZ_FOLDER=$files RAYON_NUM_THREADS=1
findings=0
for target in "${targets[@]}"; do
    mkdir -p "corpus/$target" "artifacts/$target"
    log=$files/$target.log
    # 1 GB, and 10 seconds an input: a small file may cost no more.
    if { RUSSET_FUZZ_SEEDS=corpus/$target "target/$host/release/$target" "corpus/$target" \
        -artifact_prefix="artifacts/$target/" -max_total_time="$seconds" -max_len=65536 \
        -rss_limit_mb=1024 -malloc_limit_mb=512 -timeout=10 -print_final_stats=1; } \
        >"$log" 2>&1; then
        result="nothing found"
    else
        result="FOUND: $(grep -m 1 -A 2 -E '^finding:|ERROR: libFuzzer|^thread .* panicked' "$log" | tr '\n' ' ')"
        findings=$((findings + 1))
    fi
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    printf '%-14s %8s executions, %4s MB, %s\n' "$target" "${runs:-?}" \
        "$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")" "$result"
    [[ $result == "nothing found" ]] || sed -n 's/^Test unit written to /    /p' "$log"
done
[ "$findings" -eq 0 ]
