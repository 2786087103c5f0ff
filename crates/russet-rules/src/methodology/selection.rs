//! How members are selected in a family without breakpoints.

use jiff::civil::Date;
use russet_market::calendar::{Calendar, CalendarError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calendar::{ListingCycle, RankRule};
use super::eligibility::Screen;
use super::rank_buffer::RankBuffer;
use super::schedule::{DayOfMonth, within};
use super::values::Day;

/// How the members of a family are selected from the eligible companies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// All of them.
    All,
    /// The largest by rank, with a rank buffer for members.
    Largest,
    /// A committee: its dated decisions, or the dated holdings of a fund that tracks the index.
    Committee,
}

/// How members are selected at a review.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// The selection method.
    pub method: Method,
    /// The number of companies; none: every eligible company.
    pub count: Option<u32>,
    /// The number of largest eligible companies to skip, because they belong to another index.
    #[serde(default)]
    pub skip: u32,
    /// Companies ranked up to this enter, members or not; ranks are counted after `skip`. Default: as far
    /// above `count` as `retention_rank` is below it.
    pub entry_rank: Option<u32>,
    /// Members ranked up to this stay while there is room. Default: as far below `count` as `entry_rank` is
    /// above it.
    pub retention_rank: Option<u32>,
    /// Whether a member ranked below `count` is retained at one review only and deleted if it still ranks
    /// there at the next.
    #[serde(default)]
    pub retained_once: bool,
    /// How a deleted member is replaced between reviews; it is not replaced where no rule applies.
    #[serde(default)]
    pub replacement: Vec<Replacement>,
    /// Deletions between reviews of members that rank too low.
    #[serde(default)]
    pub interim_deletions: Vec<InterimDeletions>,
    /// Additions of large new listings between reviews.
    #[serde(default)]
    pub fast_entries: Vec<FastEntry>,
    /// Where the rule was read.
    pub reference: String,
}

/// Which ranking determines the replacement of a deleted member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RankedAsOf {
    /// The ranking at the close after which the member is deleted.
    Now,
    /// The ranking of the last review.
    LastReview,
}

/// A deleted member is replaced at the same close by the largest eligible company that is not a member, as
/// long as the index is below its number of companies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// The first day on which the rule applies.
    pub from: Option<Day>,
    /// The last day on which the rule applies.
    pub until: Option<Day>,
    /// Which ranking applies.
    pub ranked: RankedAsOf,
    /// Where the rule was read.
    pub source: String,
}

/// Members that rank too low are deleted between reviews, without replacement unless `replacement` applies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterimDeletions {
    /// The first day on which the rule applies.
    pub from: Option<Day>,
    /// The last day on which the rule applies.
    pub until: Option<Day>,
    /// The months in which deletions take effect.
    pub months: Vec<i8>,
    /// The effective day within the month.
    #[serde(default)]
    pub day: DayOfMonth,
    /// How the rank day follows from the effective day.
    pub rank: RankRule,
    /// Members ranked below this are deleted.
    pub beyond: u32,
    /// Where the rule was read.
    pub source: String,
}

/// A new listing as large as the larger members is added a number of sessions after it came to market; no
/// member is deleted for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FastEntry {
    /// The first day on which the rule applies.
    pub from: Option<Day>,
    /// The last day on which the rule applies.
    pub until: Option<Day>,
    /// The session after whose close it is added, counting its first session as 1.
    pub after_sessions: u32,
    /// Its capitalization is at least that of the member with this rank among the members.
    pub as_large_as_member: u32,
    /// Screens that it is exempt from.
    #[serde(default)]
    pub exempt_from: Vec<Screen>,
    /// Where the rule was read.
    pub source: String,
}

impl Selection {
    /// The number of companies and the ranks around it; without a number, every eligible company belongs.
    ///
    /// ```
    /// use russet_rules::methodology::Selection;
    /// let text = "method = 'largest'\ncount = 100\nretention_rank = 120\nreference = 'mine'";
    /// let rule: Selection = toml::from_str(text).unwrap();
    /// assert_eq!(rule.buffer().entry_rank, 80);
    /// ```
    pub fn buffer(&self) -> RankBuffer {
        RankBuffer::new(self.count.unwrap_or(u32::MAX), self.entry_rank, self.retention_rank)
    }

    /// The rule by which a member deleted after the close of a day is replaced.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::methodology::Selection;
    /// let text = "method = 'largest'\ncount = 100\nreference = 'NDX'\n\
    ///     replacement = [{ until = '2026-04-30', ranked = 'now', source = 'NDX' }]";
    /// let rule: Selection = toml::from_str(text).unwrap();
    /// assert!(rule.replacement_on(date(2026, 4, 30)).is_some());
    /// assert!(rule.replacement_on(date(2026, 5, 1)).is_none());
    /// ```
    pub fn replacement_on(&self, day: Date) -> Option<&Replacement> {
        self.replacement.iter().find(|rule| within(day, rule.from, rule.until))
    }
}

impl InterimDeletions {
    /// The rank days and effective days within a range.
    ///
    /// # Errors
    /// [`CalendarError`] when the range leaves the calendar.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("tech100")?;
    /// let rule = &family.selection.as_ref().unwrap().interim_deletions[0];
    /// let year = (date(2026, 1, 1), date(2026, 12, 31));
    /// let cycles = rule.cycles(family.sessions(), year).unwrap();
    /// assert_eq!(cycles[0].effective, date(2026, 6, 18));
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn cycles(
        &self,
        calendar: &Calendar,
        range: (Date, Date),
    ) -> Result<Vec<ListingCycle>, CalendarError> {
        let mut days = self.day.days(calendar, &self.months, range)?;
        days.retain(|day| within(*day, self.from, self.until));
        let cycle = |effective| {
            Ok(ListingCycle { rank_day: self.rank.rank_day(calendar, effective)?, effective })
        };
        days.into_iter().map(cycle).collect()
    }
}

impl FastEntry {
    /// Whether the rule applies after the close of a day.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::methodology::FastEntry;
    /// let text = "from = '2026-05-01'\nafter_sessions = 15\nas_large_as_member = 40\nsource = 'NDX'";
    /// let rule: FastEntry = toml::from_str(text).unwrap();
    /// assert!(rule.holds_on(date(2026, 5, 1)) && !rule.holds_on(date(2026, 4, 30)));
    /// ```
    pub fn holds_on(&self, day: Date) -> bool {
        within(day, self.from, self.until)
    }
}
