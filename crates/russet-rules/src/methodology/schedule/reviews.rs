//! Reviews of a whole family by rule.

use jiff::civil::Date;
use russet_market::calendar::{Calendar, CalendarError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DayOfMonth;
use crate::methodology::{Day, Percent, RankRule, Reconstitution};

/// Reviews of a whole family by rule, where no table lists them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
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
                exempts_members_from_votes: false,
                exempts_members_from_styles: false,
                source: self.source.clone(),
            })
        };
        days.into_iter().map(row).collect()
    }
}
