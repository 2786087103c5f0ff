//! Rows that imports refused, by reason.

use std::collections::BTreeMap;

use super::report::{Finding, FindingKind, Tally, counted};
use crate::facts::Refusal;
use crate::market::Market;

pub(super) fn findings(market: &Market) -> Vec<Finding> {
    let mut reasons: BTreeMap<&str, Vec<&Refusal>> = BTreeMap::new();
    for refusal in &market.refusals {
        reasons.entry(&refusal.reason).or_default().push(refusal);
    }
    let mut tally = Tally::default();
    for rows in reasons.values() {
        tally.weigh(rows.len() as f64, || {
            let first = rows.first().map(ToString::to_string).unwrap_or_default();
            format!("{}, first {first}", counted(rows.len(), "row", "rows"))
        });
    }
    let rest =
        format!("for which imports refused {}", counted(market.refusals.len(), "row", "rows"));
    let finding = tally.finding(FindingKind::Missing, "imports", ("reason", "reasons"), &rest);
    finding.map(|finding| Finding { count: market.refusals.len(), ..finding }).into_iter().collect()
}
