//! The session calendar of the New York Stock Exchange, and the date rules of schedules.
//!
//! Every weekday that is not a session, and every session that closed before 16:00, is a row of
//! `nyse.csv` with its reason, so a date is corrected by editing data, never code.
//! `tools/check_calendar.py` compares the file with an independent calendar. Dates beyond the
//! schedule the exchange has published follow its standing rules, until it says otherwise.
//!
//! ```
//! use jiff::civil::{Weekday, date};
//! use russet_market::calendar::{Calendar, nth_weekday};
//!
//! let nyse = Calendar::nyse();
//! let reconstitution = nth_weekday(2026, 6, Weekday::Friday, 4)?;
//! assert_eq!(reconstitution, date(2026, 6, 26));
//! assert_eq!(nyse.next_session(reconstitution)?, date(2026, 6, 29));
//! # Ok::<(), russet_market::calendar::CalendarError>(())
//! ```

mod counting;
mod rules;
mod session;
mod table;

pub use rules::nth_weekday;
pub use session::Calendar;

use jiff::civil::{Date, Weekday};
use thiserror::Error;

/// Why a question about dates has no answer.
///
/// ```
/// use jiff::civil::date;
/// use russet_market::calendar::Calendar;
///
/// let error = Calendar::nyse().index_of(date(2026, 6, 19)).unwrap_err();
/// assert_eq!(error.to_string(), "2026-06-19 is not a session: Juneteenth");
/// ```
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CalendarError {
    /// The date asked about lies outside the days the calendar knows.
    #[error("{date} is outside the calendar, which covers {first} to {last}")]
    OutOfRange {
        /// The date asked about.
        date: Date,
        /// The first day covered.
        first: Date,
        /// The last day covered.
        last: Date,
    },

    /// The date is covered, but the session counted from it is not.
    #[error(
        "the session counted from {date} lies outside the calendar, which covers {first} to {last}"
    )]
    PastTheEnd {
        /// The date counted from.
        date: Date,
        /// The first day covered.
        first: Date,
        /// The last day covered.
        last: Date,
    },

    /// The exchange did not trade on the date.
    #[error("{date} is not a session: {reason}")]
    NotASession {
        /// The date asked about.
        date: Date,
        /// The holiday or event that closed the exchange, or the day of the weekend.
        reason: String,
    },

    /// No such month exists.
    #[error("year {year} has no month {month}")]
    NoSuchMonth {
        /// The year asked for.
        year: i16,
        /// The month asked for, where January is 1.
        month: i8,
    },

    /// The month has no such weekday, for example a fifth Friday.
    #[error("{year}-{month:02} has no {weekday:?} number {n}")]
    NoSuchWeekday {
        /// The year asked for.
        year: i16,
        /// The month asked for, where January is 1.
        month: i8,
        /// The weekday asked for.
        weekday: Weekday,
        /// Which of the month's weekdays was asked for.
        n: i8,
    },
}
