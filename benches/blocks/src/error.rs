//! Why values could not be made.

use std::path::PathBuf;

use jiff::civil::Date;
use russet_market::{FolderError, NumberError};

/// Why values could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BlocksError {
    /// A holding or a close contradicts the schedule.
    #[error("security {security} in index {index}: {reason}")]
    Holding {
        /// The index, by its position in the schedule.
        index: u32,
        /// The security's id.
        security: u32,
        /// What is wrong and what to do.
        reason: String,
    },
    /// The sessions are not in order.
    #[error("session {after} does not come after {before} (hint: sort the sessions, each once)")]
    Sessions {
        /// The session before.
        before: Date,
        /// The session that should be later.
        after: Date,
    },
    /// A line is held and no close is known.
    #[error(
        "security {security} is held on {session} and has no close up to then in the years of the schedule (hint: give a close of your own for that session)"
    )]
    NoClose {
        /// The security's id.
        security: u32,
        /// The session.
        session: Date,
    },
    /// The schedule is too large for the layout.
    #[error("a schedule of more than {limit} {what} does not fit the layout")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How many there may be.
        limit: u64,
    },
    /// A value is beyond what money can hold.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// A price file could not be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The cache could not be written or read.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A cache file is not what its name says.
    #[error("{path}: {reason} (hint: it can be deleted, and is made again)")]
    Torn {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
}
