//! Corporate actions: splits without terms, and closes after a delisting.

use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use super::walk::Close;
use crate::facts::ActionKind;
use crate::market::Market;

pub(super) fn findings(
    market: &Market,
    lines: &Lines<'_>,
    last_closes: &[Option<Close>],
) -> Vec<Finding> {
    let (mut without_terms, mut survived) = (Tally::default(), Tally::default());
    for action in &market.actions {
        let label =
            || format!("{} {}", lines.name(action.security, action.ex_date), action.ex_date);
        match action.kind {
            ActionKind::Split if action.ratio.is_none() => without_terms.note(label),
            ActionKind::Split => {}
            ActionKind::Delisting => {
                let last = lines.place(action.security).and_then(|place| last_closes[place]);
                if let Some(last) = last.filter(|last| last.date >= action.ex_date) {
                    survived.note(|| format!("{}: closes until {}", label(), last.date));
                }
            }
        }
    }
    let survived = survived.finding(
        FindingKind::Odd,
        "actions",
        ("delisting", "delistings"),
        "with closes on the first day off the exchange or later",
    );
    let (noun, rest) = (("split", "splits"), "without a ratio");
    let without_terms = without_terms.finding(FindingKind::Impossible, "actions", noun, rest);
    survived.into_iter().chain(without_terms).collect()
}
