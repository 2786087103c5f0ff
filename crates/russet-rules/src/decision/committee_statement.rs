//! What a committee said last.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a committee decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitteeSource {
    /// By the dated list of a fund.
    List,
    /// By a dated decision.
    Decision,
}

russet_store::word_columns!(CommitteeSource: "");

/// What a committee said last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitteeStatement {
    /// How it was made.
    pub source: CommitteeSource,
    /// The fund of the list, or who decided.
    pub by: Arc<str>,
    /// The date of the list, or of the decision.
    pub date: Date,
}
