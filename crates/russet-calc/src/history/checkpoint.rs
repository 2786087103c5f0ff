//! A checkpoint: the engine's state after a session as bytes, with what refers to the market and to the rows that a
//! run has recorded by then. Equal states make equal bytes, whatever happened before.

use std::borrow::Cow;

use jiff::civil::Date;
use russet_market::{Currency, Factor, SecurityId, SecurityVersion, Shares};
use serde::{Deserialize, Serialize};

use super::engine::Engine;
use super::journal::recorder::Opened;
use crate::run::ResumePoint;
use crate::state::State;

/// A session's end that a build can go on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    pub(crate) point: ResumePoint,
    /// A [`CheckpointContents`].
    pub(crate) state: Vec<u8>,
}

/// The state of an engine, and what it was made of.
#[derive(Serialize, Deserialize)]
pub(super) struct CheckpointContents<'a> {
    pub(super) from: Date,
    pub(super) beginning: Date,
    /// Those of the market, whose places the closes count by.
    pub(super) currencies: Vec<Currency>,
    pub(super) state: Cow<'a, State>,
    pub(super) notes: Cow<'a, [String]>,
    pub(super) opened: Opened,
}

/// A row of constituents that has not ended, without its index.
#[derive(Serialize, Deserialize)]
pub(super) struct OpenConstituent {
    pub(super) security: SecurityId,
    /// The place of its description among those that were known; none: the first of all.
    pub(super) version: Option<u32>,
    #[serde(with = "crate::packed::optional")]
    pub(super) count: Option<Shares>,
    #[serde(with = "crate::packed")]
    pub(super) index_shares: Shares,
    #[serde(with = "crate::packed")]
    pub(super) free_float: Factor,
    /// The place of the sentence.
    pub(super) free_float_source: u32,
    #[serde(with = "crate::packed::optional")]
    pub(super) free_float_since: Option<Date>,
    #[serde(with = "crate::packed")]
    pub(super) style: Factor,
    #[serde(with = "crate::packed")]
    pub(super) cap: Factor,
    #[serde(with = "crate::packed")]
    pub(super) from: Date,
}

impl Engine<'_, '_> {
    /// The state after the close of the last session done.
    pub(super) fn checkpoint(&self) -> Result<Checkpoint, super::BuildError> {
        let after = self.state.previous;
        let saved = CheckpointContents {
            from: self.scope.from,
            beginning: self.scope.beginning,
            currencies: self.currencies.all().collect(),
            state: Cow::Borrowed(&self.state),
            notes: Cow::Borrowed(&self.journal.notes[self.scope.opening_notes..]),
            opened: self.journal.recorder.opened(self.view, after),
        };
        let point = ResumePoint {
            after,
            next: self.family.sessions().next_session(after)?,
            last_event: self.journal.recorder.last_event(),
            actions: self.journal.recorder.actions_after(after),
            decisions: self.journal.decisions.counted().clone(),
        };
        // Plain values, which cannot fail to be written into memory.
        let state = postcard::to_stdvec(&saved).unwrap_or_default();
        Ok(Checkpoint { point, state })
    }
}

/// The place of a description among those of its security that were known by a day.
pub(super) fn place_of(
    versions: &[SecurityVersion],
    version: &SecurityVersion,
    day: Date,
) -> Option<u32> {
    let mut known = versions.iter().filter(|version| version.known_at <= day);
    known.position(|known| std::ptr::eq(known, version)).map(|place| place as u32)
}
