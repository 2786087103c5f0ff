"""bt: a back-test of 300 lines over two years with daily weights, extrapolated to the panel's members."""
import json, time, warnings
warnings.filterwarnings("ignore")
import bt
import pandas as pd
from panel import *

SAMPLE_LINES, SAMPLE_DAYS = 300, 504
table = pq.read_table(LONG, filters=[("date", "<", sessions["date"][SAMPLE_DAYS])]).to_pandas()
closes = table.pivot(index="date", columns="security", values="price").dropna(axis=1).iloc[:, :SAMPLE_LINES]
closes.index, closes.columns = pd.to_datetime(closes.index), [f"line{name}" for name in closes.columns]
weights = closes.div(closes.sum(axis=1), axis=0)
algorithms = [bt.algos.SelectAll(), bt.algos.WeighTarget(weights), bt.algos.Rebalance()]
start = time.perf_counter()
bt.run(bt.Backtest(bt.Strategy("index", algorithms), closes, integer_positions=False, progress_bar=False))
seconds = time.perf_counter() - start
members = (dense_baskets().any(axis=2).sum(axis=1) * QUARTER).sum()
print(json.dumps({"work": "bt, extrapolated", "seconds": seconds * members / closes.size}), flush=True)
