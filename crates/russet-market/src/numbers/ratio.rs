//! The terms of a split.

use serde::{Deserialize, Serialize};

use super::NumberError;

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
    /// So many new shares for so many old ones.
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
    ///
    /// ```
    /// # use russet_market::Ratio;
    /// assert_eq!(Ratio::new(3, 2)?.new_shares(), 3);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub const fn new_shares(self) -> u64 {
        self.new_shares
    }

    /// Old shares, in lowest terms.
    ///
    /// ```
    /// # use russet_market::Ratio;
    /// assert_eq!(Ratio::new(3, 2)?.old_shares(), 2);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub const fn old_shares(self) -> u64 {
        self.old_shares
    }

    /// New over old as a float, for comparisons with a feed only.
    ///
    /// ```
    /// # use russet_market::Ratio;
    /// assert_eq!(Ratio::new(3, 2)?.to_f64(), 1.5);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn to_f64(self) -> f64 {
        self.new_shares as f64 / self.old_shares as f64
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
