//! What later additions need of the last review.

use jiff::civil::Date;
use russet_market::Level;
use russet_rules::placement::Ranking;
use serde::{Deserialize, Serialize};

/// What later additions need of the last review.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LastReview {
    pub(crate) ranking: Ranking,
    /// The family's return index at its close.
    pub(crate) level: Option<Level>,
    /// The latest rank day so far, of a review or of new listings.
    pub(crate) rank_day: Date,
}
