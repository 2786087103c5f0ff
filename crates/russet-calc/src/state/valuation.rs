//! The value of holdings in several currencies.

use russet_market::{Currency, ExchangeRate, Money, NumberError, Price, Shares};

/// A sum of price × shares. The sum in each currency is exact, so order does not matter, and is converted once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Valuation {
    /// Currencies are few, so a list is the quickest map.
    sums: Vec<(Currency, Money)>,
}

impl Valuation {
    /// Adds a holding; gives its own value in its currency.
    ///
    /// # Errors
    /// [`NumberError`] when a sum leaves its range.
    pub(crate) fn add(
        &mut self,
        currency: Currency,
        price: Price,
        shares: Shares,
    ) -> Result<Money, NumberError> {
        let value = price.times(shares);
        match self.sums.iter_mut().find(|(known, _)| *known == currency) {
            Some((_, sum)) => *sum = sum.plus(value)?,
            None => self.sums.push((currency, value)),
        }
        Ok(value)
    }

    /// What everything is worth in one currency, at the rates given for each.
    ///
    /// # Errors
    /// [`NumberError`] when the value leaves its range, or a rate is missing.
    pub(crate) fn total(
        self,
        rate: impl Fn(Currency) -> Result<ExchangeRate, NumberError>,
    ) -> Result<Money, NumberError> {
        self.sums.into_iter().try_fold(Money::ZERO, |value, (currency, sum)| {
            value.plus(sum.converted(rate(currency)?)?)
        })
    }
}
