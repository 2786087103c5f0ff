//! The calendar itself: on which days the exchange trades, until when, and why not.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};

use super::{CalendarError, table};

/// The sessions of an exchange over a range of days, with the reason for each weekday closed.
///
/// A lookup costs a binary search over a sorted list of sessions. A date outside the range is an
/// error: the calendar never guesses.
///
/// ```
/// use jiff::civil::date;
/// use russet_market::calendar::Calendar;
///
/// let nyse = Calendar::nyse();
/// assert!(nyse.is_session(date(2022, 6, 17))?);
/// assert!(!nyse.is_session(date(2022, 6, 20))?);
/// assert_eq!(nyse.closure(date(2022, 6, 20)), Some("Juneteenth (observed)"));
/// # Ok::<(), russet_market::calendar::CalendarError>(())
/// ```
#[derive(Debug)]
pub struct Calendar {
    pub(super) first: Date,
    pub(super) last: Date,
    /// Ascending.
    pub(super) sessions: Vec<Date>,
    /// How many sessions lie before each day, by [`place_of`] since the first one.
    before: Vec<u32>,
    closures: BTreeMap<Date, &'static str>,
    early_closes: BTreeMap<Date, Time>,
}

impl Calendar {
    /// The New York Stock Exchange, whose sessions the whole US market keeps.
    pub fn nyse() -> &'static Calendar {
        static NYSE: LazyLock<Calendar> = LazyLock::new(|| {
            table::read(include_str!("nyse.csv")).expect("a unit test proves nyse.csv well formed")
        });
        &NYSE
    }

    /// Every weekday, for an index of several countries: one of its markets is always open.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    /// assert!(Calendar::weekdays().is_session(date(2024, 7, 4))?);
    /// # Ok::<(), russet_market::calendar::CalendarError>(())
    /// ```
    pub fn weekdays() -> &'static Calendar {
        static WEEKDAYS: LazyLock<Calendar> = LazyLock::new(|| {
            let nyse = Calendar::nyse();
            Calendar::new(nyse.first, nyse.last, BTreeMap::new(), BTreeMap::new())
        });
        &WEEKDAYS
    }

    /// The calendar that a methodology names: `XNYS`, or `weekdays`.
    pub fn named(name: &str) -> Option<&'static Calendar> {
        match name {
            "XNYS" => Some(Calendar::nyse()),
            "weekdays" => Some(Calendar::weekdays()),
            _ => None,
        }
    }

    /// Fills the weekdays of a range, except the closures, with sessions.
    pub(super) fn new(
        first: Date,
        last: Date,
        closures: BTreeMap<Date, &'static str>,
        early_closes: BTreeMap<Date, Time>,
    ) -> Calendar {
        let sessions: Vec<Date> = first
            .series(1.day())
            .take_while(|date| *date <= last)
            .filter(|date| !is_weekend(*date) && !closures.contains_key(date))
            .collect();
        let mut before = vec![0; place_of(last) + 1 - place_of(first)];
        let mut count = 0;
        for (place, slot) in (place_of(first)..).zip(&mut before) {
            while sessions.get(count as usize).is_some_and(|day| place_of(*day) < place) {
                count += 1;
            }
            *slot = count;
        }
        Calendar { first, last, sessions, before, closures, early_closes }
    }

    /// The first day covered, which need not be a session.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// assert_eq!(Calendar::nyse().first(), date(1978, 1, 1)); // a Sunday
    /// ```
    pub fn first(&self) -> Date {
        self.first
    }

    /// The last day covered, which need not be a session.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// assert_eq!(Calendar::nyse().last(), date(2030, 12, 31));
    /// ```
    pub fn last(&self) -> Date {
        self.last
    }

    /// Whether the exchange trades on the date.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// let nyse = Calendar::nyse();
    /// assert!(!nyse.is_session(date(2018, 12, 5))?); // the funeral of President George H. W. Bush
    /// assert!(nyse.is_session(date(1977, 12, 30)).is_err()); // before the calendar begins
    /// # Ok::<(), russet_market::calendar::CalendarError>(())
    /// ```
    pub fn is_session(&self, date: Date) -> Result<bool, CalendarError> {
        Ok(self.sessions_before(date)?.1)
    }

    /// The time in New York at which a session ended, where that was before the usual 16:00.
    ///
    /// ```
    /// use jiff::civil::{date, time};
    /// use russet_market::calendar::Calendar;
    ///
    /// let nyse = Calendar::nyse();
    /// assert_eq!(nyse.early_close(date(2026, 11, 27)), Some(time(13, 0, 0, 0)));
    /// assert_eq!(nyse.early_close(date(2026, 11, 30)), None);
    /// ```
    pub fn early_close(&self, date: Date) -> Option<Time> {
        self.early_closes.get(&date).copied()
    }

    /// Why the exchange was closed on a weekday; nothing for a session or a weekend.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// let nyse = Calendar::nyse();
    /// assert_eq!(nyse.closure(date(1985, 9, 27)), Some("Hurricane Gloria"));
    /// assert_eq!(nyse.closure(date(1985, 9, 28)), None);
    /// ```
    pub fn closure(&self, date: Date) -> Option<&str> {
        self.closures.get(&date).copied()
    }

    /// How many sessions lie before a day, and whether it is one itself.
    pub(super) fn sessions_before(&self, date: Date) -> Result<(usize, bool), CalendarError> {
        self.check_covered(date)?;
        let before = self.before[place_of(date) - place_of(self.first)] as usize;
        Ok((before, self.sessions.get(before) == Some(&date)))
    }

    pub(super) fn check_covered(&self, date: Date) -> Result<(), CalendarError> {
        if (self.first..=self.last).contains(&date) {
            return Ok(());
        }
        Err(CalendarError::OutOfRange { date, first: self.first, last: self.last })
    }
}

/// Whether the date is a Saturday or a Sunday.
/// A number that grows with the date, counted as if every month had 32 days and every year 16 months.
fn place_of(date: Date) -> usize {
    (i32::from(date.year()) * 512 + i32::from(date.month()) * 32 + i32::from(date.day())) as usize
}

pub(super) fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn is_session(year: i16, month: i8, day: i8) -> bool {
        Calendar::nyse().is_session(date(year, month, day)).unwrap()
    }

    #[test]
    fn events_that_closed_the_exchange_are_known() {
        for (closed, reason) in [
            (date(1980, 11, 4), "Presidential election day"),
            (date(1985, 9, 27), "Hurricane Gloria"),
            (date(1994, 4, 27), "Funeral of President Nixon"),
            (date(2001, 9, 11), "Terrorist attacks of September 11"),
            (date(2001, 9, 14), "Terrorist attacks of September 11"),
            (date(2004, 6, 11), "Funeral of President Reagan"),
            (date(2007, 1, 2), "Funeral of President Ford"),
            (date(2012, 10, 29), "Hurricane Sandy"),
            (date(2012, 10, 30), "Hurricane Sandy"),
            (date(2018, 12, 5), "Funeral of President George H. W. Bush"),
            (date(2025, 1, 9), "Funeral of President Carter"),
        ] {
            assert_eq!(Calendar::nyse().is_session(closed), Ok(false));
            assert_eq!(Calendar::nyse().closure(closed), Some(reason));
        }
    }

    #[test]
    fn holidays_begin_when_the_exchange_first_kept_them() {
        assert!(is_session(1997, 1, 20) && !is_session(1998, 1, 19)); // Martin Luther King Jr. Day
        assert!(is_session(2021, 6, 18) && !is_session(2022, 6, 20)); // Juneteenth
        assert!(is_session(1984, 11, 6)); // election day, no holiday after 1980
    }

    #[test]
    fn a_new_year_that_falls_on_a_saturday_closes_no_friday() {
        assert!(is_session(1999, 12, 31) && is_session(2021, 12, 31) && is_session(2027, 12, 31));
    }

    #[test]
    fn early_closes_keep_the_time_of_their_day() {
        let close = |year, month, day| Calendar::nyse().early_close(date(year, month, day));
        assert_eq!(close(1987, 10, 26), Some(time(14, 0, 0, 0)));
        assert_eq!(close(1987, 12, 24), None); // Christmas Eve was a full session until 1990
        assert_eq!(close(1990, 12, 24), Some(time(14, 0, 0, 0)));
        assert_eq!(close(1992, 11, 27), Some(time(14, 0, 0, 0)));
        assert_eq!(close(1993, 11, 26), Some(time(13, 0, 0, 0)));
        assert_eq!(close(1997, 10, 27), Some(time(15, 30, 0, 0)));
        assert_eq!(close(1999, 12, 31), Some(time(13, 0, 0, 0)));
        assert_eq!(close(2025, 7, 3), Some(time(13, 0, 0, 0)));
        assert_eq!(close(2026, 7, 2), None); // the 3rd is closed, with no half day before
    }

    #[test]
    fn outside_the_range_there_is_an_error_and_no_guess() {
        let nyse = Calendar::nyse();
        let error = nyse.is_session(date(2031, 1, 2)).unwrap_err();
        let message = "2031-01-02 is outside the calendar, which covers 1978-01-01 to 2030-12-31";
        assert_eq!(error.to_string(), message);
        assert!(nyse.is_session(date(1977, 12, 31)).is_err());
        assert_eq!(nyse.is_session(date(1978, 1, 1)), Ok(false));
        assert_eq!(nyse.closure(date(2031, 1, 1)), None);
        assert_eq!(nyse.early_close(date(2031, 12, 24)), None);
    }
}
