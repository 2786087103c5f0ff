//! What screens of size, trading and earnings measure of a security.
//!
//! A methodology has one rule of each sort, so what is found of all securities for one of them is kept.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::Span;
use jiff::civil::Date;
use russet_market::{FundamentalMeasure, IssuerId, Money, NumberError, SecurityId};

use super::{ListedSecurity, Snapshot};
use crate::fraction::Fraction;
use crate::funds::except_of;
use crate::methodology::{
    DailyValueRule, EarningsRule, ExceptFunds, LiquidityRule, MonthlyVolumeRule, days_before,
};
use crate::trading::{Sums, Traded, Volume};

/// What the measures of all securities are read off, each found when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct LazyMeasures {
    /// What each security traded over the ranking window, by security id.
    pub(super) traded: OnceLock<Sums<Traded>>,
    /// Shares of it.
    pub(super) volumes: OnceLock<Sums<Volume>>,
    year: OnceLock<Sums<Traded>>,
    months: OnceLock<Vec<Sums<Volume>>>,
    daily: OnceLock<Sums<Traded>>,
    /// Companies that funds of other indexes hold.
    elsewhere: OnceLock<BTreeMap<IssuerId, (String, Date)>>,
}

impl<'market> Snapshot<'market> {
    /// The first session in which any security of a company was seen, where the market began before.
    pub(crate) fn company_came_on(&self, security: &ListedSecurity<'_>) -> Option<Date> {
        let all_securities = self.market_facts.securities_of(security.issuer).iter();
        let first_seen = |other: &SecurityId| self.view().first_seen(*other, self.day);
        let came_on = all_securities.filter_map(first_seen).min();
        came_on.filter(|first| *first > self.market_start)
    }

    /// What a security's shares in free float are worth in the family's currency: its own, or its company's
    /// where shares are only counted together.
    ///
    /// # Errors
    /// [`NumberError`] where that leaves the range of money.
    pub(crate) fn float_cap(
        &self,
        security: &ListedSecurity<'_>,
    ) -> Result<Option<Money>, NumberError> {
        let Some(count) = security.class_shares.or(security.company_shares) else {
            return Ok(None);
        };
        let factor = self.floats.on(security.id, Some(&count), self.day).factor;
        security.worth(count.shares.scaled(factor))
    }

    /// Value traded a session of a year, in femto-dollars of the family's currency, of a security or, as shares that
    /// are counted together are traded together, of all its company's securities: at the mean of the sessions that
    /// each traded in. None where there is no exchange rate.
    ///
    /// # Errors
    /// [`NumberError`] where a value or their sum leaves its range.
    pub(crate) fn year_value(
        &self,
        security: &ListedSecurity<'_>,
        rule: &LiquidityRule,
    ) -> Result<Option<Fraction>, NumberError> {
        let year = self.measures.year.get_or_init(|| {
            let count = rule.sessions as usize;
            self.traded_since(self.window.end.saturating_sub(count).max(self.window.start))
        });
        if security.class_shares.is_some() {
            return security.mean_value(&year[security.place()]);
        }
        let all = self.market_facts.securities_of(security.issuer).iter();
        let all = all.filter_map(|other| self.security(*other));
        let mut sum = Fraction::whole(0);
        for other in all.filter(|other| other.issuer == security.issuer) {
            let Some(value) = other.mean_value(&year[other.place()])? else { return Ok(None) };
            sum = sum.plus(value)?;
        }
        Ok(Some(sum))
    }

    /// Mean value of a security traded a session over the months that are asked for, in femto-dollars of the family's
    /// currency: of the sessions that it traded in. None where there is no exchange rate.
    ///
    /// # Errors
    /// [`NumberError`] where the value leaves the range of money.
    pub(crate) fn daily_value(
        &self,
        security: &ListedSecurity<'_>,
        rule: &DailyValueRule,
    ) -> Result<Option<Fraction>, NumberError> {
        let start = self.day.saturating_sub(Span::new().months(i64::from(rule.months)));
        let traded = || self.traded_since(self.place_after(start));
        let traded: &[Traded] = self.measures.daily.get_or_init(traded);
        security.mean_value(&traded[security.place()])
    }

    /// Shares of a security traded in each month up to the day, the newest first, as far back as the market
    /// goes.
    pub(crate) fn monthly_volumes(
        &self,
        security: &ListedSecurity<'_>,
        rule: &MonthlyVolumeRule,
    ) -> impl Iterator<Item = u64> {
        let months = self.measures.months.get_or_init(|| {
            let start = |back: u32| self.day.saturating_sub(Span::new().months(i64::from(back)));
            // A month of which the market misses the beginning says too little.
            let earliest = self.market_start.saturating_sub(Span::new().days(1));
            let starts = (1..=rule.months).map(start).take_while(|start| *start >= earliest);
            let mut end = self.window.end;
            let of_month = |start: Date| {
                let month = self.place_after(start)..end;
                end = month.start;
                self.market_facts.trading().volumes.within(self.view(), month)
            };
            starts.map(of_month).collect()
        });
        let place = security.place();
        months.iter().map(move |month| month[place].0)
    }

    /// What each security traded from a session on, by its place in the market.
    fn traded_since(&self, start: usize) -> Sums<Traded> {
        self.market_facts.trading().values.within(self.view(), start..self.window.end)
    }

    /// The place of the first session after a day, within the ranking window.
    fn place_after(&self, day: Date) -> usize {
        let place = self.view().sessions().partition_point(|(session, _)| *session <= day);
        place.clamp(self.window.start, self.window.end)
    }

    /// A fund of another index that holds a security's company, and the day of the list that says so.
    pub(crate) fn held_elsewhere(
        &self,
        security: &ListedSecurity<'_>,
        rule: &ExceptFunds,
    ) -> Option<&(String, Date)> {
        let found = || except_of(self.view(), rule, self.day);
        self.measures.elsewhere.get_or_init(found).get(&security.issuer)
    }

    /// The security of an id, where it is alive.
    fn security(&self, security: SecurityId) -> Option<&ListedSecurity<'market>> {
        let place = self.securities.binary_search_by_key(&security, |security| security.id).ok()?;
        Some(&self.securities[place])
    }

    /// Net income of the newest quarters of a security's company that are not out of date, the newest first.
    ///
    /// # Errors
    /// [`NumberError`] where one leaves the range of money.
    pub(crate) fn net_income(
        &self,
        security: &ListedSecurity<'_>,
        rule: &EarningsRule,
    ) -> Result<Vec<Money>, NumberError> {
        let (measure, count) = (FundamentalMeasure::NetIncome, rule.quarters as usize);
        let all_securities = self.market_facts.securities_of(security.issuer);
        let newest = self.view().newest_fundamentals(all_securities, measure, self.day, count);
        let oldest = days_before(self.day, rule.stale_after_days);
        match newest.first() {
            Some(quarter) if quarter.period_end > oldest => {
                newest.iter().map(|quarter| Money::from_f64(quarter.value)).collect()
            }
            _ => Ok(Vec::new()),
        }
    }
}
