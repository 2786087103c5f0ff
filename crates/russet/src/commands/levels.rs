//! `russet levels`: the levels of an index.

use anyhow::ensure;
use russet_calc::{LevelRow, Manifest, RunFolder};

use crate::arguments::LevelsArguments;
use crate::output::{Kind, Sheet, Value};

/// Decimals of a printed divisor.
const DIVISOR_DECIMALS: u32 = 9;

pub fn run(arguments: &LevelsArguments) -> anyhow::Result<()> {
    let folder = RunFolder::at(&arguments.run.run);
    let manifest = folder.manifest()?;
    known_index(&manifest, &arguments.index)?;
    let rows: Vec<LevelRow> = folder.table()?;
    let wanted = |row: &&LevelRow| {
        row.index == arguments.index
            && arguments.from.is_none_or(|from| row.date >= from)
            && arguments.to.is_none_or(|to| row.date <= to)
    };
    ensure!(
        rows.iter().any(|row| wanted(&row)),
        "{} has no level in that range: the run covers sessions from {} to {} (hint: choose --from and --to in it)",
        arguments.index,
        manifest.from,
        manifest.to
    );
    sheet(rows.iter().filter(wanted), manifest.decimals).print(arguments.run.format)
}

/// Refuses an index that the run has not.
pub fn known_index(manifest: &Manifest, index: &str) -> anyhow::Result<()> {
    let known: Vec<&str> = manifest.indexes.iter().map(|known| known.id.as_str()).collect();
    ensure!(
        known.contains(&index),
        "the run has no index '{index}' (hint: it has {})",
        known.join(", ")
    );
    Ok(())
}

/// Levels as a sheet.
pub fn sheet<'rows>(rows: impl Iterator<Item = &'rows LevelRow>, decimals: u32) -> Sheet {
    let mut sheet = Sheet::new([
        ("date", Kind::Date),
        ("price_return", Kind::Decimal),
        ("net_return", Kind::Decimal),
        ("total_return", Kind::Decimal),
        ("divisor", Kind::Decimal),
        ("constituents", Kind::Whole),
        ("market_cap", Kind::Decimal),
    ]);
    for row in rows {
        sheet.row([
            Value::Date(row.date),
            Value::Decimal(row.price_return.published(decimals)),
            Value::Decimal(row.net_return.published(decimals)),
            Value::Decimal(row.total_return.published(decimals)),
            Value::Decimal(row.divisor.published(DIVISOR_DECIMALS)),
            Value::Whole(i64::from(row.constituents)),
            Value::Decimal(row.market_cap.published(2)),
        ]);
    }
    sheet
}
