//! Real wordings of lines, and what those lines are.

use std::collections::BTreeMap;

use russet_market::SecurityKind;
use serde::Deserialize;

use super::{first_rule, traits::Traits};

/// A line as a feed words it, and what it truly is.
#[derive(Deserialize)]
struct Line {
    symbol: String,
    name: String,
    sector: String,
    industry: String,
    kind: SecurityKind,
}

fn lines() -> Vec<Line> {
    let mut reader = csv::Reader::from_reader(include_str!("lines.csv").as_bytes());
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

fn told(line: &Line) -> SecurityKind {
    let traits = Traits::of(&line.name, &line.symbol, &line.sector, &line.industry);
    first_rule(&traits).map_or(SecurityKind::Common, |rule| rule.kind)
}

#[test]
fn every_line_is_told_for_what_it_is() {
    let wrong: Vec<String> = lines()
        .iter()
        .filter(|line| told(line) != line.kind)
        .map(|line| format!("{} {}: {:?}, not {:?}", line.symbol, line.name, told(line), line.kind))
        .collect();
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_kind_has_lines_of_its_own() {
    let mut counts: BTreeMap<SecurityKind, usize> = BTreeMap::new();
    lines().iter().for_each(|line| *counts.entry(line.kind).or_default() += 1);
    assert!(counts.len() == 12 && counts.values().all(|count| *count >= 10), "{counts:?}");
}
