//! Values of a methodology file, validated as they are read, so that an error points at their line.

use jiff::civil::Date;
use russet_market::Factor;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A date written as text, `"2026-12-11"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Day).map_err(|_| {
            de::Error::custom(format!("'{text}' is not a date (hint: write \"2026-12-11\")"))
        })
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A part of a whole in percent, 0 to 100, held exactly in millionths of the whole.
///
/// ```
/// use russet_rules::methodology::Percent;
/// let half_width: Percent = "2.5".parse().unwrap();
/// assert_eq!(half_width.millionths(), 25_000);
/// assert!("250".parse::<Percent>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(i128);

impl Percent {
    /// Millionths of the whole.
    pub const fn millionths(self) -> i128 {
        self.0
    }

    /// The same part as a factor.
    ///
    /// ```
    /// # use russet_rules::methodology::Percent;
    /// assert_eq!("85".parse::<Percent>().unwrap().factor().to_f64(), 0.85);
    /// ```
    pub fn factor(self) -> Factor {
        // At most 100 percent, so a million millionths, was read.
        Factor::from_picos(self.0 as i64 * 1_000_000).unwrap_or(Factor::ONE)
    }

    /// Percent as a float, for sentences.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e4
    }
}

impl std::fmt::Display for Percent {
    /// `2.5`, without a sign.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.to_f64())
    }
}

impl std::str::FromStr for Percent {
    type Err = String;

    fn from_str(text: &str) -> Result<Percent, String> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{fraction:0<4}");
        let number = |digits: &str| digits.parse::<u32>().ok();
        match number(&digits) {
            Some(units) if fraction.len() <= 4 && !whole.is_empty() && units <= 1_000_000 => {
                Ok(Percent(i128::from(units)))
            }
            _ => Err(format!(
                "'{text}' is not a percentage from 0 to 100 with at most 4 decimals (hint: write \"2.5\")"
            )),
        }
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Percent, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
