//! What the committee of an index decided.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;

/// One line into an index or out of it, by judgment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(
    name = "committee_decisions",
    key = "index_id, effective_after_close, security_id",
    known_at = "known_at"
)]
pub struct CommitteeDecision {
    /// The index, by its id.
    #[column(was = "index")]
    pub index_id: String,
    /// The day after whose close it holds.
    #[column(was = "effective")]
    pub effective_after_close: Date,
    /// The security.
    #[column(was = "security")]
    pub security_id: SecurityId,
    /// True when it enters, false when it leaves.
    pub enters: bool,
    /// Who decided.
    pub who: String,
    /// The reason.
    pub why: String,
    /// The session after whose close it was announced.
    pub known_at: Date,
    /// Where it was read.
    pub source: String,
}
