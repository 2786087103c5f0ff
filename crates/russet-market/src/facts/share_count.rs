//! A count of shares from a date on.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;
use crate::numbers::{Factor, Shares};

/// Which shares a count counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareBasis {
    /// The shares of this class alone.
    Class,
    /// All shares of the company in equivalents of this class, as a feed implies that repeats the
    /// company's market capitalization on every line. Never added up over classes.
    Company,
}

/// Shares outstanding of a security, from an effective date until the next count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(
    name = "shares",
    key = "security_id, effective_date, known_at, basis, source",
    order = "security_id, effective_date, known_at",
    known_at = "known_at"
)]
pub struct ShareCount {
    /// The security.
    #[column(was = "security")]
    pub security_id: SecurityId,
    /// The first session that the count holds for.
    #[column(was = "effective")]
    pub effective_date: Date,
    /// The session after whose close it was known; of two counts of one day the later known holds.
    pub known_at: Date,
    /// Shares outstanding.
    #[column(was = "shares")]
    pub shares_outstanding: Shares,
    /// Which shares are counted.
    pub basis: ShareBasis,
    /// The part of them in unrestricted hands, where known.
    pub free_float: Option<Factor>,
    /// Where it comes from.
    pub source: String,
}
