//! What prices are in.

use serde::{Deserialize, Serialize};

/// A currency by its ISO 4217 code.
///
/// ```
/// use russet_market::Currency;
/// let yen: Currency = "jpy".parse()?;
/// assert_eq!(yen.to_string(), "JPY");
/// assert!("dollar".parse::<Currency>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The dollar of the United States.
    pub const USD: Currency = Currency(*b"USD");
    /// The euro.
    pub const EUR: Currency = Currency(*b"EUR");
    /// The pound sterling.
    pub const GBP: Currency = Currency(*b"GBP");
    /// The yen.
    pub const JPY: Currency = Currency(*b"JPY");
    /// The Swiss franc.
    pub const CHF: Currency = Currency(*b"CHF");
    /// The dollar of Canada.
    pub const CAD: Currency = Currency(*b"CAD");
    /// The dollar of Australia.
    pub const AUD: Currency = Currency(*b"AUD");
    /// The dollar of Hong Kong.
    pub const HKD: Currency = Currency(*b"HKD");
}

impl std::fmt::Display for Currency {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{}", char::from(*byte)))
    }
}

impl std::str::FromStr for Currency {
    type Err = String;

    fn from_str(text: &str) -> Result<Currency, String> {
        let code = text.trim().to_ascii_uppercase();
        match <[u8; 3]>::try_from(code.as_bytes()) {
            Ok(bytes) if bytes.iter().all(u8::is_ascii_uppercase) => Ok(Currency(bytes)),
            _ => Err(format!("'{text}' is not a currency (hint: an ISO 4217 code, such as USD)")),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = String;

    fn try_from(text: String) -> Result<Currency, String> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.to_string()
    }
}
