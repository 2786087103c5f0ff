//! Rates of exchange.

use jiff::civil::Date;

use super::MarketView;
use crate::currency::Currency;
use crate::facts::FxRate;
use crate::numbers::ExchangeRate;

impl MarketView<'_> {
    /// What one unit of a currency is worth in another on a day: the newest rate of the pair up to that
    /// day, either way round, or through the dollar of the United States. None where no rate tells.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Currency, ExchangeRate, Market, MarketView};
    /// let market = Market::default();
    /// let view = MarketView::new(&market);
    /// let day = date(2024, 1, 2);
    /// assert_eq!(view.rate(Currency::USD, Currency::USD, day), Some(ExchangeRate::ONE));
    /// assert_eq!(view.rate(Currency::JPY, Currency::USD, day), None);
    /// ```
    pub fn rate(&self, from: Currency, to: Currency, day: Date) -> Option<ExchangeRate> {
        self.pair(from, to, day).or_else(|| {
            let first = self.pair(from, Currency::USD, day)?;
            first.then(self.pair(Currency::USD, to, day)?).ok()
        })
    }

    fn pair(&self, from: Currency, to: Currency, day: Date) -> Option<ExchangeRate> {
        if from == to {
            return Some(ExchangeRate::ONE);
        }
        let known = self.market.fx.partition_point(|row| row.date <= day);
        let is_known = |row: &&FxRate| row.known_at <= day;
        let newest = self.market.fx[..known]
            .iter()
            .rev()
            .filter(is_known)
            .find(|row| (row.from, row.to) == (from, to) || (row.from, row.to) == (to, from))?;
        match newest.from == from {
            true => Some(newest.rate),
            false => newest.rate.inverse().ok(),
        }
    }
}
