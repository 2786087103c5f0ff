#!/usr/bin/env bash
# Russet and its peers on one panel and one market, in one run. Ends with one line a row:
# RATIO <work> <measured> <floor>; measured ≥ floor is good.
#
#   RUSSET_PANEL    folder of the panel, made once and used again   (default: a temporary one)
#   RUSSET_MARKET   market of 40 years for build, append and sweep  (default: simulated beside the panel)
#   RUSSET_DATA     folder whose screener/ holds rows to import     (default: none, which skips that row)
#   RUSSET_BINARY   the russet to measure                           (default: built here)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export RUSSET_PANEL=${RUSSET_PANEL:-$work/panel}
market=${RUSSET_MARKET:-$RUSSET_PANEL/market-40-years}
results=$work/results.jsonl

# Some machines ask linear algebra for an architecture that their processor is not.
unset OPENBLAS_CORETYPE OPENBLAS_NUM_THREADS

step() { printf '\n== %s\n' "$*" >&2; }

step "peers"
venv=${RUSSET_PEERS_VENV:-$work/venv}
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
fi

step "russet"
cargo build --profile dist --package russet-blocks --example panel
panel=$root/target/dist/examples/panel
if [ -z "${RUSSET_BINARY:-}" ]; then
    cargo build --profile dist --package russet
fi
russet=${RUSSET_BINARY:-$root/target/dist/russet}

step "the panel"
[ -f "$RUSSET_PANEL/market/market.json" ] || "$panel" make "$RUSSET_PANEL"

step "levels from Parquet and from the cache"
"$panel" measure "$RUSSET_PANEL" 9 >>"$results"
for peer in "numba_fused" "numpy_dense" "polars_join eager" "polars_join lazy" "duckdb_sql" "pandas_merge" "bt_backtest"; do
    read -r script argument <<<"$peer "
    printf '%s\n' "$peer" >&2
    "$venv/bin/python" "$here/$script.py" $argument >>"$results" || echo "$peer could not run" >&2
done

# Runs a russet command and keeps its figures; a failure costs its row only.
measure() {
    local name=$1
    shift
    "$venv/bin/python" "$here/measured.py" "$name" "$russet" "$@" >>"$results" || echo "skipped: $name" >&2
}

step "the real binary"
[ -f "$market/market.json" ] || "$russet" simulate --market "$market" --companies 3350 --years 40
families=russell-us,large500,mid400,small600,price30,composite,tech100,us-equal,us-sectors
cp -r "$market" "$work/market"
measure "russet build" build --market "$work/market" --methodology "$families" --run "$work/run"

# The last day is added to thirty indexes that end the day before; the day before that is added first, so that
# the files are where the system keeps them at hand.
read -r third second last <<<"$("$venv/bin/python" "$here/last_sessions.py" "$market")"
append=(build --market "$work/market" --methodology russell-us --run "$work/appended" --to)
if "$russet" "${append[@]}" "$third" >&2 && "$russet" "${append[@]}" "$second" >&2; then
    measure "russet append" "${append[@]}" "$last"
fi

if [ -n "${RUSSET_DATA:-}" ]; then
    measure "russet import" import screener "$RUSSET_DATA"/screener/*.parquet --market "$work/imported"
else
    echo "skipped: russet import (RUSSET_DATA names no folder)" >&2
fi

ten_years=$((${last%%-*} - 9))-01-01
measure "russet sweep" sweep --market "$market" --methodology russell-us --indexes R2000 --from "$ten_years" \
    --vary breakpoints.1000.half_width_percent=0,0.5,1,1.5,2,2.5,3,3.5,4,4.5 \
    --vary breakpoints.2000.half_width_percent=0,0.5,1,1.5,2,2.5,3,3.5,4,4.5

step "figures"
"$venv/bin/python" "$here/table.py" "$results"
[ -z "${RUSSET_RESULTS:-}" ] || cp "$results" "$RUSSET_RESULTS"
