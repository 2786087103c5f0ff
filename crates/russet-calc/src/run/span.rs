//! The stretches of time that the parts of a run's tables tell of.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// Which rows of a table a part has.
///
/// ```
/// use jiff::civil::date;
/// use russet_calc::run::Span;
/// let november: Span = "2026-11".parse().unwrap();
/// assert_eq!(november, Span::Month(2026, 11));
/// assert!(Span::Year(2025) < november && november < Span::Day(date(2026, 12, 1)));
/// assert!(Span::Day(date(2026, 12, 1)) < Span::Open);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// Those of a calendar year before the run's last.
    Year(i16),
    /// Those of a month of the run's last year, before its last month.
    Month(i16, i8),
    /// Those of a day of the run's last month.
    Day(Date),
    /// Those that the end of the run found open: constituents that are held on, actions that wait.
    Open,
}

impl Span {
    /// The first day.
    pub(crate) fn start(self) -> Date {
        match self {
            Span::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MAX),
            Span::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MAX),
            Span::Day(day) => day,
            Span::Open => Date::MAX,
        }
    }

    /// The last day.
    pub(crate) fn end(self) -> Date {
        match self {
            Span::Year(_) => self.start().last_of_year(),
            Span::Month(..) => self.start().last_of_month(),
            Span::Day(day) => day,
            Span::Open => Date::MAX,
        }
    }

    /// The calendar year; none where rows are open.
    pub(crate) fn year(self) -> Option<i16> {
        (self != Span::Open).then(|| self.start().year())
    }
}

impl Ord for Span {
    fn cmp(&self, other: &Span) -> Ordering {
        let key = |span: &Span| (span.start(), span.end(), *span == Span::Open);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Span) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Span::Year(year) => write!(formatter, "{year}"),
            Span::Month(year, month) => write!(formatter, "{year}-{month:02}"),
            Span::Day(day) => write!(formatter, "{day}"),
            Span::Open => write!(formatter, "open"),
        }
    }
}

/// The text is no span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSpan;

impl FromStr for Span {
    type Err = NoSpan;

    fn from_str(text: &str) -> Result<Span, NoSpan> {
        let numbers: Vec<&str> = text.split('-').collect();
        match numbers[..] {
            ["open"] => Ok(Span::Open),
            [year] => year.parse().map(Span::Year).map_err(|_| NoSpan),
            [year, month] => {
                let year = year.parse().map_err(|_| NoSpan)?;
                let month = month.parse().map_err(|_| NoSpan)?;
                Date::new(year, month, 1).map(|_| Span::Month(year, month)).map_err(|_| NoSpan)
            }
            _ => text.parse().map(Span::Day).map_err(|_| NoSpan),
        }
    }
}

/// How a run that ends with a session is cut: into years, the months of its last year, the days of its
/// last month. A further day adds parts, and hardly changes any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spans {
    last: Date,
}

impl Spans {
    pub(crate) fn until(last: Date) -> Spans {
        Spans { last }
    }

    pub(crate) fn last(self) -> Date {
        self.last
    }

    /// The span of a day.
    pub(crate) fn of(self, day: Date) -> Span {
        let (year, month) = (self.last.year(), self.last.month());
        if day.year() != year {
            Span::Year(day.year())
        } else if day.month() != month {
            Span::Month(year, day.month())
        } else {
            Span::Day(day)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn spans_are_told_in_words_and_read_again() {
        let spans = Spans::until(date(2026, 12, 30));
        let days = [date(2025, 12, 31), date(2026, 2, 3), date(2026, 12, 29)];
        let told = days.map(|day| spans.of(day).to_string());
        assert_eq!(told, ["2025", "2026-02", "2026-12-29"]);
        for (day, told) in days.into_iter().zip(&told) {
            assert_eq!(told.parse(), Ok(spans.of(day)));
        }
        assert!(
            ["2026-13", "2026-12-32", "x", ""].iter().all(|text| text.parse::<Span>().is_err())
        );
    }
}
