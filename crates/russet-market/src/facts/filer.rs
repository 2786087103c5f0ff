//! What a regulator's register says of companies: SEC's EDGAR.
//!
//! A register describes companies as they are on the day it is read. A description first seen later
//! than the day it is used for is the nearest known one; whoever uses it says so.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::identity::{Cik, SecurityId, Ticker};

/// A company as the register described it over a range of dates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(name = "filers", key = "cik, name, first_seen", order = "cik")]
pub struct Filer {
    /// The company's number in the register.
    pub cik: Cik,
    /// Its name there.
    pub name: String,
    /// `operating`, `other` (foreign companies, funds, some banks) or `investment`.
    pub entity_type: Option<String>,
    /// Its standard industrial classification, four digits; blank for funds and for banks that file
    /// with their own regulator.
    pub sic: Option<u16>,
    /// The country, or territory, it is incorporated in.
    pub incorporation: Option<String>,
    /// The country, or territory, of its business address.
    pub headquarters: Option<String>,
    /// Its filer category, such as `Large accelerated filer`.
    pub category: Option<String>,
    /// The first day it was so described.
    pub first_seen: Date,
    /// The last day it was so described.
    pub last_seen: Date,
    /// Where it comes from.
    pub source: String,
}

/// A symbol that the register gave to a company over a range of dates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(name = "filer_tickers", key = "cik, ticker, first_seen", order = "cik")]
pub struct FilerTicker {
    /// The company.
    pub cik: Cik,
    /// The symbol.
    pub ticker: Ticker,
    /// The company's name beside it.
    pub name: Option<String>,
    /// The exchange beside it, as the register words it.
    pub exchange: Option<String>,
    /// The first day it was seen so.
    pub first_seen: Date,
    /// The last day it was seen so.
    pub last_seen: Date,
    /// Where it comes from.
    pub source: String,
}

/// A name that a company had before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(name = "filer_names", key = "cik, name, first_day", order = "cik")]
pub struct FilerName {
    /// The company.
    pub cik: Cik,
    /// The name.
    pub name: String,
    /// The first day of the name, where known.
    #[column(was = "from")]
    pub first_day: Option<Date>,
    /// The last day of the name, where known.
    #[column(was = "until")]
    pub last_day: Option<Date>,
    /// Where it comes from.
    pub source: String,
}

/// The symbol that belongs to a CUSIP, without a date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(name = "cusips", key = "cusip, ticker, source")]
pub struct CusipTicker {
    /// The CUSIP, nine characters.
    pub cusip: String,
    /// The symbol.
    pub ticker: Ticker,
    /// Where it comes from.
    pub source: String,
}

/// A security found to be of a company of the register: derived, never imported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(name = "filer_links", key = "security_id, cik, first_session", known_at = "first_session")]
pub struct FilerLink {
    /// The security.
    #[column(was = "security")]
    pub security_id: SecurityId,
    /// The company.
    pub cik: Cik,
    /// The first session for which the link holds.
    #[column(was = "from")]
    pub first_session: Date,
    /// The last session for which it holds.
    #[column(was = "to")]
    pub last_session: Date,
    /// What the link rests on, in words.
    pub evidence: String,
}
