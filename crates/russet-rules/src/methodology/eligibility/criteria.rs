//! Screens that ask whether a company suits an index rather than whether it may be in any: what it
//! does, what its free float is worth, how it trades, what it earns.

use russet_market::Money;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::methodology::schema::MoneyText;
use crate::methodology::{Dated, Percent};

/// Of which countries a company must be: as the user corrects it, as the listing says, or else where
/// a register has its headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DomicileRule {
    /// The countries, each by every name that sources give it.
    pub countries: Vec<String>,
    /// Whether a company whose country is unknown passes.
    pub unknown_passes: bool,
    /// Whether it is asked of newcomers only.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// Sectors and industries, as the market's source words them.
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

/// Companies that other indexes have: those on the newest public list of one of these funds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptFunds {
    /// The funds.
    pub funds: Vec<String>,
    /// Shorter lists are ignored.
    pub minimum_lines: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// Of which industries a security must be, or must not be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndustryRule {
    /// Only these; none given: all.
    #[serde(default)]
    pub only: Industries,
    /// But not these.
    #[serde(default)]
    pub except: Industries,
    /// Whether a security of which the source names no sector passes.
    pub unknown_passes: bool,
    /// Whether it is asked of newcomers only.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// What the shares in free float must be worth.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FloatCapRule {
    /// The minimum, in the family's currency: of the security, or of its company where shares are only
    /// counted together.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum: Dated<Money>,
    /// Whether it is asked of newcomers only.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How much must change hands in a year for what the free float is worth.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LiquidityRule {
    /// The minimum of value traded over float-adjusted capitalization.
    pub minimum_percent: Dated<Percent>,
    /// The sessions of a year; a security with fewer is taken at its mean, as far as the ranking looks back.
    pub sessions: u32,
    /// Whether it is asked of newcomers only.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How many shares must change hands in each month.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthlyVolumeRule {
    /// The minimum, in shares.
    pub minimum: Dated<u64>,
    /// In each of this many months up to the rank day; months before the market's first session are not asked.
    pub months: u32,
    /// Whether it is asked of newcomers only.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How much must change hands in a session.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DailyValueRule {
    /// The minimum mean value traded a session, in the family's currency.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum: Dated<Money>,
    /// Over this many months up to the rank day, or as long as the security has traded.
    pub months: u32,
    /// Whether it is asked of newcomers only.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// What a company must earn: net income above zero in the last quarter, and over several quarters together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarningsRule {
    /// How many quarters together.
    pub quarters: u32,
    /// Earnings of a quarter that ended longer ago than this many days are out of date: not known.
    pub stale_after_days: u32,
    /// Whether a company whose earnings are not known passes.
    pub unknown_passes: bool,
    /// Whether it is asked of newcomers only.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How long a company must have traded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeasoningRule {
    /// This many months before the rank day; one that was there when the market began counts as seasoned.
    pub months: u32,
    /// Whether it is asked of newcomers only.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}
