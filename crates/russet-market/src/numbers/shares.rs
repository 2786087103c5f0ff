//! A count of shares.

use super::{Factor, NumberError, Ratio, decimal, decimal_text, wide};

/// A count of shares in millionths of a share, fine enough for float and capping factors.
///
/// ```
/// use russet_market::Shares;
/// let shares: Shares = "1143386".parse()?;
/// assert_eq!(shares.micros(), 1_143_386_000_000);
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Shares(i64);

impl Shares {
    /// Decimals that a share count holds.
    pub const DECIMALS: u32 = 6;
    /// No shares.
    pub const ZERO: Shares = Shares(0);
    /// One share.
    pub const ONE: Shares = Shares(1_000_000);

    /// Shares from millionths of a share.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] below zero.
    pub fn from_micros(micros: i64) -> Result<Shares, NumberError> {
        Shares::from_wide_units(i128::from(micros))
    }

    /// Shares from whole ones.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] above 9.2e12 shares.
    pub fn whole(count: u64) -> Result<Shares, NumberError> {
        Shares::from_wide_units(i128::from(count) * 1_000_000)
    }

    /// Millionths of a share.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Shares as a float, for statistics only.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// These shares over an estimated constant, to the nearest millionth of a share.
    ///
    /// # Errors
    /// [`NumberError`] when the result is beyond a share count, or the constant is not above zero.
    ///
    /// ```
    /// use russet_market::Shares;
    /// assert_eq!(Shares::whole(21)?.over(0.5)?, Shares::whole(42)?);
    /// assert!(Shares::whole(21)?.over(0.0).is_err());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn over(self, constant: f64) -> Result<Shares, NumberError> {
        let micros = (self.0 as f64 / constant).round();
        // Beyond the range of an integer the cast saturates, which is refused as out of range.
        Shares::from_wide_units(if constant > 0.0 { micros as i128 } else { i128::MAX })
    }

    /// These shares times a float or capping factor, half to even.
    ///
    /// ```
    /// use russet_market::{Factor, Shares};
    /// let float: Factor = "0.8".parse()?;
    /// assert_eq!(Shares::whole(1_000_000)?.scaled(float), Shares::whole(800_000)?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn scaled(self, factor: Factor) -> Shares {
        let product = i128::from(self.0) * i128::from(factor.picos());
        // A factor is at most one, so the result is no larger than these shares.
        Shares(wide::divide_half_even(product, i128::from(Factor::ONE.picos())) as i64)
    }

    /// These shares after a split of `ratio`, half to even.
    ///
    /// # Errors
    /// [`NumberError`] when the result is beyond a share count.
    ///
    /// ```
    /// use russet_market::{Ratio, Shares};
    /// assert_eq!(Shares::whole(10)?.split(Ratio::new(1, 4)?)?.to_string(), "2.5");
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn split(self, ratio: Ratio) -> Result<Shares, NumberError> {
        let (new, old) = (i128::from(ratio.new_shares()), i128::from(ratio.old_shares()));
        Shares::from_wide_units(wide::multiply_divide(
            i128::from(self.0),
            new,
            old,
            "a split share count",
        )?)
    }

    /// Shares after a split or a stock dividend, as a count is carried on; a split to a trillion shares or
    /// more, which no table holds and no index applies, changes nothing.
    ///
    /// ```
    /// use russet_market::{Ratio, Shares};
    /// let count = Shares::whole(500)?;
    /// assert_eq!(count.after_split(Ratio::new(3, 1)?), Shares::whole(1_500)?);
    /// assert_eq!(count.after_split(Ratio::new(3_000_000_000, 1)?), count);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn after_split(self, ratio: Ratio) -> Shares {
        const BEYOND_TABLES: i64 = 1_000_000_000_000_000_000;
        let split = self.split(ratio).ok();
        split.filter(|shares| shares.0 < BEYOND_TABLES).unwrap_or(self)
    }

    /// An equal part of these shares, half to even.
    ///
    /// # Errors
    /// [`NumberError::DivisionByZero`] for no parts.
    ///
    /// ```
    /// use russet_market::Shares;
    /// assert_eq!(Shares::whole(10)?.part_of(4)?.to_string(), "2.5");
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn part_of(self, parts: u32) -> Result<Shares, NumberError> {
        let what = "an equal part of shares";
        Shares::from_wide_units(wide::multiply_divide(
            i128::from(self.0),
            1,
            i128::from(parts),
            what,
        )?)
    }

    const fn units(self) -> i64 {
        self.0
    }

    pub(crate) fn from_wide_units(units: i128) -> Result<Shares, NumberError> {
        match i64::try_from(units) {
            Ok(micros) if micros >= 0 => Ok(Shares(micros)),
            _ => Err(NumberError::OutOfRange {
                what: "a share count",
                value: decimal::format(units, Shares::DECIMALS),
                range: "0 to 9.2e12 shares",
            }),
        }
    }
}

decimal_text!(Shares, Shares::DECIMALS);
