//! The part of a line's shares in unrestricted hands.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;
use crate::numbers::Factor;

/// A free float from an effective date until the next one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(
    name = "free_floats",
    key = "security_id, effective_date, known_at, source",
    order = "security_id, effective_date, known_at",
    known_at = "known_at"
)]
pub struct FreeFloat {
    /// The security.
    #[column(was = "security")]
    pub security_id: SecurityId,
    /// The first session it holds for.
    #[column(was = "effective")]
    pub effective_date: Date,
    /// The session after whose close it was known.
    pub known_at: Date,
    /// Unrestricted shares over all shares of the class.
    pub free_float: Factor,
    /// Where it comes from.
    pub source: String,
}
