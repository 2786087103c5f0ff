//! Screens for the objective of an index: industry, float-adjusted capitalization, liquidity, earnings,
//! seasoning.

use russet_market::Money;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::methodology::schema::MoneyText;
use crate::methodology::{Dated, Percent};

/// The countries of eligible companies: as overridden by the user, else as given by the listing, else the
/// headquarters in the register.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DomicileRule {
    /// The countries, under every name that data sources use.
    pub countries: Vec<String>,
    /// Whether a company with an unknown country passes.
    pub unknown_passes: bool,
    /// Whether members are exempt.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// Sectors and industries, as named by the data source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Industries {
    /// Whole sectors.
    #[serde(default)]
    pub sectors: Vec<String>,
    /// Single industries.
    #[serde(default)]
    pub industries: Vec<String>,
}

/// Companies of other indexes: those on the latest public holdings of one of these funds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptFunds {
    /// The funds.
    pub funds: Vec<String>,
    /// Lists with fewer securities are ignored.
    pub minimum_securities: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// The industries of eligible securities.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndustryRule {
    /// Eligible sectors and industries; none: all.
    #[serde(default)]
    pub only: Industries,
    /// Excluded sectors and industries.
    #[serde(default)]
    pub except: Industries,
    /// Whether a security without a known sector passes.
    pub unknown_passes: bool,
    /// Whether members are exempt.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// Minimum float-adjusted capitalization.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FloatCapRule {
    /// The minimum in the family's currency, for the security, or for the company where its share classes
    /// are only counted together.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum: Dated<Money>,
    /// Whether members are exempt.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// Minimum annual value traded, relative to float-adjusted capitalization.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LiquidityRule {
    /// The minimum ratio of annual value traded to float-adjusted capitalization.
    pub minimum_percent: Dated<Percent>,
    /// The sessions of a year. The value traded of a security with a shorter history is annualized from its
    /// mean.
    pub sessions: u32,
    /// Whether members are exempt.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// Minimum trading volume in each month.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthlyVolumeRule {
    /// The minimum in shares.
    pub minimum: Dated<u64>,
    /// The number of months up to rank day; months before the market's first session are ignored.
    pub months: u32,
    /// Whether members are exempt.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// Minimum mean value traded per session.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DailyValueRule {
    /// The minimum mean value traded per session, in the family's currency.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum: Dated<Money>,
    /// The number of months up to rank day, or since the security began to trade if that is shorter.
    pub months: u32,
    /// Whether members are exempt.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// Positive net income, in the latest quarter and in the sum of several.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarningsRule {
    /// The number of quarters in the sum.
    pub quarters: u32,
    /// Earnings of a quarter that ended more than this many days ago count as unknown.
    pub stale_after_days: u32,
    /// Whether a company with unknown earnings passes.
    pub unknown_passes: bool,
    /// Whether members are exempt.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How long a company must have been trading.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeasoningRule {
    /// Months of trading before rank day. Companies that traded in the market's first session count as
    /// seasoned.
    pub months: u32,
    /// Whether members are exempt.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}
