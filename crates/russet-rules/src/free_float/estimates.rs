//! Free floats from the quantities of funds that hold every member.
//!
//! Such a fund holds of each member its index shares times one constant, and index shares are the
//! shares of the class times its free float. So `quantity ÷ shares = constant × free float`: a
//! security whose shares are all free stands at the constant, and none stands above it but by an error in
//! its count. A high percentile of the ratios is the constant, whatever a few wrong counts are. Of a security
//! that nobody has counted, `quantity ÷ constant` is the index shares themselves.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{
    Factor, FundLine, LineKind, MarketView, Money, NumberError, SecurityId, Shares,
};

use super::FundShares;
use super::sourced_float::{Source, SourcedFloat};
use crate::funds::{lists_of, securities_on};
use crate::methodology::EstimatedFloatRule;
use crate::share_counts::own_shares;
use crate::statistics::percentile;

/// One security's float as one list shows it.
#[derive(Debug, Clone)]
struct Estimate {
    known_at: Date,
    as_of: Date,
    fund: String,
    factor: Factor,
}

/// One security of a list as it is read for the constant.
struct HeldSecurity<'market> {
    security: SecurityId,
    quantity: Shares,
    /// What the fund's holding is worth, in dollars; none where the list gives no price.
    value: Option<Money>,
    /// Own shares of the security, where they are known.
    own: Option<f64>,
    said: &'market FundLine,
}

/// The estimates of all lists, by security and day known.
#[derive(Debug, Clone, Default)]
pub(super) struct Estimates {
    /// The constant of each list, by fund and date.
    constants: BTreeMap<(String, Date), f64>,
    of_security: BTreeMap<SecurityId, Vec<Estimate>>,
    /// Index shares of the securities without a count.
    uncounted: BTreeMap<SecurityId, Vec<FundShares>>,
}

impl Estimates {
    pub(super) fn new(
        view: &MarketView<'_>,
        rule: &EstimatedFloatRule,
    ) -> Result<Estimates, NumberError> {
        let mut found = Estimates::default();
        for fund in &rule.funds {
            for list in lists_of(view, fund) {
                let held = held(view, &list)?;
                let Some(constant) = constant(&held, rule) else { continue };
                found.constants.insert((fund.clone(), list[0].as_of), constant);
                for security in held {
                    found.add(security, constant)?;
                }
            }
        }
        for estimates in found.of_security.values_mut() {
            estimates.sort_by_key(|estimate| (estimate.known_at, estimate.as_of));
        }
        for shares in found.uncounted.values_mut() {
            shares.sort_by_key(|shares| (shares.known_at, shares.as_of));
        }
        Ok(found)
    }

    fn add(&mut self, held: HeldSecurity<'_>, constant: f64) -> Result<(), NumberError> {
        let FundLine { fund, as_of, known_at, .. } = held.said;
        let (fund, as_of, known_at) = (fund.clone(), *as_of, *known_at);
        match held.own {
            Some(own) => {
                let factor = Factor::of(held.quantity.to_f64() / own / constant);
                let estimate = Estimate { known_at, as_of, fund, factor };
                self.of_security.entry(held.security).or_default().push(estimate);
            }
            None => {
                let shares = held.quantity.over(constant)?;
                let shares = FundShares { shares, fund, as_of, known_at };
                self.uncounted.entry(held.security).or_default().push(shares);
            }
        }
        Ok(())
    }

    /// What a fund held of each index share on a date.
    pub(super) fn constant(&self, fund: &str, as_of: Date) -> Option<f64> {
        self.constants.get(&(fund.to_owned(), as_of)).copied()
    }

    /// The newest index shares of a security without a count that were public by a day, on the terms of
    /// their own day.
    pub(super) fn uncounted(&self, security: SecurityId, day: Date) -> Option<&FundShares> {
        self.uncounted.get(&security)?.iter().rev().find(|shares| shares.known_at <= day)
    }

    /// The newest estimate of a security that was public by a day.
    pub(super) fn on(&self, security: SecurityId, day: Date) -> Option<SourcedFloat<'_>> {
        let known = |estimate: &&Estimate| estimate.known_at <= day;
        let newest = self.of_security.get(&security)?.iter().rev().find(known)?;
        let source = Source::Fund(&newest.fund);
        Some(SourcedFloat { factor: newest.factor, source, since: Some(newest.as_of) })
    }
}

/// What a fund holds of each index share: of the largest securities alone, where the rule says so, since a
/// fund that samples the small ones holds more or less of them. A holding without a price is of unknown size,
/// and not among the largest.
fn constant(held: &[HeldSecurity<'_>], rule: &EstimatedFloatRule) -> Option<f64> {
    let mut counted: Vec<(Option<Money>, f64)> = held
        .iter()
        .filter_map(|held| Some((held.value, held.quantity.to_f64() / held.own?)))
        .collect();
    if let Some(largest) = rule.largest_securities {
        counted.retain(|(value, _)| value.is_some());
        counted.sort_by_key(|(value, _)| Reverse(*value));
        counted.truncate(largest as usize);
    }
    if counted.len() < rule.minimum_securities as usize {
        return None;
    }
    let ratios = counted.into_iter().map(|(_, ratio)| ratio).collect();
    percentile(ratios, rule.constant_percentile)
}

/// The securities of a list that the market knows, with own shares where they are known.
fn held<'market>(
    view: &MarketView<'market>,
    list: &[&'market FundLine],
) -> Result<Vec<HeldSecurity<'market>>, NumberError> {
    let Some(day) = list.first().map(|security| security.as_of) else { return Ok(Vec::new()) };
    let mut companies: BTreeMap<_, Vec<(SecurityId, Shares, &FundLine)>> = BTreeMap::new();
    for (version, security) in securities_on(view, list, day) {
        if let (LineKind::Equity, Some(quantity)) = (security.kind, security.quantity) {
            let held = (version.security_id, quantity, security);
            companies.entry(version.issuer_id).or_default().push(held);
        }
    }
    let mut found = Vec::with_capacity(list.len());
    for held in companies.values() {
        let securities: Vec<SecurityId> = held.iter().map(|(security, ..)| *security).collect();
        let own = own_shares(view, &securities, &[], day, day)?;
        for ((security, quantity, said), own) in held.iter().zip(own) {
            let own = own.map(|own| own.shares.to_f64()).filter(|shares| *shares > 0.0);
            let value = said.price.map(|price| price.times(*quantity));
            found.push(HeldSecurity { security: *security, quantity: *quantity, value, own, said });
        }
    }
    Ok(found)
}
