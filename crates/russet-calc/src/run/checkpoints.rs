//! The files that a build of a further day goes on from. They are safe to delete: the next build is then
//! made from the first session on.

use std::path::Path;

use jiff::civil::Date;
use russet_market::Fingerprint;
use russet_rules::Methodology;
use russet_store::StoredFile;
use serde::{Deserialize, Serialize};

use super::Manifest;
use super::ResumePoint;
use crate::history::{BuildPlan, Checkpoint};

/// Their folder in a run's.
pub(super) const FOLDER: &str = "checkpoints";
/// What their names end with.
pub(super) const ENDING: &str = "state";

/// The code that made a checkpoint: another one may continue differently.
const ENGINE: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("RUSSET_ENGINE"));

/// A checkpoint in a run's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckpointFile {
    /// The session after whose close it is.
    pub after: Date,
    /// The file.
    #[serde(flatten)]
    pub file: StoredFile,
}

/// The header of a checkpoint.
#[derive(Serialize, Deserialize)]
struct Header {
    engine: String,
    /// What was asked for, as far as it counts by then.
    asked: [u8; 32],
    point: ResumePoint,
    /// What was known of the market by then, besides closes.
    facts: Fingerprint,
    /// The sessions of the market up to then.
    sessions: Vec<Session>,
}

/// A session as a few bytes.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Session(#[serde(with = "crate::packed")] Date);

/// Everything that a build was asked for which can have counted by the close of a day, as a hash: neither its
/// last day nor rules that begin later.
pub(super) fn asked(family: &Methodology, plan: &BuildPlan, after: Date) -> [u8; 32] {
    let rules = family.in_force_by(after);
    let asked = (rules, plan.from, plan.infer_from_lists, &plan.notes);
    let text = serde_json::to_string(&asked).unwrap_or_else(|_| format!("{asked:?}"));
    *blake3::hash(text.as_bytes()).as_bytes()
}

/// The bytes of a checkpoint.
pub(super) fn bytes(
    asked: [u8; 32],
    (facts, sessions): (Fingerprint, impl Iterator<Item = Date>),
    checkpoint: Checkpoint,
) -> std::io::Result<Vec<u8>> {
    let Checkpoint { point, state } = checkpoint;
    let sessions = sessions.map(Session).collect();
    let header = Header { engine: ENGINE.to_owned(), asked, point, facts, sessions };
    // Plain values, which cannot fail to be written into memory.
    let mut bytes = postcard::to_stdvec(&header).unwrap_or_default();
    bytes.append(&mut zstd::bulk::compress(&state, 1)?);
    Ok(bytes)
}

impl CheckpointFile {
    /// The sessions up to its own, where it is whole and was made by this code for what is asked.
    pub(super) fn sessions(&self, run: &Path, asked: [u8; 32]) -> Option<Vec<Date>> {
        let bytes = self.bytes_in(run)?;
        let (header, _) = postcard::take_from_bytes::<Header>(&bytes).ok()?;
        let holds = header.engine == ENGINE && header.asked == asked;
        holds.then(|| header.sessions.into_iter().map(|Session(session)| session).collect())
    }

    fn bytes_in(&self, run: &Path) -> Option<Vec<u8>> {
        self.file.read(run, <Manifest as russet_store::Manifest>::REMEDY).ok()
    }

    /// The checkpoint, where it is whole, was made by this code for what is asked, and the market had
    /// the same by then.
    pub(super) fn read(
        &self,
        run: &Path,
        asked: [u8; 32],
        facts: impl Fn(&ResumePoint) -> Option<Fingerprint>,
    ) -> Option<Checkpoint> {
        let bytes = self.bytes_in(run)?;
        let (header, state) = postcard::take_from_bytes::<Header>(&bytes).ok()?;
        let holds = header.engine == ENGINE
            && header.asked == asked
            && header.point.after == self.after
            && facts(&header.point).as_ref() == Some(&header.facts);
        let state = holds.then(|| zstd::decode_all(state))?.ok()?;
        Some(Checkpoint { point: header.point, state })
    }
}
