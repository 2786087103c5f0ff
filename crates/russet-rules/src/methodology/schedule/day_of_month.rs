//! A day of a month, such as the third Friday.

use std::fmt;

use jiff::civil::{Date, Weekday};
use russet_market::calendar::{Calendar, CalendarError, nth_weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The day of a month after whose close a change takes effect; if that is not a session, the session
/// before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DayOfMonth {
    /// The first, second, … Friday.
    Friday(i8),
    /// This many sessions before the last session of the month; 0 is the last one.
    SessionsBeforeEnd(u32),
}

impl Default for DayOfMonth {
    /// The third Friday, on which index futures expire.
    fn default() -> DayOfMonth {
        DayOfMonth::Friday(3)
    }
}

impl DayOfMonth {
    /// That day in a month.
    ///
    /// # Errors
    /// [`CalendarError`] when the month lies outside the calendar or has no such day.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::Calendar;
    /// use russet_rules::methodology::DayOfMonth;
    /// let day = DayOfMonth::Friday(3).within(Calendar::nyse(), 2024, 6)?;
    /// assert_eq!(day, date(2024, 6, 21));
    /// # Ok::<(), russet_market::CalendarError>(())
    /// ```
    pub fn within(self, calendar: &Calendar, year: i16, month: i8) -> Result<Date, CalendarError> {
        match self {
            DayOfMonth::Friday(number) => {
                calendar.session_on_or_before(nth_weekday(year, month, Weekday::Friday, number)?)
            }
            DayOfMonth::SessionsBeforeEnd(count) => {
                let last = calendar.last_session_of_month(year, month)?;
                calendar.offset(last, -i64::from(count))
            }
        }
    }

    /// That day in some months of every year of a range.
    ///
    /// # Errors
    /// [`CalendarError`] when the range leaves the calendar.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::Calendar;
    /// use russet_rules::methodology::DayOfMonth;
    /// let year = (date(2024, 1, 1), date(2024, 12, 31));
    /// let days = DayOfMonth::Friday(3).days(Calendar::nyse(), &[3, 9], year)?;
    /// assert_eq!(days, [date(2024, 3, 15), date(2024, 9, 20)]);
    /// # Ok::<(), russet_market::CalendarError>(())
    /// ```
    pub fn days(
        self,
        calendar: &Calendar,
        months: &[i8],
        (from, to): (Date, Date),
    ) -> Result<Vec<Date>, CalendarError> {
        let mut days = Vec::new();
        for year in from.year()..=to.year() {
            for &month in months {
                days.push(self.within(calendar, year, month)?);
            }
        }
        days.retain(|day| (from..=to).contains(day));
        days.sort();
        Ok(days)
    }

    /// Refuses a day that not every month has, with the reason.
    pub(in crate::methodology) fn check(self) -> Result<(), String> {
        match self {
            DayOfMonth::Friday(number) if !(1..=4).contains(&number) => {
                Err(format!("not every month has a Friday {number} (hint: 1 to 4)"))
            }
            DayOfMonth::SessionsBeforeEnd(count) if count > 18 => Err(format!(
                "{count} sessions before its end a month may not have begun (hint: at most 18)"
            )),
            _ => Ok(()),
        }
    }
}

/// `the third Friday`.
impl fmt::Display for DayOfMonth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DayOfMonth::Friday(number) => {
                let names = ["first", "second", "third", "fourth"];
                let place = usize::try_from(*number).ok().and_then(|number| number.checked_sub(1));
                let name = place.and_then(|place| names.get(place)).copied().unwrap_or("?");
                write!(formatter, "the {name} Friday")
            }
            DayOfMonth::SessionsBeforeEnd(0) => write!(formatter, "the last session"),
            DayOfMonth::SessionsBeforeEnd(1) => {
                write!(formatter, "1 session before the last one")
            }
            DayOfMonth::SessionsBeforeEnd(count) => {
                write!(formatter, "{count} sessions before the last one")
            }
        }
    }
}
