//! How the probabilities of growth and value, and of defensive and dynamic, are determined.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check::Refusal;
use super::values::Percent;

/// The style rules of a family.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StyleRules {
    /// The indexes whose companies are scored, each separately from the others.
    pub scored_separately: Vec<String>,
    /// Companies outside these indexes that are scored as a group: the smallest of an index, under that
    /// index's id.
    pub smallest: Option<SmallestOf>,
    /// Growth and value scores.
    pub growth_value: GrowthValueRules,
    /// Defensive and dynamic scores; none: the family has no such sides.
    pub stability: Option<StabilityRules>,
    /// The probability of one side above which the security belongs to that side alone.
    pub pure_above_percent: Percent,
    /// The steepness of the probability, `1 ÷ (1 + exp(steepness × distance))`, where the distance from the
    /// median is in units of half the interquartile range.
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

/// The smallest companies of an index.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmallestOf {
    /// The index's id.
    pub index: String,
    /// The number of companies.
    pub count: u32,
}

/// How the composite value score is computed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrowthValueRules {
    /// The weight of book to price in the score.
    pub book_to_price_percent: Percent,
    /// The weight of forecast growth.
    pub forecast_growth_percent: Percent,
    /// The weight of sales-per-share growth.
    pub sales_growth_percent: Percent,
    /// Years of quarterly sales over which growth is measured, from the first year to the last.
    pub sales_years: u32,
    /// A forecast by fewer analysts than this is blended with the mean of its group.
    pub full_coverage_analysts: u32,
    /// The minimum number of companies with a value for an industry or sector mean; below it, the mean of
    /// the next wider group is used.
    pub minimum_group_size: u32,
    /// A score that changed by no more than this, in percent of the score's range, is left unchanged.
    pub band_percent: Percent,
    /// Where the rules were read.
    pub reference: String,
}

/// How the stability score is computed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StabilityRules {
    /// The weight of quality in the score; the rest is volatility.
    pub quality_percent: Percent,
    /// Quarters of earnings per share over which their variability is measured.
    pub earnings_quarters: u32,
    /// Weeks over which the volatility of weekly returns is measured.
    pub weeks: u32,
    /// Months over which the volatility of monthly returns is measured.
    pub months: u32,
    /// The value of a missing indicator, in percent of the indicator's range.
    pub missing_percent: Percent,
    /// The effective months of the reviews at which stability is scored again.
    pub review_months: Vec<i8>,
    /// Where the rules were read.
    pub reference: String,
}
