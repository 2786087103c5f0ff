//! Rows as the engine writes them down: what the market and the family say is borrowed, and a
//! sentence that many rows share is there once.

use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{
    Currency, Divisor, Factor, Money, Price, SecurityId, SecurityVersion, Shares, Ticker,
};
use russet_store::table::TableRecord;

use super::Constituent;
use super::row::RunRecord;
use crate::events::{Cause, LedgerEntry};

/// A [`LedgerEntry`].
#[derive(Debug, Clone, TableRecord)]
#[record(table = LedgerEntry)]
pub(crate) struct EventRecord<'market> {
    pub(crate) event: u32,
    pub(crate) index_id: &'market str,
    pub(crate) after_close: Date,
    pub(crate) cause: Cause,
    pub(crate) security_id: SecurityId,
    pub(crate) ticker: &'market Ticker,
    pub(crate) index_shares_before: Shares,
    pub(crate) index_shares_after: Shares,
    pub(crate) price_before: Option<Price>,
    pub(crate) price_after: Option<Price>,
    pub(crate) shares_outstanding_before: Option<Shares>,
    pub(crate) shares_outstanding_after: Option<Shares>,
    pub(crate) free_float_before: Option<Factor>,
    pub(crate) free_float_after: Option<Factor>,
    pub(crate) style_probability_before: Option<Factor>,
    pub(crate) style_probability_after: Option<Factor>,
    pub(crate) cap_factor_before: Option<Factor>,
    pub(crate) cap_factor_after: Option<Factor>,
    pub(crate) index_market_cap_before: Money,
    pub(crate) index_market_cap_after: Money,
    pub(crate) divisor_before: Divisor,
    pub(crate) divisor_after: Divisor,
    pub(crate) note: Arc<str>,
}

/// A [`Constituent`].
#[derive(Debug, Clone, TableRecord)]
#[record(table = Constituent)]
pub(crate) struct ConstituentRecord<'market> {
    pub(crate) index_id: &'market str,
    pub(crate) security_id: SecurityId,
    #[record(columns(ticker, name, sector, country))]
    pub(crate) version: &'market SecurityVersion,
    pub(crate) currency: Currency,
    pub(crate) shares_outstanding: Option<Shares>,
    pub(crate) index_shares: Shares,
    pub(crate) free_float: Factor,
    pub(crate) free_float_source: Arc<str>,
    pub(crate) free_float_since: Option<Date>,
    pub(crate) style_probability: Factor,
    pub(crate) cap_factor: Factor,
    pub(crate) first_session: Date,
    pub(crate) last_session: Date,
}

impl ConstituentRecord<'_> {
    /// Whether another row says the same of the same security, days apart.
    pub(crate) fn says_the_same(&self, other: &ConstituentRecord<'_>) -> bool {
        let numbers = |row: &ConstituentRecord<'_>| {
            (
                row.currency,
                row.shares_outstanding,
                row.index_shares,
                row.free_float,
                row.style_probability,
                row.cap_factor,
            )
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
        (self.index_id, self.first_session, self.security_id)
    }
}

impl RunRecord for EventRecord<'_> {
    fn day(&self) -> Option<Date> {
        Some(self.after_close)
    }
}

impl RunRecord for ConstituentRecord<'_> {
    fn day(&self) -> Option<Date> {
        Some(self.last_session)
    }

    fn sort(rows: &mut [Self]) {
        rows.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
    }
}
