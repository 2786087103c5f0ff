//! Counting in sessions: the next one, five before, how many between.

use jiff::civil::Date;

use super::{Calendar, CalendarError};

impl Calendar {
    /// The date itself if it is a session, else the next session.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// let nyse = Calendar::nyse();
    /// assert_eq!(nyse.session_on_or_after(date(2001, 9, 11))?, date(2001, 9, 17));
    /// assert_eq!(nyse.session_on_or_after(date(2001, 9, 17))?, date(2001, 9, 17));
    /// # Ok::<(), russet_market::calendar::CalendarError>(())
    /// ```
    pub fn session_on_or_after(&self, date: Date) -> Result<Date, CalendarError> {
        self.session_at(self.count_before(date)?, date)
    }

    /// The date itself if it is a session, else the session before it.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// let nyse = Calendar::nyse();
    /// assert_eq!(nyse.session_on_or_before(date(2001, 9, 16))?, date(2001, 9, 10));
    /// # Ok::<(), russet_market::calendar::CalendarError>(())
    /// ```
    pub fn session_on_or_before(&self, date: Date) -> Result<Date, CalendarError> {
        self.session_at(self.count_through(date)? - 1, date)
    }

    /// The first session after the date.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// let nyse = Calendar::nyse();
    /// assert_eq!(nyse.next_session(date(2026, 6, 18))?, date(2026, 6, 22)); // over Juneteenth
    /// # Ok::<(), russet_market::calendar::CalendarError>(())
    /// ```
    pub fn next_session(&self, date: Date) -> Result<Date, CalendarError> {
        self.session_at(self.count_through(date)?, date)
    }

    /// The last session before the date.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// let nyse = Calendar::nyse();
    /// assert_eq!(nyse.previous_session(date(2007, 1, 3))?, date(2006, 12, 29));
    /// # Ok::<(), russet_market::calendar::CalendarError>(())
    /// ```
    pub fn previous_session(&self, date: Date) -> Result<Date, CalendarError> {
        self.session_at(self.count_before(date)? - 1, date)
    }

    /// The session `n` sessions after the date, or before it where `n` is negative.
    ///
    /// The date need not be a session, unless `n` is zero: 1 is always the next session and -1 the
    /// previous one.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// let nyse = Calendar::nyse();
    /// assert_eq!(nyse.offset(date(2026, 6, 26), -5)?, date(2026, 6, 18));
    /// assert_eq!(nyse.offset(date(2026, 6, 27), 1)?, date(2026, 6, 29));
    /// # Ok::<(), russet_market::calendar::CalendarError>(())
    /// ```
    pub fn offset(&self, date: Date, n: i64) -> Result<Date, CalendarError> {
        // For a session both counts give its own index, so the two directions agree.
        let index = match n {
            0 => return self.index_of(date).map(|_| date),
            1.. => self.count_through(date)? - 1,
            _ => self.count_before(date)?,
        };
        self.session_at(index.saturating_add(n), date)
    }

    /// The sessions from one date to another, both included; none where `to` comes before `from`.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// let sandy = Calendar::nyse().sessions_between(date(2012, 10, 26), date(2012, 10, 31))?;
    /// assert_eq!(sandy, [date(2012, 10, 26), date(2012, 10, 31)]);
    /// # Ok::<(), russet_market::calendar::CalendarError>(())
    /// ```
    pub fn sessions_between(&self, from: Date, to: Date) -> Result<&[Date], CalendarError> {
        let start = self.sessions_before(from)?.0;
        let end = self.count_through(to)? as usize;
        Ok(self.sessions.get(start..end).unwrap_or_default())
    }

    /// The place of a session in the calendar, from 0; two indices differ by the sessions between.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// let nyse = Calendar::nyse();
    /// assert_eq!(nyse.index_of(date(1978, 1, 3))?, 0);
    /// assert_eq!(nyse.index_of(date(2026, 6, 26))? - nyse.index_of(date(2026, 6, 18))?, 5);
    /// # Ok::<(), russet_market::calendar::CalendarError>(())
    /// ```
    pub fn index_of(&self, date: Date) -> Result<usize, CalendarError> {
        if let (before, true) = self.sessions_before(date)? {
            return Ok(before);
        }
        let reason = match self.closure(date) {
            Some(reason) => reason.to_owned(),
            None => format!("{:?}", date.weekday()),
        };
        Err(CalendarError::NotASession { date, reason })
    }

    /// How many sessions lie before a date or on it: the index of the next session.
    fn count_through(&self, date: Date) -> Result<i64, CalendarError> {
        let (before, is_session) = self.sessions_before(date)?;
        Ok(before as i64 + i64::from(is_session))
    }

    /// How many sessions lie before a date: the index of the session on or after it.
    fn count_before(&self, date: Date) -> Result<i64, CalendarError> {
        Ok(self.sessions_before(date)?.0 as i64)
    }

    fn session_at(&self, index: i64, counted_from: Date) -> Result<Date, CalendarError> {
        usize::try_from(index).ok().and_then(|index| self.sessions.get(index).copied()).ok_or(
            CalendarError::PastTheEnd { date: counted_from, first: self.first, last: self.last },
        )
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    /// Any date covered, far enough from either end to count from.
    fn any_date() -> impl Strategy<Value = Date> {
        (1_000..18_000_i32).prop_map(|days| Calendar::nyse().first() + days.days())
    }

    proptest! {
        #[test]
        fn next_and_previous_undo_each_other(day in any_date()) {
            let nyse = Calendar::nyse();
            let next = nyse.next_session(day).unwrap();
            let previous = nyse.previous_session(day).unwrap();
            prop_assert!(previous < day && day < next);
            prop_assert_eq!(nyse.previous_session(next), nyse.session_on_or_before(day));
            prop_assert_eq!(nyse.next_session(previous), nyse.session_on_or_after(day));
        }

        #[test]
        fn an_offset_there_and_back_is_no_offset(day in any_date(), n in -600_i64..600) {
            let nyse = Calendar::nyse();
            let session = nyse.session_on_or_after(day).unwrap();
            let there = nyse.offset(session, n).unwrap();
            prop_assert_eq!(nyse.offset(there, -n).unwrap(), session);
            let index = |day| nyse.index_of(day).unwrap() as i64;
            prop_assert_eq!(index(there) - index(session), n);
            let between = nyse.sessions_between(session.min(there), session.max(there)).unwrap();
            prop_assert_eq!(between.len() as i64, n.abs() + 1);
        }

        #[test]
        fn an_offset_is_so_many_steps_from_any_day(day in any_date(), n in 1_i64..30) {
            let nyse = Calendar::nyse();
            let (mut later, mut earlier) = (day, day);
            for _ in 0..n {
                later = nyse.next_session(later).unwrap();
                earlier = nyse.previous_session(earlier).unwrap();
            }
            prop_assert_eq!(nyse.offset(day, n).unwrap(), later);
            prop_assert_eq!(nyse.offset(day, -n).unwrap(), earlier);
        }
    }

    #[test]
    fn a_day_that_is_no_session_says_why() {
        let reason = |day| Calendar::nyse().offset(day, 0).unwrap_err().to_string();
        assert_eq!(
            reason(date(2025, 1, 9)),
            "2025-01-09 is not a session: Funeral of President Carter"
        );
        assert_eq!(reason(date(2025, 1, 11)), "2025-01-11 is not a session: Saturday");
    }

    #[test]
    fn counting_past_either_end_is_an_error() {
        let nyse = Calendar::nyse();
        assert_eq!(
            nyse.next_session(nyse.last()).unwrap_err().to_string(),
            "the session counted from 2030-12-31 lies outside the calendar, which covers 1978-01-01 to 2030-12-31"
        );
        let past_the_end =
            |day| CalendarError::PastTheEnd { date: day, first: nyse.first(), last: nyse.last() };
        let sunday = nyse.first();
        assert_eq!(nyse.session_on_or_before(sunday), Err(past_the_end(sunday)));
        assert_eq!(nyse.previous_session(sunday), Err(past_the_end(sunday)));
        assert_eq!(nyse.session_on_or_after(sunday), Ok(date(1978, 1, 3)));
        for n in [i64::MIN, -100_000, 100_000, i64::MAX] {
            assert_eq!(nyse.offset(date(2026, 1, 2), n), Err(past_the_end(date(2026, 1, 2))));
        }
        let outside = nyse.offset(date(2031, 1, 2), -1);
        assert!(matches!(outside, Err(CalendarError::OutOfRange { .. })));
    }

    #[test]
    fn between_includes_both_ends_and_is_empty_where_there_is_nothing() {
        let nyse = Calendar::nyse();
        let between = |from, to| nyse.sessions_between(from, to).unwrap();
        let days = [date(2026, 6, 18), date(2026, 6, 22)];
        assert_eq!(between(days[0], days[1]), days);
        assert_eq!(between(days[0], days[0]), [days[0]]);
        assert!(between(date(2026, 6, 19), date(2026, 6, 21)).is_empty());
        assert!(between(days[1], days[0]).is_empty());
        assert_eq!(between(nyse.first(), nyse.last()).len(), 13_355);
        assert!(nyse.sessions_between(days[0], date(2031, 1, 1)).is_err());
    }
}
