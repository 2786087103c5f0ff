//! What one currency is worth in another.

use super::{NumberError, decimal, decimal_text};

/// Units of a currency for one of another, in 1e-12, above zero.
///
/// ```
/// use russet_market::{ExchangeRate, Money};
/// let dollars_a_yen: ExchangeRate = "0.0067".parse()?;
/// assert_eq!("1000000".parse::<Money>()?.converted(dollars_a_yen)?, "6700".parse()?);
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExchangeRate(i64);

impl ExchangeRate {
    /// Decimals that a rate holds.
    pub const DECIMALS: u32 = 12;
    /// A currency in itself.
    pub const ONE: ExchangeRate = ExchangeRate(1_000_000_000_000);

    /// A rate from units of 1e-12.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] when it is not above zero.
    pub fn from_picos(picos: i64) -> Result<ExchangeRate, NumberError> {
        ExchangeRate::from_wide_units(i128::from(picos))
    }

    /// Units of 1e-12.
    pub const fn picos(self) -> i64 {
        self.0
    }

    /// The rate the other way round, rounded half to even.
    ///
    /// # Errors
    /// [`NumberError`] when it leaves the range.
    ///
    /// ```
    /// use russet_market::ExchangeRate;
    /// assert_eq!("4".parse::<ExchangeRate>()?.inverse()?, "0.25".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn inverse(self) -> Result<ExchangeRate, NumberError> {
        let one = i128::from(ExchangeRate::ONE.0);
        let units = super::wide::divide_half_even(one * one, i128::from(self.0));
        ExchangeRate::from_wide_units(units)
    }

    /// This rate and then another: of a currency in a second, and of that in a third.
    ///
    /// # Errors
    /// [`NumberError`] when it leaves the range.
    ///
    /// ```
    /// use russet_market::ExchangeRate;
    /// let (first, second): (ExchangeRate, ExchangeRate) = ("2".parse()?, "0.5".parse()?);
    /// assert_eq!(first.then(second)?, ExchangeRate::ONE);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn then(self, next: ExchangeRate) -> Result<ExchangeRate, NumberError> {
        let product = i128::from(self.0) * i128::from(next.0);
        let units = super::wide::divide_half_even(product, i128::from(ExchangeRate::ONE.0));
        ExchangeRate::from_wide_units(units)
    }

    const fn units(self) -> i64 {
        self.0
    }

    fn from_wide_units(units: i128) -> Result<ExchangeRate, NumberError> {
        match i64::try_from(units) {
            Ok(picos) if picos > 0 => Ok(ExchangeRate(picos)),
            _ => Err(NumberError::OutOfRange {
                what: "a rate of exchange",
                value: decimal::format(units, ExchangeRate::DECIMALS),
                range: "above 0, at most 9223372",
            }),
        }
    }
}

decimal_text!(ExchangeRate, ExchangeRate::DECIMALS);
