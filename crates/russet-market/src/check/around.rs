//! The closes of a line on either side of a day, for the days that other facts ask about.

use jiff::civil::Date;

use super::lines::Lines;
use super::walk::{Close, Step};
use crate::identity::SecurityId;
use crate::market::Market;

/// The last close before a day, and the first on it or after.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside {
    pub(super) before: Option<Close>,
    pub(super) after: Option<Close>,
}

/// What every line asked about did around its days.
pub(super) struct Around {
    /// The days asked about of each line, ascending.
    days: Vec<Vec<(Date, Beside)>>,
    /// How many days of each line have passed.
    passed: Vec<usize>,
}

impl Around {
    /// Asks about the ex-dates of all actions, of the line itself and of the other one.
    pub(super) fn actions(market: &Market, lines: &Lines<'_>) -> Around {
        let mut days = vec![Vec::new(); lines.len()];
        for action in &market.actions {
            for security in
                [Some(action.security_id), action.other_security_id].into_iter().flatten()
            {
                if let Some(place) = lines.place(security) {
                    days[place].push((action.ex_date, Beside::default()));
                }
            }
        }
        for of_line in &mut days {
            of_line.sort_by_key(|(day, _)| *day);
            of_line.dedup_by_key(|(day, _)| *day);
        }
        Around { days, passed: vec![0; lines.len()] }
    }

    pub(super) fn take(&mut self, step: &Step<'_>) {
        let passed = &mut self.passed[step.line];
        for (day, beside) in &mut self.days[step.line][*passed..] {
            if *day > step.row.date {
                break;
            }
            let Step { session, row, .. } = step;
            beside.before = step.previous;
            beside.after = Some(Close { session: *session, date: row.date, price: row.close });
            *passed += 1;
        }
    }

    /// Says of the days after a line's last close that it was the one before them.
    pub(super) fn finish(&mut self, last_closes: &[Option<Close>]) {
        for ((days, passed), last) in self.days.iter_mut().zip(&self.passed).zip(last_closes) {
            days[*passed..].iter_mut().for_each(|(_, beside)| beside.before = *last);
        }
    }

    /// The closes beside a day that was asked about.
    pub(super) fn of(&self, lines: &Lines<'_>, security: SecurityId, day: Date) -> Beside {
        let days = lines.place(security).map_or(&[][..], |place| &self.days[place]);
        days.binary_search_by_key(&day, |(day, _)| *day)
            .map_or(Beside::default(), |found| days[found].1)
    }
}
