//! Screens that infer what a security is from its prices and its trading.

use russet_market::{Money, Price};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::methodology::Percent;
use crate::methodology::schema::{MoneyText, PriceText};

/// How a blank check is recognized by its prices: all closes lie near the cash in trust a share.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrustPriceRule {
    /// No close lies below it.
    #[schemars(with = "PriceText")]
    pub lowest: Price,
    /// No close lies above it.
    #[schemars(with = "PriceText")]
    pub highest: Price,
    /// The highest close is above the lowest by less than this.
    pub widest_percent: Percent,
    /// Over this many sessions up to the rank day, or since listing if that is shorter.
    pub sessions: u32,
    /// With closes in at least this many of them.
    pub minimum_sessions: u32,
    /// Whether it is asked of newcomers only.
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How a fund is recognized by its prices: they move less than those of companies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FundLikeVolatilityRule {
    /// Lines whose shares are worth more than this, in the family's currency, are not asked.
    #[schemars(with = "MoneyText")]
    pub up_to_cap: Money,
    /// Volatility below this part of the median of accepted securities is refused.
    pub below_median_percent: Percent,
    /// Lines whose shares are worth more than this, in the family's currency, make that median.
    #[schemars(with = "MoneyText")]
    pub peers_above_cap: Money,
    /// Over this many sessions up to the rank day.
    pub sessions: u32,
    /// With returns in at least this many of them.
    pub minimum_sessions: u32,
    /// Whether it is asked of newcomers only.
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How a company whose votes are not in public hands is guessed from the trading of its class.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloselyHeldRule {
    /// The share class that such companies list.
    pub share_class: String,
    /// Listed so few sessions before rank day.
    pub listed_within_sessions: u32,
    /// Over this many sessions up to the rank day.
    pub sessions: u32,
    /// The median value traded a session is below this part of the company's capitalization.
    pub below_turnover_percent: Percent,
    /// Whether it is asked of newcomers only.
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}
