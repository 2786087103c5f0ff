"""numpy: a dense panel of closes, then one matrix product a quarter."""
from panel import *

SHARES_BY_LINE, SESSION_OF = dense_baskets(), session_of_day()


def compute():
    table = pq.read_table(LONG)
    closes = np.zeros((DAYS, LINES))
    at = SESSION_OF[table["date"].cast("int32").to_numpy()], table["security"].to_numpy()
    closes[at] = table["price"].to_numpy()
    values = np.concatenate([
        closes[quarter * QUARTER:(quarter + 1) * QUARTER] @ SHARES_BY_LINE[quarter] for quarter in range(QUARTERS)
    ])
    turns = np.arange(QUARTER - 1, DAYS - 1, QUARTER)
    turned = [(closes[day] * (LAST > day)) @ SHARES_BY_LINE[(day + 1) // QUARTER] for day in turns]
    leavers = np.nonzero((LAST < DAYS - 1) & ((LAST + 1) % QUARTER != 0))[0]
    leaving = LAST[leavers]
    left = closes[leaving, leavers][:, None] * SHARES_BY_LINE[leaving // QUARTER, leavers]
    return chained(values, openings_of(values, turns, turned, leaving, left))


report("numpy dense", compute)
