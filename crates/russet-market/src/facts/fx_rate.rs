//! A rate of exchange.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::numbers::ExchangeRate;

/// What one unit of a currency was worth in another on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FxRate {
    /// The day whose index values it makes.
    pub date: Date,
    /// The currency of which one unit is valued.
    pub from: Currency,
    /// The currency it is valued in.
    pub to: Currency,
    /// Units of `to` for one of `from`.
    pub rate: ExchangeRate,
    /// The day after whose close it was known.
    pub known_at: Date,
    /// Where it comes from.
    pub source: String,
}
