//! Screens that infer the nature of a security from its prices and trading.

use russet_market::{Money, Price};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::methodology::Percent;
use crate::methodology::schema::{MoneyText, PriceText};

/// How a blank check is recognized by its prices: all closes are near the trust value per share.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrustPriceRule {
    /// No close is below this.
    #[schemars(with = "PriceText")]
    pub lowest: Price,
    /// No close is above this.
    #[schemars(with = "PriceText")]
    pub highest: Price,
    /// The highest close is less than this above the lowest.
    pub widest_percent: Percent,
    /// The number of sessions up to rank day, or since listing if that is shorter.
    pub sessions: u32,
    /// The minimum number of those sessions with a close.
    pub minimum_sessions: u32,
    /// Whether members are exempt.
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How a fund is recognized by its prices: they are less volatile than those of companies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FundLikeVolatilityRule {
    /// Securities with a larger capitalization, in the family's currency, are exempt.
    #[schemars(with = "MoneyText")]
    pub up_to_cap: Money,
    /// Volatility below this percentage of the median of accepted securities is refused.
    pub below_median_percent: Percent,
    /// The median is taken over securities with a larger capitalization than this, in the family's
    /// currency.
    #[schemars(with = "MoneyText")]
    pub peers_above_cap: Money,
    /// The number of sessions up to rank day.
    pub sessions: u32,
    /// The minimum number of those sessions with a return.
    pub minimum_sessions: u32,
    /// Whether members are exempt.
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How a closely held company is recognized by the trading of its share class.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloselyHeldRule {
    /// The share class that closely held companies list.
    pub share_class: String,
    /// The class was listed within this many sessions before rank day.
    pub listed_within_sessions: u32,
    /// The number of sessions up to rank day.
    pub sessions: u32,
    /// The median value traded per session is below this percentage of the company's capitalization.
    pub below_turnover_percent: Percent,
    /// Whether members are exempt.
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}
