//! Exact numbers: integers with a unit in the type, checked at every step.
//!
//! Integer sums do not depend on order, so a level is the same bits on any number of threads.
//! Nothing here wraps, saturates or goes through a float.
//!
//! | type | one unit is | held in | range |
//! |---|---|---|---|
//! | [`Price`] | 1e-9 dollars | `i64` | above 0, at most 100 million dollars |
//! | [`Shares`] | 1e-6 shares | `i64` | 0 to 9.2e12 shares |
//! | [`Factor`] | 1e-12 | `i64` | 0 to 1: free float, capping |
//! | [`ExchangeRate`] | 1e-12 | `i64` | above 0: a currency in another |
//! | [`Ratio`] | new for old, lowest terms | two `u64` | a split of 2 for 1, 1 for 10, … |
//! | [`Money`] | 1e-15 dollars | `i128` | ±1.7e23 dollars |
//! | [`Divisor`] | 1e-18 dollars a point | `i128` | above 0 |
//! | [`Level`] | 1e-18 index points | `i128` | 0 and above |
//!
//! | operation | gives | exact? |
//! |---|---|---|
//! | `Price::times(Shares)` | `Money` | exact: 1e-9 × 1e-6 = 1e-15 |
//! | `Money + Money`, `Money − Money` (checked) | `Money` | exact |
//! | `Shares::scaled(Factor)` | `Shares` | rounded half to even |
//! | `Shares::split(Ratio)` | `Shares` | rounded half to even |
//! | `Price::split(Ratio)`, `Price::converted(ExchangeRate)` | `Price` | rounded half to even |
//! | `Ratio::times(Ratio)` | `Ratio` | exact where it fits, else the nearest ratio |
//! | `Money::converted(ExchangeRate)` | `Money` | rounded half to even |
//! | `Money::times(Shares)` | `Money` | rounded half to even |
//! | `Money::part(numerator, denominator)` | `Money` | rounded down |
//! | `Money::buys(Money, parts)` | `Shares` | rounded half to even |
//! | `Divisor::chained(Money, Money)` | `Divisor` | rounded half to even |
//! | `Money::at(Divisor)` | `Level` | rounded half to even, 18 decimals |
//! | `Level::published(decimals)` | text | rounded half to even, once, at publication |

mod decimal;
mod divisor;
mod exchange_rate;
mod factor;
mod level;
mod money;
mod nearest;
mod price;
mod ratio;
mod shares;
mod wide;

pub use divisor::Divisor;
pub use exchange_rate::ExchangeRate;
pub use factor::Factor;
pub use level::Level;
pub use money::Money;
pub use price::Price;
pub use ratio::Ratio;
pub use shares::Shares;

/// Why a number was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The text is not a plain decimal number.
    #[error("'{text}' is not a decimal number")]
    NotANumber {
        /// What was read.
        text: String,
    },
    /// Nothing tells what a currency is worth.
    #[error(
        "no rate of exchange up to that day tells what {from} is worth in {into} (hint: `russet import fx` with a rate of the pair, or of each against USD)"
    )]
    NoRate {
        /// The currency to be valued.
        from: crate::currency::Currency,
        /// The currency that values are wanted in.
        into: crate::currency::Currency,
    },
    /// The number carries more decimals than its unit can hold.
    #[error("'{text}' has more than {decimals} decimals")]
    TooFine {
        /// What was read.
        text: String,
        /// The decimals the unit holds.
        decimals: u32,
    },
    /// The number lies outside what the type allows.
    #[error("{what} of {value} is outside {range}")]
    OutOfRange {
        /// The quantity, such as "price".
        what: &'static str,
        /// The value as text.
        value: String,
        /// The range in words.
        range: &'static str,
    },
    /// A result does not fit the type.
    #[error("{what} overflows")]
    Overflow {
        /// The operation in words.
        what: &'static str,
    },
    /// A market value or divisor of zero was to divide.
    #[error("{what} divides by zero")]
    DivisionByZero {
        /// The operation in words.
        what: &'static str,
    },
}

/// Implements the text forms of a fixed-point type: `Display`, `FromStr`, serde as a decimal string,
/// or as units where nobody reads it.
macro_rules! decimal_text {
    ($type:ident, $decimals:expr) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&$crate::numbers::decimal::format(
                    i128::from(self.units()),
                    $decimals,
                ))
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::numbers::NumberError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let units = $crate::numbers::decimal::parse(text, $decimals)?;
                Self::from_wide_units(units)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match serializer.is_human_readable() {
                    true => serializer.collect_str(self),
                    false => serializer.serialize_i128(i128::from(self.units())),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if !deserializer.is_human_readable() {
                    let units = <i128 as serde::Deserialize>::deserialize(deserializer)?;
                    return Self::from_wide_units(units).map_err(serde::de::Error::custom);
                }
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use decimal_text;
