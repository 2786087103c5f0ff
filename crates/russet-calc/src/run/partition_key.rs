//! The keys of the parts of a run's tables: a year, a month, a day, or what is open.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use russet_market::folder::TableFile;

/// Which rows of a table a part has.
///
/// ```
/// use jiff::civil::date;
/// use russet_calc::run::PartitionKey;
/// let november: PartitionKey = "2026-11".parse().unwrap();
/// assert_eq!(november, PartitionKey::Month(2026, 11));
/// assert!(PartitionKey::Year(2025) < november && november < PartitionKey::Day(date(2026, 12, 1)));
/// assert!(PartitionKey::Day(date(2026, 12, 1)) < PartitionKey::Open);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartitionKey {
    /// A calendar year before the run's last.
    Year(i16),
    /// A month of the run's last year, before its last month.
    Month(i16, i8),
    /// A day in the run's last month.
    Day(Date),
    /// What is open at the end of the run: constituents still held, actions that wait.
    Open,
}

impl PartitionKey {
    /// The key that a part's file is named for.
    pub(crate) fn of_file(file: &TableFile) -> Option<PartitionKey> {
        let (_, name) = file.file.split_once('/')?;
        name.rsplit_once('-')?.0.parse().ok()
    }

    /// The first day.
    pub(crate) fn start(self) -> Date {
        match self {
            PartitionKey::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MAX),
            PartitionKey::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MAX),
            PartitionKey::Day(day) => day,
            PartitionKey::Open => Date::MAX,
        }
    }

    /// The last day.
    pub(crate) fn end(self) -> Date {
        match self {
            PartitionKey::Year(_) => self.start().last_of_year(),
            PartitionKey::Month(..) => self.start().last_of_month(),
            PartitionKey::Day(day) => day,
            PartitionKey::Open => Date::MAX,
        }
    }

    /// The calendar year; none where rows are open.
    pub(crate) fn year(self) -> Option<i16> {
        (self != PartitionKey::Open).then(|| self.start().year())
    }
}

impl Ord for PartitionKey {
    fn cmp(&self, other: &PartitionKey) -> Ordering {
        let key = |key: &PartitionKey| (key.start(), key.end(), *key == PartitionKey::Open);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for PartitionKey {
    fn partial_cmp(&self, other: &PartitionKey) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PartitionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PartitionKey::Year(year) => write!(formatter, "{year}"),
            PartitionKey::Month(year, month) => write!(formatter, "{year}-{month:02}"),
            PartitionKey::Day(day) => write!(formatter, "{day}"),
            PartitionKey::Open => write!(formatter, "open"),
        }
    }
}

/// The text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidPartitionKey;

impl FromStr for PartitionKey {
    type Err = InvalidPartitionKey;

    fn from_str(text: &str) -> Result<PartitionKey, InvalidPartitionKey> {
        let numbers: Vec<&str> = text.split('-').collect();
        match numbers[..] {
            ["open"] => Ok(PartitionKey::Open),
            [year] => year.parse().map(PartitionKey::Year).map_err(|_| InvalidPartitionKey),
            [year, month] => {
                let year = year.parse().map_err(|_| InvalidPartitionKey)?;
                let month = month.parse().map_err(|_| InvalidPartitionKey)?;
                Date::new(year, month, 1)
                    .map(|_| PartitionKey::Month(year, month))
                    .map_err(|_| InvalidPartitionKey)
            }
            _ => text.parse().map(PartitionKey::Day).map_err(|_| InvalidPartitionKey),
        }
    }
}

/// How a run that ends with a session is cut: into years, the months of its last year, the days of its
/// last month. A further day adds parts, and hardly changes any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Partitioning {
    last: Date,
}

impl Partitioning {
    pub(crate) fn until(last: Date) -> Partitioning {
        Partitioning { last }
    }

    pub(crate) fn last(self) -> Date {
        self.last
    }

    /// The key of a day.
    pub(crate) fn of(self, day: Date) -> PartitionKey {
        let (year, month) = (self.last.year(), self.last.month());
        if day.year() != year {
            PartitionKey::Year(day.year())
        } else if day.month() != month {
            PartitionKey::Month(year, day.month())
        } else {
            PartitionKey::Day(day)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn spans_are_told_in_words_and_read_again() {
        let partitioning = Partitioning::until(date(2026, 12, 30));
        let days = [date(2025, 12, 31), date(2026, 2, 3), date(2026, 12, 29)];
        let told = days.map(|day| partitioning.of(day).to_string());
        assert_eq!(told, ["2025", "2026-02", "2026-12-29"]);
        for (day, told) in days.into_iter().zip(&told) {
            assert_eq!(told.parse(), Ok(partitioning.of(day)));
        }
        assert!(
            ["2026-13", "2026-12-32", "x", ""]
                .iter()
                .all(|text| text.parse::<PartitionKey>().is_err())
        );
    }
}
