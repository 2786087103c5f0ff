//! Basis points of a methodology file, read exactly.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Units of a basis point.
const UNITS: u32 = 10_000;

/// A part of a level in basis points (hundredths of a percent), 0 to 10,000, held exactly in
/// ten-thousandths of a basis point.
///
/// ```
/// use russet_rules::methodology::BasisPoints;
/// let threshold: BasisPoints = "2.5".parse().unwrap();
/// assert_eq!(threshold.to_string(), "2.5");
/// assert!(threshold.are_reached("1000.25".parse().unwrap(), "1000".parse().unwrap()));
/// assert!(!threshold.are_reached("1000.24".parse().unwrap(), "1000".parse().unwrap()));
/// assert!("20000".parse::<BasisPoints>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BasisPoints(u32);

impl BasisPoints {
    /// Whether a level is at least this far from another one, in basis points of the other.
    pub fn are_reached(self, level: russet_market::Level, than: russet_market::Level) -> bool {
        let whole = i128::from(10_000 * u64::from(UNITS));
        let distance = (level.attos() - than.attos()).saturating_mul(whole);
        distance.saturating_abs() >= than.attos().saturating_mul(i128::from(self.0))
    }
}

impl fmt::Display for BasisPoints {
    /// `2.5`, without a unit.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", f64::from(self.0) / f64::from(UNITS))
    }
}

impl FromStr for BasisPoints {
    type Err = String;

    fn from_str(text: &str) -> Result<BasisPoints, String> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{fraction:0<4}");
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        match digits.parse::<u32>() {
            Ok(units)
                if plain && fraction.len() <= 4 && !whole.is_empty() && units <= 10_000 * UNITS =>
            {
                Ok(BasisPoints(units))
            }
            _ => Err(format!(
                "'{text}' is not a number of basis points from 0 to 10000 with at most 4 decimals (hint: write \"2.5\")"
            )),
        }
    }
}

impl<'de> Deserialize<'de> for BasisPoints {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<BasisPoints, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for BasisPoints {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
