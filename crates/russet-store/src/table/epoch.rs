//! Dates as Parquet counts them: days since 1970-01-01.

use jiff::civil::{Date, date};

const EPOCH: Date = date(1970, 1, 1);

/// Turns dates into day numbers and back; columns are sorted by date, so the last answer is kept.
#[derive(Debug, Clone, Copy)]
pub struct EpochDays {
    last: (Date, i32),
}

impl Default for EpochDays {
    fn default() -> EpochDays {
        EpochDays::new()
    }
}

impl EpochDays {
    /// Ready to count.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_store::table::EpochDays;
    /// let mut days = EpochDays::new();
    /// assert_eq!(days.number(date(1970, 2, 1)), 31);
    /// assert_eq!(days.date(31), Some(date(1970, 2, 1)));
    /// ```
    pub const fn new() -> EpochDays {
        EpochDays { last: (EPOCH, 0) }
    }

    /// The number of a date.
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert_eq!(russet_store::table::EpochDays::new().number(date(1969, 12, 31)), -1);
    /// ```
    pub fn number(&mut self, day: Date) -> i32 {
        if day != self.last.0 {
            // A span of days between two civil dates always fits.
            self.last = (day, day.since(EPOCH).map_or(0, |span| span.get_days()));
        }
        self.last.1
    }

    /// The date of a number, unless it lies beyond the calendar.
    ///
    /// ```
    /// assert_eq!(russet_store::table::EpochDays::new().date(i32::MAX), None);
    /// ```
    pub fn date(&mut self, number: i32) -> Option<Date> {
        if number != self.last.1 {
            let span = jiff::Span::new().try_days(number).ok()?;
            self.last = (EPOCH.checked_add(span).ok()?, number);
        }
        Some(self.last.0)
    }
}
