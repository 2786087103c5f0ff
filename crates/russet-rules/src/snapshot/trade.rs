//! How the securities of a snapshot traded up to its day.

use jiff::civil::Date;
use russet_market::{Money, NumberError, Price, PriceRow};

use super::{ListedSecurity, Snapshot};
use crate::fraction::Fraction;
use crate::methodology::Offering;
use crate::statistics::doubled_median;
use crate::trading::{Sums, Traded, rows_of};

impl Snapshot<'_> {
    /// What each security traded over the ranking window, by security id.
    fn traded(&self) -> &Sums<Traded> {
        let within = || self.market_facts.trading().values.within(self.view(), self.window.clone());
        self.measures.traded.get_or_init(within)
    }

    /// Shares of a security traded over the ranking window.
    pub(crate) fn volume(&self, security: &ListedSecurity<'_>) -> u64 {
        let within =
            || self.market_facts.trading().volumes.within(self.view(), self.window.clone());
        self.measures.volumes.get_or_init(within)[security.place()].0
    }

    /// Mean value of a security traded a session over that window, in femto-dollars of the family's currency; none
    /// where there is no exchange rate.
    ///
    /// # Errors
    /// [`NumberError`] where the value leaves the range of money.
    pub(crate) fn mean_daily_value(
        &self,
        security: &ListedSecurity<'_>,
    ) -> Result<Option<Fraction>, NumberError> {
        security.mean_value(&self.traded()[security.place()])
    }

    /// A security's first session in the market.
    pub(crate) fn first_seen(&self, security: &ListedSecurity<'_>) -> Date {
        self.view().first_seen(security.id, self.day).unwrap_or(security.close_date)
    }

    /// Sessions of a security with a close since it came to the market; none where it was there from the market's
    /// beginning or before the ranking window.
    pub(crate) fn listed_sessions(&self, security: &ListedSecurity<'_>) -> Option<u32> {
        let first_seen = self.first_seen(security);
        let is_new = first_seen > self.market_start && first_seen >= self.start;
        is_new.then(|| self.traded()[security.place()].sessions)
    }

    /// The sum of a security's closes over the member's price window, in nano-dollars of the currency of its market,
    /// and how many they are.
    pub(crate) fn closes(&self, security: &ListedSecurity<'_>) -> (u128, u32) {
        let rows = rows_of(self.view(), security.id, self.mean_start..self.window.end);
        let nanos = |close: Price| u128::from(close.nanos().unsigned_abs());
        let (sum, count) =
            rows.fold((0, 0), |(sum, count), row| (sum + nanos(row.close), count + 1));
        if count == 0 { (nanos(security.close), 1) } else { (sum, count) }
    }

    /// The median value of a security traded in each of its last sessions, in femto-dollars of the family's currency;
    /// none where it has none, or there is no exchange rate.
    ///
    /// # Errors
    /// [`NumberError`] where the value leaves the range of money.
    pub(crate) fn median_daily_value(
        &self,
        security: &ListedSecurity<'_>,
        sessions: u32,
    ) -> Result<Option<Fraction>, NumberError> {
        let rows = rows_of(self.view(), security.id, self.near.clone()).rev();
        let value = |row: PriceRow| {
            let nanos = u128::from(row.close.nanos().unsigned_abs());
            nanos * u128::from(row.volume.unwrap_or(0))
        };
        let values = rows.take(sessions as usize).map(value).collect();
        let Some(doubled) = doubled_median(values) else { return Ok(None) };
        let femtos = i128::try_from(doubled).unwrap_or(i128::MAX).saturating_mul(1_000_000);
        let doubled = security.in_family_currency(Money::from_femtos(femtos))?;
        Ok(doubled.map(|doubled| Fraction::new(doubled.femtos().unsigned_abs(), 2)))
    }

    /// Whether a security's first session looks like the day of an offering: volume far above what followed.
    pub(crate) fn was_offered(&self, security: &ListedSecurity<'_>, rule: &Offering) -> bool {
        let count = 1 + (rule.skip_sessions + rule.median_sessions) as usize;
        let (view, first_seen) = (self.view(), self.first_seen(security));
        let listed = view.sessions().partition_point(|(session, _)| *session < first_seen);
        let sessions = listed.clamp(self.window.start, self.window.end)..self.window.end;
        let rows = rows_of(view, security.id, sessions).take(count);
        let volumes: Vec<u128> = rows.map(|row| row.volume.unwrap_or(0).into()).collect();
        let Some((first, later)) = volumes.split_first() else { return false };
        let usual = later.iter().skip(rule.skip_sessions as usize).copied().collect();
        let doubled = doubled_median(usual).or_else(|| doubled_median(later.to_vec()));
        doubled.is_some_and(|doubled| 2 * first >= doubled * u128::from(rule.first_volume_multiple))
    }
}
