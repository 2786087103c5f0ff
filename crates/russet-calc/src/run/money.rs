//! What a run's returns and foreign values were made of: dividends and rates of exchange.

use jiff::civil::Date;
use russet_market::{Currency, ExchangeRate, Factor, Price, SecurityId, Shares};
use serde::{Deserialize, Serialize};

use super::columns;

/// A dividend that total return took in on a session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DividendRow {
    /// The session: the ex-date, or the first one after the dividend was known.
    pub date: Date,
    /// The index.
    pub index: String,
    /// Whose dividend.
    pub security: SecurityId,
    /// The day whose holders get it.
    pub ex_date: Date,
    /// Money a share.
    pub cash: Price,
    /// What it is in.
    pub currency: Currency,
    /// The index shares that got it.
    pub shares: Shares,
    /// What the holder of net return keeps of it.
    pub kept: Factor,
}

russet_market::table!(
    DividendRow,
    "dividends",
    [
        day("date"),
        text("index"),
        whole("security"),
        day("ex_date"),
        exact("cash", 18, 9),
        text("currency"),
        exact("shares", 18, 6),
        exact("kept", 18, 12),
    ]
);
columns!(DividendRow: date, index, security, ex_date, cash, currency, shares, kept);

/// What a currency was worth in an index's on a session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RateRow {
    /// The session.
    pub date: Date,
    /// The currency of lines or dividends.
    pub from: Currency,
    /// The index's currency.
    pub into: Currency,
    /// Units of it for one.
    pub rate: ExchangeRate,
}

russet_market::table!(
    RateRow,
    "rates",
    [day("date"), text("from"), text("into"), exact("rate", 18, 12)]
);
columns!(RateRow: date, from, into, rate);
