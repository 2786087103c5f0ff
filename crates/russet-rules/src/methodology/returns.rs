//! How dividends enter net and gross total return.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dated::Dated;
use super::values::Percent;

/// The two published formulas of total return.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnConvention {
    /// Dividend points are added to the price level: `TR × (I + ID) ÷ I before`.
    #[default]
    Additive,
    /// Dividend points are subtracted from the previous price level: `TR × I ÷ (I before − XD)`.
    ExDividend,
}

/// How the family's returns are computed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Returns {
    /// The total return formula.
    pub convention: ReturnConvention,
    /// The withholding tax rate of the net return.
    pub withheld_percent: Dated<Percent>,
    /// Withholding tax rates by country of the company, where they differ.
    #[serde(default)]
    pub withheld_by_country: BTreeMap<String, Percent>,
    /// Where the rules were read.
    pub reference: String,
}
