//! The rows of a run's constituents.

use jiff::civil::Date;
use russet_market::{Currency, Factor, SecurityId, Shares, Ticker};
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use super::row::RunRow;
use super::{PartitionKey, Partitioning, ResumePoint};

/// A security in an index with the same index shares over a range of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Table)]
#[table(name = "constituents", key = "index_id, first_session, security_id")]
pub struct Constituent {
    /// The index.
    pub index_id: String,
    /// The security.
    pub security_id: SecurityId,
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
    /// The shares outstanding that its index shares follow, where they do.
    pub shares_outstanding: Option<Shares>,
    /// Its index shares.
    pub index_shares: Shares,
    /// The part of those shares that counts.
    pub free_float: Factor,
    /// Where that part comes from.
    pub free_float_source: String,
    /// Since when it holds; none where nothing is known.
    pub free_float_since: Option<Date>,
    /// Its probability of the index's side of a style; all of it elsewhere.
    pub style_probability: Factor,
    /// Its capping factor: 1 where no cap holds.
    pub cap_factor: Factor,
    /// The first session whose close counts it so.
    pub first_session: Date,
    /// The last such session.
    pub last_session: Date,
}

impl Constituent {
    /// What rows are sorted by.
    fn key(&self) -> (&str, Date, SecurityId) {
        (&self.index_id, self.first_session, self.security_id)
    }
}

impl RunRow for Constituent {
    const COUNTS_BEFORE: bool = true;

    fn day(&self) -> Option<Date> {
        Some(self.last_session)
    }

    fn partition_key(&self, partitioning: Partitioning) -> PartitionKey {
        match self.last_session <= partitioning.last() {
            true => partitioning.of(self.last_session),
            false => PartitionKey::Open,
        }
    }

    // What ends with a session is seen in the next one.
    fn keep_until(rows: &mut Vec<Constituent>, point: &ResumePoint) {
        rows.retain(|row| row.last_session < point.after);
    }

    fn sort(rows: &mut [Constituent]) {
        rows.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
    }
}
