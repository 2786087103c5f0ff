//! When an index is rebalanced between reviews.

use jiff::civil::Date;
use russet_market::calendar::{Calendar, CalendarError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DayOfMonth, check_months, within};
use crate::methodology::{Day, Percent};

/// When an index is rebalanced between reviews of its members.
///
/// With an `if_…` limit, only if the index exceeds one of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rebalancing {
    /// The first day on which the rule applies.
    pub from: Option<Day>,
    /// The last day on which the rule applies.
    pub until: Option<Day>,
    /// The months in which it is rebalanced.
    pub months: Vec<i8>,
    /// The effective day within the month: the new weights hold after its close.
    pub day: DayOfMonth,
    /// The number of sessions before the effective day whose closing prices determine the weights.
    #[serde(default)]
    pub priced_sessions_before: u32,
    /// Only if one company weighs more than this …
    pub if_company_above_percent: Option<Percent>,
    /// … or if the companies that weigh more than this …
    pub above_percent: Option<Percent>,
    /// … together weigh more than this.
    pub if_together_percent: Option<Percent>,
    /// Whether members are selected again as well, by the index's `largest`.
    #[serde(default)]
    pub reconstitutes: bool,
    /// Where the rule was read.
    pub source: String,
}

impl Rebalancing {
    /// The effective days within a range.
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

    /// The day whose closing prices determine the weights of an effective day.
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

    /// Whether the index is rebalanced only if it exceeds a limit.
    pub fn only_when_broken(&self) -> bool {
        self.if_company_above_percent.is_some() || self.if_together_percent.is_some()
    }

    /// Refuses contradictory settings, with the reason.
    pub(in crate::methodology) fn check(&self) -> Result<(), String> {
        if self.above_percent.is_some() != self.if_together_percent.is_some() {
            return Err("`above_percent` and `if_together_percent` need each other (hint: give both, or none)".to_owned());
        }
        if self.months.is_empty() {
            return Err("`months` is empty (hint: write [3, 6, 9, 12])".to_owned());
        }
        check_months(&self.months)
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
