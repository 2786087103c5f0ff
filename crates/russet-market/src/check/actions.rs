//! Corporate actions: terms that make no sense, lines that do not exist, closes after a delisting.

use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use super::walk::Close;
use crate::facts::{Action, ActionKind};
use crate::market::Market;

pub(super) fn findings(
    market: &Market,
    lines: &Lines<'_>,
    last_closes: &[Option<Close>],
) -> Vec<Finding> {
    let (mut senseless, mut unknown) = (Tally::default(), Tally::default());
    let (mut survived, mut unconfirmed) = (Tally::default(), Tally::default());
    for action in &market.actions {
        let label = || {
            let name = lines.name(action.security, action.ex_date);
            format!("{name} {} {}", action.kind.word(), action.ex_date)
        };
        if let Some(fault) = action.fault() {
            senseless.note(|| format!("{}: {}: {}", label(), fault.column, fault.reason));
        }
        if let Some(other) = action.other.filter(|other| lines.place(*other).is_none()) {
            unknown.note(|| format!("{}: {other}", label()));
        }
        let last = lines.place(action.security).and_then(|place| last_closes[place]);
        let Some(last) = last.filter(|last| last.date >= action.ex_date) else { continue };
        match ends(action) {
            true => survived.note(|| format!("{}: closes until {}", label(), last.date)),
            false if exceeds(action, last) => {
                unconfirmed.note(|| format!("{}: last close {}", label(), last.price));
            }
            false => {}
        }
    }
    let finding =
        |tally: Tally, kind, rest| tally.finding(kind, "actions", ("action", "actions"), rest);
    let found = [
        finding(
            senseless,
            FindingKind::Impossible,
            "whose terms make no sense, and no index applies",
        ),
        finding(unknown, FindingKind::Impossible, "with another line that nothing describes"),
        finding(survived, FindingKind::Odd, "that end a line, with closes on that day or later"),
        finding(unconfirmed, FindingKind::Odd, "of more money a share than the line's last close"),
    ];
    found.into_iter().flatten().collect()
}

/// Whether a line has no closes of its own from the ex-date on.
fn ends(action: &Action) -> bool {
    matches!(
        action.kind,
        ActionKind::Delisting
            | ActionKind::Merger
            | ActionKind::Conversion
            | ActionKind::Bankruptcy
    )
}

/// Whether more money leaves a share than it was worth at last.
fn exceeds(action: &Action, last: Close) -> bool {
    matches!(
        action.kind,
        ActionKind::OrdinaryDividend | ActionKind::SpecialDividend | ActionKind::CapitalRepayment
    ) && action.currency.is_none()
        && action.cash.is_some_and(|cash| cash >= last.price)
}
