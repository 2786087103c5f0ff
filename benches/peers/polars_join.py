"""Polars: joins and groups, eager (`eager`) or lazy with the streaming engine (`lazy`)."""
import sys
import polars as pl
from panel import *

LAZY = sys.argv[1] == "lazy"
sessions = pl.read_parquet(f"{FOLDER}/sessions.parquet").with_columns(quarter=pl.col("session") // QUARTER)
baskets = pl.read_parquet(f"{FOLDER}/baskets.parquet").with_columns(pl.col(SHARES).cast(pl.Float64))
lines = pl.read_parquet(f"{FOLDER}/lines.parquet")
turns = sessions.filter((pl.col("session") % QUARTER == QUARTER - 1) & (pl.col("session") < DAYS - 1))
turns = turns.with_columns(pl.col("quarter") + 1)
leavers = lines.filter((pl.col("last") < DAYS - 1) & ((pl.col("last") + 1) % QUARTER != 0))
leavers = leavers.join(sessions, left_on="last", right_on="session").rename({"last": "session"})
leavers = leavers.select("security", "date", "session", "quarter")


def worth(rows):
    sums = [(pl.col("price") * pl.col(name)).sum().alias(name) for name in SHARES]
    return rows.join(baskets.lazy(), on=["quarter", "security"]).group_by("session").agg(sums).sort("session")


def compute():
    prices = pl.scan_parquet(LONG) if LAZY else pl.read_parquet(LONG).lazy()
    alive = lines.lazy().select("security", "last")
    asked = [
        worth(prices.join(sessions.lazy(), on="date")),
        worth(prices.join(turns.lazy(), on="date").join(alive, on="security").filter(pl.col("last") > pl.col("session"))),
        worth(prices.join(leavers.lazy(), on=["date", "security"])),
    ]
    values, turned, left = pl.collect_all(asked, engine="streaming")
    numbers = lambda frame: frame.select(SHARES).to_numpy()
    openings = openings_of(numbers(values), turned["session"].to_numpy(), numbers(turned),
                           left["session"].to_numpy(), numbers(left))
    return chained(numbers(values), openings)


report(f"polars {sys.argv[1]}", compute)
