//! The stability score of each company of a base (R46 8.3 to 8.5): 0 is all dynamic, 1 all defensive.

use std::sync::Arc;

use russet_market::FundamentalMeasure;

use super::accounts::Accounts;
use super::base::{Scored, rounded};
use super::evidence::StabilityEvidence;
use super::percentile::percentile_ranks;
use super::volatility::Volatility;
use crate::methodology::StabilityRules;
use crate::statistics::median;

/// What is known of one indicator of one company.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Known {
    /// A value to be ranked.
    Value(f64),
    /// As bad as can be, whatever the others have.
    Worst,
    /// Nothing.
    Missing,
}

/// The indicators, in the order of [`NAMES`]; for each of them, less is more stable or more is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Indicators([Known; 5]);

pub(super) const INDICATORS: [&str; 5] = [
    "debt to equity",
    "return on assets",
    "variability of earnings",
    "weekly volatility",
    "monthly volatility",
];
const MORE_IS_STABLE: [bool; 5] = [false, true, false, false, false];
/// This many of them are of quality; the others are of volatility.
const QUALITY: usize = 3;

impl Indicators {
    pub(super) fn of(
        accounts: &Accounts<'_, '_>,
        rules: &StabilityRules,
        moves: Volatility,
    ) -> Indicators {
        let known = |value: Option<f64>| value.map_or(Known::Missing, Known::Value);
        Indicators([
            known(debt_to_equity(accounts)),
            known(return_on_assets(accounts)),
            earnings_variability(accounts, rules.earnings_quarters),
            known(moves.weekly),
            known(moves.monthly),
        ])
    }
}

/// Scores the companies of a base, which stand in a fixed order, from the volatilities of all.
pub(super) fn scores(
    rules: &StabilityRules,
    all: &[Arc<Indicators>],
) -> Vec<Scored<StabilityEvidence>> {
    let mut ranks = vec![[0.0; 5]; all.len()];
    for indicator in 0..INDICATORS.len() {
        let column: Vec<Known> = all.iter().map(|known| known.0[indicator]).collect();
        let placed = place(&column, MORE_IS_STABLE[indicator], rules);
        for (row, rank) in ranks.iter_mut().zip(placed) {
            row[indicator] = rank;
        }
    }
    all.iter().zip(ranks).map(|(known, ranks)| scored(known, ranks, rules)).collect()
}

/// The places of one indicator: among the companies that have a value; fixed for the others.
fn place(column: &[Known], more_is_stable: bool, rules: &StabilityRules) -> Vec<f64> {
    let value = |known: &Known| match known {
        Known::Value(value) => Some(*value),
        Known::Worst | Known::Missing => None,
    };
    let values: Vec<f64> = column.iter().filter_map(value).collect();
    let mut ranks = percentile_ranks(&values).into_iter();
    let missing = rules.missing_percent.millionths() as f64 / 1e6;
    let one = |known: &Known| match known {
        Known::Value(_) => {
            let rank = ranks.next().unwrap_or(missing);
            if more_is_stable { rank } else { 1.0 - rank }
        }
        Known::Worst => 0.0,
        Known::Missing => missing,
    };
    column.iter().map(one).collect()
}

fn scored(
    known: &Indicators,
    ranks: [f64; 5],
    rules: &StabilityRules,
) -> Scored<StabilityEvidence> {
    let mean = |ranks: &[f64]| ranks.iter().sum::<f64>() / ranks.len() as f64;
    let (quality, calm) = (mean(&ranks[..QUALITY]), mean(&ranks[QUALITY..]));
    let part = rules.quality_percent.millionths() as f64 / 1e6;
    let score = rounded(quality * part + calm * (1.0 - part));
    let missing = known.0.map(|known| known == Known::Missing);
    let missing_percent = rules.missing_percent.to_f64();
    Scored {
        score,
        evidence: StabilityEvidence::Scored { score, quality, calm, missing, missing_percent },
    }
}

/// Debt to equity; an equity that is not above zero makes it missing.
fn debt_to_equity(accounts: &Accounts<'_, '_>) -> Option<f64> {
    let equity = accounts.latest(FundamentalMeasure::BookValue).filter(|equity| *equity > 0.0)?;
    Some(accounts.latest(FundamentalMeasure::TotalDebt)? / equity)
}

/// Income before tax of the last four quarters to assets.
fn return_on_assets(accounts: &Accounts<'_, '_>) -> Option<f64> {
    let assets = accounts.latest(FundamentalMeasure::TotalAssets).filter(|assets| *assets > 0.0)?;
    let income: f64 = accounts.quarters(FundamentalMeasure::PretaxIncome, 4)?.iter().sum();
    Some(income / assets)
}

/// The standard error of a straight line through the earnings a share, to their median.
fn earnings_variability(accounts: &Accounts<'_, '_>, quarters: u32) -> Known {
    let measure = FundamentalMeasure::EarningsPerShare;
    let Some(earnings) = accounts.quarters_per_share(measure, quarters) else {
        return Known::Missing;
    };
    variability(&earnings)
}

fn variability(earnings: &[f64]) -> Known {
    let error = error_of_trend(earnings).filter(|error| *error > 0.0);
    match (median(earnings.to_vec()), error) {
        (None, _) => Known::Missing,
        (Some(median), _) if median <= 0.0 => Known::Worst,
        (Some(_), None) => Known::Missing,
        (Some(median), Some(error)) => Known::Value(error / median),
    }
}

/// The standard error of the residuals of values from their linear trend, with two degrees of freedom
/// spent on it; nothing below what rounding makes of a straight line.
fn error_of_trend(values: &[f64]) -> Option<f64> {
    let count = values.len() as f64;
    if values.len() < 3 {
        return None;
    }
    let middle = (count - 1.0) / 2.0;
    let mean = values.iter().sum::<f64>() / count;
    let offset = |place: usize| place as f64 - middle;
    let squared = |value: f64| value * value;
    let slope = values.iter().enumerate().map(|(at, value)| offset(at) * value).sum::<f64>()
        / (0..values.len()).map(|at| squared(offset(at))).sum::<f64>();
    let squares = values
        .iter()
        .enumerate()
        .map(|(at, value)| squared(value - mean - slope * offset(at)))
        .sum::<f64>();
    let error = (squares / (count - 2.0)).sqrt();
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    Some(if error > largest * count * f64::EPSILON { error } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Methodology;

    #[test]
    fn variability_by_hand() {
        // Around 2 with residuals 1, -1, -1, 1 and no slope: √(4 ÷ 2) over the median of 2.
        assert_eq!(variability(&[3.0, 1.0, 1.0, 3.0]), Known::Value(2.0_f64.sqrt() / 2.0));
        assert_eq!(variability(&[-3.0, -1.0, -1.0, -3.0]), Known::Worst);
        let straight: Vec<f64> = (0..20).map(|quarter| 0.1 + 0.07 * f64::from(quarter)).collect();
        assert_eq!(variability(&straight), Known::Missing);
        assert_eq!(variability(&[1.0, 2.0]), Known::Missing);
    }

    #[test]
    fn what_is_missing_stands_at_a_quarter_and_the_worst_at_nothing() {
        let rules = Methodology::built_in("russell-us").unwrap().style.unwrap().stability.unwrap();
        let column = [Known::Value(2.0), Known::Missing, Known::Value(1.0), Known::Worst];
        assert_eq!(place(&column, false, &rules), [0.0, 0.25, 1.0, 0.0]);
        assert_eq!(place(&column, true, &rules), [1.0, 0.25, 0.0, 0.0]);
    }
}
