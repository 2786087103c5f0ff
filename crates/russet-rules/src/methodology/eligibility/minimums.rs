//! Minimum price, company capitalization, free float and votes.

use russet_market::{Money, Price};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::methodology::schema::{MoneyText, PriceText};
use crate::methodology::{Dated, Day, Percent};

/// Minimum price.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRule {
    /// The minimum close on rank day, in the security's trading currency.
    #[schemars(with = "Dated<PriceText>")]
    pub minimum: Dated<Price>,
    /// Calendar days up to rank day over which a member may reach the minimum with its mean close instead.
    pub member_average_days: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// Minimum company capitalization.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapRule {
    /// The minimum total capitalization, in the family's currency.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum: Dated<Money>,
    /// The maximum total capitalization; larger companies belong to another index.
    #[schemars(with = "Option<Dated<MoneyText>>")]
    pub maximum: Option<Dated<Money>>,
    /// Whether members are exempt.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// Minimum free float.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FreeFloatRule {
    /// The minimum percentage of the shares.
    pub minimum_percent: Dated<Percent>,
    /// Where the rule was read.
    pub reference: String,
}

/// Minimum percentage of a company's votes in public hands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VotesRule {
    /// The percentage of votes that must be exceeded.
    pub above_percent: Dated<Percent>,
    /// The first rank day on which the screen applies to members too.
    pub members_from: Day,
    /// Where the rule was read.
    pub reference: String,
}

/// Minimum size and liquidity of a secondary share class.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondaryClassRule {
    /// The minimum capitalization of the class, in the family's currency, where its own share count is
    /// known.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum_cap: Dated<Money>,
    /// The minimum mean value traded per session, in the family's currency.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum_daily_value: Dated<Money>,
    /// Where the rule was read.
    pub reference: String,
}
