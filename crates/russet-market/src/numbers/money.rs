//! An amount of money.

use super::{
    Divisor, ExchangeRate, Factor, Level, NumberError, Shares, decimal, decimal_text, wide,
};

/// An amount in femto-dollars (1e-15 dollars): the exact product of a [`Price`](super::Price) and
/// [`Shares`](super::Shares), and exact sums of such products.
///
/// ```
/// use russet_market::Money;
/// let sum = "0.5".parse::<Money>()?.plus("0.25".parse()?)?;
/// assert_eq!(sum.to_string(), "0.75");
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i128);

impl Money {
    /// Decimals that an amount holds.
    pub const DECIMALS: u32 = 15;
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// An amount in femto-dollars.
    ///
    /// ```
    /// use russet_market::Money;
    /// assert_eq!(Money::from_femtos(10_i128.pow(15)).to_string(), "1");
    /// ```
    pub const fn from_femtos(femtos: i128) -> Money {
        Money(femtos)
    }

    /// Femto-dollars.
    pub const fn femtos(self) -> i128 {
        self.0
    }

    /// The amount nearest to a float of dollars, as files that hold floats need it.
    ///
    /// # Errors
    /// [`NumberError`] for NaN, infinity and amounts beyond the type.
    ///
    /// ```
    /// use russet_market::Money;
    /// assert_eq!(Money::from_f64(40798997259.0)?.to_string(), "40798997259");
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn from_f64(dollars: f64) -> Result<Money, NumberError> {
        decimal::from_f64(dollars, Money::DECIMALS).map(Money)
    }

    /// Dollars as a float, for statistics only.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e15
    }

    /// The sum.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] beyond 1.7e23 dollars.
    pub fn plus(self, other: Money) -> Result<Money, NumberError> {
        let sum = self.0.checked_add(other.0);
        sum.map(Money).ok_or(NumberError::Overflow { what: "a sum of money" })
    }

    /// The difference.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] beyond 1.7e23 dollars.
    ///
    /// ```
    /// use russet_market::Money;
    /// assert_eq!(Money::from_femtos(5).minus(Money::from_femtos(7))?, Money::from_femtos(-2));
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn minus(self, other: Money) -> Result<Money, NumberError> {
        let difference = self.0.checked_sub(other.0);
        difference.map(Money).ok_or(NumberError::Overflow { what: "a difference of money" })
    }

    /// The exact sum of many amounts: the same in any order.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] beyond 1.7e23 dollars.
    ///
    /// ```
    /// use russet_market::Money;
    /// assert_eq!(Money::sum([Money::from_femtos(1), Money::from_femtos(2)])?.femtos(), 3);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Money, NumberError> {
        amounts.into_iter().try_fold(Money::ZERO, Money::plus)
    }

    /// The index level of a basket worth this much: `market value ÷ divisor`, the one division that
    /// makes a level, rounded half to even at 18 decimals.
    ///
    /// # Errors
    /// [`NumberError`] for a negative value or a level beyond 1.7e20 points.
    ///
    /// ```
    /// use russet_market::{Divisor, Money};
    /// let divisor: Divisor = "110000".parse()?;
    /// let level = "110700000".parse::<Money>()?.at(divisor)?;
    /// assert_eq!(level.published(6), "1006.363636");
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn at(self, divisor: Divisor) -> Result<Level, NumberError> {
        // 1e-15 dollars ÷ (1e-18 dollars a point) leaves 1e3, and 18 decimals make it 1e21.
        let scale = 10_i128.pow(21);
        let units = wide::multiply_divide(
            self.not_negative("a market value")?,
            scale,
            divisor.attos(),
            "an index level",
        )?;
        Level::from_attos(units)
    }

    /// This amount carried from one level of an index to another: `amount × now ÷ then`, rounded half
    /// to even.
    ///
    /// # Errors
    /// [`NumberError`] for a negative amount, a level of zero then, or a result out of range.
    ///
    /// ```
    /// use russet_market::{Level, Money};
    /// let (then, now): (Level, Level) = ("1000".parse()?, "1020.5".parse()?);
    /// assert_eq!("1800".parse::<Money>()?.moved(then, now)?, "1836.9".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn moved(self, then: Level, now: Level) -> Result<Money, NumberError> {
        let femtos = self.not_negative("an amount")?;
        let what = "an amount carried with a level";
        wide::multiply_divide(femtos, now.attos(), then.attos(), what).map(Money)
    }

    /// A part of the amount, rounded half to even.
    ///
    /// # Errors
    /// [`NumberError`] for a negative amount.
    ///
    /// ```
    /// use russet_market::Money;
    /// assert_eq!("10".parse::<Money>()?.scaled("0.7".parse()?)?, "7".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn scaled(self, part: Factor) -> Result<Money, NumberError> {
        let femtos = self.not_negative("an amount")?;
        let one = i128::from(Factor::ONE.picos());
        wide::multiply_divide(femtos, i128::from(part.picos()), one, "a part of money").map(Money)
    }

    /// The amount in another currency, rounded half to even.
    ///
    /// # Errors
    /// [`NumberError`] for a negative amount or a result out of range.
    ///
    /// ```
    /// use russet_market::Money;
    /// assert_eq!("3".parse::<Money>()?.converted("1.25".parse()?)?, "3.75".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn converted(self, rate: ExchangeRate) -> Result<Money, NumberError> {
        if rate == ExchangeRate::ONE {
            return Ok(self);
        }
        let femtos = self.not_negative("an amount")?;
        let one = i128::from(ExchangeRate::ONE.picos());
        let what = "an amount in another currency";
        wide::multiply_divide(femtos, i128::from(rate.picos()), one, what).map(Money)
    }

    /// What a number of shares is worth when one is worth this amount, rounded half to even.
    ///
    /// # Errors
    /// [`NumberError`] for a negative amount or a result out of range.
    ///
    /// ```
    /// use russet_market::Money;
    /// assert_eq!("3.5".parse::<Money>()?.times("1.5".parse()?)?, "5.25".parse()?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn times(self, shares: Shares) -> Result<Money, NumberError> {
        let femtos = self.not_negative("the value of a share")?;
        let one = 10_i128.pow(Shares::DECIMALS);
        let what = "the value of shares";
        wide::multiply_divide(femtos, i128::from(shares.micros()), one, what).map(Money)
    }

    /// The amount times a fraction, rounded down, so that a limit made by it is never exceeded.
    ///
    /// # Errors
    /// [`NumberError`] for a negative amount or fraction, or a result out of range.
    ///
    /// ```
    /// use russet_market::Money;
    /// assert_eq!("9".parse::<Money>()?.part(225, 1000)?, "2.025".parse()?);
    /// assert_eq!(Money::from_femtos(5).part(1, 2)?, Money::from_femtos(2));
    /// assert!(Money::from_femtos(5).part(1, 0).is_err());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn part(self, numerator: i128, denominator: i128) -> Result<Money, NumberError> {
        let femtos = self.not_negative("an amount")?;
        let numerator = Money(numerator).not_negative("the numerator of a fraction")?;
        let denominator = Money(denominator).not_negative("the denominator of a fraction")?;
        let what = "a part of an amount";
        wide::multiply_divide_down(femtos, numerator, denominator, what).map(Money)
    }

    /// The shares that one of several equal parts of the amount buys, to the nearest millionth of a
    /// share, half to even.
    ///
    /// # Errors
    /// [`NumberError`] for a negative amount, no parts, a share worth nothing, or a result beyond a
    /// share count.
    ///
    /// ```
    /// use russet_market::{Money, Shares};
    /// assert_eq!("100".parse::<Money>()?.buys("8".parse()?, 2)?, "6.25".parse::<Shares>()?);
    /// assert!("100".parse::<Money>()?.buys(Money::ZERO, 2).is_err());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn buys(self, unit: Money, parts: u64) -> Result<Shares, NumberError> {
        let what = "the shares that an amount buys";
        let femtos = self.not_negative("an amount")?;
        let unit = unit.not_negative("the value of a share")?;
        let cost = unit.checked_mul(i128::from(parts)).ok_or(NumberError::Overflow { what })?;
        let one = 10_i128.pow(Shares::DECIMALS);
        Shares::from_wide_units(wide::multiply_divide(femtos, one, cost, what)?)
    }

    /// The amount at some decimals, rounded half to even.
    ///
    /// ```
    /// use russet_market::Money;
    /// assert_eq!("1234.565".parse::<Money>()?.published(2), "1234.56");
    /// assert_eq!("-0.5".parse::<Money>()?.published(0), "0");
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn published(self, decimals: u32) -> String {
        let text = decimal::publish(self.0.saturating_abs(), Money::DECIMALS, decimals);
        let is_zero = text.bytes().all(|byte| byte == b'0' || byte == b'.');
        if self.0 < 0 && !is_zero { format!("-{text}") } else { text }
    }

    pub(crate) fn not_negative(self, what: &'static str) -> Result<i128, NumberError> {
        match self.0 >= 0 {
            true => Ok(self.0),
            false => Err(NumberError::OutOfRange {
                what,
                value: self.to_string(),
                range: "0 dollars and above",
            }),
        }
    }

    const fn units(self) -> i128 {
        self.0
    }

    fn from_wide_units(units: i128) -> Result<Money, NumberError> {
        Ok(Money(units))
    }
}

decimal_text!(Money, Money::DECIMALS);
