"""pandas: merges and groups, a year at a time to bound memory."""
import pandas as pd
from panel import *

baskets = pd.read_parquet(f"{FOLDER}/baskets.parquet")
SESSION_OF = session_of_day()


def worth(rows):
    held = rows.merge(baskets, on=["quarter", "security"])
    values = held[SHARES].to_numpy() * held["price"].to_numpy()[:, None]
    sums = pd.DataFrame(values, columns=SHARES).groupby(held["session"].to_numpy()).sum()
    return sums.index.to_numpy(), sums.to_numpy()


def compute():
    table = pq.read_table(LONG)
    session = SESSION_OF[table["date"].cast("int32").to_numpy()]
    rows = pd.DataFrame({"session": session, "security": table["security"].to_numpy(),
                         "price": table["price"].to_numpy(), "quarter": session // QUARTER})
    year = 4 * QUARTER
    cuts = np.searchsorted(session, np.arange(0, DAYS + year, year))
    values = np.concatenate([worth(rows.iloc[a:b])[1] for a, b in zip(cuts, cuts[1:]) if a < b])
    last = LAST[rows["security"].to_numpy()]
    turning = session % QUARTER == QUARTER - 1
    at_turn = rows[turning & (last > session) & (session < DAYS - 1)]
    turns, turned = worth(at_turn.assign(quarter=at_turn["quarter"] + 1))
    leaving, left = worth(rows[~turning & (last == session) & (session < DAYS - 1)])
    return chained(values, openings_of(values, turns, turned, leaving, left))


report("pandas", compute, 1)
