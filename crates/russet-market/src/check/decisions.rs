//! Decisions of committees on lines that do not exist.

use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use crate::market::Market;

pub(super) fn findings(market: &Market, lines: &Lines<'_>) -> Vec<Finding> {
    let (mut unknown, mut late) = (Tally::default(), Tally::default());
    for row in &market.committee_decisions {
        let label = || {
            let word = if row.enters { "add" } else { "drop" };
            let name = lines.name(row.security_id, row.effective_after_close);
            format!("{} {}: {word} {name}", row.index_id, row.effective_after_close)
        };
        let versions = lines.place(row.security_id).map_or(&[][..], |place| lines.versions(place));
        if versions.iter().all(|version| version.first_session > row.effective_after_close) {
            unknown.note(label);
        }
        if row.known_at > row.effective_after_close {
            late.note(|| format!("{}: announced {}", label(), row.known_at));
        }
    }
    let (topic, noun) = ("decisions", ("committee's decision", "committees' decisions"));
    let rest = "on a security that nothing describes by then";
    [
        late.finding(FindingKind::Odd, topic, noun, "announced after the day it holds from"),
        unknown.finding(FindingKind::Impossible, topic, noun, rest),
    ]
    .into_iter()
    .flatten()
    .collect()
}
