//! Lines and rules of the tests.

use jiff::civil::{Date, date};
use russet_market::{Factor, IssuerId, Money, SecurityId, Shares};
use russet_rules::methodology::Weighting;
use russet_rules::weighting::{Candidate, WeightedSecurity, WeightingError, weigh};

pub const DAY: Date = date(2026, 6, 19);

/// A line of a company of its own, all of it in free float.
pub fn line(number: u32, unit: &str, shares: &str) -> Candidate {
    Candidate {
        security: SecurityId(number),
        issuer: IssuerId(number),
        group: None,
        unit: unit.parse().unwrap(),
        total: shares.parse().unwrap(),
        own: shares.parse().unwrap(),
        style: Factor::ONE,
        is_primary: true,
    }
}

/// Companies 1, 2, … of one line each, worth so many millions.
pub fn companies(millions: &[&str]) -> Vec<Candidate> {
    let line = |(number, millions): (usize, &&str)| line(number as u32 + 1, "1000000", millions);
    millions.iter().enumerate().map(line).collect()
}

pub fn rule(text: &str) -> Weighting {
    toml::from_str(text).unwrap()
}

/// Index shares by proportion alone, on the day of the tests.
pub fn weighed(
    rule: &Weighting,
    lines: &[Candidate],
) -> Result<Vec<WeightedSecurity>, WeightingError> {
    weigh(rule, DAY, lines, Money::ZERO)
}

/// What each line is worth in the index.
pub fn values(lines: &[Candidate], weighed: &[WeightedSecurity]) -> Vec<Money> {
    lines.iter().zip(weighed).map(|(line, got)| line.unit.times(got.shares).unwrap()).collect()
}

/// The weight of each line in percent, to so many decimals.
pub fn percents(lines: &[Candidate], weighed: &[WeightedSecurity], decimals: usize) -> Vec<String> {
    let values = values(lines, weighed);
    let whole = Money::sum(values.iter().copied()).unwrap().to_f64();
    let percent = |value: &Money| format!("{:.decimals$}", value.to_f64() / whole * 100.0);
    values.iter().map(percent).collect()
}

pub fn shares(text: &str) -> Shares {
    text.parse().unwrap()
}
