//! How the probabilities of growth and value, and of defensive and dynamic, are made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check::Refusal;
use super::values::Percent;

/// The style rules of a family.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StyleRules {
    /// The indexes whose companies are scored, each apart from the others.
    pub scored_separately: Vec<String>,
    /// Of companies in none of these, this many of the smallest of an index are scored together, under
    /// that index's id.
    pub smallest: Option<SmallestOf>,
    /// Growth and value.
    pub growth_value: GrowthValueRules,
    /// Defensive and dynamic.
    pub stability: Option<StabilityRules>,
    /// The share of one side above which it is all of it.
    pub pure_above_percent: Percent,
    /// The steepness of the probability, `1 ÷ (1 + exp(steepness × distance))`: the distance from the
    /// middle is in half-ranges between quartiles.
    pub steepness: u32,
    /// Where the rules were read.
    pub reference: String,
}

impl StyleRules {
    /// Parts that are no parts of one whole, and months that no year has.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let refuse = |key: &str, reason: String| Err((format!("style.{key}"), reason));
        let value = &self.growth_value;
        let parts = [
            value.book_to_price_percent,
            value.forecast_growth_percent,
            value.sales_growth_percent,
        ];
        let sum: i128 = parts.iter().map(|part| part.millionths()).sum();
        if sum != 1_000_000 {
            let reason = format!(
                "the parts of book to price and of both growths add up to {}% (hint: make them 100%)",
                sum as f64 / 1e4
            );
            return refuse("growth_value", reason);
        }
        if value.sales_years < 2 {
            let reason = format!(
                "growth within {} is none (hint: at least 2, the first and the last)",
                value.sales_years
            );
            return refuse("growth_value.sales_years", reason);
        }
        if self.pure_above_percent.millionths() < 500_000 {
            let reason = "both sides could have more than this (hint: at least \"50\")".to_owned();
            return refuse("pure_above_percent", reason);
        }
        let months = self.stability.iter().flat_map(|rules| &rules.review_months);
        match months.into_iter().find(|month| !(1..=12).contains(*month)) {
            Some(month) => {
                refuse("stability.review_months", format!("{month} is not a month (hint: 1 to 12)"))
            }
            None => Ok(()),
        }
    }
}

/// A number of the smallest companies of an index.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmallestOf {
    /// The index.
    pub index: String,
    /// How many.
    pub count: u32,
}

/// How the composite value score is made.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrowthValueRules {
    /// The part of book to price in the score.
    pub book_to_price_percent: Percent,
    /// The part of forecast growth.
    pub forecast_growth_percent: Percent,
    /// The part of the growth of sales a share.
    pub sales_growth_percent: Percent,
    /// Years of quarterly sales that the growth needs: it runs from the first of them to the last.
    pub sales_years: u32,
    /// A forecast of fewer analysts is blended with the mean of its group.
    pub full_coverage_analysts: u32,
    /// The mean of an industry or a sector needs this many companies that have a value; else the next
    /// wider group's is taken.
    pub minimum_group_size: u32,
    /// A score that moved by no more than this, in percent of its range, stays as it was.
    pub band_percent: Percent,
    /// Where the rules were read.
    pub reference: String,
}

/// How the stability score is made.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
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
    /// What replaces a missing indicator, in percent of the range.
    pub missing_percent: Percent,
    /// The months in which the reviews that score it again take effect.
    pub review_months: Vec<i8>,
    /// Where the rules were read.
    pub reference: String,
}
