//! The other lines of corporate actions: not described, never traded, without a close when needed.

use jiff::ToSpan;

use super::actions::label;
use super::around::{Around, Beside};
use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use crate::facts::{Action, ActionKind};
use crate::market::Market;

/// Days before or after an ex-date from which a close still tells what its shares are worth.
const NEAR: i32 = 10;

pub(super) fn findings(market: &Market, lines: &Lines<'_>, around: &Around) -> Vec<Finding> {
    let (mut unknown, mut unborn, mut unpriced) =
        (Tally::default(), Tally::default(), Tally::default());
    let sessions = market.prices.sessions();
    let last = sessions.last().map(|(day, _)| *day);
    for action in Action::last_versions(&market.actions) {
        let Some(other) = action.other_security_id else { continue };
        let example = || {
            let name = lines.name(other, action.ex_date);
            format!("{}: {name}", label(action, lines))
        };
        // Nothing tells what comes after the last session: a child need not be described before it trades.
        let is_to_come = last.is_none_or(|last| last < action.ex_date);
        if lines.place(other).is_none() {
            let child = action.kind == ActionKind::SpinOff;
            if !child || !(is_to_come || action.cash.is_some()) {
                unknown.note(example);
            }
            continue;
        }
        if is_to_come {
            continue;
        }
        let beside = around.of(lines, other, action.ex_date);
        match action.kind {
            ActionKind::SpinOff if beside.after.is_none() => unborn.note(example),
            ActionKind::Merger | ActionKind::Conversion if !is_priced(action, beside) => {
                unpriced.note(example);
            }
            _ => {}
        }
    }
    let finding = |tally: Tally, kind, noun, rest: &str| tally.finding(kind, "actions", noun, rest);
    let unpriced_rest =
        format!("for shares of a line without a close within {NEAR} days of the ex-date");
    let (action, spin_off) = (("action", "actions"), ("spin-off", "spin-offs"));
    let unknown_rest = "with another line that nothing describes";
    [
        finding(unborn, FindingKind::Missing, spin_off, "of a line that never trades afterwards"),
        finding(unpriced, FindingKind::Missing, action, &unpriced_rest),
        finding(unknown, FindingKind::Impossible, action, unknown_rest),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether the other line has a close near the ex-date.
fn is_priced(action: &Action, beside: Beside) -> bool {
    let first = action.ex_date.checked_sub(NEAR.days()).unwrap_or(action.ex_date);
    let last = action.ex_date.checked_add(NEAR.days()).unwrap_or(action.ex_date);
    beside.before.is_some_and(|close| close.date >= first)
        || beside.after.is_some_and(|close| close.date <= last)
}
