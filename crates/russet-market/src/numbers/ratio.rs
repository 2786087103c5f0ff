//! The terms of a split.

use serde::{Deserialize, Serialize};

use super::NumberError;
use super::nearest::nearest;

/// New shares for old ones, in lowest terms: `3/1` is a three-for-one split, `1/10` a reverse split.
///
/// ```
/// use russet_market::Ratio;
/// assert_eq!(Ratio::new(10, 20)?, Ratio::new(1, 2)?);
/// assert_eq!("3/2".parse::<Ratio>()?.to_string(), "3/2");
/// assert!(Ratio::new(0, 1).is_err());
/// # Ok::<(), russet_market::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Ratio {
    new_shares: u64,
    old_shares: u64,
}

impl Ratio {
    /// A number of new shares for a number of old ones.
    ///
    /// # Errors
    /// [`NumberError::OutOfRange`] when either side is zero.
    ///
    /// ```
    /// use russet_market::Ratio;
    /// assert_eq!(Ratio::new(4, 2)?.new_shares(), 2);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn new(new_shares: u64, old_shares: u64) -> Result<Ratio, NumberError> {
        if new_shares == 0 || old_shares == 0 {
            return Err(NumberError::OutOfRange {
                what: "a split",
                value: format!("{new_shares}/{old_shares}"),
                range: "whole numbers above 0 on both sides",
            });
        }
        let common = greatest_common_divisor(new_shares, old_shares);
        Ok(Ratio { new_shares: new_shares / common, old_shares: old_shares / common })
    }

    /// New shares, in lowest terms.
    pub const fn new_shares(self) -> u64 {
        self.new_shares
    }

    /// Old shares, in lowest terms.
    pub const fn old_shares(self) -> u64 {
        self.old_shares
    }

    /// New over old as a float, for comparisons with a feed only.
    pub fn to_f64(self) -> f64 {
        self.new_shares as f64 / self.old_shares as f64
    }

    /// Both ratios, one after the other: 2/1 and then 3/1 is 6/1. Exact where the product in lowest terms has
    /// sides below 2^64; else the nearest ratio whose sides are, of two equally near the one with the smaller
    /// sides.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] when the product is above every ratio, or below every one.
    ///
    /// ```
    /// use russet_market::Ratio;
    /// assert_eq!(Ratio::new(3, 2)?.times(Ratio::new(4, 9)?)?, Ratio::new(2, 3)?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn times(self, other: Ratio) -> Result<Ratio, NumberError> {
        let first = Ratio::new(self.new_shares, other.old_shares)?;
        let second = Ratio::new(other.new_shares, self.old_shares)?;
        let wide = |left: u64, right: u64| u128::from(left) * u128::from(right);
        let new_shares = wide(first.new_shares, second.new_shares);
        let old_shares = wide(first.old_shares, second.old_shares);
        nearest(new_shares, old_shares, u64::MAX)
            .map(|(new_shares, old_shares)| Ratio { new_shares, old_shares })
            .ok_or(NumberError::Overflow { what: "a product of two ratios" })
    }

    /// Old for new: what takes the ratio back.
    ///
    /// ```
    /// use russet_market::Ratio;
    /// let split = Ratio::new(3, 2)?;
    /// assert_eq!(split.times(split.inverse())?, Ratio::new(1, 1)?);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub const fn inverse(self) -> Ratio {
        Ratio { new_shares: self.old_shares, old_shares: self.new_shares }
    }
}

fn greatest_common_divisor(mut left: u64, mut right: u64) -> u64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

impl std::fmt::Display for Ratio {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.new_shares, self.old_shares)
    }
}

impl From<Ratio> for String {
    fn from(ratio: Ratio) -> String {
        ratio.to_string()
    }
}

impl TryFrom<String> for Ratio {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Ratio, NumberError> {
        text.parse()
    }
}

impl std::str::FromStr for Ratio {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Ratio, NumberError> {
        let not_a_number = || NumberError::NotANumber { text: text.to_owned() };
        let (new, old) = text.split_once(['/', ':']).ok_or_else(not_a_number)?;
        let side = |part: &str| part.trim().parse::<u64>().map_err(|_| not_a_number());
        Ratio::new(side(new)?, side(old)?)
    }
}

#[cfg(test)]
mod tests {
    use num_rational::BigRational;
    use proptest::prelude::*;

    use super::Ratio;
    use crate::numbers::NumberError;

    fn exact(ratio: Ratio) -> BigRational {
        BigRational::new(ratio.new_shares().into(), ratio.old_shares().into())
    }

    fn any_ratio() -> impl Strategy<Value = Ratio> {
        let side = || prop_oneof![1..100_u64, 1..=u64::MAX, (u64::MAX - 100)..=u64::MAX];
        (side(), side()).prop_map(|(new, old)| Ratio::new(new, old).unwrap())
    }

    proptest! {
        #[test]
        fn a_product_is_the_exact_one_or_as_near_as_the_sides_allow(
            left in any_ratio(), right in any_ratio(),
        ) {
            let product = exact(left) * exact(right);
            let most = BigRational::from_integer(u64::MAX.into());
            match left.times(right) {
                Ok(found) if *product.numer() <= u64::MAX.into() && *product.denom() <= u64::MAX.into() => {
                    prop_assert_eq!(exact(found), product);
                }
                // Neighbors among the ratios differ by one over the product of their old shares, and
                // their sides add up to more than fits.
                Ok(found) => {
                    let gap = &product / exact(found) - BigRational::from_integer(1.into());
                    let gap = gap.clone().max(-gap);
                    let shorter = found.new_shares().min(found.old_shares());
                    prop_assert!(gap <= BigRational::new(1.into(), shorter.into()));
                    prop_assert_eq!(Ratio::new(found.new_shares(), found.old_shares()).unwrap(), found);
                }
                Err(error) => {
                    prop_assert_eq!(error, NumberError::Overflow { what: "a product of two ratios" });
                    prop_assert!(product > most || product < most.recip());
                }
            }
        }

        #[test]
        fn a_ratio_times_its_inverse_is_one(ratio in any_ratio()) {
            prop_assert_eq!(ratio.times(ratio.inverse()).unwrap(), Ratio::new(1, 1).unwrap());
        }
    }
}
