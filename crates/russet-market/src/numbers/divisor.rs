//! What an index divides its market value by.

use super::{Level, Money, NumberError, decimal, decimal_text, wide};

/// A divisor in 1e-18 dollars a point, above zero.
///
/// It absorbs every change of basket: `level(close, old basket) = level(close, new basket)`.
///
/// ```
/// use russet_market::{Divisor, Level, Money};
/// let value: Money = "110000000".parse()?;
/// let divisor = Divisor::at_base(value, "1000".parse()?)?;
/// assert_eq!(divisor.to_string(), "110000");
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Divisor(i128);

impl Divisor {
    /// Decimals that a divisor holds.
    pub const DECIMALS: u32 = 18;

    /// The divisor that puts a basket of this value at this level.
    ///
    /// # Errors
    /// [`NumberError`] when the value or the level is zero, or the result is out of range.
    pub fn at_base(market_value: Money, level: Level) -> Result<Divisor, NumberError> {
        let units = wide::multiply_divide(
            market_value.not_negative("a market value")?,
            10_i128.pow(21),
            level.attos(),
            "a base divisor",
        )?;
        Divisor::from_wide_units(units)
    }

    /// The divisor after a change of basket at the same closing prices:
    /// `new = old × value after ÷ value before` (chain-linked Laspeyres, the law of the house).
    ///
    /// # Errors
    /// [`NumberError`] when either value is zero or the result is out of range.
    ///
    /// ```
    /// use russet_market::{Divisor, Money};
    /// let before: Money = "111200000".parse()?;
    /// let after: Money = "113800000".parse()?;
    /// let divisor = "110000".parse::<Divisor>()?.chained(before, after)?;
    /// assert_eq!(divisor.published(9), "112571.942446043");
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn chained(self, before: Money, after: Money) -> Result<Divisor, NumberError> {
        let before = before.not_negative("a market value")?;
        let after = after.not_negative("a market value")?;
        if before == after {
            return Ok(self);
        }
        Divisor::from_wide_units(wide::multiply_divide(self.0, after, before, "a divisor")?)
    }

    /// A divisor from units of 1e-18 dollars a point.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] when it is not above zero.
    pub fn from_attos(attos: i128) -> Result<Divisor, NumberError> {
        Divisor::from_wide_units(attos)
    }

    /// Units of 1e-18 dollars a point.
    pub const fn attos(self) -> i128 {
        self.0
    }

    /// The divisor at some decimals, rounded half to even.
    ///
    /// ```
    /// use russet_market::Divisor;
    /// assert_eq!("2.5".parse::<Divisor>()?.published(0), "2");
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn published(self, decimals: u32) -> String {
        decimal::publish(self.0, Divisor::DECIMALS, decimals)
    }

    const fn units(self) -> i128 {
        self.0
    }

    fn from_wide_units(units: i128) -> Result<Divisor, NumberError> {
        match units > 0 {
            true => Ok(Divisor(units)),
            false => Err(NumberError::OutOfRange {
                what: "a divisor",
                value: decimal::format(units, Divisor::DECIMALS),
                range: "above 0",
            }),
        }
    }
}

decimal_text!(Divisor, Divisor::DECIMALS);
