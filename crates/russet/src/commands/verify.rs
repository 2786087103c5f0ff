//! `russet verify`: a run against its own hashes and its own ledger.

use anyhow::bail;
use russet_calc::run::contradicted;
use russet_calc::{LevelRow, replay};
use russet_rules::restatement::Treatment;

use crate::arguments::RunArguments;
use crate::output::{Kind, Sheet, Value};

pub fn run(arguments: &RunArguments) -> anyhow::Result<()> {
    let snapshot = arguments.place.snapshot()?;
    let (folder, manifest) = (arguments.place.run.display(), snapshot.manifest());
    let damaged = snapshot.damaged_files()?;
    if !damaged.is_empty() {
        bail!(
            "{folder}: {} files do not match the manifest: {} (hint: they were changed or damaged; build the run again)",
            damaged.len(),
            damaged.join("; ")
        );
    }
    let restatements = snapshot.restatements()?;
    let levels: Vec<LevelRow> = match restatements.is_empty() {
        true => Vec::new(),
        false => snapshot.table()?,
    };
    if let Some(row) = contradicted(&restatements, &levels).first() {
        bail!(
            "the restatement of {} on {} does not match the run's level (hint: build the run again with --rebuild)",
            row.index_id,
            row.date
        );
    }
    let audit = replay::audit(&snapshot)?;
    let mut sheet = Sheet::new([
        ("index", Kind::Text),
        ("date", Kind::Date),
        ("price_return", Kind::Decimal),
        ("replayed", Kind::Decimal),
    ]);
    for difference in &audit.differences {
        let found = difference.found.as_ref();
        sheet.row([
            Value::Text(difference.said.index_id.clone()),
            Value::Date(difference.said.date),
            Value::Decimal(difference.said.price_return.to_string()),
            found.map_or(Value::Missing, |row| Value::Decimal(row.price_return.to_string())),
        ]);
    }
    if !audit.differences.is_empty() {
        sheet.print(arguments.format)?;
        bail!(
            "{} of {} levels differ from what the ledger gives",
            audit.differences.len(),
            audit.levels
        );
    }
    if !restatements.is_empty() {
        let carried = restatements.iter().filter(|row| row.treatment == Treatment::Carried).count();
        say!(
            "{} published levels restated, {carried} kept with their correction carried, as the run's levels say",
            restatements.len() - carried
        );
    }
    say!(
        "{folder}: {} files match their hashes; {} levels of {} indexes replayed from {} ledger entries, equal to the last bit",
        snapshot.files().len(),
        audit.levels,
        manifest.indexes.len(),
        audit.entries
    );
    Ok(())
}
