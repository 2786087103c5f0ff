//! Values from companies' accounts, as they were known on a day.

use jiff::civil::Date;

use super::MarketView;
use super::supplied::of_security;
use crate::facts::{Fundamental, FundamentalMeasure};
use crate::identity::SecurityId;

impl<'market> MarketView<'market> {
    /// Everything known of a line from its company's accounts, by measure, period and the day it was known.
    ///
    /// ```
    /// use russet_market::{Market, MarketView, SecurityId};
    /// assert!(MarketView::new(&Market::default()).accounts(SecurityId(0)).is_empty());
    /// ```
    pub fn accounts(&self, security: SecurityId) -> &'market [Fundamental] {
        self.lack();
        of_security(&self.market.fundamentals, security, |row| row.security)
    }

    /// The values of one measure of a company that were known on a day, one a period in order of time:
    /// of several statements of one period the latest known.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{FundamentalMeasure, Market, MarketView, SecurityId};
    /// let (market, day) = (Market::default(), date(2024, 1, 2));
    /// let view = MarketView::new(&market);
    /// let values = view.fundamentals(&[SecurityId(0)], FundamentalMeasure::BookValue, day);
    /// assert!(values.is_empty());
    /// ```
    pub fn fundamentals(
        &self,
        securities: &[SecurityId],
        measure: FundamentalMeasure,
        day: Date,
    ) -> Vec<&'market Fundamental> {
        let all = securities.iter().flat_map(|security| {
            let rows = self.accounts(*security);
            let start = rows.partition_point(|row| row.measure < measure);
            &rows[start..rows.partition_point(|row| row.measure <= measure)]
        });
        let known = all.filter(|row| row.known_at <= day);
        let mut values: Vec<&Fundamental> = known.collect();
        values.sort_by_key(|row| (row.period_end, std::cmp::Reverse(row.known_at)));
        values.dedup_by_key(|row| row.period_end);
        values
    }
}
