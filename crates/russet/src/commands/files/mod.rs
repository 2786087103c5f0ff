//! `russet files`: what an index provider delivers for a session, one file an index and kind.

mod actions;
mod composition;
mod folder;
mod levels;
mod pro_forma;

use std::path::PathBuf;

use anyhow::{Context, ensure};
use clap::Args;
use jiff::civil::Date;
use russet_calc::run::Composition;
use russet_calc::{Manifest, Run};
use russet_rules::methodology::is_identifier;

use super::levels::known_index;
use crate::arguments::RunPlace;
use crate::output::{FileFormat, Value};
use folder::Delivery;

#[derive(Args)]
pub struct DeliveryArguments {
    #[command(flatten)]
    pub place: RunPlace,
    /// The session
    #[arg(long)]
    pub on: Date,
    /// The indexes (default: all that have a level on that session)
    #[arg(long, num_args = 1.., value_name = "ID")]
    pub index: Vec<String>,
    /// The folder to make, or to replace when it holds the files of the same session
    #[arg(long)]
    pub to: PathBuf,
    #[arg(long, value_enum, default_value_t = FileFormat::Csv)]
    pub format: FileFormat,
}

pub fn run(arguments: &DeliveryArguments) -> anyhow::Result<()> {
    let day = arguments.on;
    let run = arguments.place.snapshot()?.read_between(day, day)?;
    let indexes = indexes_of(&run, arguments)?;
    let mut delivery = Delivery::new(&run.manifest, day, arguments.format);
    for index in &indexes {
        // The ids of a run's manifest become file names, and anybody may have written it.
        ensure!(
            is_identifier(index),
            "'{index}' cannot name a file: it is not a plain identifier (hint: build the run again)"
        );
        let closing = found(run.closing(index, day)?, index, day)?;
        let opening = found(run.opening(index, day)?, index, day)?;
        let decimals = run.manifest.decimals;
        delivery
            .add(&name(index, day, "closing"), &composition::sheet(index, &closing, decimals))?;
        delivery
            .add(&name(index, day, "opening"), &composition::sheet(index, &opening, decimals))?;
        delivery.add(&name(index, day, "proforma"), &pro_forma::sheet(&run, index, day))?;
        let actions = actions::sheet(&run, (index, day), [&closing, &opening]);
        delivery.add(&name(index, day, "actions"), &actions)?;
    }
    delivery.add(&format!("levels_{day}"), &levels::sheet(&run, day))?;
    let files = delivery.write(&arguments.to)?;
    say!(
        "{}: {files} files of {} indexes on {day} (hint: docs/files.md tells each column)",
        arguments.to.display(),
        indexes.len()
    );
    Ok(())
}

/// The indexes to deliver: those asked for, or all that have a level.
fn indexes_of(run: &Run, arguments: &DeliveryArguments) -> anyhow::Result<Vec<String>> {
    let day = arguments.on;
    let published = |id: &str| run.levels_of(id).any(|row| row.date == day);
    let Manifest { from, to, .. } = run.manifest;
    ensure!(
        run.index_ids().any(published),
        "no index has a level on {day}: it is no session of the run, which covers {from} to {to} (hint: --on takes one of the days that `russet levels` prints)"
    );
    if arguments.index.is_empty() {
        return Ok(run.index_ids().filter(|id| published(id)).map(str::to_owned).collect());
    }
    let mut indexes = Vec::new();
    for index in &arguments.index {
        known_index(&run.manifest, index)?;
        ensure!(
            published(index),
            "{index} has no level on {day} (hint: `russet levels --index {index}` prints its first session)"
        );
        if !indexes.contains(index) {
            indexes.push(index.clone());
        }
    }
    Ok(indexes)
}

fn found<'run>(
    composition: Option<Composition<'run>>,
    index: &str,
    day: Date,
) -> anyhow::Result<Composition<'run>> {
    composition.with_context(|| {
        format!(
            "the run does not tell what {index} holds after the close of {day} (hint: build it again)"
        )
    })
}

fn name(index: &str, day: Date, kind: &str) -> String {
    format!("{index}_{day}_{kind}")
}

/// An exact number in full.
fn exact(number: impl ToString) -> Value {
    Value::Decimal(number.to_string())
}

/// An exact number in full, where there is one.
fn perhaps(number: Option<impl ToString>) -> Value {
    number.map_or(Value::Missing, exact)
}

/// Words, where there are any.
fn words(text: Option<impl ToString>) -> Value {
    text.map_or(Value::Missing, |text| Value::Text(text.to_string()))
}

/// A day, where there is one.
fn date(day: Option<Date>) -> Value {
    day.map_or(Value::Missing, Value::Date)
}
