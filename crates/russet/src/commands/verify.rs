//! `russet verify`: a run against its own hashes and its own ledger.

use anyhow::{Context, bail};
use russet_calc::run::contradicted;
use russet_calc::{LevelRow, RunFolder, replay};

use russet_rules::restatement::Treatment;

use crate::arguments::RunArguments;
use crate::output::{Kind, Sheet, Value};

pub fn run(arguments: &RunArguments) -> anyhow::Result<()> {
    let folder = RunFolder::at(&arguments.run);
    let manifest = folder.manifest()?;
    let mut damaged = Vec::new();
    for file in &manifest.outputs {
        let path = arguments.run.join(&file.file);
        let bytes =
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        if blake3::hash(&bytes).to_hex().to_string() != file.hash {
            damaged.push(file.file.as_str());
        }
    }
    if !damaged.is_empty() {
        bail!(
            "{} in {} are not what the manifest's hashes say (hint: somebody changed them; build the run again)",
            damaged.join(", "),
            arguments.run.display()
        );
    }
    let restatements = folder.restatements()?;
    let levels: Vec<LevelRow> = match restatements.is_empty() {
        true => Vec::new(),
        false => folder.table()?,
    };
    if let Some(row) = contradicted(&restatements, &levels).first() {
        bail!(
            "the restatement of {} on {} does not match the run's level (hint: build the run again with --anew)",
            row.index,
            row.date
        );
    }
    let audit = replay::audit(&folder)?;
    let mut sheet = Sheet::new([
        ("index", Kind::Text),
        ("date", Kind::Date),
        ("price_return", Kind::Decimal),
        ("replayed", Kind::Decimal),
    ]);
    for difference in &audit.differences {
        let found = difference.found.as_ref();
        sheet.row([
            Value::Text(difference.said.index.clone()),
            Value::Date(difference.said.date),
            Value::Decimal(difference.said.price_return.to_string()),
            found.map_or(Value::Missing, |row| Value::Decimal(row.price_return.to_string())),
        ]);
    }
    if !audit.differences.is_empty() {
        sheet.print(arguments.format)?;
        bail!(
            "{} of {} levels are not what the ledger gives again",
            audit.differences.len(),
            audit.levels
        );
    }
    if !restatements.is_empty() {
        let carried = restatements.iter().filter(|row| row.treatment == Treatment::Carried).count();
        eprintln!(
            "{} published levels restated, {carried} kept with their correction carried, as the run's levels say",
            restatements.len() - carried
        );
    }
    eprintln!(
        "{}: {} files as their hashes say; {} levels of {} indexes replayed from {} ledger entries, equal to the last bit",
        arguments.run.display(),
        manifest.outputs.len(),
        audit.levels,
        manifest.indexes.len(),
        audit.entries
    );
    Ok(())
}
