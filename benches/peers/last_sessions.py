"""The last three sessions of a market, in order."""
import json, sys
import pyarrow.compute as pc
import pyarrow.parquet as pq

market = sys.argv[1]
files = [row["file"] for row in json.load(open(f"{market}/market.json"))["files"]]
year = max(name for name in files if name.startswith("prices/"))
dates = pc.unique(pq.read_table(f"{market}/{year}", columns=["date"])["date"])
print(*sorted(dates.to_pylist())[-3:])
