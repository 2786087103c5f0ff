//! How the lines of an index are weighted.

use russet_market::Money;
use serde::Deserialize;

use super::values::Percent;

/// What makes the weight of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// Price times shares in free float.
    #[default]
    FloatCap,
    /// Price times all shares.
    TotalCap,
    /// Price alone: one share of each line.
    Price,
    /// The same weight for each line, or for each group and then for each line of it.
    Equal,
    /// Price times shares in free float times the line's probability of one side of a style.
    Style,
}

/// The two sides of each style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StyleSide {
    /// Expected to grow.
    Growth,
    /// Cheap by its accounts.
    Value,
    /// Stable.
    Defensive,
    /// Not stable.
    Dynamic,
}

/// What lines are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// The sector, as the market's source words it.
    Sector,
    /// The industry, as the market's source words it.
    Industry,
    /// The country.
    Country,
}

/// How the lines of an index are weighted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weighting {
    /// What makes a weight.
    #[serde(default)]
    pub scheme: Scheme,
    /// The side, of a style.
    pub side: Option<StyleSide>,
    /// Of total capitalisation: no line counts more than so many times its free float.
    pub at_most_times_float: Option<u32>,
    /// Of equal weights: each group first.
    pub groups: Option<Grouping>,
    /// Only the pricing vehicle of each company.
    #[serde(default)]
    pub primary_lines_only: bool,
    /// Of equal weights: lines too small to be held in the amount are left out.
    pub capacity: Option<Capacity>,
    /// Caps, stage after stage.
    #[serde(default)]
    pub caps: Vec<CapStage>,
    /// Where the rule was read.
    #[serde(default)]
    pub reference: String,
}

/// Can a fund of some size hold the line?
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// The fund's size, in the index's currency.
    pub notional: Money,
    /// Its position may be at most this part of the line's shares in free float.
    pub float_percent: Percent,
    /// Where the rule was read.
    pub reference: String,
}

/// One stage of capping.
///
/// A stage is asked of companies (all lines of one together) or of lines, and does one of two things.
/// With `each_percent`, whatever is heavier is brought down to it. With `above_percent` and
/// `together_percent`, those heavier than the one may together be at most the other. What is taken
/// away goes to the rest in proportion.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapStage {
    /// Of each line rather than of each company.
    #[serde(default)]
    pub of_lines: bool,
    /// The stage is left out unless one weighs more than this.
    pub fires_above_percent: Option<Percent>,
    /// The most that each may weigh.
    pub each_percent: Option<Percent>,
    /// The large ones are those that weigh more than this …
    pub above_percent: Option<Percent>,
    /// … or the so many heaviest.
    pub largest: Option<u32>,
    /// The stage is left out unless the large ones together weigh at least this.
    pub fires_together_percent: Option<Percent>,
    /// The most that the large ones may weigh together.
    pub together_percent: Option<Percent>,
    /// The most that any other may weigh then, or what the smallest large one weighs if that is less.
    pub others_percent: Option<Percent>,
    /// Where the rule was read.
    pub reference: String,
}
