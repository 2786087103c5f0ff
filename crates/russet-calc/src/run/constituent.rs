//! The rows of a run's constituents.

use jiff::civil::Date;
use russet_market::{Currency, Factor, SecurityId, Shares, Ticker};
use serde::{Deserialize, Serialize};

use super::columns;

/// A security in an index with the same index shares over a range of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constituent {
    /// The index.
    pub index: String,
    /// The security.
    pub security: SecurityId,
    /// Its symbol over these sessions.
    pub ticker: Ticker,
    /// Its name over these sessions.
    pub name: String,
    /// Its industry sector as its source words it.
    pub sector: Option<String>,
    /// The country of its company, as its source words it.
    pub country: Option<String>,
    /// The currency it trades in.
    pub currency: Currency,
    /// The company's shares in this line that they count, where they follow them.
    pub count: Option<Shares>,
    /// Its index shares.
    pub index_shares: Shares,
    /// The part of its shares that they count.
    pub free_float: Factor,
    /// Where that part comes from.
    pub free_float_source: String,
    /// Since when it holds; none where nothing is known.
    pub free_float_since: Option<Date>,
    /// Its probability of the index's side of a style; all of it elsewhere.
    pub style: Factor,
    /// What a cap leaves of it.
    pub cap: Factor,
    /// The first session whose close counts it so.
    pub from: Date,
    /// The last such session.
    pub to: Date,
}

russet_market::table!(
    Constituent,
    "constituents",
    [
        text("index"),
        whole("security"),
        text("ticker"),
        text("name"),
        optional(text("sector")),
        optional(text("country")),
        text("currency"),
        optional(exact("count", 18, 6)),
        exact("index_shares", 18, 6),
        exact("free_float", 18, 12),
        text("free_float_source"),
        optional(day("free_float_since")),
        exact("style", 18, 12),
        exact("cap", 18, 12),
        day("from"),
        day("to"),
    ]
);

columns!(
    Constituent: index, security, ticker, name, sector, country, currency, count, index_shares,
    free_float, free_float_source, free_float_since, style, cap, from, to,
);
