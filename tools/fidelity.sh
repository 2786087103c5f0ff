#!/usr/bin/env bash
# The tables of docs/FIDELITY.md, made from a folder of market data: what was imported, what each rule
# adds, and how near the result comes to published lists and levels.
#
#   tools/fidelity.sh DATA WORK      DATA: screener/, holdings/, levels/, reference/; WORK: a scratch folder
set -euo pipefail
data=${1:?the folder of the market data} work=${2:?a scratch folder}
russet=${RUSSET_BINARY:-cargo run --quiet --release --}
from=${FROM:-2021-06-25} to=${TO:-2024-06-28}
here=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$work"

say() { printf '\n== %s\n' "$*"; }

if [ ! -d "$work/market" ]; then
    say "import"
    $russet import screener "$data"/screener/*.parquet --market "$work/market"
    $russet import holdings "$data"/holdings/*.csv --market "$work/market"
    $russet import members "$data"/holdings/members.parquet --market "$work/market"
    $russet import sec "$data"/reference/*.parquet --market "$work/market"
fi

# One line: mean agreement over all lists, agreement by list, tracking error with and without doubtful
# sessions.
score() {
    local name=$1 run=$2
    $russet validate members --run "$run" --index R2000 --against "$data/holdings/members.parquet" \
        --format csv --examples 0 2>/dev/null > "$work/members.csv"
    $russet validate levels --run "$run" --index R2000 --against "$data/levels/RUT.csv" \
        --format csv 2>/dev/null > "$work/levels.csv"
    awk -F, -v name="$name" '
        FNR == 1 { file++ ; next }
        file == 1 { sum += $8; lists++ }
        file == 2 { error = error sprintf("%8.3f", $4); if ($1 == "all") correlation = $3 }
        END { printf "%-34s %9.4f %12.6f  %s\n", name, sum / lists, correlation, error }
    ' "$work/members.csv" "$work/levels.csv"
}

build() {
    local methodology=$1 run=$2
    shift 2
    $russet build --market "$work/market" --methodology "$methodology" --from "$from" --to "$to" \
        --run "$run" "$@" 2>/dev/null
}

# The shipped rules without one of them: a screen taken out of the order, or a table taken out.
without_screen() { sed -E "/^order = \[/,/^\]/ s/\"$1\",? ?//" "$here/methodologies/russell-us.toml"; }
without_table() {
    awk -v table="$1" '/^\[/ { skip = ($0 == "[" table "]" || $0 == "[[" table "]]") } !skip' \
        "$here/methodologies/russell-us.toml"
}

say "what each rule adds: R2000 against IWM and RUT, $from to $to"
printf '%-34s %9s %12s  %s\n' "without" "Jaccard" "correlation" "tracking error, all and without doubtful sessions"
build russell-us "$work/run"
score "nothing: all rules" "$work/run"
for screen in nationality trust_price fund_like_volatility closely_held secondary_class kind price; do
    without_screen "$screen" > "$work/variant.toml"
    build "$work/variant.toml" "$work/variant"
    score "$screen" "$work/variant"
done
for table in eligibility.kind.registered free_float.recent_listings free_float.estimated; do
    without_table "$table" > "$work/variant.toml"
    build "$work/variant.toml" "$work/variant"
    score "$table" "$work/variant"
done
build russell-us "$work/inferred" --infer-from-lists
score "nothing, and learning from lists" "$work/inferred"

say "by list, without and with learning from lists"
for run in run inferred; do
    $russet validate members --run "$work/$run" --index R2000 \
        --against "$data/holdings/members.parquet" --examples 0 2>/dev/null
done

say "levels"
$russet validate levels --run "$work/run" --index R2000 --against "$data/levels/RUT.csv" \
    --budget --market "$work/market" 2>/dev/null

say "other indexes"
for pair in R1000:IWB:IWB_2023-11-22 R3000:IWV:IWV_2023-11-22 RMICRO:IWC:IWC_2022-05-09; do
    IFS=: read -r index fund file <<< "$pair"
    $russet validate members --run "$work/run" --index "$index" --fund "$fund" \
        --against "$data/holdings/$file.csv" --examples 0 2>/dev/null
done

say "misses of the last list but one, by cause"
day=$(awk -F, 'FNR > 1 { before = last; last = $2 } END { print before }' "$work/members.csv")
$russet validate members --run "$work/run" --index R2000 --against "$data/holdings/members.parquet" \
    --on "$day" --examples 6 2>/dev/null | cut -c1-160

say "the observed index"
first=$(ls "$data"/holdings/IWM_*.csv | sed -E 's/.*IWM_(.*)\.csv/\1/' | sort | head -1)
FROM=$first from=$first build observed-r2000 "$work/observed"
$russet validate levels --run "$work/observed" --index R2000 --against "$data/levels/RUT.csv" \
    2>/dev/null | head -12
for list in "$data"/holdings/IWM_*.csv; do
    day=$(basename "$list" .csv | sed 's/IWM_//')
    end=$(date -d "$day + 57 days" +%F)
    from=$day to=$end build observed-r2000 "$work/observed"
    printf 'forty sessions from %s\n' "$day"
    $russet validate levels --run "$work/observed" --index R2000 --against "$data/levels/RUT.csv" \
        2>/dev/null | head -4
done

say "comparison families"
for pair in price30:PRICE30:DJI large500:LARGE500:GSPC composite:COMPOSITE:IXIC; do
    IFS=: read -r family index published <<< "$pair"
    from=${FAMILIES_FROM:-2021-02-01} build "$family" "$work/$family"
    $russet validate levels --run "$work/$family" --index "$index" \
        --against "$data/levels/$published.csv" 2>/dev/null
done
