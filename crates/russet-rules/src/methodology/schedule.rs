//! Dates by rule: the third Friday of some months, and the days that are counted back from it.

use jiff::civil::{Date, Weekday};
use russet_market::calendar::{Calendar, CalendarError, nth_weekday};
use serde::Deserialize;

use super::calendar::{RankRule, Reconstitution};
use super::values::{Day, Percent};

/// A day of a month after whose close a change takes effect; on a day without a session, the session
/// before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DayOfMonth {
    /// The first, second, … Friday.
    Friday(i8),
    /// The last session, or so many sessions before it.
    SessionsBeforeEnd(u32),
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
}

/// Reviews of a whole family by rule, where no table lists them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviews {
    /// The first day of the rule.
    pub from: Day,
    /// The last day of the rule.
    pub until: Option<Day>,
    /// The months in which reviews take effect.
    pub months: Vec<i8>,
    /// The day in those months.
    pub day: DayOfMonth,
    /// How the rank day follows from it.
    pub rank: RankRule,
    /// Share changes up to this are left alone; none: every change is taken.
    pub share_buffer_percent: Option<Percent>,
    /// Where the rule was read.
    pub source: String,
}

impl Reviews {
    /// The reviews that take effect within a range.
    ///
    /// # Errors
    /// [`CalendarError`] when the range leaves the calendar.
    pub fn rows(
        &self,
        calendar: &Calendar,
        (from, to): (Date, Date),
    ) -> Result<Vec<Reconstitution>, CalendarError> {
        let range = (from.max(self.from.0), self.until.map_or(to, |until| to.min(until.0)));
        let days = self.day.days(calendar, &self.months, range)?;
        let row = |effective: Date| {
            Ok(Reconstitution {
                rank_day: Day(self.rank.rank_day(calendar, effective)?),
                effective: Day(effective),
                preliminary: Vec::new(),
                lock_down: None,
                share_buffer_percent: self.share_buffer_percent,
                spares_votes_of_members: false,
                spares_styles_of_members: false,
                source: self.source.clone(),
            })
        };
        days.into_iter().map(row).collect()
    }
}

/// When the weights of an index are made anew between reviews of its members.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rebalancing {
    /// The first day of the rule.
    pub from: Option<Day>,
    /// The last day of the rule.
    pub until: Option<Day>,
    /// The months.
    pub months: Vec<i8>,
    /// The day in those months after whose close the weights hold.
    pub day: DayOfMonth,
    /// Weights are made at the closes of so many sessions before.
    #[serde(default)]
    pub priced_sessions_before: u32,
    /// Only where the caps' own `fires_above` limits are broken.
    #[serde(default)]
    pub only_when_broken: bool,
    /// Whether the members are chosen anew too, by the index's own `largest`.
    #[serde(default)]
    pub chooses: bool,
    /// Where the rule was read.
    pub source: String,
}
