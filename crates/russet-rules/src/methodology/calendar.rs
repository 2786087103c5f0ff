//! When an index family changes: reconstitutions with announced dates, quarterly updates by rule.

use jiff::Span;
use jiff::civil::Date;
use russet_market::calendar::{Calendar, CalendarError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schedule::DayOfMonth;
use super::values::{Day, Percent};

/// One reconstitution.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reconstitution {
    /// The rank day: companies are ranked at its closing prices.
    pub rank_day: Day,
    /// The effective date: the new membership holds after its close.
    pub effective: Day,
    /// The days after whose close preliminary lists are published.
    #[serde(default)]
    pub preliminary: Vec<Day>,
    /// The lock-down date, from which the lists no longer change.
    pub lock_down: Option<Day>,
    /// Share changes up to this are not applied; none: every change is applied.
    pub share_buffer_percent: Option<Percent>,
    /// Whether members are exempt from the votes screen.
    #[serde(default)]
    pub exempts_members_from_votes: bool,
    /// Whether members that stay in their index keep their style scores.
    #[serde(default)]
    pub exempts_members_from_styles: bool,
    /// Where the dates were read.
    pub source: String,
}

/// Scheduled updates of share counts and free floats.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareUpdates {
    /// The first day on which the rule applies.
    pub from: Day,
    /// The last day on which the rule applies.
    pub until: Option<Day>,
    /// The months in which updates take effect.
    pub months: Vec<i8>,
    /// The effective day within the month; the third Friday by default.
    #[serde(default)]
    pub day: DayOfMonth,
    /// Changes up to this are not applied.
    pub buffer_percent: Percent,
    /// Where the rule was read.
    pub source: String,
}

/// Scheduled additions of new listings.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewListings {
    /// The first day on which the rule applies.
    pub from: Day,
    /// The last day on which the rule applies.
    pub until: Option<Day>,
    /// The months in which additions take effect.
    pub months: Vec<i8>,
    /// The effective day within the month; the third Friday by default.
    #[serde(default)]
    pub day: DayOfMonth,
    /// How the rank day follows from the effective day.
    pub rank: RankRule,
    /// Where the rule was read.
    pub source: String,
}

/// How the rank day follows from the effective day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RankRule {
    /// This many calendar days before the effective day.
    DaysBefore(u32),
    /// The last session of the month this many months before.
    EndOfMonthBefore(u32),
}

impl RankRule {
    /// The rank day that goes with an effective day.
    ///
    /// # Errors
    /// [`CalendarError`] when it lies outside the calendar.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::Calendar;
    /// use russet_rules::methodology::RankRule;
    /// let found = RankRule::EndOfMonthBefore(2).rank_day(Calendar::nyse(), date(2026, 12, 11))?;
    /// assert_eq!(found, date(2026, 10, 30));
    /// # Ok::<(), russet_market::CalendarError>(())
    /// ```
    pub fn rank_day(self, calendar: &Calendar, effective: Date) -> Result<Date, CalendarError> {
        match self {
            RankRule::DaysBefore(count) => {
                calendar.session_on_or_before(days_before(effective, count))
            }
            RankRule::EndOfMonthBefore(count) => {
                let earlier =
                    effective.first_of_month().saturating_sub(Span::new().months(i64::from(count)));
                calendar.last_session_of_month(earlier.year(), earlier.month())
            }
        }
    }
}

/// One round of additions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListingCycle {
    /// The rank day.
    pub rank_day: Date,
    /// The day after whose close the additions take effect.
    pub effective: Date,
}

impl ShareUpdates {
    /// The days after whose close share updates hold, within a range.
    ///
    /// # Errors
    /// [`CalendarError`] when the range leaves the calendar.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// let year = (date(2024, 1, 1), date(2024, 12, 31));
    /// let days = family.share_updates[0].days(family.sessions(), year).unwrap();
    /// assert_eq!(days, [date(2024, 3, 15), date(2024, 9, 20), date(2024, 12, 20)]);
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn days(
        &self,
        calendar: &Calendar,
        (from, to): (Date, Date),
    ) -> Result<Vec<Date>, CalendarError> {
        let range = (from.max(self.from.0), last_day(self.until, to));
        self.day.days(calendar, &self.months, range)
    }
}

impl NewListings {
    /// The rounds of additions that take effect within a range.
    ///
    /// # Errors
    /// [`CalendarError`] when the range leaves the calendar.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// let half_year = (date(2023, 7, 1), date(2023, 12, 31));
    /// let cycles = family.new_listings[1].cycles(family.sessions(), half_year).unwrap();
    /// assert_eq!(cycles[0].rank_day, date(2023, 7, 31));
    /// assert_eq!(cycles[1].rank_day, date(2023, 10, 31));
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn cycles(
        &self,
        calendar: &Calendar,
        (from, to): (Date, Date),
    ) -> Result<Vec<ListingCycle>, CalendarError> {
        let range = (from.max(self.from.0), last_day(self.until, to));
        let days = self.day.days(calendar, &self.months, range)?;
        let mut cycles = Vec::with_capacity(days.len());
        for effective in days {
            let rank_day = self.rank.rank_day(calendar, effective)?;
            cycles.push(ListingCycle { rank_day, effective });
        }
        Ok(cycles)
    }
}

/// A number of calendar days before a day; a methodology's counts are checked when it is read.
///
/// ```
/// use jiff::civil::date;
/// use russet_rules::methodology::days_before;
/// assert_eq!(days_before(date(2026, 6, 26), 35), date(2026, 5, 22));
/// ```
pub fn days_before(day: Date, count: u32) -> Date {
    day.saturating_sub(Span::new().days(i64::from(count)))
}

fn last_day(until: Option<Day>, to: Date) -> Date {
    until.map_or(to, |until| to.min(until.0))
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;
    use russet_market::calendar::nth_weekday;

    use super::*;
    use crate::Methodology;

    /// The rule since 2023: last business day of April; fourth Friday of June.
    #[test]
    fn the_table_since_2023_follows_the_published_rule() {
        let calendar = Calendar::nyse();
        let family = Methodology::built_in("russell-us").unwrap();
        let mut seen = 0;
        for row in family.reconstitutions.iter().filter(|row| row.effective.0.year() >= 2023) {
            let year = row.effective.0.year();
            let (rank_month, effective) = match row.effective.0.month() {
                6 => (4, nth_weekday(year, 6, Weekday::Friday, 4).unwrap()),
                _ => (10, nth_weekday(year, 12, Weekday::Friday, 2).unwrap()),
            };
            assert_eq!(row.effective.0, effective);
            assert_eq!(row.rank_day.0, calendar.last_session_of_month(year, rank_month).unwrap());
            seen += 1;
        }
        assert_eq!(seen, 7);
    }

    #[test]
    fn g14_preliminary_lists_come_35_and_28_days_before() {
        let family = Methodology::built_in("russell-us").unwrap();
        for (effective, first_list) in [("2026-06-26", "2026-05-22"), ("2026-12-11", "2026-11-13")]
        {
            let row = family
                .reconstitutions
                .iter()
                .find(|row| row.effective.to_string() == effective)
                .unwrap();
            assert_eq!(row.preliminary[0].to_string(), first_list);
            let days = if row.effective.0.month() == 6 { 35 } else { 28 };
            assert_eq!(days_before(row.effective.0, days), row.preliminary[0].0);
        }
    }

    /// Once a year from 1989; of 2015 the provider's schedule is known.
    #[test]
    fn reviews_of_before_the_table_follow_the_rule() {
        let family = Methodology::built_in("russell-us").unwrap();
        let days = (jiff::civil::date(1987, 1, 1), jiff::civil::date(2016, 12, 31));
        let rows = family.all_reconstitutions(days.0, days.1).unwrap();
        let years: Vec<i16> = rows.iter().map(|row| row.effective.0.year()).collect();
        assert_eq!(years, (1989..=2016).collect::<Vec<i16>>());
        let of_2015 = &rows[rows.len() - 2];
        assert_eq!(of_2015.rank_day.to_string(), "2015-05-29");
        assert_eq!(of_2015.effective.to_string(), "2015-06-26");
    }

    #[test]
    fn every_date_of_the_table_is_a_session() {
        let family = Methodology::built_in("russell-us").unwrap();
        for row in &family.reconstitutions {
            for day in [row.rank_day, row.effective].iter().chain(&row.preliminary) {
                assert!(Calendar::nyse().is_session(day.0).unwrap(), "{day}");
            }
        }
    }

    #[test]
    fn december_2026_takes_over_from_the_fourth_quarter() {
        let family = Methodology::built_in("russell-us").unwrap();
        let days = |from: Date, to: Date| -> Vec<Date> {
            let days = |rule: &ShareUpdates| rule.days(family.sessions(), (from, to)).unwrap();
            family.share_updates.iter().flat_map(days).collect()
        };
        let year = |year: i16| (jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31));
        assert_eq!(days(year(2025).0, year(2025).1).len(), 3);
        assert_eq!(days(year(2026).0, year(2026).1).len(), 2);
        assert_eq!(days(year(2027).0, year(2027).1).len(), 2);
    }
}
