//! `russet levels`: the levels of an index.

use std::ops::{Bound, RangeBounds};

use anyhow::{Context, bail, ensure};
use clap::Args;
use jiff::civil::Date;
use russet_calc::Manifest;
use russet_calc::bases::on_base;
use russet_calc::run::as_published;
use russet_core::{LevelRow, Run};

use crate::arguments::RunArguments;
use crate::output::{Kind, Sheet, Value};

/// Decimals of a printed divisor.
const DIVISOR_DECIMALS: u32 = 9;

#[derive(Args)]
pub struct LevelsArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// Another series of the index by its name, from a base of its own: real_time or end_of_day
    #[arg(long)]
    pub base: Option<String>,
    /// The first session
    #[arg(long)]
    pub from: Option<Date>,
    /// The last session
    #[arg(long)]
    pub to: Option<Date>,
    /// The levels as first published, before any restatement
    #[arg(long)]
    pub as_published: bool,
}

pub fn run(arguments: &LevelsArguments) -> anyhow::Result<()> {
    let run = arguments.run.place.open()?;
    let included = |day: Option<Date>| day.map_or(Bound::Unbounded, Bound::Included);
    let range = (included(arguments.from), included(arguments.to));
    let in_range = run.levels(&arguments.index, range)?;
    let rows: Vec<LevelRow> = match &arguments.base {
        // Another base is found from the index's first level on.
        Some(_) => russet_core::rows(&run.levels(&arguments.index, ..)?)?,
        None => russet_core::rows(&in_range)?,
    };
    let rows = match arguments.as_published {
        true => as_published(rows, &run.snapshot().restatements()?),
        false => rows,
    };
    let rows = match &arguments.base {
        Some(name) => on_named_base(&run, &rows, name)?,
        None => rows,
    };
    let rows = rows.iter().filter(|row| range.contains(&row.date));
    let decimals = run.manifest().decimals;
    let sheet = match arguments.as_published {
        true => published_sheet(rows, decimals),
        false => sheet(rows, decimals),
    };
    sheet.print(arguments.run.format)
}

/// The levels of an index from another of its bases.
fn on_named_base(run: &Run, rows: &[LevelRow], name: &str) -> anyhow::Result<Vec<LevelRow>> {
    let index = rows.first().map_or("", |row| &row.index_id);
    let rule = run.methodology()?.rules().index(index).with_context(|| {
        format!("the run's methodology has no index '{index}' (hint: build the run again)")
    })?;
    let names: Vec<&str> = rule.bases.iter().map(|base| base.name.as_str()).collect();
    let Some(base) = rule.bases.iter().find(|base| base.name == name) else {
        let hint = match names.is_empty() {
            true => "it has no other; leave --base out".to_owned(),
            false => format!("its others are {}", names.join(", ")),
        };
        bail!("{index} has no series '{name}' (hint: {hint})");
    };
    Ok(on_base(rows, rule, base)?)
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

/// Levels as first published, without divisor and value: a run keeps those of restated levels only.
fn published_sheet<'rows>(rows: impl Iterator<Item = &'rows LevelRow>, decimals: u32) -> Sheet {
    let mut sheet = Sheet::new([
        ("date", Kind::Date),
        ("price_return", Kind::Decimal),
        ("net_return", Kind::Decimal),
        ("total_return", Kind::Decimal),
    ]);
    for row in rows {
        sheet.row([
            Value::Date(row.date),
            Value::Decimal(row.price_return.published(decimals)),
            Value::Decimal(row.net_return.published(decimals)),
            Value::Decimal(row.total_return.published(decimals)),
        ]);
    }
    sheet
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
