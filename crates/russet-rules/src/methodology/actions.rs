//! The numbers and choices that govern the treatment of corporate actions.

use russet_market::{Money, Price};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::{MoneyText, PriceText};
use super::values::Percent;

/// Whether a spun-off security stays in the index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpinOffTreatment {
    /// It stays in the index until the next review.
    #[default]
    Kept,
    /// It is deleted after the close of its first session.
    Dropped,
}

/// How corporate actions are treated.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionRules {
    /// The price of a share after a bankruptcy, where no market price is known.
    #[schemars(with = "PriceText")]
    pub nominal_price: Price,
    /// Whether a spun-off security stays in the index.
    pub spin_off: SpinOffTreatment,
    /// Sessions without trading after which a spun-off security is deleted at its current value.
    pub spin_off_hold_sessions: u32,
    /// Sessions of suspension after which a security is deleted at its last close.
    pub suspension_sessions: u32,
    /// A tender for at least this percentage of the shares deletes the security.
    pub tender_ends_percent: Percent,
    /// A tender that leaves a free float below this deletes it too.
    pub tender_minimum_float_percent: Percent,
    /// An offering is applied at once if it changes the index market capitalization by at least this, in
    /// dollars …
    #[schemars(with = "MoneyText")]
    pub offering_value: Money,
    /// … or if it changes the index shares by at least this percentage …
    pub offering_percent: Percent,
    /// … and is worth at least this. Smaller offerings wait for the next share update.
    #[schemars(with = "MoneyText")]
    pub offering_percent_value: Money,
    /// Where the rules were read.
    pub reference: String,
}
