//! Suspensions: lines that trade though they are suspended, and actions that change nothing about it.

use jiff::civil::Date;

use super::actions::label;
use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use super::walk::Step;
use crate::facts::{Action, ActionKind};
use crate::market::Market;

/// When each line is suspended, and how often it traded then.
pub(super) struct Suspensions {
    /// Suspensions and resumptions of each line, by day.
    changes: Vec<Vec<(Date, bool)>>,
    /// The trades of each line while it was suspended, and the first of them.
    trades: Vec<Option<(usize, Date)>>,
    /// Suspensions of lines that are suspended, and resumptions of lines that are not.
    idle: [Tally; 2],
}

impl Suspensions {
    pub(super) fn new(market: &Market, lines: &Lines<'_>) -> Suspensions {
        let mut changes: Vec<Vec<(Date, bool)>> = vec![Vec::new(); lines.len()];
        let mut idle = [Tally::default(), Tally::default()];
        for action in Action::last_versions(&market.actions) {
            let suspends = match action.kind {
                ActionKind::Suspension => true,
                ActionKind::Resumption => false,
                _ => continue,
            };
            if let Some(place) = lines.place(action.security_id) {
                let is_suspended = changes[place].last().is_some_and(|(_, suspended)| *suspended);
                if is_suspended == suspends {
                    idle[usize::from(!suspends)].note(|| label(action, lines));
                }
                changes[place].push((action.ex_date, suspends));
            }
        }
        Suspensions { changes, trades: vec![None; lines.len()], idle }
    }

    pub(super) fn take(&mut self, step: &Step<'_>) {
        let changes = &self.changes[step.line];
        let passed = changes.partition_point(|(day, _)| *day <= step.row.date);
        let suspended = passed.checked_sub(1).is_some_and(|last| changes[last].1);
        // Feeds repeat the last close of a suspended line.
        let moved = step.previous.is_some_and(|before| before.price != step.row.close);
        if suspended && (moved || step.row.volume.is_some_and(|volume| volume > 0)) {
            let trades = &mut self.trades[step.line];
            *trades = Some(trades.map_or((1, step.row.date), |(count, day)| (count + 1, day)));
        }
    }

    pub(super) fn findings(self, lines: &Lines<'_>) -> Vec<Finding> {
        let mut tally = Tally::default();
        for ((_, version), trades) in lines.iter().zip(&self.trades) {
            if let Some((count, first)) = trades {
                tally.weigh(*count as f64, || {
                    let name = lines.name(version.security_id, *first);
                    format!("{name}: {count} times from {first} on")
                });
            }
        }
        let finding =
            |tally: Tally, noun, rest| tally.finding(FindingKind::Odd, "actions", noun, rest);
        let [again, nothing] = self.idle;
        [
            finding(tally, ("security", "securities"), "with trades while suspended"),
            finding(
                again,
                ("suspension", "suspensions"),
                "of a security that is suspended already",
            ),
            finding(nothing, ("resumption", "resumptions"), "of a security that is not suspended"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
