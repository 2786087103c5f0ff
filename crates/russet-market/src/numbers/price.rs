//! A price of one share.

use super::{ExchangeRate, Money, NumberError, Ratio, Shares, decimal, decimal_text, wide};

/// A price in nano-dollars (1e-9 dollars), above zero and at most 100 million dollars.
///
/// ```
/// use russet_market::Price;
/// let price: Price = "133.90".parse()?;
/// assert_eq!(price.nanos(), 133_900_000_000);
/// assert_eq!(price.to_string(), "133.9");
/// assert!("0".parse::<Price>().is_err());
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Price(i64);

impl Price {
    /// Decimals that a price holds.
    pub const DECIMALS: u32 = 9;
    /// The highest price: dearer "prices" in a feed are broken rows.
    pub const MAX: Price = Price(100_000_000 * 1_000_000_000);

    /// A price from nano-dollars.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] unless it is above zero and at most [`Price::MAX`].
    pub fn from_nanos(nanos: i64) -> Result<Price, NumberError> {
        Price::from_wide_units(i128::from(nanos))
    }

    /// The price nearest to a float, as files that hold floats need it.
    ///
    /// # Errors
    /// [`NumberError`] for NaN, infinity, zero, negative and absurdly high values.
    ///
    /// ```
    /// use russet_market::Price;
    /// assert_eq!(Price::from_f64(1.805)?, "1.805".parse()?);
    /// assert!(Price::from_f64(f64::NAN).is_err());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn from_f64(dollars: f64) -> Result<Price, NumberError> {
        Price::from_wide_units(decimal::from_f64(dollars, Price::DECIMALS)?)
    }

    /// Nano-dollars.
    pub const fn nanos(self) -> i64 {
        self.0
    }

    /// Dollars as a float, for statistics only.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// The value of a number of shares: exact.
    ///
    /// ```
    /// use russet_market::{Money, Price, Shares};
    /// let value = "20".parse::<Price>()?.times("2000000".parse::<Shares>()?);
    /// assert_eq!(value, "40000000".parse::<Money>()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub const fn times(self, shares: Shares) -> Money {
        // 1e17 × 9.2e18 stays below 1.7e38.
        Money::from_femtos(self.0 as i128 * shares.micros() as i128)
    }

    /// The price after a split of `ratio` new shares for old: divided by it, half to even.
    ///
    /// # Errors
    /// [`NumberError`] when the result leaves the range of a price.
    ///
    /// ```
    /// use russet_market::{Price, Ratio};
    /// assert_eq!("600".parse::<Price>()?.split(Ratio::new(3, 1)?)?, "200".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn split(self, ratio: Ratio) -> Result<Price, NumberError> {
        let (new, old) = (i128::from(ratio.new_shares()), i128::from(ratio.old_shares()));
        Price::from_wide_units(wide::multiply_divide(
            i128::from(self.0),
            old,
            new,
            "a split price",
        )?)
    }

    /// The price in another currency, rounded half to even.
    ///
    /// # Errors
    /// [`NumberError`] when the result leaves the range of a price.
    ///
    /// ```
    /// use russet_market::Price;
    /// assert_eq!("12".parse::<Price>()?.converted("1.25".parse()?)?, "15".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn converted(self, rate: ExchangeRate) -> Result<Price, NumberError> {
        let product = i128::from(self.0) * i128::from(rate.picos());
        let one = i128::from(ExchangeRate::ONE.picos());
        Price::from_wide_units(wide::divide_half_even(product, one))
    }

    /// A price of nano-dollars that came from one.
    #[inline]
    pub(crate) const fn of_known(nanos: i64) -> Price {
        Price(nanos)
    }

    /// Whether a number of nano-dollars is a price.
    pub(crate) const fn is_price(nanos: i64) -> bool {
        nanos > 0 && nanos <= Price::MAX.0
    }

    const fn units(self) -> i64 {
        self.0
    }

    fn from_wide_units(units: i128) -> Result<Price, NumberError> {
        match i64::try_from(units) {
            Ok(nanos) if Price::is_price(nanos) => Ok(Price(nanos)),
            _ => Err(NumberError::OutOfRange {
                what: "a price",
                value: decimal::format(units, Price::DECIMALS),
                range: "above 0 to 100,000,000 dollars",
            }),
        }
    }
}

decimal_text!(Price, Price::DECIMALS);
