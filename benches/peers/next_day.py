"""A market's last day (`MARKET --last`), or rows for the weekday after it, which close as it did."""
import datetime, json, sys
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

market, target = sys.argv[1:]
files = [row["file"] for row in json.load(open(f"{market}/market.json"))["files"]]
last_year = pq.read_table(f"{market}/{max(name for name in files if name.startswith('prices/'))}")
last = pc.max(last_year["date"]).as_py()
if target == "--last":
    print(last)
    sys.exit()
following = last + datetime.timedelta(days=1)
while following.weekday() > 4 or (following.month, following.day) == (1, 1):
    following += datetime.timedelta(days=1)
rows = last_year.filter(pc.equal(last_year["date"], last))
securities = pq.read_table(f"{market}/" + next(name for name in files if name.startswith("securities-")))
names = securities.filter(pc.equal(securities["to"], last)).select(["security", "ticker", "mic"])
rows = rows.join(names, "security", join_type="inner")
day = pa.table({
    "date": pa.array([following] * rows.num_rows, pa.date32()),
    "ticker": rows["ticker"],
    "close": rows["close"],
    "exchange": rows["mic"],
})
pq.write_table(day, target)
print(f"{day.num_rows} closes of {following}", file=sys.stderr)
