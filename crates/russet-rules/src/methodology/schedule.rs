//! Dates by rule: the third Friday of some months, and the days that are counted back from it.

use jiff::civil::{Date, Weekday};
use russet_market::calendar::{Calendar, CalendarError, nth_weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calendar::{RankRule, Reconstitution};
use super::values::{Day, Percent};

/// A day of a month after whose close a change takes effect; on a day without a session, the session
/// before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DayOfMonth {
    /// The first, second, … Friday.
    Friday(i8),
    /// The last session, or so many sessions before it.
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
}

/// Days that so many sessions lie within: twice over, and more, since sessions that the market misses do not
/// count.
///
/// ```
/// assert_eq!(russet_rules::methodology::days_of(5), 50);
/// ```
pub fn days_of(sessions: usize) -> i64 {
    4 * sessions as i64 + 30
}

/// Reviews of a whole family by rule, where no table lists them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
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
///
/// With an `if_` limit it is done only where the index breaks one of them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
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
    /// Only where one company weighs more than this …
    pub if_company_above_percent: Option<Percent>,
    /// … or the companies that weigh more than this …
    pub above_percent: Option<Percent>,
    /// … together weigh more than this.
    pub if_together_percent: Option<Percent>,
    /// Whether the members are chosen anew too, by the index's own `largest`.
    #[serde(default)]
    pub chooses: bool,
    /// Where the rule was read.
    pub source: String,
}

impl Rebalancing {
    /// The days after whose close new weights may hold, within a range.
    ///
    /// # Errors
    /// [`CalendarError`] when the range leaves the calendar.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::Calendar;
    /// use russet_rules::methodology::Rebalancing;
    /// let text = "months = [3, 6, 9, 12]\nday = { friday = 3 }\nfrom = '2024-06-01'\nsource = 'R46'";
    /// let rule: Rebalancing = toml::from_str(text).unwrap();
    /// let year = (date(2024, 1, 1), date(2024, 9, 30));
    /// let days = rule.days(Calendar::nyse(), year)?;
    /// assert_eq!(days, [date(2024, 6, 21), date(2024, 9, 20)]);
    /// # Ok::<(), russet_market::CalendarError>(())
    /// ```
    pub fn days(
        &self,
        calendar: &Calendar,
        (from, to): (Date, Date),
    ) -> Result<Vec<Date>, CalendarError> {
        let mut days = self.day.days(calendar, &self.months, (from, to))?;
        days.retain(|day| within(*day, self.from, self.until));
        Ok(days)
    }

    /// The day whose closes make the weights that hold after the close of another.
    ///
    /// # Errors
    /// [`CalendarError`] when it lies outside the calendar.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::Calendar;
    /// use russet_rules::methodology::Rebalancing;
    /// let text = "months = [3]\nday = { friday = 3 }\npriced_sessions_before = 5\nsource = 'SPX'";
    /// let rule: Rebalancing = toml::from_str(text).unwrap();
    /// let day = rule.pricing_day(Calendar::nyse(), date(2024, 3, 15))?;
    /// assert_eq!(day, date(2024, 3, 8));
    /// # Ok::<(), russet_market::CalendarError>(())
    /// ```
    pub fn pricing_day(&self, calendar: &Calendar, day: Date) -> Result<Date, CalendarError> {
        calendar.offset(day, -i64::from(self.priced_sessions_before))
    }

    /// Whether it is done only where an index breaks a limit.
    ///
    /// ```
    /// use russet_rules::methodology::Rebalancing;
    /// let text = "months = [3]\nday = { friday = 3 }\nsource = 'R46'";
    /// assert!(!toml::from_str::<Rebalancing>(text).unwrap().only_when_broken());
    /// ```
    pub fn only_when_broken(&self) -> bool {
        self.if_company_above_percent.is_some() || self.if_together_percent.is_some()
    }

    /// What contradicts itself, in words.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.above_percent.is_some() != self.if_together_percent.is_some() {
            return Err("`above_percent` and `if_together_percent` need each other (hint: give both, or none)".to_owned());
        }
        if self.months.is_empty() {
            return Err("`months` is empty (hint: write [3, 6, 9, 12])".to_owned());
        }
        check_months(&self.months)
    }
}

/// Whether a day lies in a rule's range, both ends included.
pub(super) fn within(day: Date, from: Option<Day>, until: Option<Day>) -> bool {
    from.is_none_or(|from| from.0 <= day) && until.is_none_or(|until| day <= until.0)
}

pub(super) fn check_months(months: &[i8]) -> Result<(), String> {
    match months.iter().find(|month| !(1..=12).contains(*month)) {
        Some(month) => Err(format!("{month} is not a month (hint: 1 is January, 12 December)")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// RFAQ26: priced three sessions before the last of the quarter, effective from its open.
    #[test]
    fn g13_capping_dates() {
        let text = "months = [3, 6, 9, 12]\nday = { sessions_before_end = 1 }\n\
                    priced_sessions_before = 2\nsource = 'RFAQ26'";
        let rule: Rebalancing = toml::from_str(text).unwrap();
        let calendar = Calendar::nyse();
        let year = (date(2026, 1, 1), date(2026, 12, 31));
        let mut found = Vec::new();
        for day in rule.days(calendar, year).unwrap() {
            let priced = rule.pricing_day(calendar, day).unwrap();
            found.push((calendar.next_session(day).unwrap(), priced));
        }
        let published = [
            (date(2026, 3, 31), date(2026, 3, 26)),
            (date(2026, 6, 30), date(2026, 6, 25)),
            (date(2026, 9, 30), date(2026, 9, 25)),
            (date(2026, 12, 31), date(2026, 12, 28)),
        ];
        assert_eq!(found, published);
    }

    #[test]
    fn half_a_limit_and_no_month_are_refused() {
        let refusal = |months: &str, limit: &str| {
            let text = format!("months = {months}\nday = {{ friday = 3 }}\nsource = 'X'\n{limit}");
            toml::from_str::<Rebalancing>(&text).unwrap().check()
        };
        assert!(refusal("[3]", "above_percent = '4.8'").unwrap_err().contains("need each other"));
        assert!(refusal("[]", "").unwrap_err().contains("hint"));
        assert!(refusal("[0]", "").unwrap_err().contains("0 is not a month"));
        assert_eq!(refusal("[3]", "if_company_above_percent = '24'"), Ok(()));
    }
}
