//! Who is who: permanent ids, and the tickers that are dated attributes of them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A security's own permanent number: it outlives tickers, names and exchanges.
///
/// ```
/// use russet_market::SecurityId;
/// assert_eq!(SecurityId(7).to_string(), "S7");
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct SecurityId(pub u32);

/// A company's own permanent number: all share classes of a company carry the same one.
///
/// ```
/// use russet_market::IssuerId;
/// assert_eq!(IssuerId(7).to_string(), "C7");
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct IssuerId(pub u32);

/// A company's number in the register of the United States' Securities and Exchange Commission
/// (central index key).
///
/// ```
/// use russet_market::Cik;
/// assert_eq!(Cik(1750).to_string(), "CIK 0000001750");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cik(pub u32);

impl std::fmt::Display for Cik {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "CIK {:010}", self.0)
    }
}

impl std::fmt::Display for SecurityId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "S{}", self.0)
    }
}

impl std::fmt::Display for IssuerId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "C{}", self.0)
    }
}

/// A trading symbol in one spelling: upper case, a dot before the class or suffix (`BRK.B`), `^`
/// before a preferred series as the Nasdaq feed has it.
///
/// Feeds disagree on the separator, so symbols are compared by [`Ticker::key`]. A clone shares the text.
///
/// ```
/// use russet_market::Ticker;
/// let ticker = Ticker::new(" brk/b ").unwrap();
/// assert_eq!(ticker.as_str(), "BRK.B");
/// assert_eq!(ticker.key(), Ticker::new("BRKB").unwrap().key());
/// assert!(Ticker::new("--").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ticker(Arc<str>);

impl Ticker {
    /// A symbol, unless the text has no letter or digit or has a character that no symbol has.
    ///
    /// ```
    /// use russet_market::Ticker;
    /// assert!(Ticker::new("").is_none());
    /// assert!(Ticker::new("A B").is_none());
    /// ```
    pub fn new(text: &str) -> Option<Ticker> {
        let symbol: String = text
            .trim()
            .chars()
            .map(|character| match character {
                '/' | '-' => '.',
                other => other.to_ascii_uppercase(),
            })
            .collect();
        let known =
            |character: char| character.is_ascii_alphanumeric() || ".^=$+#".contains(character);
        let named = symbol.chars().any(|character| character.is_ascii_alphanumeric());
        (named && symbol.len() <= 16 && symbol.chars().all(known)).then(|| Ticker(symbol.into()))
    }

    /// The symbol as written in Russet's tables.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two spellings of one symbol share: its letters and digits alone. A preferred series
    /// keeps its mark, since `A^B` is not `AB`.
    ///
    /// ```
    /// use russet_market::Ticker;
    /// assert_eq!(Ticker::new("CRD/A").unwrap().key(), "CRDA");
    /// assert_eq!(Ticker::new("C^J").unwrap().key(), "C^J");
    /// ```
    pub fn key(&self) -> String {
        self.0.chars().filter(|character| *character != '.').collect()
    }
}

impl std::fmt::Display for Ticker {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}
