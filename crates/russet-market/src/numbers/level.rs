//! The level of an index.

use super::{NumberError, decimal, decimal_text, wide};

/// An index level in 1e-18 points. Rounding to published decimals happens once, at publication.
///
/// ```
/// use russet_market::Level;
/// let level: Level = "1010.9090909090909".parse()?;
/// assert_eq!(level.published(2), "1010.91");
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(i128);

impl Level {
    /// Decimals that a level holds before publication.
    pub const DECIMALS: u32 = 18;

    /// No points.
    pub const ZERO: Level = Level(0);

    /// A thousand points, a customary base.
    pub const THOUSAND: Level = Level(1_000_000_000_000_000_000_000);

    /// A level from units of 1e-18 points.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] below zero.
    pub fn from_attos(attos: i128) -> Result<Level, NumberError> {
        Level::from_wide_units(attos)
    }

    /// Units of 1e-18 points.
    pub const fn attos(self) -> i128 {
        self.0
    }

    /// This level grown as another did: `self × now ÷ then`, rounded half to even.
    ///
    /// # Errors
    /// [`NumberError`] when the other was zero then, or the result is out of range.
    ///
    /// ```
    /// use russet_market::Level;
    /// let (then, now): (Level, Level) = ("100".parse()?, "110".parse()?);
    /// assert_eq!("50".parse::<Level>()?.grown(now, then)?, "55".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn grown(self, now: Level, then: Level) -> Result<Level, NumberError> {
        wide::multiply_divide(self.0, now.0, then.0, "a total return").map(Level)
    }

    /// The sum of two levels, such as of a level and dividend points.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] beyond 1.7e20 points.
    ///
    /// ```
    /// use russet_market::Level;
    /// assert_eq!("1".parse::<Level>()?.plus("2.5".parse()?)?, "3.5".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn plus(self, other: Level) -> Result<Level, NumberError> {
        let sum = self.0.checked_add(other.0);
        sum.map(Level).ok_or(NumberError::Overflow { what: "a sum of levels" })
    }

    /// A level less points, such as a level ex dividend.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] when less than nothing is left.
    ///
    /// ```
    /// use russet_market::Level;
    /// assert_eq!("3.5".parse::<Level>()?.minus("1".parse()?)?, "2.5".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn minus(self, other: Level) -> Result<Level, NumberError> {
        Level::from_wide_units(self.0 - other.0)
    }

    /// Points as a float, for returns and statistics only.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e18
    }

    /// The level at some decimals, rounded half to even.
    ///
    /// ```
    /// use russet_market::Level;
    /// assert_eq!("2045.145".parse::<Level>()?.published(2), "2045.14");
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn published(self, decimals: u32) -> String {
        decimal::publish(self.0, Level::DECIMALS, decimals)
    }

    const fn units(self) -> i128 {
        self.0
    }

    fn from_wide_units(units: i128) -> Result<Level, NumberError> {
        match units >= 0 {
            true => Ok(Level(units)),
            false => Err(NumberError::OutOfRange {
                what: "an index level",
                value: decimal::format(units, Level::DECIMALS),
                range: "0 and above",
            }),
        }
    }
}

decimal_text!(Level, Level::DECIMALS);
