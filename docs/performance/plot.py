"""Draws scale.svg from scale.jsonl, which `panel scale` prints. Needs nothing but Python.

    cargo run --profile dist -p russet-blocks --example panel -- scale PANEL 5 > docs/performance/scale.jsonl
    python3 docs/performance/plot.py
"""
import json, math, pathlib

FOLDER = pathlib.Path(__file__).parent
ROWS = [json.loads(line) for line in open(FOLDER / "scale.jsonl")]
LONGEST = max(row["years"] for row in ROWS)
LINES = [("no_cache_seconds", "from price files", "#8c3b1f"), ("cache_seconds", "from the cache", "#1f5c8c")]
WIDTH, HEIGHT, LEFT, TOP = 340, 220, 64, 44


def panel(offset, title, rows, key):
    """One plot with logarithmic axes."""
    xs = [row[key] for row in rows]
    ys = [row[name] * 1000 for row in rows for name, _, _ in LINES]
    low, high = 10 ** math.floor(math.log10(min(ys))), 10 ** math.ceil(math.log10(max(ys)))
    x = lambda value: offset + LEFT + WIDTH * math.log(value / min(xs)) / math.log(max(xs) / min(xs))
    y = lambda value: TOP + HEIGHT * (1 - math.log(value / low) / math.log(high / low))
    parts = [f'<text x="{offset + LEFT}" y="24" font-weight="bold">{title}</text>']
    tick = low
    while tick <= high:
        parts.append(f'<path d="M{offset + LEFT} {y(tick):.1f}h{WIDTH}" stroke="#ddd"/>')
        parts.append(f'<text x="{offset + LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:g} ms</text>')
        tick *= 10
    for value in xs:
        parts.append(f'<text x="{x(value):.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{value:g}</text>')
    for name, label, color in LINES:
        points = [(x(row[key]), y(row[name] * 1000)) for row in rows]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{color}"/>' for px, py in points]
        parts.append(f'<text x="{points[0][0] + 8:.1f}" y="{points[0][1] - 8:.1f}" fill="{color}">{label}</text>')
    return parts


by_indexes = sorted((row for row in ROWS if row["years"] == LONGEST), key=lambda row: row["indexes"])
by_years = sorted((row for row in ROWS if row["indexes"] == 4), key=lambda row: row["years"])
total = 2 * (WIDTH + LEFT) + 40
svg = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{total}" height="{TOP + HEIGHT + 34}" '
       'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>']
svg += panel(0, f"values of N indexes over {LONGEST:.0f} years", by_indexes, "indexes")
svg += panel(WIDTH + LEFT, "values of 4 indexes over N years", by_years, "years")
(FOLDER / "scale.svg").write_text("\n".join(svg + ["</svg>"]) + "\n")
