//! A published level of somebody's index.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::numbers::Level;

/// The closing level of an outside index or fund, to compare with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IndexLevel {
    /// The symbol, such as `RUT`.
    pub index: String,
    /// The session.
    pub date: Date,
    /// The closing level in points.
    pub level: Level,
    /// The source itself doubts this level.
    pub suspect: bool,
    /// The day it was public.
    pub known_at: Date,
}
