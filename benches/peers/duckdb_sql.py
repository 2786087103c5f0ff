"""DuckDB: the same joins as SQL over the Parquet file."""
import duckdb
from panel import *

db = duckdb.connect()
db.execute(f"""
    create table sessions as select *, session // {QUARTER} as quarter from '{FOLDER}/sessions.parquet';
    create table baskets as select * from '{FOLDER}/baskets.parquet';
    create table lines as select * from '{FOLDER}/lines.parquet';
""")
SUMS = ", ".join(f"sum(price * {name}::double) as {name}" for name in SHARES)


def worth(rows):
    answer = db.execute(f"""
        select session, {SUMS} from ({rows}) as held join baskets using (quarter, security)
        group by session order by session
    """).fetchnumpy()
    return np.asarray(answer["session"]), np.stack([answer[name] for name in SHARES], axis=1)


def compute():
    prices = f"select date, security, price from '{LONG}'"
    _, values = worth(f"select security, price, session, quarter from ({prices}) join sessions using (date)")
    turns, turned = worth(f"""
        select security, price, session, quarter + 1 as quarter from ({prices})
        join (select * from sessions where session % {QUARTER} = {QUARTER - 1} and session < {DAYS - 1}) using (date)
        join lines using (security) where last > session
    """)
    leaving, left = worth(f"""
        select security, price, session, quarter from ({prices})
        join (select security, date, session, quarter from lines join sessions on session = last
              where last < {DAYS - 1} and (last + 1) % {QUARTER} <> 0) using (date, security)
    """)
    return chained(values, openings_of(values, turns, turned, leaving, left))


report("duckdb", compute)
