//! `russet constituents`: who is in an index on a day.

use clap::Args;
use jiff::civil::Date;
use russet_core::WeightedConstituent;

use crate::arguments::RunArguments;
use crate::output::{Kind, Sheet, Value};

#[derive(Args)]
pub struct ConstituentsArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// The session (default: the run's last)
    #[arg(long)]
    pub on: Option<Date>,
}

pub fn run(arguments: &ConstituentsArguments) -> anyhow::Result<()> {
    let run = arguments.run.place.open()?;
    let day = arguments.on.unwrap_or(*run.days().end());
    let rows = russet_core::rows(&run.constituents(&arguments.index, day)?)?;
    sheet(&rows).print(arguments.run.format)
}

pub fn sheet(rows: &[WeightedConstituent]) -> Sheet {
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
        sheet.row([
            Value::Text(row.ticker.to_string()),
            Value::Text(row.name.clone()),
            Value::Float(row.weight, 8),
            Value::Decimal(row.index_shares.to_string()),
            Value::Decimal(row.price.to_string()),
            Value::Decimal(row.market_cap.published(2)),
            Value::Date(row.price_date),
            row.sector.clone().map_or(Value::Missing, Value::Text),
            Value::Float(row.free_float.to_f64(), 4),
            Value::Text(row.free_float_source.clone()),
            row.free_float_since.map_or(Value::Missing, Value::Date),
            Value::Whole(i64::from(row.security_id.0)),
            Value::Decimal(row.style_probability.to_string()),
            Value::Decimal(row.cap_factor.to_string()),
            row.country.clone().map_or(Value::Missing, Value::Text),
            Value::Text(row.currency.to_string()),
        ]);
    }
    sheet
}
