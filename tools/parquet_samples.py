"""Writes the small Parquet files of crates/russet-import/tests/parquet: the same closes, as each of the
writers that users have makes them by default, and once with what a writer may choose besides.

    python tools/parquet_samples.py crates/russet-import/tests/parquet
"""

import datetime
import decimal
import pathlib
import sys

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet

folder = pathlib.Path(sys.argv[1])
days = [datetime.date(2024, 6, 26), datetime.date(2024, 6, 27), datetime.date(2024, 6, 28)]
tickers = ["IBM", "GE", "BRK.B", "DELL"]
rows = [
    (day, ticker, f"{ticker} Common Stock", 100.25 + 7 * place + number, 1000 * (place + 1))
    for number, day in enumerate(days)
    for place, ticker in enumerate(tickers)
]
names = ["date", "ticker", "name", "close", "volume"]
frame = pandas.DataFrame(rows, columns=names)

pandas.DataFrame(
    {**frame, "date": pandas.to_datetime(frame["date"]), "ticker": frame["ticker"].astype("category")}
).to_parquet(folder / "pandas.parquet")
polars.DataFrame(rows, schema=names, orient="row").with_columns(
    polars.col("name").cast(polars.Categorical)
).write_parquet(folder / "polars.parquet")
duckdb.sql(f"copy frame to '{folder / 'duckdb.parquet'}' (format parquet)")
day_type = pyarrow.timestamp("us", tz="UTC")
pyarrow.parquet.write_table(
    pyarrow.table(
        {
            "date": pyarrow.array([datetime.datetime.combine(row[0], datetime.time()) for row in rows], day_type),
            "ticker": pyarrow.array([row[1] for row in rows], pyarrow.large_string()),
            "name": pyarrow.array([row[2] for row in rows]).dictionary_encode(),
            "close": pyarrow.array([decimal.Decimal(str(row[3])) for row in rows], pyarrow.decimal128(18, 4)),
            "volume": pyarrow.array([row[4] for row in rows], pyarrow.uint32()),
        }
    ),
    folder / "pyarrow.parquet",
    compression="zstd",
    data_page_version="2.0",
    row_group_size=5,
)
