//! How eligible companies are chosen for a family that is not cut by rank.

use jiff::civil::Date;
use russet_market::calendar::{Calendar, CalendarError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calendar::{ListingCycle, RankRule};
use super::eligibility::Screen;
use super::rank_buffer::RankBuffer;
use super::schedule::{DayOfMonth, within};
use super::values::Day;

/// How the members of a family are chosen among the eligible companies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// All of them.
    All,
    /// The largest, by rank, with ranks that retain members.
    Largest,
    /// A committee chooses: its dated decisions, or the dated lists of a fund that tracks the index.
    Committee,
}

/// The choice of members at a review.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// How they are chosen.
    pub method: Method,
    /// How many companies; none: as many as pass.
    pub count: Option<u32>,
    /// This many of the largest eligible companies are left out: another index has them.
    #[serde(default)]
    pub skip: u32,
    /// A company ranked up to this enters, member or not. Ranks are counted after those left out. Without
    /// it, as far within `count` as `retention_rank` lies beyond it.
    pub entry_rank: Option<u32>,
    /// A member ranked up to this stays while there is room. Without it, as far beyond `count` as
    /// `entry_rank` lies within it.
    pub retention_rank: Option<u32>,
    /// Whether a member ranked beyond `count` is retained at one review only: it must rank within it at the
    /// next.
    #[serde(default)]
    pub retained_once: bool,
    /// Who takes a leaver's place between reviews; nobody, where none of these holds.
    #[serde(default)]
    pub replacement: Vec<Replacement>,
    /// Members that leave between reviews because they rank too low.
    #[serde(default)]
    pub interim_deletions: Vec<InterimDeletions>,
    /// Large newcomers that enter between reviews.
    #[serde(default)]
    pub fast_entries: Vec<FastEntry>,
    /// Where the rule was read.
    pub reference: String,
}

/// By which ranks the place of a leaver is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RankedAsOf {
    /// Those of the close after which it leaves.
    Now,
    /// Those of the last review.
    LastReview,
}

/// A leaver is replaced at the same close, by the largest company that passes every test and is no
/// member; not while as many belong as should.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// The first day of the rule.
    pub from: Option<Day>,
    /// The last day of the rule.
    pub until: Option<Day>,
    /// By which ranks.
    pub ranked: RankedAsOf,
    /// Where the rule was read.
    pub source: String,
}

/// Members ranked beyond a limit leave; nobody enters for them unless leavers are replaced.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterimDeletions {
    /// The first day of the rule.
    pub from: Option<Day>,
    /// The last day of the rule.
    pub until: Option<Day>,
    /// The months in which they take effect.
    pub months: Vec<i8>,
    /// The day in those months.
    #[serde(default)]
    pub day: DayOfMonth,
    /// How the rank day follows from it.
    pub rank: RankRule,
    /// A member ranked beyond this leaves.
    pub beyond: u32,
    /// Where the rule was read.
    pub source: String,
}

/// A newcomer as large as the larger members enters after this many sessions, and nobody leaves for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FastEntry {
    /// The first day of the rule.
    pub from: Option<Day>,
    /// The last day of the rule.
    pub until: Option<Day>,
    /// After the close of which session since it came to market, the first one counted.
    pub after_sessions: u32,
    /// It is worth at least as much as the member of this rank among members.
    pub as_large_as_member: u32,
    /// Screens that it is not asked.
    #[serde(default)]
    pub exempt_from: Vec<Screen>,
    /// Where the rule was read.
    pub source: String,
}

impl Selection {
    /// The places and the ranks around them; as many places as pass where no number is given.
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

    /// The rule by which a leaver is replaced after the close of a day.
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
    /// Whether the rule holds after the close of a day.
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
