//! A pass over all closes, each with the close before it.

use std::ops::Range;

use jiff::civil::Date;

use super::lines::Lines;
use crate::calendar::Calendar;
use crate::facts::{Action, PriceRow, SecurityVersion};
use crate::market::Market;
use crate::numbers::Price;

/// The last close seen of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Close {
    /// The place of its session.
    pub(super) session: usize,
    pub(super) date: Date,
    pub(super) price: Price,
}

/// A close of a described security.
pub(super) struct Step<'market> {
    /// The place of its session.
    pub(super) session: usize,
    /// The place of its security.
    pub(super) line: usize,
    pub(super) row: PriceRow,
    pub(super) version: &'market SecurityVersion,
    pub(super) previous: Option<Close>,
    /// The previous close, where it is of the very session before.
    pub(super) yesterday: Option<Close>,
    /// New shares for one old share by the splits since the previous close.
    pub(super) split: f64,
}

impl Step<'_> {
    /// How many times an earlier close this one is, splits recorded allowed for.
    pub(super) fn moved_from(&self, earlier: Close) -> f64 {
        self.row.close.to_f64() * self.split / earlier.price.to_f64()
    }

    /// The start of an example: `AAPL 2024-06-28`.
    pub(super) fn label(&self) -> String {
        format!("{} {}", self.version.ticker, self.row.date)
    }

    /// The market's place in a table of markets.
    pub(super) fn market(&self) -> usize {
        self.version.mic as usize
    }
}

/// Visits every close of a described security, by date and security; says each line's last close.
pub(super) fn walk<'market>(
    market: &'market Market,
    lines: &Lines<'market>,
    sessions: &[(Date, Range<usize>)],
    mut visit: impl FnMut(&Step<'market>),
) -> Vec<Option<Close>> {
    let mut last: Vec<Option<Close>> = vec![None; lines.len()];
    let mut current = vec![0_usize; lines.len()];
    let mut splits = vec![1.0_f64; lines.len()];
    let mut actions = Action::last_versions(&market.actions).peekable();
    for (session, (date, rows)) in sessions.iter().enumerate() {
        while let Some(action) = actions.next_if(|action| action.ex_date <= *date) {
            if let (true, Some(line), Some(ratio)) =
                (action.kind.changes_units(), lines.place(action.security_id), action.ratio)
            {
                splits[line] *= ratio.to_f64();
            }
        }
        let session_before = Calendar::nyse().previous_session(*date).ok();
        let weekday_before = Calendar::weekdays().previous_session(*date).ok();
        for row in market.prices.rows(rows.clone()) {
            let Some(line) = lines.place(row.security_id) else { continue };
            let versions = lines.versions(line);
            while versions.get(current[line] + 1).is_some_and(|next| next.first_session <= row.date)
            {
                current[line] += 1;
            }
            let Some(version) = versions.get(current[line]) else { continue };
            let split = std::mem::replace(&mut splits[line], 1.0);
            let previous = last[line];
            let before = if version.mic.is_foreign() { weekday_before } else { session_before };
            let yesterday = previous.filter(|close| Some(close.date) == before);
            visit(&Step { session, line, row, version, previous, yesterday, split });
            last[line] = Some(Close { session, date: row.date, price: row.close });
        }
    }
    last
}
