//! `russet levels`: the levels of an index.

use anyhow::{Context, bail, ensure};
use russet_calc::bases::on_base;
use russet_calc::run::as_published;
use russet_calc::{LevelRow, Manifest, RunSnapshot};
use russet_rules::Methodology;

use crate::arguments::LevelsArguments;
use crate::output::{Kind, Sheet, Value};

/// Decimals of a printed divisor.
const DIVISOR_DECIMALS: u32 = 9;

pub fn run(arguments: &LevelsArguments) -> anyhow::Result<()> {
    let folder = arguments.run.place.snapshot()?;
    let manifest = folder.manifest();
    known_index(manifest, &arguments.index)?;
    let rows: Vec<LevelRow> = match (&arguments.base, arguments.from, arguments.to) {
        // Another base tells of its own beginning.
        (Some(_), ..) | (None, None, None) => folder.table()?,
        (None, from, to) => folder.table_of_years(
            from.map_or(i16::MIN, |from| from.year())..=to.map_or(i16::MAX, |to| to.year()),
        )?,
    };
    let wanted = |row: &&LevelRow| {
        row.index_id == arguments.index
            && arguments.from.is_none_or(|from| row.date >= from)
            && arguments.to.is_none_or(|to| row.date <= to)
    };
    ensure!(
        manifest.indexes.iter().any(|index| index.id == arguments.index && index.start.is_some()),
        "{} has no level: nobody ever belonged to it (hint: this market has too few companies for its ranks, or none that fit)",
        arguments.index
    );
    ensure!(
        rows.iter().any(|row| wanted(&row)),
        "{} has no level in that range: the run covers sessions from {} to {} (hint: choose --from and --to in it)",
        arguments.index,
        manifest.from,
        manifest.to
    );
    let rows = match arguments.as_published {
        true => as_published(rows, &folder.restatements()?),
        false => rows,
    };
    let rows = match &arguments.base {
        Some(name) => on_named_base(&folder, &rows, (&arguments.index, name))?,
        None => rows,
    };
    let rows = rows.iter().filter(wanted);
    let sheet = match arguments.as_published {
        true => published_sheet(rows, manifest.decimals),
        false => sheet(rows, manifest.decimals),
    };
    sheet.print(arguments.run.format)
}

/// The levels of an index from another of its bases.
fn on_named_base(
    folder: &RunSnapshot,
    rows: &[LevelRow],
    (index, name): (&str, &str),
) -> anyhow::Result<Vec<LevelRow>> {
    let family = Methodology::parse("methodology.toml", &folder.methodology_text()?)?;
    let rule = family.index(index).with_context(|| {
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
    let of_index: Vec<LevelRow> =
        rows.iter().filter(|row| row.index_id == index).cloned().collect();
    Ok(on_base(&of_index, rule, base)?)
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
