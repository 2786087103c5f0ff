//! Corporate actions: terms that make no sense, amounts beyond the close, closes after an end.

use super::around::Around;
use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use super::walk::Close;
use crate::facts::{Action, ActionKind};
use crate::market::Market;

/// A bid of this many times the close before the last day is no premium.
const HIGHEST_BID: f64 = 2.0;

pub(super) fn findings(
    market: &Market,
    lines: &Lines<'_>,
    around: &Around,
    last_closes: &[Option<Close>],
) -> Vec<Finding> {
    let (mut senseless, mut survived) = (Tally::default(), Tally::default());
    let (mut paid, mut bid) = (Tally::default(), Tally::default());
    for action in Action::last_versions(&market.actions) {
        let before = around.of(lines, action.security_id, action.ex_date).before;
        let at_close = || action.fault_at(before?.price);
        if let Some(fault) = action.fault().or_else(at_close) {
            senseless
                .note(|| format!("{}: {}: {}", label(action, lines), fault.column, fault.reason));
        }
        let last = lines.place(action.security_id).and_then(|place| last_closes[place]);
        if let Some(last) = last.filter(|last| ends(action) && last.date >= action.ex_date) {
            survived.note(|| format!("{}: closes until {}", label(action, lines), last.date));
        }
        // Money in another currency says nothing beside the close.
        let cash = action.cash.filter(|_| action.cash_currency.is_none());
        let Some((cash, before)) = cash.zip(before) else { continue };
        let times = cash.to_f64() / before.price.to_f64();
        let example =
            || format!("{}: {cash}, the close before {}", label(action, lines), before.price);
        match action.kind {
            ActionKind::OrdinaryDividend
            | ActionKind::SpecialDividend
            | ActionKind::CapitalRepayment
                if cash >= before.price =>
            {
                paid.weigh(times, example);
            }
            ActionKind::Merger | ActionKind::Tender | ActionKind::BuyBack
                if times > HIGHEST_BID =>
            {
                bid.weigh(times, example);
            }
            _ => {}
        }
    }
    let finding =
        |tally: Tally, kind, rest| tally.finding(kind, "actions", ("action", "actions"), rest);
    let senseless_rest = "whose terms make no sense, and no index applies";
    [
        finding(senseless, FindingKind::Impossible, senseless_rest),
        finding(
            survived,
            FindingKind::Odd,
            "at the end of a line, with closes on that day or later",
        ),
        finding(paid, FindingKind::Odd, "of as much money a share as the close before, or more"),
        finding(bid, FindingKind::Odd, "at more than twice the close before"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The start of an example: `T4 split 2024-06-10`, with the sequence of a further action of the kind and day.
pub(super) fn label(action: &Action, lines: &Lines<'_>) -> String {
    let name = lines.name(action.security_id, action.ex_date);
    let sequence = match action.sequence {
        0 => String::new(),
        sequence => format!(" (sequence {sequence})"),
    };
    format!("{name} {} {}{sequence}", action.kind.word(), action.ex_date)
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
