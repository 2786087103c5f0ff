//! Share counts: absent, zero, or jumping without a split.

use std::collections::HashMap;

use jiff::civil::Date;

use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use crate::facts::{Action, SecurityKind, ShareBasis, ShareCount};
use crate::identity::SecurityId;
use crate::market::Market;
use crate::numbers::Shares;

/// A count jumps when it changes by more than this part of the one before.
const JUMP: f64 = 0.5;

pub(super) fn findings(market: &Market, lines: &Lines<'_>) -> Vec<Finding> {
    let mut counted = vec![false; lines.len()];
    for place in market.shares.iter().filter_map(|row| lines.place(row.security_id)) {
        counted[place] = true;
    }
    let mut uncounted = Tally::default();
    for ((_, last), counted) in lines.iter().zip(counted) {
        if last.kind == SecurityKind::Common && !counted {
            uncounted.note(|| format!("{} {}: {}", last.ticker, last.last_session, last.name));
        }
    }
    let mut zero = Tally::default();
    for row in market.shares.iter().filter(|row| row.shares_outstanding == Shares::ZERO) {
        zero.note(|| {
            format!("{} {}", lines.name(row.security_id, row.effective_date), row.effective_date)
        });
    }
    let (common, count) = (("common share", "common shares"), ("share count", "share counts"));
    [
        uncounted.finding(FindingKind::Missing, "shares", common, "without any share count"),
        jumps(market, lines),
        zero.finding(FindingKind::Impossible, "shares", count, "of zero"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn jumps(market: &Market, lines: &Lines<'_>) -> Option<Finding> {
    let splits = splits(market);
    let mut last: HashMap<(SecurityId, ShareBasis), &ShareCount> = HashMap::new();
    let mut tally = Tally::default();
    for row in &market.shares {
        let Some(before) = last.insert((row.security_id, row.basis), row) else { continue };
        // Two counts from the same day are a count and its correction.
        if before.effective_date == row.effective_date || before.shares_outstanding == Shares::ZERO
        {
            continue;
        }
        let split: f64 = splits
            .get(&row.security_id)
            .into_iter()
            .flatten()
            .filter(|(day, _)| *day > before.effective_date && *day <= row.effective_date)
            .map(|(_, ratio)| ratio)
            .product();
        let growth = row.shares_outstanding.to_f64() / (before.shares_outstanding.to_f64() * split);
        if (growth - 1.0).abs() > JUMP && row.shares_outstanding != Shares::ZERO {
            tally.weigh(libm::log(growth).abs(), || {
                let name = lines.name(row.security_id, row.effective_date);
                format!(
                    "{name} {}: {} after {}",
                    row.effective_date, row.shares_outstanding, before.shares_outstanding
                )
            });
        }
    }
    let noun = ("share count", "share counts");
    let rest = "more than half above or below the one before, splits recorded allowed for";
    tally.finding(FindingKind::Odd, "shares", noun, rest)
}

fn splits(market: &Market) -> HashMap<SecurityId, Vec<(Date, f64)>> {
    let mut splits: HashMap<SecurityId, Vec<(Date, f64)>> = HashMap::new();
    let last = Action::last_versions(&market.actions);
    for action in last.filter(|action| action.kind.changes_units()) {
        if let Some(ratio) = action.ratio {
            splits.entry(action.security_id).or_default().push((action.ex_date, ratio.to_f64()));
        }
    }
    splits
}
