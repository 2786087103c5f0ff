//! What an index does of a corporate action, as far as that is a number or a choice.

use russet_market::{Money, Price};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::{MoneyText, PriceText};
use super::values::Percent;

/// Whether a security that was spun off stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpinOffTreatment {
    /// It stays until the next review.
    #[default]
    Kept,
    /// It leaves after the close of its first session.
    Dropped,
}

/// The treatment of corporate actions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionRules {
    /// What a share is worth of which no price is known after a bankruptcy.
    #[schemars(with = "PriceText")]
    pub nominal_price: Price,
    /// What becomes of a security that was spun off.
    pub spin_off: SpinOffTreatment,
    /// One that has not traded for this many sessions leaves at what it is worth then.
    pub spin_off_hold_sessions: u32,
    /// A security that has been suspended for this many sessions leaves at its last close.
    pub suspension_sessions: u32,
    /// A tender that takes this part of the shares or more ends the security's place.
    pub tender_ends_percent: Percent,
    /// So does one that leaves less than this in free float.
    pub tender_minimum_float_percent: Percent,
    /// An offering is taken over at once when the index's capital changes by so much, in dollars …
    #[schemars(with = "MoneyText")]
    pub offering_value: Money,
    /// … or by this part of the index shares …
    pub offering_percent: Percent,
    /// … and so much at the same time; smaller ones wait for the next share update.
    #[schemars(with = "MoneyText")]
    pub offering_percent_value: Money,
    /// Where the rules were read.
    pub reference: String,
}
