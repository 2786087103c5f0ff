//! Where a build can go on from, as a run sees it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where a build can go on from: which of a run's rows were there after a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ResumePoint {
    /// The session.
    pub(crate) after: Date,
    /// The session after it.
    pub(crate) next: Date,
    /// The last event of the ledger.
    pub(crate) last_event: u32,
    /// How many actions had been dealt with after its close.
    pub(crate) actions: usize,
    pub(crate) decisions: DecisionCount,
}

/// How many decisions there are, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct DecisionCount {
    /// Those handed over.
    pub(crate) handed: usize,
    /// Those to hand over, by the year that they belong to: that of their effective day, or of a later
    /// one before them.
    pub(crate) years: Vec<(i16, usize)>,
}

impl DecisionCount {
    /// All of them.
    pub(crate) fn all(&self) -> usize {
        self.handed + self.to_hand_over()
    }

    pub(crate) fn to_hand_over(&self) -> usize {
        self.years.iter().map(|(_, count)| count).sum()
    }
}
