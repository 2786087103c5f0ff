//! Which exchanges are open today, and what their companies missed while they were closed.

use jiff::civil::Date;
use russet_market::CalendarError;

use crate::company::{Company, Today};
use crate::countries::Country;
use crate::factors::Day;

/// The sessions of one country, as far as they have come.
#[derive(Debug)]
pub(crate) struct Clock {
    sessions: Vec<Date>,
    next: usize,
    /// What moved all companies since the last session.
    missed: Option<Day>,
    /// The place of today's session and what moves its companies, where there is one.
    today: Option<(usize, Day)>,
}

/// A day and the countries whose exchanges are open.
#[derive(Debug)]
pub(crate) struct Open<'a> {
    pub(crate) date: Date,
    pub(crate) days: Vec<Option<Today<'a>>>,
}

impl Clock {
    /// The sessions of a country from a day on.
    pub(crate) fn new(country: &Country, first: Date) -> Result<Clock, CalendarError> {
        Ok(Clock { sessions: country.sessions(first)?, next: 0, missed: None, today: None })
    }

    /// The place of the next session.
    pub(crate) fn next(&self) -> usize {
        self.next
    }

    /// The last session that has been.
    pub(crate) fn last(&self) -> Option<Date> {
        self.sessions.get(self.next.checked_sub(1)?).copied()
    }

    /// Moves on to a day.
    pub(crate) fn advance(&mut self, date: Date, day: Day) {
        let day = self.missed.take().map_or(day, |missed| missed.and(day));
        self.today = None;
        if self.sessions.get(self.next) == Some(&date) {
            self.today = Some((self.next, day));
            self.next += 1;
        } else {
            self.missed = Some(day);
        }
    }

    fn open(&self) -> Option<Today<'_>> {
        self.today.map(|(index, day)| Today { index, sessions: &self.sessions, day })
    }
}

impl<'a> Open<'a> {
    /// The day at all clocks.
    pub(crate) fn at(date: Date, clocks: &'a [Clock]) -> Open<'a> {
        Open { date, days: clocks.iter().map(Clock::open).collect() }
    }

    /// The session that a company is in.
    pub(crate) fn of(&self, company: &Company) -> Option<&Today<'a>> {
        self.days.get(company.country)?.as_ref()
    }
}
