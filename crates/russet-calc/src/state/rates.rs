//! What each currency is worth in the currency of an index.

use russet_market::{Currency, ExchangeRate, NumberError};
use serde::{Deserialize, Serialize};

/// Rates of exchange into one currency, by the place of a currency in the list of a market's.
///
/// ```
/// use russet_calc::Rates;
/// use russet_market::{Currency, ExchangeRate};
/// let rates = Rates::only(Currency::USD);
/// assert_eq!(rates.rate(0), Ok(ExchangeRate::ONE));
/// assert!(rates.rate(1).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    into: Currency,
    rates: Vec<(Currency, Option<ExchangeRate>)>,
}

impl Rates {
    /// The rates of a market in one currency, the index's own.
    pub fn only(currency: Currency) -> Rates {
        Rates { into: currency, rates: vec![(currency, Some(ExchangeRate::ONE))] }
    }

    /// Rates of currencies into one; none where it is not known what a currency is worth.
    ///
    /// ```
    /// use russet_calc::Rates;
    /// use russet_market::Currency;
    /// let pound = (Currency::GBP, Some("1.25".parse()?));
    /// let rates = Rates::new(Currency::USD, vec![pound, (Currency::JPY, None)]);
    /// assert_eq!(rates.rate(0)?, "1.25".parse()?);
    /// let missing = rates.rate(1).unwrap_err().to_string();
    /// assert!(missing.contains("what JPY is worth in USD"), "{missing}");
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn new(into: Currency, rates: Vec<(Currency, Option<ExchangeRate>)>) -> Rates {
        Rates { into, rates }
    }

    /// The currency that values are in.
    pub fn into_currency(&self) -> Currency {
        self.into
    }

    /// The rate of the currency at a place.
    ///
    /// # Errors
    /// [`NumberError::NoRate`] where it is not known.
    pub fn rate(&self, place: usize) -> Result<ExchangeRate, NumberError> {
        let (from, rate) = self.rates.get(place).copied().unwrap_or((self.into, None));
        rate.ok_or(NumberError::NoRate { from, into: self.into })
    }

    /// How many currencies there are.
    pub fn count(&self) -> usize {
        self.rates.len()
    }
}

impl Default for Rates {
    fn default() -> Rates {
        Rates::only(Currency::USD)
    }
}
