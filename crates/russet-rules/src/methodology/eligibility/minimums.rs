//! Screens that ask whether a security is large enough: its price, its company, its free float, its
//! votes.

use russet_market::{Money, Price};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::methodology::schema::{MoneyText, PriceText};
use crate::methodology::{Dated, Day, Percent};

/// What a share must cost.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRule {
    /// The minimum close on rank day, in the currency the security trades in.
    #[schemars(with = "Dated<PriceText>")]
    pub minimum: Dated<Price>,
    /// Calendar days up to the rank day over which a member's mean close may reach it instead.
    pub member_average_days: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// How large a company must be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapRule {
    /// The minimum total capitalization, in the family's currency.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum: Dated<Money>,
    /// The most it may be: larger companies belong to another index.
    #[schemars(with = "Option<Dated<MoneyText>>")]
    pub maximum: Option<Dated<Money>>,
    /// Whether it is asked of newcomers only.
    #[serde(default)]
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How much must be in free float.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FreeFloatRule {
    /// The minimum part of the shares.
    pub minimum_percent: Dated<Percent>,
    /// Where the rule was read.
    pub reference: String,
}

/// How much of a company's votes must be in public hands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VotesRule {
    /// More than this part of the votes.
    pub above_percent: Dated<Percent>,
    /// The first rank day on which members are asked too.
    pub members_from: Day,
    /// Where the rule was read.
    pub reference: String,
}

/// What a further class of a company must show.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondaryClassRule {
    /// The minimum capitalization of the class in the family's currency, where its own shares are
    /// known.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum_cap: Dated<Money>,
    /// The minimum mean value traded a session, in the family's currency.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum_daily_value: Dated<Money>,
    /// Where the rule was read.
    pub reference: String,
}
