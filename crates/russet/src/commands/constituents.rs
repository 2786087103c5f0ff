//! `russet constituents`: who is in an index on a day.

use anyhow::{bail, ensure};
use russet_calc::run::Weighted;

use super::levels::known_index;
use crate::arguments::ConstituentsArguments;
use crate::methodology::family_of;
use crate::output::{Kind, Sheet, Value};

pub fn run(arguments: &ConstituentsArguments) -> anyhow::Result<()> {
    let folder = arguments.run.place.snapshot()?;
    let manifest = folder.manifest();
    known_index(manifest, &arguments.index)?;
    let (from, to) = (manifest.from, manifest.to);
    let day = arguments.on.unwrap_or(to);
    let run = folder.read_between(day, day)?;
    if let Err(error) = family_of(&run)?.sessions().index_of(day) {
        bail!("{error} (hint: --on takes a session of the run, {from} to {to})");
    }
    let rows = run.weighted(&arguments.index, day)?;
    ensure!(
        !rows.is_empty(),
        "{} has no constituents on {day}: the run covers sessions from {from} to {to} (hint: give a session in that range)",
        arguments.index
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
        ("free_float", Kind::Float),
        ("free_float_source", Kind::Text),
        ("free_float_since", Kind::Date),
        ("security", Kind::Whole),
        ("style", Kind::Decimal),
        ("cap", Kind::Decimal),
        ("country", Kind::Text),
        ("currency", Kind::Text),
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
            Value::Float(constituent.free_float.to_f64(), 4),
            Value::Text(constituent.free_float_source.clone()),
            constituent.free_float_since.map_or(Value::Missing, Value::Date),
            Value::Whole(i64::from(constituent.security_id.0)),
            Value::Decimal(constituent.style_probability.to_string()),
            Value::Decimal(constituent.cap_factor.to_string()),
            constituent.country.clone().map_or(Value::Missing, Value::Text),
            Value::Text(constituent.currency.to_string()),
        ]);
    }
    sheet
}
