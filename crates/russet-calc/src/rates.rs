//! What each currency is worth in the currency of an index.

use russet_market::{Currency, ExchangeRate};

/// Rates of exchange into one currency, by the place of a currency in the list of a market's.
///
/// ```
/// use russet_calc::Rates;
/// use russet_market::{Currency, ExchangeRate};
/// let rates = Rates::only(Currency::USD);
/// assert_eq!(rates.rate(0), Some(ExchangeRate::ONE));
/// assert_eq!(rates.rate(1), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    into: Currency,
    rates: Vec<Option<ExchangeRate>>,
}

impl Rates {
    /// The rates of a market in one currency, the index's own.
    ///
    /// ```
    /// use russet_calc::Rates;
    /// use russet_market::Currency;
    /// assert_eq!(Rates::only(Currency::EUR).into_currency(), Currency::EUR);
    /// ```
    pub fn only(currency: Currency) -> Rates {
        Rates { into: currency, rates: vec![Some(ExchangeRate::ONE)] }
    }

    /// Rates into a currency; none where it is not known what a currency is worth.
    ///
    /// ```
    /// use russet_calc::Rates;
    /// use russet_market::Currency;
    /// let rates = Rates::new(Currency::USD, vec![Some("1.25".parse()?), None]);
    /// assert_eq!(rates.rate(0), Some("1.25".parse()?));
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn new(into: Currency, rates: Vec<Option<ExchangeRate>>) -> Rates {
        Rates { into, rates }
    }

    /// The currency that values are in.
    ///
    /// ```
    /// use russet_calc::Rates;
    /// use russet_market::Currency;
    /// assert_eq!(Rates::only(Currency::USD).into_currency(), Currency::USD);
    /// ```
    pub fn into_currency(&self) -> Currency {
        self.into
    }

    /// The rate of the currency at a place, where it is known.
    ///
    /// ```
    /// use russet_calc::Rates;
    /// use russet_market::Currency;
    /// assert!(Rates::only(Currency::USD).rate(7).is_none());
    /// ```
    pub fn rate(&self, place: usize) -> Option<ExchangeRate> {
        self.rates.get(place).copied().flatten()
    }

    /// How many currencies there are.
    ///
    /// ```
    /// use russet_calc::Rates;
    /// use russet_market::Currency;
    /// assert_eq!(Rates::only(Currency::USD).count(), 1);
    /// ```
    pub fn count(&self) -> usize {
        self.rates.len()
    }
}

impl Default for Rates {
    fn default() -> Rates {
        Rates::only(Currency::USD)
    }
}
