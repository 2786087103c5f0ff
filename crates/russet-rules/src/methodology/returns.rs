//! How dividends make net and gross total return.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dated::Dated;
use super::values::Percent;

/// The two published formulas of total return.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnConvention {
    /// Dividend points are added to the level: `TR × (I + ID) ÷ I before`.
    #[default]
    Additive,
    /// The level before is taken ex dividend: `TR × I ÷ (I before − XD)`.
    ExDividend,
}

/// The returns of a family.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Returns {
    /// Which formula.
    pub convention: ReturnConvention,
    /// The part of a dividend that is withheld from the holder of net return.
    pub withheld_percent: Dated<Percent>,
    /// Countries of companies with another rate.
    #[serde(default)]
    pub withheld_by_country: BTreeMap<String, Percent>,
    /// Where the rules were read.
    pub reference: String,
}
