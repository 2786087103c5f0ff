"""Figures of one run (lines of JSON) to a table, and one RATIO line a row: measured ≥ floor is good."""
import json, sys

rows = {}
for line in open(sys.argv[1]):
    row = json.loads(line)
    rows[row["work"]] = row

print(f"{'work':<34}{'seconds':>12}{'peak MiB':>10}")
for row in rows.values():
    peak = f"{row['peak_bytes'] / 2**20:>10,.0f}" if row.get("peak_bytes") else ""
    print(f"{row['work']:<34}{row['seconds']:>12.4f}{peak}")
print()


def seconds(work):
    return rows[work]["seconds"] if work in rows else None


def ratio(work, measured, floor):
    """Of two figures one of which may be absent."""
    print(f"RATIO {work} {measured:.2f} {floor}" if measured else f"skipped {work}: nothing was measured")


def faster(work, ours, peer, floor):
    ours, peer = seconds(ours), seconds(peer)
    ratio(work, ours and peer and peer / ours, floor)


def within(work, row, most_seconds, most_bytes=None):
    took = seconds(row)
    ratio(f"{work}-seconds", took and most_seconds / took, 1)
    if most_bytes:
        peak = rows.get(row, {}).get("peak_bytes")
        ratio(f"{work}-bytes", peak and most_bytes / peak, 1)


faster("no-cache-against-numba", "russet levels, no cache", "numba fused", 3)
faster("no-cache-against-polars-eager", "russet levels, no cache", "polars eager", 10)
faster("no-cache-against-duckdb", "russet levels, no cache", "duckdb", 20)
decode, levels = seconds("russet decode"), seconds("russet levels, no cache")
ratio("no-cache-within-1.6-decodes", decode and levels and 1.6 * decode / levels, 1)
faster("cache-against-numba", "russet levels, cache", "numba fused", 20)
read, values = seconds("russet memory read"), seconds("russet values, cache open")
ratio("cache-within-2-memory-reads", read and values and 2 * read / values, 1)
within("build", "russet build", 10, 2 * 2**30)
append = seconds("russet append")
ratio("append", append and 0.05 / append, 1)
within("import-screener", "russet import", 15, 2 * 2**30)
within("sweep-100-variants", "russet sweep", 30)
