//! What a run's returns and foreign values were made of: dividends and rates of exchange.

use jiff::civil::Date;
use russet_market::{Currency, Divisor, ExchangeRate, Factor, Price, SecurityId, Shares};
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use super::row::RunRow;

/// A dividend that total return took in on a session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(name = "dividends", key = "date, index_id, security_id, ex_date, sequence, is_returned")]
pub struct DividendRow {
    /// The session: the ex-date, or the first one after the dividend was known.
    pub date: Date,
    /// The index.
    pub index_id: String,
    /// The security that paid it.
    pub security_id: SecurityId,
    /// The day whose holders get it.
    pub ex_date: Date,
    /// Its number among the dividends of its security and ex-date, from 0.
    pub sequence: u16,
    /// Money a share.
    pub cash: Price,
    /// The currency of that money.
    pub cash_currency: Currency,
    /// The index shares that got it, in the units of the close before the ex-date.
    pub index_shares: Shares,
    /// The divisor in force on the ex-date: points are money over divisor.
    pub divisor: Divisor,
    /// The part of it that net return keeps after withholding tax.
    pub net_factor: Factor,
    /// Whether it takes back a dividend that counted before and was corrected since.
    pub is_returned: bool,
}

/// What a currency was worth in an index's on a session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(name = "rates", key = "date, currency_from, currency_to")]
pub struct RateRow {
    /// The session.
    pub date: Date,
    /// The currency of securities or dividends.
    pub currency_from: Currency,
    /// The index's currency.
    pub currency_to: Currency,
    /// Units of `currency_to` for one of `currency_from`.
    pub rate: ExchangeRate,
}

impl RunRow for DividendRow {
    fn day(&self) -> Option<Date> {
        Some(self.date)
    }
}

impl RunRow for RateRow {
    fn day(&self) -> Option<Date> {
        Some(self.date)
    }
}
