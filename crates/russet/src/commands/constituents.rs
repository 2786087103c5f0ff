//! `russet constituents`: who is in an index on a day.

use anyhow::ensure;
use russet_calc::{RunFolder, run::Weighted};

use super::levels::known_index;
use crate::arguments::ConstituentsArguments;
use crate::output::{Kind, Sheet, Value};

pub fn run(arguments: &ConstituentsArguments) -> anyhow::Result<()> {
    let run = RunFolder::at(&arguments.run.run).read()?;
    known_index(&run.manifest, &arguments.index)?;
    let day = arguments.on.unwrap_or(run.manifest.to);
    let rows = run.weighted(&arguments.index, day);
    ensure!(
        !rows.is_empty(),
        "{} has no constituents on {day}: the run covers sessions from {} to {} (hint: give a session in that range)",
        arguments.index,
        run.manifest.from,
        run.manifest.to
    );
    sheet(&rows).print(arguments.run.format)
}

pub fn sheet(rows: &[Weighted]) -> Sheet {
    let mut sheet = Sheet::new([
        ("ticker", Kind::Text),
        ("name", Kind::Text),
        ("weight", Kind::Float),
        ("index_shares", Kind::Decimal),
        ("price", Kind::Decimal),
        ("market_cap", Kind::Decimal),
        ("price_date", Kind::Date),
        ("sector", Kind::Text),
        ("security", Kind::Whole),
    ]);
    for row in rows {
        let constituent = &row.constituent;
        sheet.row([
            Value::Text(constituent.ticker.to_string()),
            Value::Text(constituent.name.clone()),
            Value::Float(row.weight, 8),
            Value::Decimal(constituent.index_shares.to_string()),
            Value::Decimal(row.price.to_string()),
            Value::Decimal(row.market_cap.published(2)),
            Value::Date(row.price_date),
            constituent.sector.clone().map_or(Value::Missing, Value::Text),
            Value::Whole(i64::from(constituent.security.0)),
        ]);
    }
    sheet
}
