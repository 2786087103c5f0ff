//! Values from accounts: known too early, of nothing described.

use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use crate::market::Market;

pub(super) fn findings(market: &Market, lines: &Lines<'_>) -> Vec<Finding> {
    let (mut early, mut undescribed) = (Tally::default(), Tally::default());
    for row in &market.fundamentals {
        let label = || {
            let name = lines.name(row.security_id, row.known_at);
            format!("{name} {} {}", row.measure.word(), row.period_end)
        };
        if row.known_at < row.period_end {
            early.note(|| format!("{}: known {}", label(), row.known_at));
        }
        if lines.place(row.security_id).is_none() {
            undescribed.note(label);
        }
    }
    let (topic, noun) = ("accounts", ("value from accounts", "values from accounts"));
    let rest = "of a security that nothing describes";
    [
        early.finding(FindingKind::Impossible, topic, noun, "known before the end of its period"),
        undescribed.finding(FindingKind::Impossible, topic, noun, rest),
    ]
    .into_iter()
    .flatten()
    .collect()
}
