//! Rows as the engine writes them down: what the market and the family say is borrowed, and a
//! sentence that many rows share is there once.

use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{
    Currency, Divisor, Factor, Money, Price, SecurityId, SecurityVersion, Shares, Ticker,
};

use super::{Constituent, table};
use crate::ledger::{Cause, LedgerEntry};

/// A [`LedgerEntry`].
#[derive(Debug, Clone)]
pub(crate) struct Entry<'market> {
    pub(crate) event: u32,
    pub(crate) index: &'market str,
    pub(crate) after_close: Date,
    pub(crate) cause: Cause,
    pub(crate) security: SecurityId,
    pub(crate) ticker: &'market Ticker,
    pub(crate) shares_before: Shares,
    pub(crate) shares_after: Shares,
    pub(crate) price_before: Option<Price>,
    pub(crate) price: Option<Price>,
    pub(crate) count_before: Option<Shares>,
    pub(crate) count_after: Option<Shares>,
    pub(crate) float_before: Option<Factor>,
    pub(crate) float_after: Option<Factor>,
    pub(crate) style_before: Option<Factor>,
    pub(crate) style_after: Option<Factor>,
    pub(crate) cap_before: Option<Factor>,
    pub(crate) cap_after: Option<Factor>,
    pub(crate) value_before: Money,
    pub(crate) value_after: Money,
    pub(crate) divisor_before: Divisor,
    pub(crate) divisor_after: Divisor,
    pub(crate) note: Arc<str>,
}

table::columns!(
    Entry<'_> as LedgerEntry, LedgerEntry::from => event, index, after_close, cause, security, ticker, shares_before,
    shares_after, price_before, price, count_before, count_after, float_before, float_after,
    style_before, style_after, cap_before, cap_after, value_before, value_after, divisor_before,
    divisor_after, note,
);

impl From<&Entry<'_>> for LedgerEntry {
    fn from(entry: &Entry<'_>) -> LedgerEntry {
        LedgerEntry {
            event: entry.event,
            index: entry.index.to_owned(),
            after_close: entry.after_close,
            cause: entry.cause,
            security: entry.security,
            ticker: entry.ticker.clone(),
            shares_before: entry.shares_before,
            shares_after: entry.shares_after,
            price_before: entry.price_before,
            price: entry.price,
            count_before: entry.count_before,
            count_after: entry.count_after,
            float_before: entry.float_before,
            float_after: entry.float_after,
            style_before: entry.style_before,
            style_after: entry.style_after,
            cap_before: entry.cap_before,
            cap_after: entry.cap_after,
            value_before: entry.value_before,
            value_after: entry.value_after,
            divisor_before: entry.divisor_before,
            divisor_after: entry.divisor_after,
            note: entry.note.to_string(),
        }
    }
}

/// A [`Constituent`].
#[derive(Debug, Clone)]
pub(crate) struct Held<'market> {
    pub(crate) index: &'market str,
    pub(crate) security: SecurityId,
    pub(crate) version: &'market SecurityVersion,
    pub(crate) currency: Currency,
    pub(crate) count: Option<Shares>,
    pub(crate) index_shares: Shares,
    pub(crate) free_float: Factor,
    pub(crate) free_float_source: Arc<str>,
    pub(crate) free_float_since: Option<Date>,
    pub(crate) style: Factor,
    pub(crate) cap: Factor,
    pub(crate) from: Date,
    pub(crate) to: Date,
}

table::columns!(
    Held<'_> as Constituent, Constituent::from => index, security, version.ticker, version.name, version.sector,
    version.country, currency, count, index_shares, free_float, free_float_source, free_float_since,
    style, cap, from, to,
);

impl Held<'_> {
    /// Whether another row says the same of the same line, days apart.
    pub(crate) fn says_the_same(&self, other: &Held<'_>) -> bool {
        let numbers = |row: &Held<'_>| {
            (row.currency, row.count, row.index_shares, row.free_float, row.style, row.cap)
        };
        let words = |version: &SecurityVersion, other: &SecurityVersion| {
            version.ticker == other.ticker
                && version.name == other.name
                && version.sector == other.sector
                && version.country == other.country
        };
        numbers(self) == numbers(other)
            && self.free_float_source == other.free_float_source
            && (std::ptr::eq(self.version, other.version) || words(self.version, other.version))
    }

    /// What rows of constituents are sorted by.
    pub(crate) fn key(&self) -> (&str, Date, SecurityId) {
        (self.index, self.from, self.security)
    }
}

impl From<&Held<'_>> for Constituent {
    fn from(held: &Held<'_>) -> Constituent {
        Constituent {
            index: held.index.to_owned(),
            security: held.security,
            ticker: held.version.ticker.clone(),
            name: held.version.name.clone(),
            sector: held.version.sector.clone(),
            country: held.version.country.clone(),
            currency: held.currency,
            count: held.count,
            index_shares: held.index_shares,
            free_float: held.free_float,
            free_float_source: held.free_float_source.to_string(),
            free_float_since: held.free_float_since,
            style: held.style,
            cap: held.cap,
            from: held.from,
            to: held.to,
        }
    }
}
