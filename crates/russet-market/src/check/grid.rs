//! Sessions and markets: days without closes, thin sessions, closes on days that are no session.

use std::ops::Range;

use jiff::civil::Date;

use super::report::{Finding, FindingKind, Tally, counted, grouped};
use super::walk::Step;
use crate::calendar::Calendar;
use crate::mic::Mic;

/// Markets there are.
pub(super) const MARKETS: usize = Mic::ALL.len();
/// Sessions on either side that a session is compared with.
const AROUND: usize = 5;
/// A session is thin below this part of the rows usual around it.
const THIN: f64 = 0.8;
/// Markets with fewer rows a session are too small to judge.
const SMALLEST: usize = 10;

/// The closes of each market in each session.
pub(super) struct Grid {
    counts: Vec<[usize; MARKETS]>,
    usual: Vec<[usize; MARKETS]>,
    /// How many sessions before this one were whole, by market.
    whole_before: Vec<[usize; MARKETS]>,
}

impl Grid {
    pub(super) fn new(sessions: &[(Date, Range<usize>)]) -> Grid {
        let counts = vec![[0; MARKETS]; sessions.len()];
        Grid { usual: counts.clone(), whole_before: counts.clone(), counts }
    }

    pub(super) fn take(&mut self, step: &Step<'_>) {
        self.counts[step.session][step.market()] += 1;
    }

    /// Says what is usual around each session, once every close is counted.
    pub(super) fn judge(&mut self) {
        for market in 0..MARKETS {
            let mut whole = 0;
            for session in 0..self.counts.len() {
                self.usual[session][market] = self.median_around(session, market);
                self.whole_before[session][market] = whole;
                whole += usize::from(!self.is_thin(session, market));
            }
        }
    }

    /// Whole sessions of a market between two sessions, both left out.
    pub(super) fn whole_between(&self, before: usize, after: usize, market: usize) -> usize {
        let through =
            self.whole_before[before][market] + usize::from(!self.is_thin(before, market));
        self.whole_before[after][market].saturating_sub(through)
    }

    fn is_thin(&self, session: usize, market: usize) -> bool {
        let (count, usual) = (self.counts[session][market], self.usual[session][market]);
        count == 0 || usual >= SMALLEST && (count as f64) < THIN * usual as f64
    }

    /// The median of the sessions around one, itself left out.
    fn median_around(&self, session: usize, market: usize) -> usize {
        let first = session.saturating_sub(AROUND);
        let last = (session + AROUND + 1).min(self.counts.len());
        let mut around: Vec<usize> = (first..last)
            .filter(|other| *other != session)
            .map(|other| self.counts[other][market])
            .collect();
        around.sort_unstable();
        around.get(around.len() / 2).copied().unwrap_or(0)
    }

    pub(super) fn findings(&self, sessions: &[(Date, Range<usize>)]) -> Vec<Finding> {
        let calendar = Calendar::nyse();
        let (mut absent, mut thin, mut closed, mut unknown) =
            (Tally::default(), Tally::default(), Tally::default(), Tally::default());
        // Where no market of the United States is described, nothing tells which days are sessions.
        let told = self.has_domestic() || !self.has_foreign();
        for pair in sessions.windows(2).filter(|_| told) {
            let between = calendar.sessions_between(pair[0].0, pair[1].0).unwrap_or_default();
            for session in between {
                if *session != pair[0].0 && *session != pair[1].0 {
                    absent.note(|| session.to_string());
                }
            }
        }
        for (place, (date, rows)) in sessions.iter().enumerate() {
            let Ok(is_session) = calendar.is_session(*date) else {
                unknown.note(|| date.to_string());
                continue;
            };
            self.note_thin(place, *date, &mut thin);
            let misplaced = rows.len().saturating_sub(self.foreign_on(place, *date));
            if !is_session && misplaced > 0 {
                closed.note(|| {
                    let weekday = || format!("{:?}", date.weekday());
                    let reason = calendar.closure(*date).map_or_else(weekday, str::to_owned);
                    format!("{date} ({reason}): {}", counted(misplaced, "row", "rows"))
                });
            }
        }
        let (session, day) = (("session", "sessions"), ("day", "days"));
        [
            absent.finding(
                FindingKind::Missing,
                "sessions",
                session,
                "between the first and the last without any close",
            ),
            thin.finding(
                FindingKind::Missing,
                "sessions",
                ("session of a market", "sessions of a market"),
                "with far fewer closes than before and after",
            ),
            unknown.finding(
                FindingKind::Odd,
                "sessions",
                day,
                "with closes outside the years of the calendar",
            ),
            closed.finding(
                FindingKind::Impossible,
                "sessions",
                day,
                "with closes though the exchange was shut",
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn has_domestic(&self) -> bool {
        self.has(|mic| !mic.is_foreign())
    }

    fn has_foreign(&self) -> bool {
        self.has(Mic::is_foreign)
    }

    fn has(&self, wanted: impl Fn(Mic) -> bool) -> bool {
        let wanted = || Mic::ALL.into_iter().filter(|mic| wanted(*mic));
        self.counts.iter().any(|counts| wanted().any(|mic| counts[mic as usize] > 0))
    }

    /// Closes of exchanges abroad on a day that is a weekday there.
    fn foreign_on(&self, session: usize, date: Date) -> usize {
        let open = |mic: &Mic| mic.is_foreign() && mic.calendar().is_session(date) == Ok(true);
        Mic::ALL.into_iter().filter(open).map(|mic| self.counts[session][mic as usize]).sum()
    }

    fn note_thin(&self, session: usize, date: Date, thin: &mut Tally) {
        for mic in Mic::ALL {
            let (count, usual) =
                (self.counts[session][mic as usize], self.usual[session][mic as usize]);
            // A day without any close abroad is most likely a holiday there.
            let open = mic.calendar().is_session(date) == Ok(true);
            if !open || mic.is_foreign() && count == 0 {
                continue;
            }
            if usual >= SMALLEST && self.is_thin(session, mic as usize) {
                thin.weigh(1.0 - count as f64 / usual as f64, || {
                    let closes = counted(count, "close", "closes");
                    format!("{} {date}: {closes}, {} around it", mic.name(), grouped(usual))
                });
            }
        }
    }
}
