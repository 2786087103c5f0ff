"""numba: one compiled pass over the columns that pyarrow decodes."""
import numba
from panel import *

SHARES_BY_LINE, SESSION_OF = dense_baskets(), session_of_day()


@numba.njit
def accumulate(days, session_of, securities, prices, shares, last, values, turned, left):
    for row in range(len(days)):
        session, line, price = session_of[days[row]], securities[row], prices[row]
        quarter = session // QUARTER
        for index in range(values.shape[1]):
            values[session, index] += price * shares[quarter, line, index]
        if session % QUARTER == QUARTER - 1:
            if last[line] > session and quarter + 1 < len(shares):
                for index in range(values.shape[1]):
                    turned[session, index] += price * shares[quarter + 1, line, index]
        elif last[line] == session:
            for index in range(values.shape[1]):
                left[session, index] += price * shares[quarter, line, index]


def compute():
    table = pq.read_table(LONG, columns=["date", "security", "price"])
    values, turned, left = np.zeros((DAYS, 4)), np.zeros((DAYS, 4)), np.zeros((DAYS, 4))
    for batch in table.to_batches():
        days, securities, prices = batch.columns
        accumulate(days.cast("int32").to_numpy(), SESSION_OF, securities.to_numpy(), prices.to_numpy(),
                   SHARES_BY_LINE, LAST, values, turned, left)
    turns = np.arange(QUARTER - 1, DAYS - 1, QUARTER)
    every = np.arange(DAYS - 1)
    return chained(values, openings_of(values, turns, turned[turns], every, np.where(
        np.isin(every, turns)[:, None], 0, left[:-1])))


compute()
report("numba fused", compute, 5)
