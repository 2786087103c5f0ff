//! A factor between zero and one: free float, capping.

use super::{NumberError, decimal, decimal_text};

/// A factor in 1e-12, from zero to one.
///
/// ```
/// use russet_market::Factor;
/// let float: Factor = "0.85".parse()?;
/// assert_eq!(float.to_f64(), 0.85);
/// assert!("1.01".parse::<Factor>().is_err());
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Factor(i64);

impl Factor {
    /// Decimals that a factor holds.
    pub const DECIMALS: u32 = 12;
    /// All of it.
    pub const ONE: Factor = Factor(1_000_000_000_000);

    /// None of it.
    pub const ZERO: Factor = Factor(0);

    /// A factor from units of 1e-12.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] below zero and above one.
    ///
    /// ```
    /// use russet_market::Factor;
    /// assert_eq!(Factor::from_picos(250_000_000_000)?, "0.25".parse()?);
    /// assert!(Factor::from_picos(-1).is_err());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn from_picos(picos: i64) -> Result<Factor, NumberError> {
        Factor::from_wide_units(i128::from(picos))
    }

    /// Units of 1e-12.
    pub const fn picos(self) -> i64 {
        self.0
    }

    /// What is missing to all of it.
    ///
    /// ```
    /// use russet_market::Factor;
    /// assert_eq!("0.3".parse::<Factor>()?.rest(), "0.7".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub const fn rest(self) -> Factor {
        Factor(Factor::ONE.0 - self.0)
    }

    /// The factor nearest to an estimate, to four decimals; what lies outside zero to one goes to the
    /// nearer end, and no number to zero.
    ///
    /// ```
    /// use russet_market::Factor;
    /// assert_eq!(Factor::of(0.876_54), "0.8765".parse()?);
    /// assert_eq!(Factor::of(1.07), Factor::ONE);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn of(estimate: f64) -> Factor {
        // Casting saturates, so nothing here can leave the range.
        Factor((estimate.clamp(0.0, 1.0) * 1e4).round() as i64 * 100_000_000)
    }

    /// The factor nearest to a probability, to all its decimals; what lies outside zero to one goes to
    /// the nearer end, and no number to zero.
    ///
    /// ```
    /// use russet_market::Factor;
    /// assert_eq!(Factor::nearest(1.0 / 3.0), "0.333333333333".parse()?);
    /// assert_eq!(Factor::nearest(f64::NAN), Factor::ZERO);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn nearest(probability: f64) -> Factor {
        Factor((probability.clamp(0.0, 1.0) * 1e12).round() as i64)
    }

    /// The factor as a float, for statistics only.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e12
    }

    const fn units(self) -> i64 {
        self.0
    }

    fn from_wide_units(units: i128) -> Result<Factor, NumberError> {
        match i64::try_from(units) {
            Ok(picos) if (0..=Factor::ONE.0).contains(&picos) => Ok(Factor(picos)),
            _ => Err(NumberError::OutOfRange {
                what: "a factor",
                value: decimal::format(units, Factor::DECIMALS),
                range: "0 to 1",
            }),
        }
    }
}

impl Default for Factor {
    fn default() -> Factor {
        Factor::ONE
    }
}

decimal_text!(Factor, Factor::DECIMALS);
