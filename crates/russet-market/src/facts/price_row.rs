//! One session's close of one security.

use jiff::civil::Date;

use crate::identity::SecurityId;
use crate::numbers::Price;

/// A raw (unadjusted) close, with what its source reported beside it. Known at the end of its own
/// session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriceRow {
    /// The session.
    pub date: Date,
    /// Whose close it is.
    pub security_id: SecurityId,
    /// The last trade of the session.
    pub close: Price,
    /// Shares traded in the session.
    pub volume: Option<u64>,
    /// The change from the previous close as reported, in percent, adjusted for splits.
    pub reported_change_percent: Option<f64>,
    /// Market capitalization as reported, in cents; of the whole company, on each of its lines.
    pub reported_cap_cents: Option<u64>,
}
