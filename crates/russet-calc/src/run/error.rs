//! Why a run could not be written or read.

use std::path::PathBuf;

use russet_market::NumberError;
use russet_store::StoreError;

use crate::history::BuildError;

/// Why a run could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The folder or a table of it could not be written or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder holds the run of another methodology.
    #[error(
        "{path} holds a run of {current}, not of {wanted}, and is left alone (hint: name another folder for --run, or give --replace)"
    )]
    OtherMethodology {
        /// The folder.
        path: PathBuf,
        /// The methodology of the run that is there.
        current: String,
        /// The methodology of the run to be built.
        wanted: String,
    },
    /// A checkpoint could not be compressed.
    #[error("cannot compress a checkpoint: {0}")]
    Checkpoint(std::io::Error),
    /// An amount of the run leaves its range, or it lacks a rate of exchange.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// There was nothing to write: the run could not be built.
    #[error(transparent)]
    Build(#[from] BuildError),
}
