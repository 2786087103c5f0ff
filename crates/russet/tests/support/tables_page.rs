//! The text of `docs/tables.md`.

use russet_calc::Run;
use russet_market::Market;
use russet_store::table::{TableSchema, page};

const INTRODUCTION: &str = "\
# Tables

<!-- Generated: cargo run -p russet --example tables > docs/tables.md -->

Every table of a market folder and of a run folder is plain Parquet. In a market each table is one file, and
`prices` one a year; in a run each table is a folder of parts. A column has one name and one unit wherever it
appears. Types are as SQL spells them; exact numbers are decimals, so sums of them are exact.

`index_shares * close` is exact in SQL without a cast: a share count has 28 digits and a price 18, so the product
fits in 38. The market value of an index at each close that its price files have:

```sql
SELECT c.index_id, p.date, sum(c.index_shares * p.close) AS market_cap
FROM 'run/constituents/*.parquet' c
JOIN 'run/prices/*.parquet' p
  ON p.security_id = c.security_id AND p.date BETWEEN c.first_session AND c.last_session
GROUP BY ALL
ORDER BY ALL;
```

Closes that are carried, or on an action's terms, are in `closes` and take precedence over `prices`.
";

/// Every table of a market and of a run, column by column, from its declaration.
pub fn text() -> String {
    let sections = |tables: Vec<&TableSchema>| -> String {
        tables.into_iter().map(|table| format!("\n{}", page(table))).collect()
    };
    let (market, run) = (sections(Market::schemas()), sections(Run::schemas()));
    format!(
        "{INTRODUCTION}\n# Tables of a market\n{market}\n# Tables of a run\n\nThe files of `prices` are the \
         market's own.\n{run}"
    )
}
