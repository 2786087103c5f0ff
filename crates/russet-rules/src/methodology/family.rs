//! How companies rank, where the ranks are cut, and which indexes lie between the breakpoints.

use russet_market::{Currency, Level, Mic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::eligibility::ExceptFunds;
use super::rank_buffer::RankBuffer;
use super::schedule::Rebalancing;
use super::schema::{CurrencyText, LevelText, MicText};
use super::scheme::Grouping;
use super::values::{Day, Percent};
use super::weighting::Weighting;

/// How levels are published.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Decimals of a published level.
    pub decimals: u32,
    /// Why that many.
    pub reference: String,
}

/// How companies rank: by total capitalization, at the price of the most traded class.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    /// Years of volume that choose the class that gives the price.
    pub volume_years: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// A breakpoint between two ranks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakpointRule {
    /// The last rank above the breakpoint.
    pub rank: u32,
    /// The band reaches this many percentage points of cumulative capitalization either way; none
    /// where the breakpoint has no band.
    pub half_width_percent: Option<Percent>,
    /// Where the rule was read.
    pub reference: String,
}

/// Whom the bands protect.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Banding {
    /// Only members of this index keep their side of a breakpoint.
    pub protects_members_of: String,
    /// Whether the edge itself lies inside the band.
    pub edge_inclusive: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// An index: whose securities it holds, and how they weigh.
///
/// Its securities are those of the companies between two breakpoints (`above`, `to`), or of all chosen companies,
/// or those of a `parent` in the same family, all of them or the part that `only` and `largest` leave.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndexRule {
    /// The id, as the command line takes it.
    pub id: String,
    /// The name in words.
    pub name: String,
    /// The breakpoint above it; 0 when it begins with the largest company.
    #[serde(default)]
    pub above: u32,
    /// The breakpoint at its end; none in a family that is not cut by rank.
    pub to: Option<u32>,
    /// The index whose securities it takes.
    pub parent: Option<String>,
    /// Which of them.
    #[serde(default)]
    pub only: Only,
    /// This many of the largest of them.
    pub largest: Option<LargestOf>,
    /// How its securities weigh.
    #[serde(default)]
    pub weighting: Weighting,
    /// When its weights are reset.
    #[serde(default)]
    pub rebalancing: Vec<Rebalancing>,
    /// An earlier index whose caps and rebalancing are its own too.
    pub capped_like: Option<String>,
    /// The currency of its levels; none: the family's.
    #[schemars(with = "Option<CurrencyText>")]
    pub currency: Option<Currency>,
    /// Whether moves of exchange rates are left out: a level in local currencies.
    #[serde(default)]
    pub local_currency: bool,
    /// The day of the base value.
    pub base_date: Day,
    /// The level on that day, in points.
    #[schemars(with = "LevelText")]
    pub base_value: Level,
    /// Other series of the same returns, each from a base of its own.
    #[serde(default)]
    pub bases: Vec<Base>,
    /// Where the rule was read.
    pub reference: String,
}

/// Another series of an index: the same returns from another base.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Base {
    /// Its name, as the command line takes it.
    pub name: String,
    /// The day of the base value.
    pub date: Day,
    /// The level on that day, in points.
    #[schemars(with = "LevelText")]
    pub value: Level,
    /// Where it was read.
    pub reference: String,
}

/// Which securities of a parent belong: those that fit everything given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// Of one of these sectors.
    #[serde(default)]
    pub sectors: Vec<String>,
    /// Of one of these industries.
    #[serde(default)]
    pub industries: Vec<String>,
    /// Of companies of one of these countries.
    #[serde(default)]
    pub countries: Vec<String>,
    /// On one of these markets.
    #[serde(default)]
    #[schemars(with = "Vec<MicText>")]
    pub exchanges: Vec<Mic>,
    /// Of companies that no fund of another index holds.
    pub except_funds: Option<ExceptFunds>,
}

/// The largest companies of a parent by their value there, with ranks within which members are retained.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LargestOf {
    /// How many companies.
    pub count: u32,
    /// A company ranked up to this enters, member or not. Without it, as far within `count` as
    /// `retention_rank` lies beyond it.
    pub entry_rank: Option<u32>,
    /// A member ranked up to this stays while there is room. Without it, as far beyond `count` as
    /// `entry_rank` lies within it.
    pub retention_rank: Option<u32>,
    /// As many of each group rather than of all; ranks are counted within the group.
    pub per_group: Option<Grouping>,
}

impl LargestOf {
    /// The places and the ranks around them, of each group where there are groups.
    ///
    /// ```
    /// use russet_rules::methodology::LargestOf;
    /// let rule: LargestOf = toml::from_str("count = 3\nretention_rank = 5").unwrap();
    /// assert_eq!(rule.buffer().entry_rank, 1);
    /// ```
    pub fn buffer(&self) -> RankBuffer {
        RankBuffer::new(self.count, self.entry_rank, self.retention_rank)
    }
}

/// A fund whose lists give an index's members before the first reconstitution.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// The fund.
    pub fund: String,
    /// The index it tracks.
    pub index: String,
}

/// How lists published since the last reconstitution stand in for screens that no fact shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InferenceRule {
    /// Companies ranked up to this on the last rank day should be on a list.
    pub well_inside_rank: u32,
    /// Companies that had traded for fewer sessions by then may only have been too new.
    pub seasoned_sessions: u32,
    /// Lists of this many sessions after a reconstitution are left out.
    pub settle_sessions: u32,
    /// Shorter lists are ignored.
    pub minimum_lines: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// What is kept up between reconstitutions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Maintenance {
    /// Calendar days before a change by which a share count must have been known.
    pub share_information_days: u32,
    /// Where that was read.
    pub reference: String,
    /// Sessions without a close after which a security is deleted.
    pub absent_sessions: u32,
    /// Where that was read.
    pub absence_reference: String,
}

/// How an initial public offering is distinguished from a security that only changed its market: by the volume of
/// its first session.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offering {
    /// The first session's volume is at least this many times the median of those that follow.
    pub first_volume_multiple: u32,
    /// Sessions left out after the first.
    pub skip_sessions: u32,
    /// Sessions of the median, or as many as there are.
    pub median_sessions: u32,
    /// Where the rule was read.
    pub reference: String,
}
