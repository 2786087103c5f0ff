//! Free floats from the quantities of funds that hold every member.
//!
//! Such a fund holds of each member its index shares times one constant, and index shares are the
//! shares of the class times its free float. So `quantity ÷ shares = constant × free float`: a
//! line whose shares are all free stands at the constant, and none stands above it but by an error in
//! its count. A high percentile of the ratios is the constant, whatever a few wrong counts are.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Factor, FundLine, LineKind, MarketView, NumberError, SecurityId};

use super::KnownFloat;
use crate::funds::{lines_on, lists_of};
use crate::methodology::EstimatedFloatRule;
use crate::share_counts::own_shares;
use crate::statistics::percentile;

/// One line's float as one list shows it.
#[derive(Debug, Clone)]
struct Estimate {
    known_at: Date,
    as_of: Date,
    fund: String,
    factor: Factor,
}

/// The estimates of all lists, by line and day known.
#[derive(Debug, Clone, Default)]
pub(super) struct Estimates {
    /// The constant of each list, by fund and date.
    constants: BTreeMap<(String, Date), f64>,
    of_line: BTreeMap<SecurityId, Vec<Estimate>>,
}

impl Estimates {
    pub(super) fn new(
        view: &MarketView<'_>,
        rule: &EstimatedFloatRule,
    ) -> Result<Estimates, NumberError> {
        let mut constants = BTreeMap::new();
        let mut of_line: BTreeMap<SecurityId, Vec<Estimate>> = BTreeMap::new();
        for fund in &rule.funds {
            for list in lists_of(view, fund) {
                let ratios = ratios(view, &list)?;
                if ratios.len() < rule.least_lines as usize {
                    continue;
                }
                let values = ratios.iter().map(|(_, ratio)| *ratio).collect();
                let Some(constant) = percentile(values, rule.constant_percentile.to_f64()) else {
                    continue;
                };
                constants.insert((fund.clone(), list[0].as_of), constant);
                for (line, ratio) in ratios {
                    of_line.entry(line).or_default().push(Estimate {
                        known_at: list[0].known_at,
                        as_of: list[0].as_of,
                        fund: fund.clone(),
                        factor: Factor::of(ratio / constant),
                    });
                }
            }
        }
        for estimates in of_line.values_mut() {
            estimates.sort_by_key(|estimate| (estimate.known_at, estimate.as_of));
        }
        Ok(Estimates { constants, of_line })
    }

    /// What a fund held of each index share on a date.
    pub(super) fn constant(&self, fund: &str, as_of: Date) -> Option<f64> {
        self.constants.get(&(fund.to_owned(), as_of)).copied()
    }

    /// The newest estimate of a line that was public by a day.
    pub(super) fn on(&self, line: SecurityId, day: Date) -> Option<KnownFloat> {
        let known = |estimate: &&Estimate| estimate.known_at <= day;
        let newest = self.of_line.get(&line)?.iter().rev().find(known)?;
        Some(KnownFloat {
            factor: newest.factor,
            source: format!("estimated from {}'s quantities", newest.fund),
            since: Some(newest.as_of),
        })
    }
}

/// Quantity over own shares of each line of a list that has both.
fn ratios(
    view: &MarketView<'_>,
    list: &[&FundLine],
) -> Result<Vec<(SecurityId, f64)>, NumberError> {
    let Some(day) = list.first().map(|line| line.as_of) else { return Ok(Vec::new()) };
    let mut companies: BTreeMap<_, Vec<(SecurityId, f64)>> = BTreeMap::new();
    for (version, line) in lines_on(view, list, day) {
        if let (LineKind::Equity, Some(quantity)) = (line.kind, line.quantity) {
            let held = (version.security, quantity.to_f64());
            companies.entry(version.issuer).or_default().push(held);
        }
    }
    let mut ratios = Vec::with_capacity(list.len());
    for held in companies.values() {
        let lines: Vec<SecurityId> = held.iter().map(|(line, _)| *line).collect();
        for ((line, quantity), own) in held.iter().zip(own_shares(view, &lines, &[], day, day)?) {
            let shares = own.map_or(0.0, |own| own.shares.to_f64());
            if shares > 0.0 {
                ratios.push((*line, quantity / shares));
            }
        }
    }
    Ok(ratios)
}
