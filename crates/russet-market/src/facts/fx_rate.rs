//! A rate of exchange.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::numbers::ExchangeRate;

/// What one unit of a currency was worth in another on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(
    name = "fx",
    key = "date, currency_from, currency_to, known_at",
    order = "date, currency_from, currency_to",
    known_at = "known_at"
)]
pub struct FxRate {
    /// The day whose index values it makes.
    pub date: Date,
    /// The currency of which one unit is valued.
    #[column(was = "from")]
    pub currency_from: Currency,
    /// The currency it is valued in.
    #[column(was = "to")]
    pub currency_to: Currency,
    /// Units of `currency_to` for one of `currency_from`.
    pub rate: ExchangeRate,
    /// The day after whose close it was known.
    pub known_at: Date,
    /// Where it comes from.
    pub source: String,
}
