//! A corporate action.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;
use crate::numbers::Ratio;

/// What a corporate action does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// New shares for old ones, by [`Action::ratio`]; reverse splits and stock dividends too.
    Split,
    /// The line leaves its exchange after the close of the session before `ex_date`.
    Delisting,
}

impl ActionKind {
    /// The kind as files spell it.
    ///
    /// ```
    /// assert_eq!(russet_market::ActionKind::Split.word(), "split");
    /// ```
    pub const fn word(self) -> &'static str {
        match self {
            ActionKind::Split => "split",
            ActionKind::Delisting => "delisting",
        }
    }
}

/// One corporate action of one security.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Action {
    /// The first session that trades on the new terms.
    pub ex_date: Date,
    /// Whose action it is.
    pub security: SecurityId,
    /// What it does.
    pub kind: ActionKind,
    /// The terms of a split; nothing for a delisting.
    pub ratio: Option<Ratio>,
    /// The session after whose close it was known.
    pub known_at: Date,
    /// Where it comes from.
    pub source: String,
}
