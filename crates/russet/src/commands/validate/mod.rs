//! `russet validate`: a run against what others published.

mod budget;
mod levels;
mod members;

use russet_import::ImportReport;
use russet_rules::Methodology;

use crate::arguments::{ValidateArguments, ValidateWhat};

pub fn run(arguments: &ValidateArguments) -> anyhow::Result<()> {
    match &arguments.what {
        ValidateWhat::Levels(against) => levels::run(against),
        ValidateWhat::Members(against) => members::run(against),
    }
}

/// The fund asked for, or the one that the methodology names for an index.
fn fund_of(family: &Methodology, index: &str, asked: Option<&String>) -> Option<String> {
    let named = family.seeds.iter().find(|seed| seed.index == index);
    asked.cloned().or_else(|| named.map(|seed| seed.fund.clone()))
}

fn tell_refused(report: &ImportReport) {
    for refusal in report.refusals.iter().take(3) {
        say!("refused: {refusal}");
    }
    if report.rows_refused > 3 {
        say!("refused: {} rows in all", report.rows_refused);
    }
}
