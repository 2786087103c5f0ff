//! Reviews of a family whose dates follow from a rule.

use jiff::civil::Date;
use russet_market::calendar::{Calendar, CalendarError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DayOfMonth;
use crate::methodology::{Day, Percent, RankRule, Reconstitution};

/// Reviews of the family whose dates follow from a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reviews {
    /// The first day on which the rule applies.
    pub from: Day,
    /// The last day on which the rule applies.
    pub until: Option<Day>,
    /// The months in which reviews take effect.
    pub months: Vec<i8>,
    /// The effective day within the month.
    pub day: DayOfMonth,
    /// How the rank day follows from the effective day.
    pub rank: RankRule,
    /// Share changes up to this are not applied; none: every change is applied.
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
