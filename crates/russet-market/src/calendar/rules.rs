//! The rules by which a schedule names its dates: the fourth Friday of June, April's last session.

use jiff::civil::{Date, Weekday};

use super::{Calendar, CalendarError};

/// The nth such weekday of a month; a negative `n` counts from the end, so -1 is the last.
///
/// The answer is a day of the civil calendar: whether it is a session is for a [`Calendar`] to say.
///
/// ```
/// use jiff::civil::{Weekday, date};
/// use russet_market::calendar::nth_weekday;
///
/// assert_eq!(nth_weekday(2026, 12, Weekday::Friday, 2)?, date(2026, 12, 11));
/// assert_eq!(nth_weekday(2026, 5, Weekday::Monday, -1)?, date(2026, 5, 25));
/// assert!(nth_weekday(2026, 2, Weekday::Friday, 5).is_err());
/// # Ok::<(), russet_market::calendar::CalendarError>(())
/// ```
pub fn nth_weekday(year: i16, month: i8, weekday: Weekday, n: i8) -> Result<Date, CalendarError> {
    first_of_month(year, month)?
        .nth_weekday_of_month(n, weekday)
        .map_err(|_| CalendarError::NoSuchWeekday { year, month, weekday, n })
}

impl Calendar {
    /// The last session of a month.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::calendar::Calendar;
    ///
    /// let nyse = Calendar::nyse();
    /// assert_eq!(nyse.last_session_of_month(2026, 4)?, date(2026, 4, 30));
    /// assert_eq!(nyse.last_session_of_month(2026, 10)?, date(2026, 10, 30)); // not Saturday
    /// # Ok::<(), russet_market::calendar::CalendarError>(())
    /// ```
    pub fn last_session_of_month(&self, year: i16, month: i8) -> Result<Date, CalendarError> {
        self.session_on_or_before(first_of_month(year, month)?.last_of_month())
    }
}

fn first_of_month(year: i16, month: i8) -> Result<Date, CalendarError> {
    Date::new(year, month, 1).map_err(|_| CalendarError::NoSuchMonth { year, month })
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    fn friday(year: i16, month: i8, n: i8) -> Date {
        nth_weekday(year, month, Weekday::Friday, n).unwrap()
    }

    #[test]
    fn g14_reconstitution_is_the_fourth_friday_of_june() {
        let days: Vec<i8> = (2018..=2027).map(|y| friday(y, 6, 4).day()).collect();
        assert_eq!(days, [22, 28, 26, 25, 24, 23, 28, 27, 26, 25]);
    }

    #[test]
    fn g14_reconstitution_is_the_second_friday_of_december() {
        assert_eq!(friday(2026, 12, 2), date(2026, 12, 11));
        assert_eq!(friday(2027, 12, 2), date(2027, 12, 10));
    }

    #[test]
    fn g14_preliminary_lists_come_a_fixed_number_of_days_before() {
        assert_eq!(friday(2026, 6, 4) - 35.days(), date(2026, 5, 22));
        assert_eq!(friday(2026, 12, 2) - 28.days(), date(2026, 11, 13));
    }

    #[test]
    fn the_fourth_friday_is_the_last_one_unless_that_is_the_29th_or_30th() {
        for year in 2005..=2030 {
            let last = friday(year, 6, -1);
            let expected = if last.day() >= 29 { last - 7.days() } else { last };
            assert_eq!(friday(year, 6, 4), expected);
        }
    }

    #[test]
    fn every_fourth_friday_of_june_is_a_session_and_juneteenth_moves_none() {
        for year in 1978..=2030 {
            assert!(Calendar::nyse().is_session(friday(year, 6, 4)).unwrap());
        }
    }

    #[test]
    fn the_last_session_of_a_month_may_lie_days_before_its_end() {
        let last = |year, month| Calendar::nyse().last_session_of_month(year, month).unwrap();
        assert_eq!(last(2021, 5), date(2021, 5, 28)); // a weekend, then Memorial Day on the 31st
        assert_eq!(last(2029, 3), date(2029, 3, 29)); // Good Friday on the 30th
        assert_eq!(last(2024, 2), date(2024, 2, 29)); // a leap day
    }

    #[test]
    fn what_does_not_exist_is_refused_with_its_name() {
        let friday = |month, n| nth_weekday(2026, month, Weekday::Friday, n);
        let message = |month, n| friday(month, n).unwrap_err().to_string();
        assert_eq!(message(2, 5), "2026-02 has no Friday number 5");
        assert_eq!(message(2, 0), "2026-02 has no Friday number 0");
        assert_eq!(message(13, 1), "year 2026 has no month 13");
        assert_eq!(friday(7, 5), Ok(date(2026, 7, 31)));
        assert!(Calendar::nyse().last_session_of_month(2026, 0).is_err());
        assert!(Calendar::nyse().last_session_of_month(2031, 1).is_err());
    }
}
