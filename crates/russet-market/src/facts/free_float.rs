//! The part of a line's shares in unrestricted hands.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;
use crate::numbers::Factor;

/// A free float from an effective date until the next one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FreeFloat {
    /// Whose shares.
    pub security: SecurityId,
    /// The first session it holds for.
    pub effective: Date,
    /// The session after whose close it was known.
    pub known_at: Date,
    /// Unrestricted shares over all shares of the class.
    pub free_float: Factor,
    /// Where it comes from.
    pub source: String,
}
