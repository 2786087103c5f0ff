//! A published level of somebody's index.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::numbers::Level;

/// The closing level of an outside index or fund, to compare with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(name = "index_levels", key = "index_id, date", known_at = "known_at")]
pub struct IndexLevel {
    /// The symbol, such as `RUT`.
    #[column(was = "index")]
    pub index_id: String,
    /// The session.
    pub date: Date,
    /// The closing level in points.
    pub level: Level,
    /// The source itself doubts this level.
    pub suspect: bool,
    /// The day it was public.
    pub known_at: Date,
}
