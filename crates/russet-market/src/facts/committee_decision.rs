//! What the committee of an index decided.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;

/// One line into an index or out of it, by judgement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CommitteeDecision {
    /// The index, by its id.
    pub index: String,
    /// The day after whose close it holds.
    pub effective: Date,
    /// The line.
    pub security: SecurityId,
    /// Whether it enters; it leaves otherwise.
    pub enters: bool,
    /// Who decided.
    pub who: String,
    /// Why.
    pub why: String,
    /// The session after whose close it was announced.
    pub known_at: Date,
    /// Where it was read.
    pub source: String,
}
