//! The journal: what a build records, and what a reader should know of it. It knows nothing of weights.

pub(crate) mod decisions;
pub(crate) mod recorder;

use decisions::Decisions;
use recorder::Recorder;
pub(in crate::history) use recorder::called;

/// What a build records.
#[derive(Clone, Default)]
pub(super) struct Journal<'build> {
    pub(super) recorder: Recorder<'build>,
    pub(super) decisions: Decisions,
    /// What a reader should know of how the run came about.
    pub(super) notes: Vec<String>,
}
