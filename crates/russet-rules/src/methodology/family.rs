//! How companies are ranked, the size breakpoints, and the indexes between them.

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

/// How index levels are published.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Decimals of a published index level.
    pub decimals: u32,
    /// Where the number of decimals was read.
    pub reference: String,
}

/// How companies are ranked: by total market capitalization, at the price of the most traded share class.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    /// Years of trading volume that determine the pricing vehicle.
    pub volume_years: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// A size breakpoint between two ranks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakpointRule {
    /// The last rank above the breakpoint.
    pub rank: u32,
    /// Half the width of the band, in percentage points of cumulative capitalization; none: no band.
    pub half_width_percent: Option<Percent>,
    /// Where the rule was read.
    pub reference: String,
}

/// Which members the bands protect.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Banding {
    /// Only members of this index stay on their side of a breakpoint while inside the band.
    pub protects_members_of: String,
    /// Whether a company exactly on the edge is inside the band.
    pub edge_inclusive: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// An index: its constituents and their weights.
///
/// Its constituents are the securities of the companies between two breakpoints (`above`, `to`), or of all
/// selected companies, or those of a `parent` in the same family, narrowed by `only` and `largest`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndexRule {
    /// The index's id on the command line.
    pub id: String,
    /// The index's full name.
    pub name: String,
    /// The rank of the breakpoint at its upper end; 0: it begins with the largest company.
    #[serde(default)]
    pub above: u32,
    /// The rank of the breakpoint at its lower end; none in a family without breakpoints.
    pub to: Option<u32>,
    /// The index from which it takes its constituents.
    pub parent: Option<String>,
    /// Which securities of the parent are eligible.
    #[serde(default)]
    pub only: Only,
    /// Only the largest companies of the parent.
    pub largest: Option<LargestOf>,
    /// How its constituents are weighted.
    #[serde(default)]
    pub weighting: Weighting,
    /// When it is rebalanced between reviews.
    #[serde(default)]
    pub rebalancing: Vec<Rebalancing>,
    /// An earlier index whose caps and rebalancing it shares.
    pub capped_like: Option<String>,
    /// The currency of its levels; none: the family's currency.
    #[schemars(with = "Option<CurrencyText>")]
    pub currency: Option<Currency>,
    /// Whether the level is in local currencies, without exchange-rate moves.
    #[serde(default)]
    pub local_currency: bool,
    /// The base date.
    pub base_date: Day,
    /// The index level on the base date, in points.
    #[schemars(with = "LevelText")]
    pub base_value: Level,
    /// Further series of the same returns from other base values.
    #[serde(default)]
    pub bases: Vec<Base>,
    /// Where the rule was read.
    pub reference: String,
}

/// A further series of an index: the same returns from another base value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Base {
    /// The series' name on the command line.
    pub name: String,
    /// The base date.
    pub date: Day,
    /// The index level on the base date, in points.
    #[schemars(with = "LevelText")]
    pub value: Level,
    /// Where the value was read.
    pub reference: String,
}

/// Which securities of the parent are eligible: those that meet every condition given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// Their sector is one of these.
    #[serde(default)]
    pub sectors: Vec<String>,
    /// Their industry is one of these.
    #[serde(default)]
    pub industries: Vec<String>,
    /// Their company's country is one of these.
    #[serde(default)]
    pub countries: Vec<String>,
    /// They are listed on one of these exchanges.
    #[serde(default)]
    #[schemars(with = "Vec<MicText>")]
    pub exchanges: Vec<Mic>,
    /// No fund of another index holds their company.
    pub except_funds: Option<ExceptFunds>,
}

/// The largest companies of the parent by their value in it, with a rank buffer for members.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LargestOf {
    /// The number of companies.
    pub count: u32,
    /// Companies ranked up to this enter, members or not. Default: as far above `count` as `retention_rank`
    /// is below it.
    pub entry_rank: Option<u32>,
    /// Members ranked up to this stay while there is room. Default: as far below `count` as `entry_rank` is
    /// above it.
    pub retention_rank: Option<u32>,
    /// Select this number from each group, ranked within the group, rather than from the whole parent.
    pub per_group: Option<Grouping>,
}

impl LargestOf {
    /// The number of companies and the ranks around it; per group where there are groups.
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

/// A fund whose holdings give an index's members before the first reconstitution.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// The fund.
    pub fund: String,
    /// The index that the fund tracks.
    pub index: String,
}

/// How holdings published since the last reconstitution stand in for screens that the data cannot evaluate.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InferenceRule {
    /// Companies ranked up to this on the last rank day are expected on the lists.
    pub well_inside_rank: u32,
    /// Companies that had traded for fewer sessions by then may be missing because they were too new.
    pub seasoned_sessions: u32,
    /// Lists of the first sessions after a reconstitution, this many of them, are ignored.
    pub settle_sessions: u32,
    /// Lists with fewer securities are ignored.
    pub minimum_securities: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// Maintenance between reconstitutions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Maintenance {
    /// Calendar days before the effective date by which a share count must have been published.
    pub share_information_days: u32,
    /// Where the rule was read.
    pub reference: String,
    /// Sessions without a closing price after which a security is deleted.
    pub absent_sessions: u32,
    /// Where the rule was read.
    pub absence_reference: String,
}

/// How an initial public offering is distinguished from a security that merely moved to another exchange:
/// by the volume of its first session.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offering {
    /// The first session's volume is at least this multiple of the median of the sessions that follow.
    pub first_volume_multiple: u32,
    /// Sessions after the first that the median leaves out.
    pub skip_sessions: u32,
    /// Sessions in the median, or as many as there are.
    pub median_sessions: u32,
    /// Where the rule was read.
    pub reference: String,
}
