//! How the probabilities of growth and value, and of defensive and dynamic, are made.

use schemars::JsonSchema;
use serde::Deserialize;

use super::values::Percent;

/// The style rules of a family.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StyleRules {
    /// The indexes whose companies are scored, each apart from the others.
    pub scored_apart: Vec<String>,
    /// Of companies in none of these, so many of the smallest of an index are scored together.
    pub smallest: Option<SmallestOf>,
    /// Growth and value.
    pub growth_value: GrowthValueRules,
    /// Defensive and dynamic.
    pub stability: Option<StabilityRules>,
    /// The share of one side above which it is all of it.
    pub pure_above_percent: Percent,
    /// The steepness of the probability.
    pub steepness: u32,
    /// Where the rules were read.
    pub reference: String,
}

/// So many of the smallest companies of an index.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmallestOf {
    /// The index.
    pub index: String,
    /// How many.
    pub count: u32,
}

/// How the composite value score is made.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrowthValueRules {
    /// The part of book to price in the score.
    pub book_to_price_percent: Percent,
    /// The part of forecast growth.
    pub forecast_growth_percent: Percent,
    /// The part of the growth of sales a share.
    pub sales_growth_percent: Percent,
    /// Years of quarterly sales that the growth needs.
    pub sales_years: u32,
    /// A forecast of fewer analysts is blended with the mean of its group.
    pub full_coverage_analysts: u32,
    /// A group's mean needs so many companies; else the next wider group's is taken.
    pub least_group: u32,
    /// A score that moved by no more than this, in percent of its range, stays as it was.
    pub band_percent: Percent,
    /// Where the rules were read.
    pub reference: String,
}

/// How the stability score is made.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StabilityRules {
    /// The part of quality in the score; volatility is the rest.
    pub quality_percent: Percent,
    /// Quarters of earnings a share that their variability needs.
    pub earnings_quarters: u32,
    /// Weeks of weekly returns.
    pub weeks: u32,
    /// Months of monthly returns.
    pub months: u32,
    /// What stands in the place of a missing indicator, in percent of the range.
    pub missing_percent: Percent,
    /// The months of the reviews that score it anew.
    pub months_of_review: Vec<i8>,
    /// Where the rules were read.
    pub reference: String,
}
